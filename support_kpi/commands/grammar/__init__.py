"""The grammar of the command line: its commands and their flags."""

import argparse
import tempfile
from collections.abc import Sequence

from support_kpi import explanation
from support_kpi.commands import (
    assess,
    benchmark,
    care,
    engines,
    exports,
    levers,
    loading,
    numbers,
    scenarios,
)
from support_kpi.commands.console import REFUSED, complain
from support_kpi.commands.grammar import flags, groups
from support_kpi.commands.grammar.words import Command, Parser, added
from support_kpi.errors import SupportKpiError
from support_kpi.kpis import DIMENSIONS, PERIODS
from support_kpi.schema import TABLES

ABOUT = "Everything the dashboard does, from a shell."
LOADING = """\
Load exports into the store. Each table gets a line, several get a sum.

A folder is read with all folders below it; files that are being written (.part, .crdownload,
~$ and the like), hidden ones, pictures and documents are passed over, what is loaded already is
not read again, and what somebody has undone stays undone. The tables of one export that lie in one
folder, or in one zip, workbook or stream, are joined: tickets with the names, replies and ratings
that stand in other files. A file that is named brings an undone load back.

With --watch it goes on and loads each file that comes, once it has stopped growing; a file that is
refused is tried again when it has changed. Ctrl-C or SIGTERM ends it. With --json each table is
one object on a line.

Exit code: 0 when every file was loaded or known, 2 when one was refused; the others are loaded all
the same. --watch ends with 0."""


INTERRUPTED = "Query interrupted"  # What DuckDB raises where Python raises KeyboardInterrupt.


