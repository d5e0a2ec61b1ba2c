"""questionnaire: which questions and options of a survey are those of a study."""

import argparse
from pathlib import Path

import duckdb
import pandas as pd

from support_kpi import ties
from support_kpi.commands.console import as_json, complain, say, table
from support_kpi.commands.selection import existing
from support_kpi.errors import UsageError
from support_kpi.store import Store
from support_kpi.store.questionnaires import Questionnaires
from support_kpi.ties import Known

SHOWN = ["survey", "question", "part", "kind", "respondents", "study", "code", "origin"]


def show_all(arguments: argparse.Namespace) -> int:
    """Every question with what it is tied to."""
    rows = _known(existing(arguments)).questions
    rows = _of_surveys(rows, arguments.survey)
    if arguments.unmapped:
        rows = rows[rows["code"].isna()]
    if arguments.json:
        as_json(rows)
    elif rows.empty:
        say("Every question is tied." if arguments.unmapped else "No survey is loaded.")
    else:
        table(rows[SHOWN])
        say(f"{int(rows['code'].notna().sum())} of {len(rows)} questions are tied to a study.")
    return 0


def codes(arguments: argparse.Namespace) -> int:
    """The studies' questions with their options."""
    rows = _known(existing(arguments)).codes
    if arguments.study:
        rows = rows[rows["study"] == arguments.study]
    if arguments.json:
        as_json(rows)
    else:
        table(rows)
    return 0


def propose(arguments: argparse.Namespace) -> int:
    """A map to start from; with --accept what is sure is tied at once."""
    store = existing(arguments)
    found = _known(store)
    survey = _survey(found, arguments.survey)
    study = arguments.study or ties.best_study(found, survey)
    made = ties.draft(found, survey, study)
    if arguments.accept:
        questions, options = ties.sure(found, made)
        kept = Questionnaires(store.folder)
        kept.save(
            [survey],
            [*(one for one in kept.questions() if one.survey == survey), *questions],
            [*(one for one in kept.options() if one.survey == survey), *options],
        )
        complain(f"{len(questions)} questions and {len(options)} options of {survey} are tied.")
        found = _known(store)
        made = ties.draft(found, survey, study)
    rows = ties.lines(found, made)
    if arguments.out:
        Path(arguments.out).write_bytes(ties.to_csv(rows))
        say(
            f"A map of {survey} to {study} is written to {arguments.out}: fill in code and "
            f"meaning, then `questionnaire import {arguments.out}`."
        )
    elif arguments.json:
        as_json(rows)
    else:
        table(pd.DataFrame(rows, columns=list(ties.COLUMNS)).fillna("").drop(columns="survey"))
    return 0


def export(arguments: argparse.Namespace) -> int:
    """What was tied by hand, as a file: .csv or .json."""
    store = existing(arguments)
    kept = Questionnaires(store.folder)
    wanted = set(arguments.survey)
    questions = [one for one in kept.questions() if not wanted or one.survey in wanted]
    options = [one for one in kept.options() if not wanted or one.survey in wanted]
    if arguments.out and arguments.out.endswith(".csv"):
        content = ties.to_csv(ties.as_lines(questions, options))
    else:
        content = ties.to_json(questions, options)
    if arguments.out:
        Path(arguments.out).write_bytes(content)
        say(
            f"{len(questions)} questions and {len(options)} options are written to {arguments.out}."
        )
    else:
        say(content.decode().rstrip("\n"))
    return 0


def take_in(arguments: argparse.Namespace) -> int:
    """Tie what a file says; its surveys' former ties are replaced."""
    store, path = existing(arguments), Path(arguments.path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    found = _known(store)
    questions, options = ties.read(content, path.name, found)
    surveys = sorted({one.survey for one in (*questions, *options)})
    if not surveys:
        raise UsageError(f"{path.name} ties nothing: every code and meaning in it is blank.")
    Questionnaires(store.folder).save(surveys, questions, options)
    for name in sorted(set(surveys) - set(found.questions["survey"])):
        complain(f"No survey “{name}” is loaded; its ties wait for it.")
    return _told(arguments, len(questions), len(options), surveys)


def forget(arguments: argparse.Namespace) -> int:
    """Leave a survey to its own wording again."""
    store = existing(arguments)
    Questionnaires(store.folder).save([arguments.survey], [], [])
    if arguments.json:
        as_json({"survey": arguments.survey, "questions": 0, "options": 0})
    else:
        say(f"{arguments.survey} is tied by its wording only.")
    return 0


def _known(store: Store) -> Known:
    connection: duckdb.DuckDBPyConnection
    _, connection = store.connect()
    with connection:
        return ties.known(connection)


def _survey(found: Known, wanted: str | None) -> str:
    names = list(dict.fromkeys(found.questions["survey"]))
    if wanted in names:
        return str(wanted)
    if wanted is None and len(names) == 1:
        return names[0]
    told = "name one with --survey" if wanted is None else f'there is no survey "{wanted}"'
    raise UsageError(f"{told[:1].upper()}{told[1:]}; loaded are: {', '.join(names) or 'none'}.")


def _of_surveys(rows: pd.DataFrame, wanted: list[str]) -> pd.DataFrame:
    return rows[rows["survey"].isin(wanted)] if wanted else rows


def _told(arguments: argparse.Namespace, questions: int, options: int, surveys: list[str]) -> int:
    if arguments.json:
        as_json({"surveys": surveys, "questions": questions, "options": options})
    else:
        say(f"{questions} questions and {options} options of {', '.join(surveys)} are tied.")
    return 0
