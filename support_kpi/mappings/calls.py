"""Calls in a list of no known vendor: how they ended, and how short their lengths are written."""

import re
from collections.abc import Mapping

from support_kpi.drafts import Cell, Choice, Constant, Derived, Duration, Flag, Text
from support_kpi.mappings.kinds import looked_at, share
from support_kpi.mappings.outcomes import OUTCOMES
from support_kpi.mappings.places import Place
from support_kpi.mappings.synonyms import spoken
from support_kpi.mappings.units import unit_of
from support_kpi.parsing.sheet import Sheet

YES = ("yes", "y", "true", "1", "t", "sí", "si", "ja", "oui", "sim", "是")
NO = ("no", "n", "false", "0", "f", "nein", "non", "não", "否")
CALL_WORDS = frozenset(
    {
        "call", "anruf", "appel", "llamada", "chamada", "ligação", "ligacao", "oproep", "gesprek",
        "chiamata", "通话", "呼叫",
    }
)  # fmt: skip
CALLED = {"is_answered", "abandoned_flag"}
OUTCOME = "case when _is_abandoned then 'abandoned' when is_answered then 'answered' end"
LEAST_OUTCOMES = 0.9
SHORT = r"\d{1,3}:\d{2}"
LENGTHS = ("handle_seconds", "speed_of_answer_seconds", "requester_wait_seconds")


def are_calls(sheet: Sheet, places: Mapping[str, Place]) -> bool:
    ids = places.get("ticket_id")
    heading = spoken(sheet.headings[ids.position]) if ids else ""
    return bool(CALL_WORDS & {*heading.split()}) or bool(CALLED & places.keys())


def answer(sheet: Sheet, places: Mapping[str, Place], cells: dict[str, Cell]) -> tuple[str, ...]:
    """Whether a call was taken: by its own column, else by how it ended, else as not abandoned, as
    answered at a time, or as talked; only then its wait ended in an answer."""
    cells.setdefault("channel", Constant("phone"))
    if "abandoned_flag" in places:
        cells["_is_abandoned"] = Flag(places["abandoned_flag"].position, true=YES, false=NO)
        cells.setdefault("is_answered", Derived("not _is_abandoned"))
        cells.setdefault("call_outcome", Derived(OUTCOME))
    _by_outcome(sheet, places, cells)
    if answered := places.get("answered_at") or places.get("answered_time"):
        cells["_answered"] = Text(answered.position)
        cells.setdefault("is_answered", Derived("_answered is not null"))
    elif "handle_seconds" in cells:
        cells.setdefault("is_answered", Derived("coalesce(handle_seconds, 0) > 0"))
    short = _shortened(sheet, places, cells)
    if "speed_of_answer_seconds" in cells and "is_answered" in cells:
        cells["_speed_of_answer_seconds"] = cells.pop("speed_of_answer_seconds")
        cells["speed_of_answer_seconds"] = Derived(
            "case when is_answered is distinct from false then _speed_of_answer_seconds end"
        )
    return short


def _by_outcome(sheet: Sheet, places: Mapping[str, Place], cells: dict[str, Cell]) -> None:
    """The state of a call is how it ended, where its words say that and nothing of work to do."""
    place = places.get("status")
    if place is None or place.values:
        return
    words = looked_at(sheet, place.position)
    if not words or share(words, lambda word: word.strip().lower() in OUTCOMES) < LEAST_OUTCOMES:
        return
    cells["status"] = Constant("closed")
    if "call_outcome" not in cells:
        cells["call_outcome"] = Choice(place.position, values=OUTCOMES)
        cells.setdefault("is_answered", Derived("call_outcome = 'answered'"))


def _shortened(
    sheet: Sheet, places: Mapping[str, Place], cells: dict[str, Cell]
) -> tuple[str, ...]:
    """Calls last minutes: `4:30` is minutes and seconds of them, and is said to be read so."""
    said = []
    for name in LENGTHS:
        length, place = cells.get(name), places.get(name)
        if not isinstance(length, Duration) or place is None:
            continue
        heading = sheet.headings[place.position]
        cells[name] = Duration(
            *length.places, unit=length.unit, zero_is_none=length.zero_is_none, is_short=True
        )
        written = next((v for v in looked_at(sheet, place.position) if re.fullmatch(SHORT, v)), "")
        if written and unit_of(heading) is None:
            said.append(
                f'"{heading}": {written} is read as minutes and seconds, as calls last; where it'
                " is hours and minutes, write a third part, as in 4:30:00."
            )
    return tuple(said)
