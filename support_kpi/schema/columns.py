"""What a canonical table is made of."""

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "timestamp", "date", "integer", "number", "boolean", "list"]

SQL_TYPES: dict[Type, str] = {
    "text": "varchar",
    "timestamp": "timestamp",
    "date": "date",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "list": "varchar[]",
}


@dataclass(frozen=True)
class Column:
    """One canonical column. `required` cells reject their row when they cannot be read."""

    name: str
    type: Type
    description: str
    unit: str = ""
    allowed: tuple[str, ...] = ()
    required: bool = False
    personal: bool = False


@dataclass(frozen=True)
class Table:
    """One canonical table; `key` names a row within a source, `version` says which is newer."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    version: str | None = None

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def column(name: str, type: Type, description: str, unit: str = "", **options: object) -> Column:
    return Column(name, type, description, unit, **options)  # type: ignore[arg-type]