def main(words: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    arguments = parser().parse_args(words)
    try:
        return arguments.command(arguments)
    except SupportKpiError as error:
        complain(str(error))
        return REFUSED
    except BrokenPipeError:
        return 0
    except (KeyboardInterrupt, RuntimeError) as error:
        if isinstance(error, RuntimeError) and str(error) != INTERRUPTED:
            raise
        complain("Stopped; what was published before stays.")
        return 130


def parser() -> argparse.ArgumentParser:
    whole = Parser(prog="python -m support_kpi", description=ABOUT)
    commands = whole.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)

    def add(name: str, command: Command, about: str) -> argparse.ArgumentParser:
        return added(commands, name, command, about)

    load = add("load", exports.load, "load exports into the store")
    load.description = LOADING
    load.formatter_class = argparse.RawDescriptionHelpFormatter
    flags.loading(load)
    load.add_argument("--watch", action="store_true", help="go on, and load what comes")
    load.add_argument(
        "--interval", type=float, default=5, metavar="SECONDS", help="between two looks; 5"
    )
    flags.loading(add("check", exports.check, "say what load would do, storing nothing"))
    add("loads", loading.loads, "list the loads")
    add("undo", loading.undo, "take a load out of the numbers").add_argument("load", type=int)
    add("redo", loading.redo, "bring an undone load back").add_argument("load", type=int)
    rejects = add("rejects", loading.rejected, "rejected rows and unreadable cells of a load")
    rejects.add_argument("load", type=int)
    rejects.add_argument(
        "--out",
        metavar="FILE",
        help=".csv or .xlsx: rows to mend and load again; .json or .parquet: one line a finding",
    )
    rejects.add_argument("--all", action="store_true", help="those that were mended since, too")

    history = add("history", loading.history, "every state of a ticket that the loads hold")
    history.add_argument("ticket", help="its id")
    history.add_argument("--source", help="where several sources have a ticket of that id")

    kpis = add("kpis", numbers.show_kpis, "every KPI with its base and interval")
    flags.filters(kpis)
    kpis.add_argument("--by", choices=DIMENSIONS, help="split by a dimension")
    kpis.add_argument("--every", choices=PERIODS, help="split by period")
    why = add("why", numbers.why, "why a rate moved: mix and rate effects by segment")
    why.add_argument("kpi", help="such as csat_rate, reopen_rate, within_4_hours_rate")
    flags.filters(why)
    why.add_argument("--by", choices=explanation.DIMENSIONS, default="channel")
    why.add_argument("--compare", choices=("previous", "year"), default="previous")
    why.add_argument("--compared-from", metavar="DATE", help="first day to compare with")
    why.add_argument("--compared-to", metavar="DATE", help="last day to compare with")
    run = add("run", numbers.run, "run one query of queries/")
    run.add_argument("query")
    flags.filters(run)
    run.add_argument("--param", action="append", default=[], metavar="NAME=VALUE")
    run.add_argument("--format", choices=("table", "csv", "json"), default="table")
    flags.engine(run)
    compare = add("compare", numbers.compare, "published figures beside own ones")
    flags.filters(compare)
    compare.add_argument("--study")
    compare.add_argument("--topic")
    flags.compare(compare)
    what_if = add("what-if", scenarios.what_if, "a scenario beside the baseline of the filters")
    flags.filters(what_if)
    levers.add(what_if)
    groups.add_scenarios(commands)
    report = add("report", numbers.report, "write a report: .html, .pdf, .xlsx or .pptx")
    flags.filters(report)
    report.add_argument("--out", required=True, metavar="FILE")
    flags.compare(report)
    export = add("export", numbers.export, "canonical rows of a table")
    export.add_argument("table", choices=tuple(TABLES), metavar="TABLE")
    flags.filters(export)
    export.add_argument("--format", choices=("csv", "json", "parquet"))
    export.add_argument("--out", metavar="FILE")

    add("backup", care.backup, "copy the store into an empty folder").add_argument("folder")
    add("restore", care.restore, "make a store from a backup").add_argument("folder")
    erase = add("erase", care.erase, "remove a requester from everything stored")
    erase.add_argument("--requester", required=True, metavar="ID", help="e-mail address or id")
    groups.add_mapping(commands)
    groups.add_values(commands)
    groups.assess_flags(
        add("assess", assess.assess, "say which characteristics of maturity a team has")
    )
    groups.add_targets(commands)
    groups.add_annotations(commands)
    groups.add_questionnaire(commands)
    add("rebuild", care.rebuild, "build the snapshot anew from the segments")
    flags.engine(add("cubes", engines.cubes, "build the cubes anew, on an engine of your choice"))
    add("doctor", care.doctor, "how the store is")
    setting = add("setting", care.setting, "read or change a setting, such as reporting_zone")
    setting.add_argument("name")
    setting.add_argument("value", nargs="?")
    add("readers", care.show_readers, "the formats that are read")
    add("queries", care.show_queries, "the queries that can be run")
    sample = add("sample", care.sample, "write the synthetic sample organisation")
    sample.add_argument("--out", required=True, metavar="DIR")
    sample.add_argument("--tickets", type=int, default=20_000)
    sample.add_argument("--seed", type=int, default=7)
    reproduce = add(
        "reproduce", care.reproduce, "write respondents among whom a study's figures hold"
    )
    reproduce.add_argument("--out", required=True, metavar="DIR")
    reproduce.add_argument("--study", choices=groups.STUDIES)
    reproduce.add_argument("--seed", type=int, default=7)
    contest = add("benchmark", benchmark.benchmark, "measure loading and pages beside others")
    contest.add_argument(
        "--tickets", type=int, nargs="+", default=[100_000, 1_000_000], metavar="N"
    )
    contest.add_argument("--rounds", type=int, default=3, help="repetitions; 3")
    contest.add_argument(
        "--folder", default=tempfile.gettempdir(), metavar="DIR", help="where the files go"
    )
    contest.add_argument(
        "--known",
        nargs="+",
        default=[],
        metavar="FILE",
        help="measurements of other sizes, as `--json` writes them, to stand beside these",
    )
    contest.add_argument(
        "--without",
        nargs="+",
        default=[],
        choices=("pandas", "polars", "pandas read_csv"),
        help="who takes too long at this size",
    )
    contest.add_argument(
        "--superset", metavar="PYTHON", help="of an environment with Superset, to take part"
    )
    contest.add_argument("--out", metavar="FILE", help="a page of Markdown, its picture beside it")
    dashboard = add("dashboard", care.dashboard, "start the dashboard on this machine")
    dashboard.add_argument("--port", type=int, default=8501)
    return whole
