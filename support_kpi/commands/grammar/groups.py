"""Commands that come in groups: mappings, values, scenarios, targets and the like."""

import argparse

from support_kpi.commands import entries, mapping, questionnaire, scenarios, values
from support_kpi.commands.grammar import flags
from support_kpi.commands.grammar.words import Commands, added, grouped
from support_kpi.schema import EDITIONS
from support_kpi.store.meanings import FIELDS

STUDIES = ("aircall2018", "salesforce2020", "intercom2021", "esg2020", "liveagent")


def add_mapping(commands: Commands) -> None:
    group = grouped(commands, "mapping", "mappings of tables that no format fits")
    every = added(group, "list", mapping.show_all, "the mappings that are in use")
    every.add_argument("--all", action="store_true", help="forgotten and former ones too")
    for name, command, about in (
        ("show", mapping.show, "a mapping as a file for load --mapping"),
        ("forget", mapping.forget, "use it for no further file"),
        ("restore", mapping.take_up, "use a forgotten or former one again"),
        ("again", mapping.read_again, "read the loads of its headings again with it"),
    ):
        one = added(group, name, command, about)
        one.add_argument("mapping", type=int)
        if name == "show":
            one.add_argument("--out", metavar="FILE")
    start = added(group, "propose", mapping.propose, "a mapping to start from, with reasons")
    start.add_argument("path", metavar="PATH")
    start.add_argument("--out", metavar="FILE")


def add_values(commands: Commands) -> None:
    group = grouped(commands, "values", "what values of channel, status, priority, team mean")
    every = added(group, "list", values.show_all, "every value and what it counts as")
    every.add_argument("--field", choices=tuple(FIELDS))
    every.add_argument("--unknown", action="store_true", help="only those that nothing knows")
    said = added(group, "map", values.say_meaning, "say what values mean, without loading again")
    said.add_argument("field", choices=tuple(FIELDS))
    said.add_argument("meanings", nargs="+", metavar="VALUE=MEANING")
    forgotten = added(group, "forget", values.forget, "let values count as they were read")
    forgotten.add_argument("field", choices=tuple(FIELDS))
    forgotten.add_argument("values", nargs="+", metavar="VALUE")
    for one in (every, said, forgotten):
        one.add_argument("--source", nargs="+", action="extend", default=[], metavar="SOURCE")
    added(group, "changes", values.changes, "what was said when, and by whom")
    for name, command in (("undo", values.undo), ("redo", values.redo)):
        added(group, name, command, f"{name} a change").add_argument("change", type=int)


def add_scenarios(commands: Commands) -> None:
    group = grouped(commands, "scenarios", "the scenarios that are saved")
    added(group, "list", scenarios.show_all, "every saved scenario")
    compared = added(group, "compare", scenarios.compare, "saved scenarios side by side")
    compared.add_argument("names", nargs="+", metavar="NAME")
    flags.filters(compared)
    for name, command, about in (
        ("history", scenarios.history, "every state that a name had"),
        ("rename", scenarios.rename, "give a scenario another name"),
        ("delete", scenarios.delete, "remove a scenario; its history stays"),
    ):
        one = added(group, name, command, about)
        one.add_argument("name")
        if name == "rename":
            one.add_argument("to")
    for name, command, about in (
        ("export", scenarios.export, "write every scenario as JSON"),
        ("import", scenarios.take_in, "save the scenarios of such a file"),
    ):
        added(group, name, command, about).add_argument("file", metavar="FILE")


def assess_flags(one: argparse.ArgumentParser) -> None:
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


def add_targets(commands: Commands) -> None:
    group = grouped(commands, "targets", "what KPIs are to reach, by month and channel")
    added(group, "list", entries.show_targets, "every target")
    said = added(group, "set", entries.set_target, "set a target for one month or several")
    gone = added(group, "remove", entries.remove_target, "remove the target of a month")
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
    added(group, "load", entries.load_targets, "enter the targets of a CSV").add_argument("path")
    _undoable(group, "target")


def add_annotations(commands: Commands) -> None:
    group = grouped(commands, "annotations", "what happened when, drawn on every trend")
    added(group, "list", entries.show_annotations, "every annotation")
    said = added(group, "add", entries.add_annotation, "note what happened on a day")
    said.add_argument("first_day", metavar="DAY", help="such as 2026-03-05")
    said.add_argument("text", help="what happened")
    said.add_argument("--until", dest="last_day", metavar="DAY", help="the last day of several")
    said.add_argument("--channel", help="one channel; all of them without")
    said.add_argument("--team", help="one team; all of them without")
    gone = added(group, "remove", entries.remove_annotation, "remove one by its id")
    gone.add_argument("annotation", help="as `annotations list` shows it")
    _undoable(group, "annotation")


def _undoable(group: Commands, kind: str) -> None:
    every = added(group, "changes", entries.changes, "what was entered when, and by whom")
    back = added(group, "undo", entries.undo, "enter again what counted before a change")
    back.add_argument("change", type=int)
    for one in (every, back):
        one.set_defaults(kind=kind)


def add_questionnaire(commands: Commands) -> None:
    group = grouped(commands, "questionnaire", "which questions of a survey are a study's")
    every = added(group, "list", questionnaire.show_all, "every question and what it is tied to")
    every.add_argument("--unmapped", action="store_true", help="only those tied to nothing")
    codes = added(group, "codes", questionnaire.codes, "the studies' questions and options")
    codes.add_argument("--study", choices=STUDIES)
    start = added(group, "propose", questionnaire.propose, "a map to start from, with reasons")
    start.add_argument("--survey", metavar="NAME")
    start.add_argument("--study", choices=STUDIES, help="else the likest one")
    start.add_argument("--accept", action="store_true", help="tie what is the same wording")
    start.add_argument("--out", metavar="FILE", help=".csv to fill in and import")
    kept = added(group, "export", questionnaire.export, "what was tied by hand, as a file")
    kept.add_argument("--out", metavar="FILE", help=".csv or .json")
    for one in (every, kept):
        one.add_argument("--survey", nargs="+", action="extend", default=[], metavar="NAME")
    taken = added(group, "import", questionnaire.take_in, "tie what a file says")
    taken.add_argument("path", metavar="FILE", help=".csv or .json")
    left = added(group, "forget", questionnaire.forget, "tie a survey by its wording only")
    left.add_argument("survey", metavar="NAME")
