"""Respondents invented so that the published figures of a study hold among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from support_kpi.sample import export
from support_kpi.sample.studies.answers import Answers
from support_kpi.sample.studies.calibration import calibrate, distance
from support_kpi.sample.studies.figures import Figure, studies
from support_kpi.sample.studies.forms import columns
from support_kpi.sample.studies.profiles import PROFILES, profiled

__all__ = ["Outcome", "names", "write"]


@dataclass(frozen=True)
class Outcome:
    """One published figure among the invented respondents."""

    figure_id: str
    holds: bool
    reason: str


def names() -> tuple[str, ...]:
    return tuple(PROFILES)


def write(path: Path, name: str, seed: int = 7) -> list[Outcome]:
    """Write the survey of a study as Google Forms does; which figures hold in it, which cannot."""
    rng = np.random.default_rng([seed, list(PROFILES).index(name)])
    study = studies()[name]
    answers = profiled(study, PROFILES[name], rng)
    calibrate(study, answers, rng)
    export.write(path, iter([columns(study, answers, rng)]))
    return list(_outcomes(study.figures, answers))


def _outcomes(figures: Sequence[Figure], answers: Answers) -> Iterator[Outcome]:
    for figure in figures:
        away = distance(figure, answers)
        reason = "" if away == 0 else figure.conflict(figures) or f"{away * 100:.1f} points away"
        yield Outcome(figure.figure_id, away == 0, reason)
