"""Small surveys written by hand, and what the readers make of them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import xlsxwriter

from support_kpi import readers
from support_kpi.conversion import Converted, convert
from support_kpi.drafts import Options, Question, Reading
from support_kpi.parsing.files import sheets
from tests.engine import engine

KEY = b"a key of these surveys"

Row = Sequence[str]


@dataclass(frozen=True)
class Survey:
    """One survey read to the end, and questions to put to its canonical tables."""

    reader: str
    reading: Reading
    converted: Converted

    @property
    def asked(self) -> list[Question]:
        return [question for draft in self.reading.drafts for question in draft.questions]

    @property
    def kinds(self) -> dict[str, str]:
        """Kind by question, or by question and part."""
        return {f"{q.text} | {q.part}" if q.part else q.text: q.kind for q in self.asked}

    def rows(self, table: str, columns: str) -> list[tuple]:
        if table not in self.converted.tables:
            return []
        path = str(self.converted.tables[table])
        query = f"select {columns} from read_parquet($path) order by all"
        return duckdb.execute(query, {"path": path}).fetchall()

    def respondents(self, columns: str = "respondent_id") -> list[tuple]:
        return self.rows("respondent", columns)

    def picks(self, question: str, part: str | None = None) -> dict[str, int]:
        """How many respondents gave each answer."""
        found = self.rows("answer", "question, part, option, respondent_id")
        options = [o for q, p, o, _ in found if q == question and p == part and o is not None]
        return {option: options.count(option) for option in dict.fromkeys(options)}

    def numbers(self, question: str, part: str | None = None) -> dict[str, float | None]:
        """The number of each answer."""
        found = self.rows("answer", "question, part, option, number")
        return {o: n for q, p, o, n in found if q == question and p == part and o is not None}

    def order(self, question: str, part: str | None = None) -> list[str]:
        """The answers by the place of their option."""
        found = self.rows("answer", "option_position, question, part, option")
        places = [o for at, q, p, o in found if q == question and p == part and at is not None]
        return list(dict.fromkeys(places))

    def base(self, question: str) -> int:
        """How many respondents saw the question."""
        found = self.rows("answer", "question, respondent_id")
        return len({respondent for asked, respondent in found if asked == question})

    def responses(self, columns: str = "metric, score") -> list[tuple]:
        return self.rows("response", columns)

    @property
    def scales(self) -> list[tuple]:
        columns = "metric, scale_low, scale_high, scale_direction"
        return list(dict.fromkeys(self.rows("response", columns)))


def survey(
    folder: Path,
    *rows: Row,
    name: str = "survey.csv",
    delimiter: str = ",",
    encoding: str = "utf-8",
    options: Options | None = None,
) -> Survey:
    """Write the rows in the format of the name's suffix and read them as an export is read."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if path.suffix == ".xlsx":
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    page.write_string(number, column, cell)
    else:
        with path.open("w", newline="", encoding=encoding) as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
    return read(path, folder, options)


def read(path: Path, folder: Path, options: Options | None = None) -> Survey:
    (sheet,) = sheets(path, folder / "sheets")
    chosen = options or Options(name=path.name)
    claimed, module = readers.claim(sheet, chosen)
    reading = module.read(sheet, chosen)
    with engine().cursor() as connection:
        done = convert(connection, sheet, reading, chosen, KEY, folder / "tables")
    assert done.rows_read == done.rows_kept + done.rows_rejected
    return Survey(claimed, reading, done)
