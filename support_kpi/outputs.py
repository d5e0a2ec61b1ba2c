"""The one way out: a frame as bytes of a file that a spreadsheet can open safely."""

import csv
import hashlib
import io
import json
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from support_kpi.errors import UsageError

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[+-]?\d[\d.,]*([eE][+-]?\d+)?\s?%?", re.ASCII)
SHEET_ROWS, SHEET_COLUMNS, CELL_LENGTH = 1_048_576, 16_384, 32_767
EXACT_DIGITS = 10**15
INTEGERS = (int, np.integer)


def to_bytes(
    frame: pd.DataFrame,
    format: str,
    *,
    title: str,
    note: str | Mapping[str, str],
    definitions: Mapping[str, str] | None = None,
) -> bytes:
    """The frame as a file; `note` says filters, n and data date, `definitions` what columns mean.

    Text that a spreadsheet would run as a formula gets an apostrophe in CSV and XLSX. JSON, as
    lines, and Parquet are for programs and keep every value as it is.
    """
    about = {"Note": note} if isinstance(note, str) else dict(note)
    if format == "csv":
        return _flat(frame).to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
    if format == "json":
        return _json_lines(frame)
    if format == "parquet":
        return _parquet(frame, {"title": title, **about})
    if format == "xlsx":
        return _workbook(_flat(frame), title, about, definitions or {})
    raise UsageError(f'There is no format "{format}"; choose csv, json, parquet or xlsx.')


def rows_to_bytes(rows: Sequence[Sequence[str]], format: str, *, heading_rows: int = 1) -> bytes:
    """Rows of text as they stand, headings repeated or empty as they may be; a file to mend."""
    safe = [[defused(cell) for cell in row] for row in rows]
    if format == "csv":
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows(safe)
        return written.getvalue().encode("utf-8-sig")
    if format == "xlsx":
        return _text_workbook(safe, heading_rows)
    raise UsageError(f'Rows to mend are written as csv or xlsx, not as "{format}".')


def file_name(title: str, content: bytes, suffix: str) -> str:
    """`channel-mix-3f9c2a1b7d4e.csv`: the same content has the same name, other content another."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].rstrip("-")
    return f"{words or 'export'}-{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"


def defused(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    if text.lstrip(" ").startswith(DANGEROUS) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers and booleans as they are, days and times as ISO text, anything else as safe text."""
    columns: dict[str, pd.Series] = {}
    for name in frame.columns:
        values = pd.Series(frame[name]).reset_index(drop=True)
        if pd.api.types.is_datetime64_any_dtype(values):
            values = _moments(values)
        elif not pd.api.types.is_numeric_dtype(values):
            values = values.astype("object").map(_cell)
        columns[defused(str(name))] = values
    return pd.DataFrame(columns)


def _moments(values: pd.Series) -> pd.Series:
    """Days and times as ISO text; a column of midnights is a column of days."""
    texts = values.map(lambda moment: None if pd.isna(moment) else moment.isoformat(sep=" "))
    known = texts.dropna()
    if len(known) and known.str.endswith(" 00:00:00").all():
        texts = texts.str.removesuffix(" 00:00:00")
    return texts.astype("object")


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return defused(value)
    if isinstance(value, list | tuple | dict | np.ndarray):
        return defused(json.dumps(value, ensure_ascii=False, default=_plain))
    if pd.isna(value):
        return None
    if isinstance(value, bool | int | float | np.generic):
        return value
    return defused(str(value))


def _plain(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else str(value)


def _json_lines(frame: pd.DataFrame) -> bytes:
    moments = {
        name: _moments(pd.Series(frame[name]))
        for name in frame.columns
        if pd.api.types.is_datetime64_any_dtype(frame[name])
    }
    lines = []
    names = [str(name) for name in frame.columns]
    for row in frame.assign(**moments).astype("object").itertuples(index=False, name=None):
        record = {
            name: None if _is_missing(value) else value
            for name, value in zip(names, row, strict=True)
        }
        lines.append(json.dumps(record, ensure_ascii=False, default=_plain) + "\n")
    return "".join(lines).encode()


def _is_missing(value: Any) -> bool:
    if isinstance(value, list | tuple | dict | np.ndarray):
        return False
    return bool(pd.isna(value)) or value in (math.inf, -math.inf)


def _parquet(frame: pd.DataFrame, about: Mapping[str, str]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.Table.from_pandas(frame, preserve_index=False)
    target = io.BytesIO()
    parquet.write_table(table.replace_schema_metadata(dict(about)), target)
    return target.getvalue()


def _workbook(
    frame: pd.DataFrame, title: str, about: Mapping[str, str], definitions: Mapping[str, str]
) -> bytes:
    import xlsxwriter

    if len(frame) >= SHEET_ROWS or len(frame.columns) > SHEET_COLUMNS:
        raise UsageError(
            f"The table has {len(frame):,} rows; a workbook holds {SHEET_ROWS - 1:,}. "
            "Choose CSV or narrow the filters."
        )
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet = book.add_worksheet("Data")
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, min(max(len(name) + 2, 10), 40))
        for row, value in enumerate(frame[name], start=1):
            _write(sheet, row, column, value)
    if len(frame):
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
    page = book.add_worksheet("About")
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 100, wrapped)
    page.write_string(0, 0, defused(title), bold)
    for row, (name, text) in enumerate([*about.items(), *definitions.items()], start=2):
        page.write_string(row, 0, defused(name))
        page.write_string(row, 1, defused(text)[:CELL_LENGTH])
    book.close()
    return target.getvalue()


def _text_workbook(rows: Sequence[Sequence[str]], heading_rows: int) -> bytes:
    """Every cell as text: a spreadsheet changes no id and no date in it."""
    import xlsxwriter

    if len(rows) > SHEET_ROWS or max(map(len, rows), default=0) > SHEET_COLUMNS:
        raise UsageError(f"{len(rows):,} rows do not fit into a workbook; choose CSV.")
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("Data")
    sheet.freeze_panes(heading_rows, 0)
    sheet.set_column(0, max(map(len, rows), default=1) - 1, 18, text)
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                style = bold if place < heading_rows else text
                sheet.write_string(place, column, cell[:CELL_LENGTH], style)
    book.close()
    return target.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    """One cell; integers that a spreadsheet would round, and very long texts, keep their digits."""
    if isinstance(value, bool | np.bool_):
        sheet.write_boolean(row, column, bool(value))
    elif isinstance(value, str):
        cut = value if len(value) <= CELL_LENGTH else f"{value[: CELL_LENGTH - 1]}…"
        sheet.write_string(row, column, cut)
    elif pd.isna(value):
        return
    elif abs(value) == math.inf or (isinstance(value, INTEGERS) and abs(value) >= EXACT_DIGITS):
        sheet.write_string(row, column, str(value))
    else:
        sheet.write_number(row, column, value)
