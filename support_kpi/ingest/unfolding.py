"""Delighted's additional answers, a list in one cell, unfolded into a column a question."""

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from support_kpi.conversion.literals import literal
from support_kpi.parsing.limits import COLUMNS
from support_kpi.parsing.sheet import HEAD_ROWS, Sheet
from support_kpi.readers.delighted import FOLDED, SEPARATOR, question_heading

PARTS = ("question", "value")

Answered = dict[str, str]


def unfolded(sheet: Sheet, folder: Path) -> Sheet:
    """The sheet with a column for each question; as it is, where it has no such list."""
    place = sheet.find(FOLDED)
    if place is None or not sheet.has("survey_type") or not sheet.head_rows:
        return sheet
    with duckdb.connect() as connection:
        cells = connection.execute(
            f"select source_row, c{place} from read_parquet({literal(sheet.path)})"
            f" where source_row > {sheet.head_rows[0]} and starts_with(c{place}, '[')"
        ).fetchall()
        answered = {row: _answers(cell) for row, cell in cells}
        headings = list(dict.fromkeys(name for given in answered.values() for name in given))
        if not headings or sheet.width + len(headings) > COLUMNS:
            return sheet
        answered[sheet.head_rows[0]] = {heading: heading for heading in headings}
        columns = {
            f"c{sheet.width + number}": [given.get(name) for given in answered.values()]
            for number, name in enumerate(headings)
        }
        added = pa.table({"source_row": pa.array(answered, pa.int64()), **columns})
        connection.register("added", added)
        target = folder / f"{sheet.path.stem}-unfolded.parquet"
        connection.execute(
            f"""
            copy (
                select * from read_parquet({literal(sheet.path)}) left join added using (source_row)
                order by source_row
            ) to {literal(target)} (format parquet)
            """
        )
    head = [
        (*row, *(answered.get(number, {}).get(name, "") for name in headings))
        for number, row in zip(sheet.head_rows[:HEAD_ROWS], sheet.head, strict=False)
    ]
    return replace(
        sheet,
        path=target,
        width=sheet.width + len(headings),
        head=tuple(head),
        joined=sheet.joined + len(headings),
    )


def _answers(cell: str) -> Answered:
    """What was answered, under the heading of its question; several picks are one text."""
    try:
        listed = json.loads(cell)
    except ValueError:
        return {}
    found: Answered = {}
    for one in listed if isinstance(listed, list) else []:
        question, value = (one.get(key) if isinstance(one, dict) else None for key in PARTS)
        if not isinstance(question, dict) or not isinstance(value, dict) or not value:
            continue
        kind, given = next(iter(value.items()))
        picks = given if isinstance(given, list) else [given]
        texts = [one.get("text", "") if isinstance(one, dict) else one for one in picks]
        told = SEPARATOR.join(str(text) for text in texts if text not in (None, ""))
        if told:
            asked = str(question.get("text") or question.get("id") or "")
            found[question_heading(kind, asked)] = told
    return found
