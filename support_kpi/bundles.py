"""Bundles: sheets that are one export together, and their join into one sheet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from duckdb import DuckDBPyConnection

from support_kpi import joins, readers
from support_kpi.conversion.literals import identifier, literal
from support_kpi.conversion.lookups import Unread, typed
from support_kpi.drafts import Join, Lookup, Options
from support_kpi.errors import ExportError
from support_kpi.parsing.sheet import HEAD_ROWS, Sheet

MARK = "has_"
CONNECTOR = re.compile(r"_(?:fivetran|airbyte|sdc)_\w+|_\w+_synced")
WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Part:
    """One sheet, what it is called (itself, its file, its folder) and the reader that claims it."""

    sheet: Sheet
    path: str
    reader: str = ""

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """Its names as words in the singular, the nearest name first."""
        return tuple(_words(PurePosixPath(one).stem) for one in reversed(self.path.split("/")))


@dataclass(frozen=True)
class Bundle:
    """Places among the parts: the main table, the lookups by name, and what no KPI needs."""

    join: str
    main: int
    lookups: tuple[tuple[str, int], ...]
    idle: tuple[int, ...]

    @property
    def places(self) -> tuple[int, ...]:
        return (self.main, *(place for _, place in self.lookups), *self.idle)


@dataclass(frozen=True)
class Joined:
    """The main sheet with further columns, and what each other part gave to it."""

    sheet: Sheet
    uses: Mapping[int, str]


def is_part(part: Part) -> bool:
    """Whether a sheet may belong to others: a main table, a lookup, or a table beside them."""
    return any(
        part.reader in join.readers or _lookup(join, part) or _is_beside(join, part)
        for join in map(joins.join, joins.names())
    )


def gather(parts: Sequence[Part]) -> list[Bundle]:
    """The bundles among the parts; a main table that stands alone is none."""
    found: list[Bundle] = []
    for name in joins.names():
        join = joins.join(name)
        mains = [place for place, part in enumerate(parts) if part.reader in join.readers]
        if not mains:
            continue
        others = {place: part for place, part in enumerate(parts) if place not in mains}
        known = {place: _lookup(join, part) for place, part in others.items()}
        lookups = tuple((one.name, place) for place, one in known.items() if one and one.cells)
        idle = tuple(
            place
            for place, part in others.items()
            if ((one := known[place]) and not one.cells)
            or (one is None and not part.reader and _is_beside(join, part))
        )
        if lookups or idle:
            found += [Bundle(name, main, lookups, idle) for main in mains]
    used = {place for bundle in found for _, place in bundle.lookups}
    idle_of = [tuple(place for place in bundle.idle if place not in used) for bundle in found]
    kept = [replace(one, idle=idle) for one, idle in zip(found, idle_of, strict=True)]
    return [bundle for bundle in kept if bundle.lookups or bundle.idle]


def join(
    connection: DuckDBPyConnection,
    bundle: Bundle,
    parts: Sequence[Part],
    options: Options,
    target: Path,
) -> Joined:
    """Write the main sheet with the columns that the lookups give it."""
    how = joins.join(bundle.join)
    main = parts[bundle.main].sheet
    connection.execute("set TimeZone = 'UTC'")
    typed(connection, how.main, how.cells, [main], options)
    unread: dict[int, list[Unread]] = {}
    for lookup in how.lookups:
        places = [place for name, place in bundle.lookups if name == lookup.name]
        sheets = [parts[place].sheet for place in places]
        bad = typed(connection, lookup.name, lookup.cells, sheets, options, key=lookup.key)
        unread |= dict(zip(places, bad, strict=True))
    connection.execute(f"create or replace temp table joined as {joins.sql(bundle.join)}")
    _require_one_each(connection, bundle.join)
    sheet = _widened(connection, main, target)
    uses = {
        place: _use(connection, lookup, unread[place])
        for lookup in how.lookups
        for name, place in bundle.lookups
        if name == lookup.name
    }
    return Joined(sheet, uses)


def _lookup(join: Join, part: Part) -> Lookup | None:
    """The lookup that a sheet is, by its headings and its nearest name that fits."""
    fitting = [one for one in join.lookups if part.sheet.has(*one.headings)]
    for name in part.names:
        named = [one for one in fitting if _holds(name, _words(one.name))]
        if named:
            return max(named, key=lambda one: len(one.name))
    unnamed = [one for one in fitting if not one.is_named]
    return max(unnamed, key=lambda one: len(one.headings), default=None)


def _is_beside(join: Join, part: Part) -> bool:
    """Whether the sheet is another table of the same kind: by a connector's marks, or by name."""
    if any(CONNECTOR.fullmatch(heading.strip().casefold()) for heading in part.sheet.headings):
        return True
    refusals = (getattr(readers.reader(name), "refusal", None) for name in join.readers)
    return any(refusal and refusal(part.sheet) for refusal in refusals)


