"""The sections of a report, in the order in which they are read."""

from collections.abc import Callable
from typing import NamedTuple

from support_kpi.report.contents import Section
from support_kpi.report.sections import (
    budget,
    channels,
    definitions,
    goals,
    happenings,
    headlines,
    maturity,
    satisfaction,
    studies,
    workload,
)
from support_kpi.report.subject import Subject


class Part(NamedTuple):
    """A group of sections that is made in one go."""

    name: str
    sections: Callable[[Subject], list[Section]]


PARTS = (
    Part("Headline numbers", headlines.sections),
    Part("Targets", goals.sections),
    Part("What happened", happenings.sections),
    Part("Channels", channels.sections),
    Part("Satisfaction", satisfaction.sections),
    Part("Workload and speed", workload.sections),
    Part("Budget", budget.sections),
    Part("Maturity", maturity.sections),
    Part("Published figures", studies.sections),
    Part("Definitions", definitions.sections),
)
