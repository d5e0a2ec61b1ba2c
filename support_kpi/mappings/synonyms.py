"""Headings that mean a canonical column for certain, in the languages of the synonym list."""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from unicodedata import normalize

from support_kpi.mappings.meanings import meaning, without_accents
from support_kpi.mappings.units import is_length, is_unit, without_unit
from support_kpi.parsing.sheet import Sheet, normal, without_bracket
from support_kpi.questionnaires.metrics import answer_labels
from support_kpi.questionnaires.profile import NOT_ANSWERS, points
from support_kpi.schema import TABLES

SYNONYMS = Path(__file__).parents[1] / "vocabulary" / "synonyms.csv"
BARE_IDS = frozenset(
    {
        "id", "number", "key", "#", "reference", "ref", "ticket", "case", "fall", "vorgang",
        "anfrage", "folio", "chamado", "编号", "工单",
    }
)  # fmt: skip
# Headings of the state of a ticket that also head federal states and the like.
PLACES = frozenset({"state", "estado", "etat", "stage", "stand", "situation"})
# Words between others that headings have or lack: `ID del ticket`, `ID ticket`.
ARTICLES = frozenset(
    {"de", "del", "la", "el", "los", "las", "du", "des", "le", "les", "d", "l", "do", "da", "dos",
     "das", "der", "die"}
)  # fmt: skip
RATINGS = {"csat_score": "csat", "nps_score": "nps", "ces_score": "ces"}
PSEUDO: dict[str, Mapping[str, str]] = {
    "ticket": {
        "created_time": "time",
        "resolved_flag": "boolean",
        "sla_breached": "boolean",
        **dict.fromkeys(RATINGS, "score"),
        "rating_comment": "text",
    },
    "response": {**dict.fromkeys(RATINGS, "score")},
}
DATE = (
    r"\d{4}[-/.年]\s?\d{1,2}([-/.月]|$)|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[-/ .]\s?[^\W\d]{3,}"
    r"|[^\W\d]{3,}\.? \d{1,2},? \d{4}|^\d{10}(\d{3})?$|^\d{8}(T|$)"
)
TIME_OF_DAY = r"\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*([AaPp]\.?\s?[Mm]\.?)?"
FLAGS = frozenset(
    {
        "true", "false", "yes", "no", "y", "n", "t", "f", "1", "0", "1.0", "0.0", "met", "not met",
        "missed", "breached", "ontime", "on time", "overdue", "late", "violated", "within",
        "within sla", "sla met", "sla violated", "sí", "si", "ja", "nein", "oui", "non", "sim",
        "não", "是", "否",
    }
)  # fmt: skip


def spoken(heading: str) -> str:
    """`avg_talk-Duration (s)` and `AvgTalkDuration` as `avg talk duration`, without accents."""
    wide = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", normalize("NFKC", heading))
    bare, bracket = without_bracket(wide)
    kept = bare if not bracket or _is_remark(bracket) else f"{bare} ({bracket.casefold()})"
    words = normal(re.sub(r"[_\-.:?'’]+", " ", kept))
    told = [word for word in without_unit(words).split(" ") if word not in ARTICLES]
    return without_accents(" ".join(told) or words)


def _is_remark(bracket: str) -> bool:
    """Whether a bracket leaves the meaning alone: a unit, a scale, a zone; not `business hours`."""
    return is_unit(bracket) or bool(re.search(r"[/\d]|\b(?:utc|gmt)\b", bracket.casefold()))


@cache
def synonyms(table: str) -> Mapping[str, tuple[str, ...]]:
    """The headings of each column of a table, as they are compared, the canonical name first."""
    found: dict[str, dict[str, None]] = {
        name: {spoken(name): None} for name in (*TABLES[table].column_names, *PSEUDO.get(table, ()))
    }
    with SYNONYMS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["table"] == table:
                found[row["column"]][spoken(row["heading"])] = None
    return {name: tuple(headings) for name, headings in found.items()}


def exact(sheet: Sheet, table: str) -> dict[str, int]:
    """Columns whose heading is a synonym and whose values are of the right kind."""
    headings: dict[str, list[int]] = {}
    for position, heading in enumerate(sheet.headings):
        headings.setdefault(spoken(heading), []).append(position)
    found: dict[str, int] = {}
    for name, names in synonyms(table).items():
        for position in (p for one in names for p in headings.get(one, ())):
            if position not in found.values() and fits(sheet, table, name, position):
                found[name] = position
                break
    return found


def kind(table: str, name: str) -> str:
    """The type of a column, those that only mappings know included."""
    if name in PSEUDO.get(table, {}):
        return PSEUDO[table][name]
    column = TABLES[table].column(name)
    return "duration" if name.endswith("_seconds") else column.type


def fits(sheet: Sheet, table: str, name: str, position: int) -> bool:
    """Whether the first values of a column look like what the canonical one holds."""
    values = [v for v in sheet.values(position) if normal(v) not in NOT_ANSWERS]
    if not values:
        return name not in ("ticket_id", "created_at", "responded_at")
    if name == "status" and spoken(sheet.headings[position]) in PLACES:
        return _share(values, lambda v: meaning("status", v) is not None) >= 0.5
    match kind(table, name):
        case "timestamp" | "date":
            return _share(values, is_date) >= 0.8
        case "time":
            return _share(values, lambda v: re.fullmatch(TIME_OF_DAY, v.strip()) is not None) >= 0.8
        case "duration":
            return _share(values, _is_duration) >= 0.8
        case "integer" | "number":
            return _share(values, lambda v: re.match(r"\s*[-(]?\d", v) is not None) >= 0.8
        case "boolean":
            return _share(values, lambda v: normal(v) in FLAGS) >= 0.8
        case "score":
            known = {label for labels in answer_labels().values() for label in labels}
            return _share(values, lambda v: points(v) is not None or normal(v) in known) >= 0.8
        case _:
            return _share(values, lambda v: re.match(r"\s*\d{4}-\d{2}-\d{2}", v) is None) >= 0.5


def is_date(value: str) -> bool:
    return re.search(DATE, value.strip()) is not None and not is_length(value)


def _is_duration(value: str) -> bool:
    return re.search(r"\d", value) is not None and not is_date(value)


def _share(values: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(1 for value in values if holds(value)) / len(values)
