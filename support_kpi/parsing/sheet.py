"""A sheet: one table of a file, every cell as text, before anyone knows what it means."""

import html
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

HEAD_ROWS = 200
LONGER = "more cells than the heading row"
TAG = re.compile(r"</?[a-z][^<>]*>", flags=re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", flags=re.IGNORECASE)


def plain(heading: str) -> str:
    """A heading without the tags and entities of HTML: `<b>Q&amp;A</b>` as `Q&A`."""
    if "<" not in heading and "&" not in heading:
        return heading
    return ENTITY.sub(lambda found: html.unescape(found[0]), TAG.sub(" ", heading)).strip()


def normal(heading: str) -> str:
    """A heading as it is compared: no BOM, single spaces, casefolded."""
    return " ".join(heading.replace("\ufeff", "").split()).casefold()


def without_bracket(heading: str) -> tuple[str, str]:
    """`Started at (Europe/Berlin)` as (`started at`, `Europe/Berlin`)."""
    if not heading.rstrip().endswith((")", "]")):
        return normal(heading), ""
    match = re.fullmatch(r"(.*?)\s*[(\[]([^()\[\]]*)[)\]]\s*", heading, flags=re.DOTALL)
    return (normal(match[1]), match[2].strip()) if match else (normal(heading), "")


def column_name(number: int) -> str:
    """The heading that is invented for a column of a file without headings."""
    return f"Column {number}"


@dataclass(frozen=True)
class Sheet:
    """One table as text: a Parquet file of `source_row`, cells `c0`, `c1`, ... and its first rows.

    `head` starts at the heading row, so `head[0]` are the headings as written; `head_rows` are
    their row numbers in the file. `records` counts the records from the heading row on, headings
    included, blank ones not. `joined` counts the columns at the end that a join added; `marks` is
    the column of the file, beyond `width`, where the marks of mended rows begin; `damaged` is the
    column that holds what could not be read as a record. `aliases` are further names by which
    columns are found, with their positions.
    """

    name: str
    path: Path
    width: int
    head: tuple[tuple[str, ...], ...]
    head_rows: tuple[int, ...]
    records: int
    encoding: str = "utf-8"
    container: str = "csv"
    notes: tuple[str, ...] = field(default=())
    joined: int = 0
    marks: int | None = None
    damaged: int | None = None
    aliases: tuple[tuple[str, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values, for another process."""
        return asdict(self) | {"path": str(self.path)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Sheet":
        return cls(
            **dict(values)
            | {
                "path": Path(values["path"]),
                "head": tuple(map(tuple, values["head"])),
                "head_rows": tuple(values["head_rows"]),
                "notes": tuple(values["notes"]),
                "aliases": tuple((name, position) for name, position in values["aliases"]),
            }
        )

    @property
    def headings(self) -> tuple[str, ...]:
        return self.head[0] if self.head else ()

    @property
    def is_bare(self) -> bool:
        """Whether its headings are invented, because the file has none."""
        return self.head_rows[:1] == (0,) and self.headings[:1] == (column_name(1),)

    def above(self, heading_rows: int) -> list[int]:
        """Numbers of the rows that hold no records: the headings and what stands above them."""
        last = self.head_rows[:heading_rows]
        return list(range(last[-1] + 1)) if last else []

    @cached_property
    def _index(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for position, heading in enumerate(self.headings):
            bare, _ = without_bracket(heading)
            found.setdefault(normal(heading), position)
            found.setdefault(f"\0{bare}", position)
        for name, position in self.aliases:
            found.setdefault(normal(name), position)
        return found

    def find(self, *names: str) -> int | None:
        """Position of the first of `names` that is a heading, a trailing bracket aside."""
        for name in names:
            for key in (normal(name), f"\0{normal(name)}"):
                if key in self._index:
                    return self._index[key]
        return None

    def find_all(self, name: str) -> tuple[int, ...]:
        """Every position whose heading is `name`: repeated headings are legal."""
        wanted = normal(name)
        known = {position for alias, position in self.aliases if alias == wanted}
        return tuple(
            i for i, heading in enumerate(self.headings) if normal(heading) == wanted or i in known
        )

    def has(self, *names: str) -> bool:
        """Whether every one of `names` is a heading."""
        return all(self.find(name) is not None for name in names)

    def has_any(self, *names: str) -> bool:
        return self.find(*names) is not None

    def count(self, names: Iterable[Sequence[str]]) -> int:
        """How many of these columns there are, each given by its aliases."""
        return sum(self.has_any(*aliases) for aliases in names)

    def has_only(self, names: Collection[str]) -> bool:
        """Whether every heading is one of `names`, a trailing bracket aside."""
        written = [heading for heading in self.headings if heading.strip()]
        return bool(written) and all(
            normal(heading) in names or without_bracket(heading)[0] in names for heading in written
        )

    def values(self, position: int, heading_rows: int = 1) -> tuple[str, ...]:
        """The non-blank cells of one column among the first rows."""
        rows = self.head[heading_rows:]
        return tuple(row[position] for row in rows if position < len(row) and row[position].strip())