def _words(name: str) -> tuple[str, ...]:
    return tuple(_singular(word) for word in WORD.findall(name.casefold()))


def _singular(word: str) -> str:
    for ending, singular in (("ies", "y"), ("ses", "s"), ("us", "us"), ("ss", "ss"), ("s", "")):
        if word.endswith(ending):
            return word.removesuffix(ending) + singular
    return word


def _holds(name: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(name[at : at + len(words)] == words for at in range(len(name)))


def _require_one_each(connection: DuckDBPyConnection, name: str) -> None:
    counted = "select count(*), count(distinct source_row) from joined"
    rows, distinct = connection.execute(counted).fetchone() or (0, 0)
    if rows != distinct:
        raise ExportError(f"The tables of {name} join to several rows each; nothing was loaded.")


def _widened(connection: DuckDBPyConnection, main: Sheet, target: Path) -> Sheet:
    """The main sheet with every joined column that has a value and that it lacks."""
    described = connection.execute("describe joined").fetchall()
    kinds = {name: kind for name, kind, *_ in described if not name.startswith(MARK)}
    counts = connection.execute(
        f"select {', '.join(f'count({identifier(name)})' for name in kinds)} from joined"
    ).fetchone()
    filled = [name for name, count in zip(kinds, counts or (), strict=True) if count]
    added = [name for name in filled if name != "source_row" and not main.has(name)]
    heading_row = main.head_rows[0]
    columns = "".join(
        f", case when source_row = {heading_row} then {literal(name)}"
        f" else {_as_text(name, kinds[name])} end as c{place}"
        for place, name in enumerate(added, start=main.width)
    )
    own = ", ".join(f"c{place}" for place in range(main.width))
    connection.execute(
        f"""
        copy (
            select source_row, {own}{columns}
            from read_parquet({literal(main.path)})
            left join joined using (source_row)
            order by source_row
        ) to {literal(target)} (format parquet)
        """
    )
    head = connection.execute(
        "select * from read_parquet($path) order by source_row limit $rows",
        {"path": str(target), "rows": HEAD_ROWS},
    ).fetchall()
    return replace(
        main,
        path=target,
        width=main.width + len(added),
        joined=len(added),
        head=tuple(tuple(cell or "" for cell in row[1:]) for row in head),
    )


def _as_text(name: str, kind: str) -> str:
    return f"cast({'to_json' if kind.endswith('[]') else ''}({identifier(name)}) as varchar)"


def _use(connection: DuckDBPyConnection, lookup: Lookup, unread: Sequence[Unread]) -> str:
    """What the lookup gave, in words."""
    counted = f"select count(*) filter ({MARK}{lookup.name}), count(*) from joined"
    helped, rows = connection.execute(counted).fetchone() or (0, 0)
    trouble = "".join(
        f"; {one.cells:,} cells of {one.heading} cannot be read and do not count" for one in unread
    )
    return f"{lookup.use}, for {helped:,} of {rows:,} rows{trouble}"
