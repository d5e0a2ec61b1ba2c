"""Annotations: what happened in the period, such as launches and outages."""

from support_kpi.report.contents import Column, Section, Table
from support_kpi.report.subject import Subject, definition
from support_kpi.schema import CHANNELS


def sections(subject: Subject) -> list[Section]:
    """Nothing where nothing was noted."""
    notes = subject.notes
    if notes.empty:
        return []
    frame = notes.assign(
        channel=notes["channel"].map(CHANNELS).fillna("All channels"),
        team=notes["team"].fillna("All teams"),
    )
    columns = (
        Column("From", "period", ("first_day",), unit="day"),
        Column("To", "period", ("last_day",), unit="day"),
        Column("What happened", "text", ("text",)),
        Column("Channel", "text", ("channel",)),
        Column("Team", "text", ("team",)),
    )
    return [
        Section(
            "What happened",
            "Upright lines in the charts over time stand for these days.",
            Table(columns, frame),
            note="That something happened then does not show that it is the cause.",
            definition=definition("annotations"),
        )
    ]
