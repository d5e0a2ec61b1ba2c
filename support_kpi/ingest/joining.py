"""Staged tables that belong together: the main ones converted anew with what the others say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import uuid4

import duckdb

from support_kpi import bundles, readers
from support_kpi.bundles import Joined, Part
from support_kpi.drafts import Options
from support_kpi.errors import ExportError
from support_kpi.ingest.staged import Beside, Staged
from support_kpi.ingest.tables import converted
from support_kpi.parsing.sheet import Sheet

NAMED = 5
NOT_NEEDED = "not needed: no KPI counts its rows"


def part(staged: Staged, sheet: Sheet) -> Part:
    path = "/".join(name for name in (staged.folder, staged.name, staged.sheet) if name)
    return Part(sheet, path, staged.reader)


def belong_together(staged: Sequence[Staged]) -> bool:
    """Whether any of the tables are one export."""
    return bool(bundles.gather([part(one, one.held) for one in staged if one.held]))


def joined(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[Staged], options: Options, key: bytes
) -> list[Staged | None]:
    """The same tables in their places; None for one that is only part of another."""
    result: list[Staged | None] = list(staged)
    places = [place for place, one in enumerate(staged) if one.held]
    parts = [part(one, one.held) for one in staged if one.held]
    found = bundles.gather(parts)
    mains = {bundle.main for bundle in found}
    for bundle in found:
        main = staged[places[bundle.main]]
        folder = parts[bundle.main].sheet.path.parent / f"joined-{uuid4().hex}"
        folder.mkdir()
        try:
            done = bundles.join(connection, bundle, parts, options, folder / "sheet.parquet")
            others = {place: staged[places[place]] for place in (*done.uses, *bundle.idle)}
            joining = replace(main, held=None, beside=_beside(main, others, done))
            module = readers.reader(main.reader)
            one = converted(connection, done.sheet, module, folder, options, key, joining)
        except ExportError as error:
            one = replace(main, held=None, tables={}, rejects=None, error=str(error))
        (folder / "sheet.parquet").unlink(missing_ok=True)
        result[places[bundle.main]] = replace(one, warnings=(*one.warnings, *_said(one.beside)))
        for place in set(bundle.places) - mains:
            result[places[place]] = None
    return result


def _beside(main: Staged, others: Mapping[int, Staged], done: Joined) -> tuple[Beside, ...]:
    return tuple(
        Beside(
            name=one.name,
            sha256=one.sha256,
            sheet=one.sheet,
            reader=main.reader,
            encoding=one.encoding,
            rows=one.held.records - 1 if one.held else 0,
            is_used=place in done.uses,
            use=done.uses.get(place, NOT_NEEDED),
        )
        for place, one in sorted(others.items())
    )


def _said(beside: Sequence[Beside]) -> list[str]:
    """One line for all tables that gave something, one for those that did not."""
    uses: dict[str, list[str]] = {}
    for one in beside:
        uses.setdefault(one.use, []).append(one.sheet or one.name)
    idle = uses.pop(NOT_NEEDED, [])
    used = [f"{_listed(names)} ({use})" for use, names in uses.items()]
    said = [f"joined with {', '.join(used)}"] if used else []
    return said + ([f"beside it, not needed by any KPI: {_listed(idle)}"] if idle else [])


def _listed(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
