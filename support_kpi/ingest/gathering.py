"""Answers written one a row, gathered into one row a respondent with a column a question."""

from dataclasses import replace
from pathlib import Path

import duckdb

from support_kpi.conversion.literals import literal
from support_kpi.drafts import Options
from support_kpi.mappings.score_lists import IDS
from support_kpi.parsing.limits import COLUMNS
from support_kpi.parsing.sheet import HEAD_ROWS, Sheet, normal

RESPONDENTS = (
    *IDS, "response id", "response_id", "responseid", "participant", "participant id",
    "participant_id", "submission id", "submission_id", "session id", "user id", "user_id",
)  # fmt: skip
QUESTIONS = (
    "question", "question text", "question_text", "question title", "question label",
    "question name", "frage", "fragetext", "pregunta", "pergunta", "domanda", "问题", "質問",
)  # fmt: skip
ANSWERS = (
    "answer", "answer text", "answer_text", "answer value", "answer_value", "answer label",
    "response", "response text", "response_text", "response value", "response_value", "value",
    "choice", "antwort", "respuesta", "réponse", "resposta", "risposta", "答案", "回答",
)  # fmt: skip
PARTS = ("sub question", "sub_question", "subquestion", "sub-question", "row", "item", "statement")
WAREHOUSE = "_fivetran_synced"
MOST_QUESTIONS = 400
JOINT = "; "


def gathered(sheet: Sheet, folder: Path, options: Options) -> Sheet:
    """The sheet turned where its headings name respondent, question and answer and respondents
    come back with other questions; else as it is."""
    key, question, answer = (sheet.find(*names) for names in (RESPONDENTS, QUESTIONS, ANSWERS))
    is_said = options.is_once or options.mapping is not None or options.reader is not None
    if key is None or question is None or answer is None or is_said or sheet.has(WAREHOUSE):
        return sheet
    if len({key, question, answer}) < 3:
        return sheet
    with duckdb.connect() as connection:
        return _turned(connection, sheet, (key, question, answer), folder)


def _turned(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, places: tuple[int, int, int], folder: Path
) -> Sheet:
    key, question, answer = (f"trim(c{place})" for place in places)
    part = sheet.find(*PARTS)
    asked = f"{question} || ' [' || trim(c{part}) || ']'" if part is not None else question
    connection.execute(
        f"""
        create temp table given as
        select *, {key} as key, coalesce({asked}, {question}) as asked, {answer} as answer
        from read_parquet({literal(sheet.path)})
        where source_row > {sheet.head_rows[0]} and {key} <> ''
        """
    )
    rows, people = _row(connection, "select count(*), count(distinct key) from given")
    questions = [
        name
        for (name,) in connection.execute(
            "select asked from given where asked <> '' group by asked order by min(source_row)"
        ).fetchall()
    ]
    others = [n for n in range(sheet.width) if n not in (*places, part) and _heading(sheet, n)]
    if not 2 <= len(questions) <= min(MOST_QUESTIONS, COLUMNS - len(others) - 1):
        return sheet
    if people * 2 > rows or people < 1:
        return sheet
    kept = [n for n in others if _is_constant(connection, n)]
    headings = ("respondent_id", *(_heading(sheet, n) for n in kept), *questions)
    cells = ["key", *(f"any_value(c{n} order by source_row)" for n in kept)]
    cells += [
        f"string_agg(answer, '{JOINT}' order by source_row)"
        f" filter (asked = {literal(name)} and answer <> '')"
        for name in questions
    ]
    target = folder / f"{sheet.path.stem}-gathered.parquet"
    columns = ", ".join(f"{cell} as c{number}" for number, cell in enumerate(cells))
    names = ", ".join(f"{literal(text)} as c{n}" for n, text in enumerate(headings))
    connection.execute(
        f"""
        copy (
            select {sheet.head_rows[0]}::bigint as source_row, {names}
            union all by name
            select * from (
                select min(source_row) as source_row, {columns}
                from given
                group by key
                order by source_row
            )
        ) to {literal(target)} (format parquet)
        """
    )
    head = connection.execute(
        f"from read_parquet({literal(target)}) order by source_row limit {HEAD_ROWS}"
    ).fetchall()
    left = [_heading(sheet, n) for n in others if n not in kept]
    note = f"{rows:,} rows of answers are gathered into {people:,} responses"
    if nameless := sheet.records - 1 - rows:
        note += f"; {nameless:,} without a respondent or blank are left out"
    if left:
        note += f"; not used, for they differ from answer to answer: {', '.join(left)}"
    return replace(
        sheet,
        path=target,
        width=len(headings),
        head=tuple(tuple(cell or "" for cell in row[1:]) for row in head),
        head_rows=tuple(row[0] for row in head),
        records=people + 1,
        notes=(*sheet.notes, note),
    )


def _heading(sheet: Sheet, position: int) -> str:
    return sheet.headings[position].strip() if normal(sheet.headings[position]) else ""


def _is_constant(connection: duckdb.DuckDBPyConnection, position: int) -> bool:
    """Whether a column says the same in all rows of a respondent."""
    cell = f"nullif(trim(c{position}), '')"
    most, filled = _row(
        connection,
        f"select max(several), sum(several) from"
        f" (select count(distinct {cell}) as several from given group by key)",
    )
    return most == 1 and filled > 0


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, int]:
    first, second = connection.execute(sql).fetchone() or (0, 0)
    return int(first or 0), int(second or 0)
