"""Headings that mean a canonical column for certain, in the languages of the synonym list."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from unicodedata import normalize

from support_kpi.mappings.meanings import without_accents
from support_kpi.mappings.units import is_unit, without_unit
from support_kpi.parsing.sheet import normal, without_bracket
from support_kpi.schema import TABLES

SYNONYMS = Path(__file__).parents[1] / "vocabulary" / "synonyms.csv"
BARE_IDS = frozenset(
    {
        "id", "number", "key", "#", "reference", "ref", "ticket", "case", "fall", "vorgang",
        "anfrage", "folio", "chamado", "编号", "工单",
    }
)  # fmt: skip
# Words between others that headings have or lack: `ID del ticket`, `ID ticket`.
ARTICLES = frozenset(
    {
        "de", "del", "la", "el", "los", "las", "du", "des", "le", "les", "d", "l", "do", "da",
        "dos", "das", "der", "die",
    }
)  # fmt: skip
RATINGS = {"csat_score": "csat", "nps_score": "nps", "ces_score": "ces"}
# Times of day in columns of their own, by the column that has their date.
TIMES = {
    "created_at": "created_time",
    "first_reply_at": "first_reply_time",
    "solved_at": "solved_time",
    "closed_at": "closed_time",
}
PSEUDO: dict[str, Mapping[str, str]] = {
    "ticket": {
        **dict.fromkeys(TIMES.values(), "time"),
        "resolved_flag": "boolean",
        "sla_breached": "boolean",
        "abandoned_flag": "boolean",
        "answered_at": "timestamp",
        "answered_time": "time",
        **dict.fromkeys(RATINGS, "score"),
        "rating_comment": "text",
    },
    "response": {**dict.fromkeys(RATINGS, "score")},
}

CLOCKS = (
    "utc|gmt|cet|cest|eet|eest|wet|west|bst|est|edt|cst|cdt|mst|mdt|pst|pdt|ist|jst|kst|sgt|hkt"
    "|msk|aest|aedt|nzst|nzdt|brt|local(?: time)?"
)


def spoken(heading: str) -> str:
    """`avg_talk-Duration (s)` and `AvgTalkDuration` as `avg talk duration`, without accents."""
    wide = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", normalize("NFKC", heading))
    bare, bracket = without_bracket(wide)
    kept = bare if not bracket or _is_remark(bracket) else f"{bare} ({bracket.casefold()})"
    words = normal(re.sub(r"[_\-.:?'’]+", " ", kept))
    told = [word for word in without_unit(words).split(" ") if word not in ARTICLES]
    return without_accents(" ".join(told) or words)


def _is_remark(bracket: str) -> bool:
    """Whether a bracket leaves the meaning alone: a unit, a scale, a zone, what the rows are; not
    `business hours`."""
    folded = bracket.casefold()
    is_kind = folded in ("ticket", "tickets", "case", "cases", "call", "calls")
    return is_kind or is_unit(bracket) or bool(re.search(rf"[/\d]|\b(?:{CLOCKS})\b", folded))


@cache
def languages(table: str) -> Mapping[str, Mapping[str, str]]:
    """The headings of each column of a table, as they are compared, with their language; the
    canonical name comes first and has none."""
    found: dict[str, dict[str, str]] = {
        name: {spoken(name): ""} for name in (*TABLES[table].column_names, *PSEUDO.get(table, ()))
    }
    with SYNONYMS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["table"] == table:
                found[row["column"]].setdefault(spoken(row["heading"]), row["language"])
    return found


@cache
def synonyms(table: str) -> Mapping[str, tuple[str, ...]]:
    """The headings of each column of a table, as they are compared, the canonical name first."""
    return {name: tuple(headings) for name, headings in languages(table).items()}
