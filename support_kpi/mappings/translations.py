"""Headings of vendors in other languages: what each is called where its reader was written."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from support_kpi.mappings.meanings import without_accents
from support_kpi.mappings.synonyms import spoken
from support_kpi.parsing.sheet import Sheet, normal, without_bracket

TRANSLATIONS = Path(__file__).parents[1] / "vocabulary" / "translations.csv"


def translated(sheet: Sheet, reader: str) -> Sheet:
    """The sheet, its headings found under the names that the reader has for them too."""
    known = _known().get(reader, {})
    aliases = tuple(
        (known[written], position)
        for position, heading in enumerate(sheet.headings)
        if (written := next((one for one in _writings(heading) if one in known), None))
        and known[written] not in (normal(heading), without_bracket(heading)[0])
    )
    return sheet if aliases == sheet.aliases else replace(sheet, aliases=aliases)


def is_foreign(sheet: Sheet) -> bool:
    """Whether some reader knows headings of the sheet in another language."""
    every = {written for known in _known().values() for written in known}
    return any(one in every for heading in sheet.headings for one in _writings(heading))


@cache
def _known() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    with TRANSLATIONS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for written in _writings(row["written"]):
                found.setdefault(row["reader"], {}).setdefault(written, row["heading"])
    return found


@lru_cache(maxsize=4096)
def _writings(heading: str) -> tuple[str, ...]:
    """A heading without accents; then also without what stands in brackets; then without its unit
    and articles."""
    plain = heading.replace("’", "'").replace("–", "-")
    whole, bare = normal(plain), without_bracket(plain)[0]
    return (without_accents(whole), without_accents(bare), spoken(plain)) if whole else ()
