"""The grammar of the command line: commands, flags, and one sentence for every wrong one."""

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn, Protocol, get_args

from support_kpi import explanation
from support_kpi.commands import (
    assess,
    care,
    entries,
    exports,
    levers,
    loading,
    mapping,
    numbers,
    questionnaire,
    scenarios,
    values,
)
from support_kpi.commands.console import REFUSED, complain
from support_kpi.errors import SupportKpiError
from support_kpi.filters import Compare
from support_kpi.kpis import DIMENSIONS, PERIODS
from support_kpi.schema import EDITIONS, TABLES
from support_kpi.store.meanings import FIELDS

STUDIES = ("aircall2018", "salesforce2020", "intercom2021", "esg2020", "liveagent")
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

Command = Callable[[argparse.Namespace], int]


class Commands(Protocol):
    """What commands are added to."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser: ...


INTERRUPTED = "Query interrupted"  # What DuckDB raises where Python raises KeyboardInterrupt.


class _Parser(argparse.ArgumentParser):
    """Answers a wrong flag with one sentence instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        complain(f"{self.prog}: {message}. `{self.prog} --help` lists what there is.")
        raise SystemExit(REFUSED)


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
    whole = _Parser(prog="python -m support_kpi", description=__doc__)
    commands = whole.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    def add(name: str, command: Command, about: str) -> argparse.ArgumentParser:
        return _added(commands, name, command, about)

    load = add("load", exports.load, "load exports into the store")
    load.description = LOADING
    load.formatter_class = argparse.RawDescriptionHelpFormatter
    _loading_flags(load)
    load.add_argument("--watch", action="store_true", help="go on, and load what comes")
    load.add_argument(
        "--interval", type=float, default=5, metavar="SECONDS", help="between two looks; 5"
    )
    _loading_flags(add("check", exports.check, "say what load would do, storing nothing"))
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
    _filter_flags(kpis)
    kpis.add_argument("--by", choices=DIMENSIONS, help="split by a dimension")
    kpis.add_argument("--every", choices=PERIODS, help="split by period")
    why = add("why", numbers.why, "why a rate moved: mix and rate effects by segment")
    why.add_argument("kpi", help="such as csat_rate, reopen_rate, within_4_hours_rate")
    _filter_flags(why)
    why.add_argument("--by", choices=explanation.DIMENSIONS, default="channel")
    why.add_argument("--compare", choices=("previous", "year"), default="previous")
    why.add_argument("--compared-from", metavar="DATE", help="first day to compare with")
    why.add_argument("--compared-to", metavar="DATE", help="last day to compare with")
    run = add("run", numbers.run, "run one query of queries/")
    run.add_argument("query")
    _filter_flags(run)
    run.add_argument("--param", action="append", default=[], metavar="NAME=VALUE")
    run.add_argument("--format", choices=("table", "csv", "json"), default="table")
    compare = add("compare", numbers.compare, "published figures beside own ones")
    _filter_flags(compare)
    compare.add_argument("--study")
    compare.add_argument("--topic")
    _compare_flag(compare)
    what_if = add("what-if", scenarios.what_if, "a scenario beside the baseline of the filters")
    _filter_flags(what_if)
    levers.add(what_if)
    _scenarios(commands)
    report = add("report", numbers.report, "write a report: .html, .pdf, .xlsx or .pptx")
    _filter_flags(report)
    report.add_argument("--out", required=True, metavar="FILE")
    _compare_flag(report)
    export = add("export", numbers.export, "canonical rows of a table")
    export.add_argument("table", choices=tuple(TABLES), metavar="TABLE")
    _filter_flags(export)
    export.add_argument("--format", choices=("csv", "json", "parquet"))
    export.add_argument("--out", metavar="FILE")

    add("backup", care.backup, "copy the store into an empty folder").add_argument("folder")
    add("restore", care.restore, "make a store from a backup").add_argument("folder")
    erase = add("erase", care.erase, "remove a requester from everything stored")
    erase.add_argument("--requester", required=True, metavar="ID", help="e-mail address or id")
    _mapping(commands)
    _values(commands)
    _assess(add("assess", assess.assess, "say which characteristics of maturity a team has"))
    _targets(commands)
    _annotations(commands)
    _questionnaire(commands)
    add("rebuild", care.rebuild, "build the snapshot anew from the segments")
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
    reproduce.add_argument("--study", choices=STUDIES)
    reproduce.add_argument("--seed", type=int, default=7)
    dashboard = add("dashboard", care.dashboard, "start the dashboard on this machine")
    dashboard.add_argument("--port", type=int, default=8501)
    return whole


