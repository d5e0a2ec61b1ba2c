"""Maturity assessments: one team and date a row, one column for each characteristic."""

from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Day,
    Draft,
    Labels,
    Options,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.schema import CHARACTERISTICS, EDITIONS, TIERS

TITLE = "Maturity assessment"

TEAM = ("team", "team name", "group")
DATE = ("assessed on", "assessed_on", "assessment date", "date", "date of assessment")
TIER = ("maturity tier", "maturity_tier", "tier", "maturity")
SCOPE = ("channel scope", "channel_scope", "channels", "channels served")
EDITION = ("edition", "list of seven", "edition of the list")
REQUIRED = (TEAM, DATE)
EDITION_WORDS = {
    word: edition
    for edition in EDITIONS
    for word in (edition, f"{edition} edition", f"{edition} edition with security")
}
LEAST_CHARACTERISTICS = 3
STATES: dict[str, str | None] = {
    **dict.fromkeys(("met", "yes", "y", "true", "1", "in place", "achieved", "done", "✓"), "met"),
    **dict.fromkeys(
        ("not met", "not_met", "no", "n", "false", "0", "not in place", "missing", "partly", "✗"),
        "not_met",
    ),
    **dict.fromkeys(("unknown", "not known", "?", "not assessed", "unsure", "unclear"), "unknown"),
}


def recognises(sheet: Sheet) -> bool:
    return (
        all(sheet.has_any(*names) for names in REQUIRED)
        and len(_characteristics(sheet)) >= LEAST_CHARACTERISTICS
    )


def read(sheet: Sheet, options: Options) -> Reading:
    team: dict[str, Cell] = {"team": Text(*TEAM), "assessed_on": Day(*DATE)}
    if sheet.has_any(*SCOPE):
        team["channel_scope"] = Labels(*SCOPE, separator=_separator(sheet))
    if sheet.has_any(*TIER):
        team["maturity_tier"] = Choice(*TIER, values={tier.casefold(): tier for tier in TIERS})
    if sheet.has_any(*EDITION):
        team["edition"] = Choice(*EDITION, values=EDITION_WORDS)
    found = _characteristics(sheet)
    lacking = [label for key, label in CHARACTERISTICS.items() if key not in found]
    warnings = (f"No column for: {', '.join(lacking)}.",) if lacking else ()
    drafts = [_assessment(sheet, key, position) for key, position in found.items()]
    return Reading("maturity", (Draft("team", team), *drafts), warnings=warnings)


def _characteristics(sheet: Sheet) -> dict[str, int]:
    found = {key: sheet.find(label, key) for key, label in CHARACTERISTICS.items()}
    return {key: position for key, position in found.items() if position is not None}


def _assessment(sheet: Sheet, key: str, position: int) -> Draft:
    cells: dict[str, Cell] = {
        "team": Text(*TEAM),
        "assessed_on": Day(*DATE),
        "characteristic": Constant(key),
        "state": Choice(position, values=STATES),
    }
    label = CHARACTERISTICS[key]
    evidence = sheet.find(f"{label} evidence", f"{key} evidence", f"{key}_evidence")
    if evidence is None:
        evidence = sheet.find("evidence")
    if evidence is not None:
        cells["evidence"] = Text(evidence)
    if sheet.has_any(*EDITION):
        cells["edition"] = Choice(*EDITION, values=EDITION_WORDS)
    return Draft("assessment", cells, when="state is not null")


def _separator(sheet: Sheet) -> str:
    position = sheet.find(*SCOPE)
    values = () if position is None else sheet.values(position)
    return ";" if any(";" in normal(value) for value in values) else ","
