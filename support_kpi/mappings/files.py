"""Mapping files: what a user says of a table that no reader knows. Shape: docs/mapping.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard, get_args

from rapidfuzz import fuzz, process

from support_kpi.drafts import Unit
from support_kpi.errors import MappingError
from support_kpi.mappings.columns import Constants, Place
from support_kpi.mappings.synonyms import PSEUDO
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.schema import TABLES

KEYS = ("table", "source", "columns", "constant", "heading_rows", "guesses", "note")
COLUMN_KEYS = (
    "heading", "time", "zone", "unit", "values", "none", "separator", "zero_is_none", "low", "high",
)  # fmt: skip
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
    for key in mapping:
        if key not in KEYS:
            raise MappingError(f'The mapping has an unknown key "{key}"{_nearest(key, KEYS)}.')
    table = mapping.get("table")
    if not isinstance(table, str) or table not in TABLES:
        raise MappingError(
            f'The mapping\'s "table" is {table!r}; it must be one of {", ".join(TABLES)}.'
        )
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
    return Named(
        table=table,
        source=str(mapping.get("source") or "generic"),
        places={name: _place(sheet, name, spec) for name, spec in columns.items()},
        constants={name: _constant(name, value) for name, value in constants.items()},
        heading_rows=heading_rows,
    )


def _place(sheet: Sheet, name: str, spec: object) -> Place:
    if isinstance(spec, str):
        return Place(_position(sheet, name, spec))
    if not _is_object(spec) or not isinstance(spec.get("heading"), str):
        raise MappingError(
            f'"{name}" of the mapping must be a heading, or an object with the key "heading".'
        )
    for key in spec:
        if key not in COLUMN_KEYS:
            raise MappingError(f'"{name}" has an unknown key "{key}"{_nearest(key, COLUMN_KEYS)}.')
    unit = spec.get("unit", "seconds")
    if not _is_unit(unit):
        raise MappingError(
            f'The unit of "{name}" is {unit!r}; it must be one of {", ".join(get_args(Unit))}.'
        )
    values, none = spec.get("values", {}), spec.get("none", [])
    if not _is_object(values) or not isinstance(none, list):
        raise MappingError(f'"values" of "{name}" must be an object and "none" a list.')
    time = spec.get("time")
    return Place(
        position=_position(sheet, name, str(spec["heading"])),
        time=None if time is None else _position(sheet, name, str(time)),
        zone=_text(spec, "zone"),
        unit=unit,
        values={word: None if value is None else _word(value) for word, value in values.items()},
        none=tuple(str(word) for word in none),
        separator=_text(spec, "separator"),
        zero_is_none=bool(spec.get("zero_is_none", False)),
        low=_number(name, spec, "low"),
        high=_number(name, spec, "high"),
    )


def _word(value: object) -> str:
    return str(value).casefold() if isinstance(value, bool) else str(value)


def _is_object(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping)


def _is_unit(value: object) -> TypeGuard[Unit]:
    return value in get_args(Unit)


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


def _position(sheet: Sheet, name: str, heading: str) -> int:
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