def _added(commands: Commands, name: str, command: Command, about: str) -> argparse.ArgumentParser:
    one = commands.add_parser(name, help=about, description=about)
    one.set_defaults(command=command)
    one.add_argument("--store", metavar="DIR", help="folder of the store")
    one.add_argument("--json", action="store_true", help="answer in JSON")
    return one


def _grouped(commands: Commands, name: str, about: str) -> Commands:
    one = commands.add_parser(name, help=about, description=about)
    return one.add_subparsers(required=True, metavar="ACTION", parser_class=_Parser)


def _mapping(commands: Commands) -> None:
    group = _grouped(commands, "mapping", "mappings of tables that no format fits")
    every = _added(group, "list", mapping.show_all, "the mappings that are in use")
    every.add_argument("--all", action="store_true", help="forgotten and former ones too")
    for name, command, about in (
        ("show", mapping.show, "a mapping as a file for load --mapping"),
        ("forget", mapping.forget, "use it for no further file"),
        ("restore", mapping.take_up, "use a forgotten or former one again"),
        ("again", mapping.read_again, "read the loads of its headings again with it"),
    ):
        one = _added(group, name, command, about)
        one.add_argument("mapping", type=int)
        if name == "show":
            one.add_argument("--out", metavar="FILE")
    start = _added(group, "propose", mapping.propose, "a mapping to start from, with reasons")
    start.add_argument("path", metavar="PATH")
    start.add_argument("--out", metavar="FILE")


def _values(commands: Commands) -> None:
    group = _grouped(commands, "values", "what values of channel, status, priority, team mean")
    every = _added(group, "list", values.show_all, "every value and what it counts as")
    every.add_argument("--field", choices=tuple(FIELDS))
    every.add_argument("--unknown", action="store_true", help="only those that nothing knows")
    said = _added(group, "map", values.say_meaning, "say what values mean, without loading again")
    said.add_argument("field", choices=tuple(FIELDS))
    said.add_argument("meanings", nargs="+", metavar="VALUE=MEANING")
    forgotten = _added(group, "forget", values.forget, "let values count as they were read")
    forgotten.add_argument("field", choices=tuple(FIELDS))
    forgotten.add_argument("values", nargs="+", metavar="VALUE")
    for one in (every, said, forgotten):
        one.add_argument("--source", nargs="+", action="extend", default=[], metavar="SOURCE")
    _added(group, "changes", values.changes, "what was said when, and by whom")
    for name, command in (("undo", values.undo), ("redo", values.redo)):
        _added(group, name, command, f"{name} a change").add_argument("change", type=int)


def _scenarios(commands: Commands) -> None:
    group = _grouped(commands, "scenarios", "the scenarios that are saved")
    _added(group, "list", scenarios.show_all, "every saved scenario")
    compared = _added(group, "compare", scenarios.compare, "saved scenarios side by side")
    compared.add_argument("names", nargs="+", metavar="NAME")
    _filter_flags(compared)
    for name, command, about in (
        ("history", scenarios.history, "every state that a name had"),
        ("rename", scenarios.rename, "give a scenario another name"),
        ("delete", scenarios.delete, "remove a scenario; its history stays"),
    ):
        one = _added(group, name, command, about)
        one.add_argument("name")
        if name == "rename":
            one.add_argument("to")
    for name, command, about in (
        ("export", scenarios.export, "write every scenario as JSON"),
        ("import", scenarios.take_in, "save the scenarios of such a file"),
    ):
        _added(group, name, command, about).add_argument("file", metavar="FILE")


def _assess(one: argparse.ArgumentParser) -> None:
    one.add_argument("team", nargs="?", help="team that is assessed")
    one.add_argument(
        "states", nargs="*", metavar="CHARACTERISTIC=STATE", help="met, not_met or unknown"
    )
    one.add_argument("--on", metavar="DATE", help="day of the assessment; today")
    one.add_argument("--edition", choices=EDITIONS, default=EDITIONS[0], help="list of seven")
    one.add_argument(
        "--note", nargs="+", action="extend", default=[], metavar="CHARACTERISTIC=TEXT"
    )
    one.add_argument("--by", help="who says so")
    one.add_argument("--template", metavar="FILE", help="write a CSV to fill in instead")


