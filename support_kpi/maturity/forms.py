"""Assessments written here: a small file in the documented columns, loaded like any other."""

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.schema import CHARACTERISTICS, EDITIONS
from support_kpi.store import LoadResult, Store

READER = "maturity_assessments"
STATES = {"met": "Met", "not_met": "Not met", "unknown": "Unknown"}
FIXED = ("Team", "Assessed on", "Edition", "Channels", "Maturity tier")
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Assessment:
    """What people say of one team on one day; characteristics left out keep what was said before.

    `channels` are labels. They are repeated because the newest row of a team counts as a whole.
    """

    team: str
    assessed_on: date
    states: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict)
    edition: str = EDITIONS[0]
    channels: Sequence[str] = ()

    def __post_init__(self) -> None:
        if not self.team.strip():
            raise UsageError("An assessment needs a team; name one.")
        if self.edition not in EDITIONS:
            raise UsageError(f'There is no edition "{self.edition}"; say {", ".join(EDITIONS)}.')
        for name in (*self.states, *self.notes):
            if name not in CHARACTERISTICS:
                raise UsageError(
                    f'"{name}" is no characteristic; there are {", ".join(CHARACTERISTICS)}.'
                )
        for name, state in self.states.items():
            if state not in STATES:
                raise UsageError(f'{name} is "{state}"; say {", ".join(STATES)}.')
        if not self.states:
            raise UsageError("An assessment needs at least one characteristic that is judged.")


def save(store: Store, assessment: Assessment, *, by: str, at: datetime) -> LoadResult:
    """Load an assessment; it is in the history of loads and can be undone and redone.

    `at` tells two alike apart: what was taken back and said again is said again.
    """
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow([*headings(), "Recorded at"])
    rows.writerow([*_cells(assessment), at.isoformat(timespec="microseconds")])
    words = "".join(letter if letter.isalnum() else "-" for letter in assessment.team.strip())
    name = f"assessment-{words[:60]}-{assessment.assessed_on}.csv"
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(written.getvalue().encode())
        file.flush()
        options = Options(reader=READER, date_order="ymd", name=name)
        return store.load(Path(file.name), options, name=name, by=by)[0]


def template(teams: Sequence[str], on: date) -> list[list[str]]:
    """A table to fill in and load: a row for each team, a column for each characteristic."""
    blank = [""] * (2 * len(CHARACTERISTICS))
    lines = [[team, on.isoformat(), EDITIONS[0], "", "", *blank] for team in teams or [""]]
    return [headings(), *lines]


def scope(teams: pd.DataFrame, team: str) -> tuple[str, tuple[str, ...]]:
    """A team as it is spelled already, and the channels that it is known to serve."""
    same = teams[teams["team"].str.casefold() == team.strip().casefold()]
    if same.empty:
        return team.strip(), ()
    channels = same["channel_scope"].iloc[0]
    listed = str(channels).split(", ") if isinstance(channels, str) and channels else []
    return str(same["team"].iloc[0]), tuple(listed)


def headings() -> list[str]:
    """The documented columns."""
    pairs = [(label, f"{label} evidence") for label in CHARACTERISTICS.values()]
    return [*FIXED, *(heading for pair in pairs for heading in pair)]


def _cells(assessment: Assessment) -> list[str]:
    fixed = [
        assessment.team.strip(),
        assessment.assessed_on.isoformat(),
        assessment.edition,
        "; ".join(assessment.channels),
        "",
    ]
    for name in CHARACTERISTICS:
        state = assessment.states.get(name)
        note = " ".join(assessment.notes.get(name, "").split())[:LONGEST_NOTE]
        fixed += [STATES[state] if state else "", note if state else ""]
    return fixed
