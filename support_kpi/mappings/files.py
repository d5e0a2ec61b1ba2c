"""Mapping files: what a user says of a table that no reader knows. Shape: docs/mapping.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard, get_args

from rapidfuzz import fuzz, process

from support_kpi.drafts import DateOrder, Options, Unit
from support_kpi.errors import MappingError
from support_kpi.mappings.fingerprints import fingerprint
from support_kpi.mappings.kinds import fits
from support_kpi.mappings.places import Constants, Place
from support_kpi.mappings.synonyms import PSEUDO
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.schema import CHANNELS, PRIORITIES, STATUSES, TABLES

KEYS = (
    "table", "source", "columns", "constant", "values", "zone", "date_order", "heading_rows",
    "guesses", "note",
)  # fmt: skip
COLUMN_KEYS = (
    "heading", "nth", "column", "time", "zone", "date_order", "unit", "values", "none", "separator",
    "zero_is_none", "low", "high",
)  # fmt: skip
VALUED: Mapping[str, tuple[str, ...]] = {
    "channel": tuple(CHANNELS),
    "channel_last": tuple(CHANNELS),
    "status": STATUSES,
    "priority": PRIORITIES,
    "team": (),
}
NEAR = 60
SHOWN = 25


@dataclass(frozen=True)
class Named:
    """A mapping file, checked against its sheet."""

    table: str
    source: str
    places: Mapping[str, Place]
    constants: Constants
    heading_rows: int


def named(sheet: Sheet, mapping: Mapping[str, object]) -> Named:
    """The mapping with every heading found in the sheet, or a sentence on the first that is not."""
    table = _table(mapping)
    columns, constants = mapping.get("columns", {}), mapping.get("constant", {})
    heading_rows = mapping.get("heading_rows", 1)
    if not _is_object(columns) or not _is_object(constants):
        raise MappingError('"columns" and "constant" of the mapping must be objects.')
    if not isinstance(heading_rows, int) or not 1 <= heading_rows <= 5:
        raise MappingError('"heading_rows" of the mapping must be a number from 1 to 5.')
    known = (*TABLES[table].column_names, *PSEUDO.get(table, ()))
    for name in (*columns, *constants):
        if name not in known:
            raise MappingError(
                f'The table {table} has no column "{name}"{_nearest(name, known)}.'
                f" Its columns are {', '.join(known)}."
            )
    shared = _shared(mapping)
    return Named(
        table=table,
        source=str(mapping.get("source") or "generic"),
        places={name: _place(sheet, name, spec, shared) for name, spec in columns.items()},
        constants={name: _constant(name, value) for name, value in constants.items()},
        heading_rows=heading_rows,
    )


def chosen(sheet: Sheet, options: Options) -> Mapping[str, object] | None:
    """The mapping that a table is read with: the one said for the file, else the one of its
    headings, unless a reader was named. What is said of the file stands above what it says."""
    found = options.mapping
    if found is None and options.reader is None:
        found = options.mappings.get(fingerprint(sheet.headings))
        found = found if found is None or _is_of(sheet, found) else None
    said = {"zone": options.zone, "date_order": options.date_order}
    return found and {**found, **{key: value for key, value in said.items() if value is not None}}


def _is_of(sheet: Sheet, mapping: Mapping[str, object]) -> bool:
    """Whether a remembered mapping is of this table: headings that were invented prove nothing, so
    the values must be of the kinds that it names."""
    if not sheet.is_bare:
        return True
    said = named(sheet, mapping)
    return all(fits(sheet, said.table, name, at.position) for name, at in said.places.items())


def _table(mapping: Mapping[str, object]) -> str:
    for key in mapping:
        if key not in KEYS:
            raise MappingError(f'The mapping has an unknown key "{key}"{_nearest(key, KEYS)}.')
    table = mapping.get("table")
    if not isinstance(table, str) or table not in TABLES:
        raise MappingError(
            f'The mapping\'s "table" is {table!r}; it must be one of {", ".join(TABLES)}.'
        )
    return table


def _shared(mapping: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """What the mapping says for whole kinds of columns: zone, order, meanings of values."""
    values = mapping.get("values", {})
    if not _is_object(values) or not all(_is_object(words) for words in values.values()):
        raise MappingError(
            '"values" of the mapping must be an object of objects, such as '
            '{"channel": {"Kiosk": "in_person"}}.'
        )
    for field in values:
        if field not in VALUED:
            raise MappingError(
                f'"values" of the mapping names "{field}"; it may name {", ".join(VALUED)}.'
            )
    every = {key: mapping[key] for key in ("zone", "date_order") if mapping.get(key) is not None}
    return {"": every, **{field: {"values": words} for field, words in values.items()}}


def _place(
    sheet: Sheet, name: str, said: object, shared: Mapping[str, Mapping[str, object]]
) -> Place:
    own = {"heading": said} if isinstance(said, str) else said
    if not _is_object(own) or not (
        isinstance(own.get("heading"), str) or isinstance(own.get("column"), int)
    ):
        raise MappingError(
            f'"{name}" of the mapping must be a heading, or an object with the key "heading".'
        )
    for key in own:
        if key not in COLUMN_KEYS:
            raise MappingError(f'"{name}" has an unknown key "{key}"{_nearest(key, COLUMN_KEYS)}.')
    spec = {**shared[""], **own}
    unit, order = spec.get("unit", "seconds"), spec.get("date_order")
    if not _is_unit(unit):
        raise MappingError(
            f'The unit of "{name}" is {unit!r}; it must be one of {", ".join(get_args(Unit))}.'
        )
    if order is not None and not _is_order(order):
        raise MappingError(
            f'The "date_order" of "{name}" is {order!r}; it must be one of '
            f"{', '.join(get_args(DateOrder))}."
        )
    values, none = spec.get("values", {}), spec.get("none", [])
    if not _is_object(values) or not isinstance(none, list):
        raise MappingError(f'"values" of "{name}" must be an object and "none" a list.')
    general = shared.get(name, {}).get("values", {})
    meanings = {**general, **values} if _is_object(general) else values
    time = spec.get("time")
    return Place(
        position=_position(sheet, name, spec),
        time=None if time is None else _found(sheet, name, str(time)),
        zone=_text(spec, "zone"),
        order=order if _is_order(order) else None,
        unit=unit,
        values={str(word): _meaning(name, value) for word, value in meanings.items()},
        none=tuple(str(word) for word in none),
        separator=_text(spec, "separator"),
        zero_is_none=bool(spec.get("zero_is_none", False)),
        low=_number(name, spec, "low"),
        high=_number(name, spec, "high"),
    )


def _meaning(name: str, value: object) -> str | None:
    """A canonical word; one that the column does not know is refused with the nearest."""
    if value is None:
        return None
    word = str(value).casefold() if isinstance(value, bool) else str(value)
    allowed = VALUED.get(name, ())
    if allowed and word not in allowed:
        raise MappingError(
            f'"values" of {name} has "{word}"{_nearest(word, allowed)}; '
            f"it may be one of {', '.join(allowed)}."
        )
    return word


def _is_object(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping)


def _is_unit(value: object) -> TypeGuard[Unit]:
    return value in get_args(Unit)


def _is_order(value: object) -> TypeGuard[DateOrder]:
    return value in get_args(DateOrder)


def _text(spec: Mapping[str, object], key: str) -> str | None:
    value = spec.get(key)
    return None if value is None else str(value)


def _number(name: str, spec: Mapping[str, object], key: str) -> float | None:
    value = spec.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MappingError(f'"{key}" of "{name}" must be a number, not {value!r}.')
    return float(value)


def _constant(name: str, value: object) -> str | float | bool | None:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise MappingError(f'The constant of "{name}" must be text, a number, true, false or null.')


def _position(sheet: Sheet, name: str, spec: Mapping[str, object]) -> int:
    """The column with that heading, the nth where several have it, or with that number."""
    number, nth = spec.get("column"), spec.get("nth", 1)
    if isinstance(number, int):
        if not 1 <= number <= sheet.width:
            raise MappingError(
                f"The mapping takes {name} from column {number}, and the table has {sheet.width}."
            )
        return number - 1
    heading = str(spec["heading"])
    same = sheet.find_all(heading)
    if isinstance(nth, int) and 1 < nth <= len(same):
        return same[nth - 1]
    return _found(sheet, name, heading)


def _found(sheet: Sheet, name: str, heading: str) -> int:
    position = sheet.find(heading)
    if position is None:
        seen = [h for h in sheet.headings if h.strip()]
        more = f" and {len(seen) - SHOWN} more" if len(seen) > SHOWN else ""
        raise MappingError(
            f'The mapping takes {name} from the heading "{heading}", which the table does not '
            f"have{_nearest(heading, seen)}. Its headings are {', '.join(seen[:SHOWN])}{more}."
        )
    return position


def _nearest(text: str, choices: object) -> str:
    options = [str(choice) for choice in choices] if isinstance(choices, tuple | list) else []
    found = process.extractOne(text, options, scorer=fuzz.WRatio, processor=normal)
    return f'; the nearest is "{found[0]}"' if found and found[1] >= NEAR else ""
