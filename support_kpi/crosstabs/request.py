"""What a survey table is asked to show; two equal requests give the same table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Correction = Literal["bh", "holm", "none"]
CORRECTIONS: Mapping[Correction, str] = {
    "bh": "Benjamini-Hochberg",
    "holm": "Holm",
    "none": "None",
}
LEVELS = (0.9, 0.95, 0.99)
OWN_WEIGHT = "weight"


@dataclass(frozen=True)
class Margin:
    """The share that the respondents with one answer are known to have."""

    question_id: str
    option: str
    share: float


@dataclass(frozen=True)
class Request:
    """`row` and `column` are ids of questions; `end` is the day after the last.

    `weight` is `weight` for the export's own, or the id of a numeric question. `net` are options
    of the row question to be added up. Fewer than `least` respondents are withheld.
    """

    survey: str
    row: str
    column: str | None = None
    start: date | None = None
    end: date | None = None
    filter_question: str | None = None
    filter_options: tuple[str, ...] = ()
    weight: str | None = None
    margins: tuple[Margin, ...] = ()
    limit: float | None = 5.0
    net: tuple[str, ...] = ()
    of_mentions: bool = False
    correction: Correction = "bh"
    level: float = 0.95
    least: int = 5
    rank_most: int = 3

    @property
    def margin_questions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(margin.question_id for margin in self.margins))

    @property
    def is_weighted(self) -> bool:
        return self.weight is not None or bool(self.margins)

    def people(self) -> dict[str, object]:
        """The parameters of the queries that say whose answers count."""
        return {
            "survey": self.survey,
            "start_date": self.start,
            "end_date": self.end,
            "filter_question": self.filter_question if self.filter_options else None,
            "filter_options": list(self.filter_options) or None,
            "weight_question": self.weight,
            "margin_questions": list(self.margin_questions),
        }
