"""Ties of a survey's own questions and options to a study's, as the settings keep them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from support_kpi.errors import UsageError


@dataclass(frozen=True)
class QuestionTie:
    """`question` is the wording or the id; without a `part` all rows of a matrix are meant.

    A blank `code` ties the question to nothing, whatever its wording.
    """

    survey: str
    question: str
    study: str
    code: str
    part: str = ""


@dataclass(frozen=True)
class OptionTie:
    """What an option as written means among those of the study; blank for none of them."""

    survey: str
    code: str
    option: str
    meaning: str


Tie = TypeVar("Tie", QuestionTie, OptionTie)
NAMES = {"questionnaire_map": QuestionTie, "option_map": OptionTie}


def as_text(ties: Sequence[QuestionTie] | Sequence[OptionTie]) -> str:
    return json.dumps([asdict(one) for one in ties], ensure_ascii=False)


def from_text(text: str, kind: type[Tie], where: str) -> list[Tie]:
    """The ties of a setting; `where` begins the message about what is wrong with it."""
    try:
        return from_rows(json.loads(text), kind, where)
    except ValueError:
        raise UsageError(f"{where}: this is no JSON; write a list of objects.") from None


def from_rows(rows: Any, kind: type[Tie], where: str) -> list[Tie]:
    """Objects as ties; an unknown or missing name is an error."""
    names = [field.name for field in fields(kind)]
    needed = [name for name in names if name != "part"]
    if not isinstance(rows, list):
        raise UsageError(f"{where}: expected a list of objects with {', '.join(needed)}.")
    found: list[Tie] = []
    for place, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise UsageError(
                f"{where}, entry {place}: expected an object with {', '.join(needed)}."
            )
        missing = [name for name in needed if not isinstance(row.get(name), str)]
        if missing:
            raise UsageError(
                f"{where}, entry {place}: {', '.join(missing)} is missing or no text; an entry has "
                f"{', '.join(names)}."
            )
        told = {name: str(row.get(name) or "") for name in names}
        found.append(kind(**told))
    return found
