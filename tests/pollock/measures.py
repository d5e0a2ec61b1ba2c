"""What the Pollock benchmark measures of one loaded file: success, header, records and cells.

Precision is the share of what was loaded that belongs there, recall the share of what belongs
there that was loaded, both over multisets, as the benchmark has them: records in any order, cells
in any place. Values are compared as values, so that 2 is 2.0 and a parsed date is its text. Where
nothing belongs there, nothing can be missed and all measures are 1.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime

Rows = Sequence[Sequence[str]]

NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?", flags=re.IGNORECASE)
TIMES = ("%H:%M", "%H:%M:%S")
DATES = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y")


@dataclass(frozen=True)
class Measures:
    """The ten measures of one file, or their means over several."""

    success: float
    header_precision: float
    header_recall: float
    header_f1: float
    record_precision: float
    record_recall: float
    record_f1: float
    cell_precision: float
    cell_recall: float
    cell_f1: float

    @property
    def score(self) -> float:
        """The sum of all: ten at most."""
        return sum(astuple(self))


NAMES = tuple(field.name for field in fields(Measures))
FAILED = Measures(*[0.0] * len(NAMES))


def measured(clean: Rows, loaded: Rows) -> Measures:
    """Loaded rows, the heading row first, against those of the clean file."""
    if not clean:
        return Measures(*[1.0] * len(NAMES))
    wanted, found = (
        [list(map(_value, row)) for row in clean],
        [list(map(_value, row)) for row in loaded],
    )
    return Measures(
        1.0,
        *_overlap(wanted[0], found[0] if found else []),
        *_overlap(["".join(row) for row in wanted[1:]], ["".join(row) for row in found[1:]]),
        *_overlap(
            [cell for row in wanted for cell in row], [cell for row in found for cell in row]
        ),
    )


def mean(measures: Sequence[Measures], weights: Sequence[float] | None = None) -> Measures:
    """The mean of each measure, of every file alike or by weight."""
    weights = weights or [1.0] * len(measures)
    return Measures(
        *(
            sum(value * weight for value, weight in zip(values, weights, strict=True))
            / sum(weights)
            for values in zip(*map(astuple, measures), strict=True)
        )
    )


def _overlap(wanted: Sequence[str], found: Sequence[str]) -> tuple[float, float, float]:
    if not wanted:
        return 1.0, 1.0, 1.0
    common = (Counter(wanted) & Counter(found)).total()
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / len(found), common / len(wanted)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _value(cell: str) -> str:
    text = cell.strip()
    if NUMBER.fullmatch(text):
        return str(float(text))
    for form in TIMES:
        if (moment := _moment(text, form)) is not None:
            return str(moment.time())
    for form in DATES:
        if (moment := _moment(text, form)) is not None:
            return str(moment)
    return {"true": "1.0", "false": "0.0"}.get(text.casefold(), cell.casefold())


def _moment(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None
