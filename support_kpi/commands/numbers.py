"""kpis, run, compare, export, report."""

import argparse
import sys
from pathlib import Path

from support_kpi import benchmarks, explanation, exports, kpis, outputs, queries
from support_kpi.commands import engines
from support_kpi.commands.console import as_json, progress, say, table
from support_kpi.commands.selection import Selection, selected
from support_kpi.errors import UsageError
from support_kpi.filters import Filters, between, compared, parameters, period
from support_kpi.formats import count, shown
from support_kpi.schema import EDITIONS

DEFAULTS: dict[str, object] = {
    "dimension": "all",
    "every": "month",
    "duration": "first_reply",
    "view": "created",
    "priorities": None,
    "ticket_id": None,
    "study": None,
    "topic": None,
    "row_limit": 50,
    "row_offset": 0,
    "load_id": None,
    "complaint": None,
    "state": None,
    "kpi": "csat_rate",
    "edition": EDITIONS[0],
    "efforts": "{}",
}


def show_kpis(arguments: argparse.Namespace) -> int:
    with selected(arguments) as chosen:
        rows = kpis.frame(
            chosen.connection,
            chosen.filters,
            dimension=arguments.by or "all",
            every=arguments.every or "all",
        )
        if arguments.json:
            as_json(rows)
            return 0
        say(chosen.about())
        written = rows.assign(
            value=[shown(*pair) for pair in zip(rows["value"], rows["unit"], strict=True)],
            low=[shown(*pair) for pair in zip(rows["low"], rows["unit"], strict=True)],
            high=[shown(*pair) for pair in zip(rows["high"], rows["unit"], strict=True)],
            n=[count(n) for n in rows["n"]],
        )
        table(written.drop(columns="unit"))
    return 0


def run(arguments: argparse.Namespace) -> int:
    query = queries.load(arguments.query)
    given = dict(_parameter(text) for text in arguments.param)
    unknown = sorted(set(given) - set(query.params))
    if unknown:
        raise UsageError(
            f'The query "{query.name}" takes no {", ".join(unknown)}; '
            f"it takes {', '.join(query.params) or 'none'}."
        )
    with selected(arguments) as chosen:
        values = _values(chosen) | given
        if arguments.engine == engines.DUCKDB:
            rows = queries.run(chosen.connection, query, values)
        else:
            rows = engines.answer(arguments, chosen.connection, query, values)
    if arguments.json or arguments.format == "json":
        as_json(rows)
    elif arguments.format == "csv":
        sys.stdout.write(
            outputs.to_bytes(rows, "csv", title=query.title, note="").decode("utf-8-sig")
        )
    else:
        table(rows, title=query.title)
    return 0


def compare(arguments: argparse.Namespace) -> int:
    with selected(arguments) as chosen:
        rows = benchmarks.compare(
            chosen.connection, chosen.filters, study=arguments.study, topic=arguments.topic
        )
    if arguments.json:
        as_json(rows)
    elif rows.empty:
        say("No published figure is loaded; load sample_data/studies first.")
    else:
        names = ["figure_id", "published_value", "own_value", "own_n", "verdict", "reason"]
        table(rows[names])
    return 0


def why(arguments: argparse.Namespace) -> int:
    with selected(arguments) as chosen:
        described = queries.run(chosen.connection, queries.load("definitions"), {})
        rates = explanation.rates(described)
        if arguments.kpi not in rates.index:
            raise UsageError(
                f'"{arguments.kpi}" cannot be explained; use one of {", ".join(rates["kpi"])}.'
            )
        before = _before(chosen, arguments)
        values = explanation.values(chosen.filters, before, arguments.kpi, arguments.by)
        rows = queries.run(chosen.connection, queries.load("why_it_moved"), values)
        found = explanation.explained(rows, rates.loc[arguments.kpi], arguments.by)
    if found is None:
        raise UsageError(
            f"{arguments.kpi} has no data in {period(chosen.filters)} or in {period(before)}; "
            "name other dates or take away filters."
        )
    if arguments.json:
        days = {"period": period(chosen.filters), "compared_period": period(before)}
        as_json(days | dict(vars(found)))
        return 0
    unit = str(rates.loc[arguments.kpi, "unit"])
    say(f"{chosen.about()}, compared with {period(before)}")
    say(f"{shown(found.compared_value, unit)} to {shown(found.value, unit)}")
    for text in found.warnings:
        say(text)
    table(found.rows.drop(columns="unit"))
    return 0


def export(arguments: argparse.Namespace) -> int:
    is_filtered = any(
        getattr(arguments, name) for name in ("from", "to", "channel", "team", "tier", "source")
    )
    with selected(arguments) as chosen:
        filters = chosen.filters if is_filtered else None
        rows = exports.rows(chosen.connection, arguments.table, filters)
        about = chosen.about() if is_filtered else "all rows"
    suffix = arguments.format or Path(arguments.out or "").suffix.removeprefix(".") or "csv"
    content = outputs.to_bytes(rows, suffix, title=arguments.table, note=about)
    if arguments.out:
        Path(arguments.out).write_bytes(content)
        answer = {"table": arguments.table, "rows": len(rows), "out": arguments.out}
        if arguments.json:
            as_json(answer)
        else:
            say(f"{len(rows):,} rows of {arguments.table} written to {arguments.out}.")
    else:
        sys.stdout.buffer.write(content)
    return 0


def report(arguments: argparse.Namespace) -> int:
    from support_kpi import report as reports

    target = Path(arguments.out)
    with selected(arguments) as chosen, progress(arguments.json) as moved:
        reports.write(chosen.connection, chosen.filters, target, about=chosen.about(), moved=moved)
    if arguments.json:
        as_json({"out": target, "size": target.stat().st_size})
    else:
        say(f"Report written to {target}.")
    return 0


def _before(chosen: Selection, arguments: argparse.Namespace) -> Filters:
    """The days that are named, else the period that `--compare` says."""
    days = arguments.compared_from, arguments.compared_to
    if any(days) and not all(days):
        raise UsageError("Name both --compared-from and --compared-to, or neither.")
    if all(days):
        return between(chosen.filters, *days)
    return compared(chosen.filters) or chosen.filters


def _values(chosen: Selection) -> dict[str, object]:
    before = compared(chosen.filters) or chosen.filters
    span = {"compared_start": before.start, "compared_end": before.end}
    return DEFAULTS | parameters(chosen.filters) | span


def _parameter(text: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f'--param "{text}" has no value; write it as name=value.')
    return name.strip(), int(value) if value.strip().lstrip("-").isdigit() else value