def _targets(commands: Commands) -> None:
    group = _grouped(commands, "targets", "what KPIs are to reach, by month and channel")
    _added(group, "list", entries.show_targets, "every target")
    said = _added(group, "set", entries.set_target, "set a target for one month or several")
    gone = _added(group, "remove", entries.remove_target, "remove the target of a month")
    for one in (said, gone):
        one.add_argument("kpi", help="such as csat_rate")
        one.add_argument("month", help="such as 2026-03")
        one.add_argument("--channel", help="one channel; all of them without")
    said.add_argument("value", nargs="?", help="such as 0.9, 90%% or 12.5")
    said.add_argument("--until", metavar="MONTH", help="the same in every month up to this one")
    said.add_argument(
        "--band", nargs=2, metavar=("FROM", "TO"), help="a band, with or without value"
    )
    said.add_argument("--origin", help="whose target it is")
    _added(group, "load", entries.load_targets, "enter the targets of a CSV").add_argument("path")
    _undoable(group, "target")


def _annotations(commands: Commands) -> None:
    group = _grouped(commands, "annotations", "what happened when, drawn on every trend")
    _added(group, "list", entries.show_annotations, "every annotation")
    said = _added(group, "add", entries.add_annotation, "note what happened on a day")
    said.add_argument("first_day", metavar="DAY", help="such as 2026-03-05")
    said.add_argument("text", help="what happened")
    said.add_argument("--until", dest="last_day", metavar="DAY", help="the last day of several")
    said.add_argument("--channel", help="one channel; all of them without")
    said.add_argument("--team", help="one team; all of them without")
    gone = _added(group, "remove", entries.remove_annotation, "remove one by its id")
    gone.add_argument("annotation", help="as `annotations list` shows it")
    _undoable(group, "annotation")


def _undoable(group: Commands, kind: str) -> None:
    every = _added(group, "changes", entries.changes, "what was entered when, and by whom")
    back = _added(group, "undo", entries.undo, "enter again what counted before a change")
    back.add_argument("change", type=int)
    for one in (every, back):
        one.set_defaults(kind=kind)


def _questionnaire(commands: Commands) -> None:
    group = _grouped(commands, "questionnaire", "which questions of a survey are a study's")
    every = _added(group, "list", questionnaire.show_all, "every question and what it is tied to")
    every.add_argument("--unmapped", action="store_true", help="only those tied to nothing")
    codes = _added(group, "codes", questionnaire.codes, "the studies' questions and options")
    codes.add_argument("--study", choices=STUDIES)
    start = _added(group, "propose", questionnaire.propose, "a map to start from, with reasons")
    start.add_argument("--survey", metavar="NAME")
    start.add_argument("--study", choices=STUDIES, help="else the likest one")
    start.add_argument("--accept", action="store_true", help="tie what is the same wording")
    start.add_argument("--out", metavar="FILE", help=".csv to fill in and import")
    kept = _added(group, "export", questionnaire.export, "what was tied by hand, as a file")
    kept.add_argument("--out", metavar="FILE", help=".csv or .json")
    for one in (every, kept):
        one.add_argument("--survey", nargs="+", action="extend", default=[], metavar="NAME")
    taken = _added(group, "import", questionnaire.take_in, "tie what a file says")
    taken.add_argument("path", metavar="FILE", help=".csv or .json")
    left = _added(group, "forget", questionnaire.forget, "tie a survey by its wording only")
    left.add_argument("survey", metavar="NAME")


def _loading_flags(one: argparse.ArgumentParser) -> None:
    one.add_argument("paths", nargs="+", metavar="PATH", help="files, folders or globs")
    one.add_argument("--reader", help="read as this format")
    one.add_argument("--zone", help="zone of times that name none, such as Europe/Berlin")
    one.add_argument("--date-order", choices=("dmy", "mdy", "ymd"))
    one.add_argument("--encoding", help="encoding of text files, such as cp1250 or gb18030")
    one.add_argument("--mapping", metavar="FILE", help="JSON that maps headings, docs/mapping.md")
    one.add_argument("--once", action="store_true", help="do not remember the mapping")
    one.add_argument("--name", help="the file's own name, where the path is a copy")
    one.add_argument("--by", help="who loads it")
    one.add_argument("--quiet", action="store_true", help="no bar of progress on a terminal")


def _compare_flag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--compare",
        choices=get_args(Compare),
        default="previous",
        help="the period before, a year before, or nothing",
    )


def _filter_flags(one: argparse.ArgumentParser) -> None:
    one.add_argument("--from", metavar="DATE", help="first day, such as 2026-01-01")
    one.add_argument("--to", metavar="DATE", help="last day")
    for name in ("channel", "team", "tier", "source"):
        one.add_argument(f"--{name}", nargs="+", action="extend", default=[], metavar=name.upper())
