"""Assignments: what a person says of each column of a table, as a mapping file and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from support_kpi.drafts import DateOrder, Unit
from support_kpi.mappings.facts import Facts
from support_kpi.mappings.files import VALUED, named
from support_kpi.mappings.hints import Hint
from support_kpi.mappings.kinds import kind
from support_kpi.mappings.meanings import meaning
from support_kpi.mappings.units import unit_in
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.profile import NOT_ANSWERS

CALLS = ("speed_of_answer_seconds", "handle_seconds")


@dataclass(frozen=True)
class Assigned:
    """One column of the file and the canonical column that it fills."""

    position: int
    name: str
    zone: str | None = None
    order: DateOrder | None = None
    unit: Unit | None = None
    values: Mapping[str, str | None] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None


def proposed(known: Sequence[Facts], hints: Sequence[Hint]) -> tuple[Assigned, ...]:
    """What is known for certain, with the orders of dates that the values tell."""
    return tuple(
        Assigned(hint.position, hint.name, order=known[hint.position].order)
        for hint in hints
        if not hint.is_guess
    )


def of_mapping(sheet: Sheet, mapping: Mapping[str, object]) -> tuple[Assigned, ...]:
    """What a mapping file says, column by column."""
    said = named(sheet, mapping)
    return tuple(
        Assigned(
            position=place.position,
            name=name,
            zone=place.zone,
            order=place.order,
            unit=place.unit if kind(said.table, name) == "duration" else None,
            values=place.values,
            low=place.low,
            high=place.high,
        )
        for name, place in said.places.items()
    )


def needs_unit(table: str, facts: Facts, name: str) -> bool:
    """Whether the column is a length of time in bare numbers of which nothing says the unit."""
    is_length = kind(table, name) == "duration"
    return is_length and unit_in(facts.heading) is None and any(map(_is_bare, facts.values))


def unknown(facts: Facts, assigned: Assigned) -> tuple[tuple[str, int], ...]:
    """The commonest values of a column that neither the person nor the vocabulary explains."""
    vocabulary = assigned.name.removesuffix("_last")
    if vocabulary not in VALUED or vocabulary == "team":
        return ()
    said = {normal(word) for word in assigned.values}
    return tuple(
        (value, count)
        for value, count in facts.values
        if normal(value) not in said | NOT_ANSWERS and meaning(vocabulary, value) is None
    )


def mapping(
    table: str,
    source: str,
    known: Sequence[Facts],
    assigned: Sequence[Assigned],
    constants: Mapping[str, str],
    zone: str | None = None,
) -> dict[str, object]:
    """The mapping file that says the same; lengths of time without a unit are left out."""
    wanted = [
        one for one in assigned if one.unit or not needs_unit(table, known[one.position], one.name)
    ]
    values = {one.name: dict(one.values) for one in wanted if one.values and one.name in VALUED}
    written: dict[str, object] = {
        "table": table,
        "source": source,
        "columns": {one.name: _column(known, one) for one in wanted},
    }
    if zone:
        written["zone"] = zone
    if constants:
        written["constant"] = dict(constants)
    if values:
        written["values"] = values
    return written


def _column(known: Sequence[Facts], assigned: Assigned) -> str | dict[str, object]:
    heading = known[assigned.position].heading
    before = [one.position for one in known if normal(one.heading) == normal(heading)]
    place: dict[str, object] = {"heading": heading}
    if not heading.strip():
        place = {"column": assigned.position + 1}
    elif len(before) > 1:
        place["nth"] = before.index(assigned.position) + 1
    further = {
        "zone": assigned.zone,
        "date_order": assigned.order,
        "unit": assigned.unit,
        "low": assigned.low,
        "high": assigned.high,
    }
    place |= {key: value for key, value in further.items() if value is not None}
    if assigned.values and assigned.name not in VALUED:
        place["values"] = dict(assigned.values)
    return heading if list(place) == ["heading"] else place


def _is_bare(counted: tuple[str, int]) -> bool:
    number = counted[0].strip().replace(".", "", 1).replace(",", "", 1)
    return number.isdigit()
