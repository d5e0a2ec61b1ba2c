"""How a delimited file separates, quotes and escapes."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

SEPARATORS = (",", "\t", ";", "|", "^", "~")
SAMPLE_RECORDS = 200
DECLARED = re.compile(r'"?sep=([,;|:^~\t])"?(?:\r\n|\r|\n|$)', flags=re.IGNORECASE)
BETWEEN = r",;|\t^~"
CELL_START = rf"(?:^|[{BETWEEN}])"
CELL_END = rf"(?=[{BETWEEN}\r\n]|$)"


@dataclass(frozen=True)
class Dialect:
    """`spaced`: blanks after a separator do not belong to the cell."""

    separator: str = ","
    quote: str = '"'
    backslash: bool = False
    spaced: bool = False

    def rows(self, lines: Iterator[str], *, strict: bool = True) -> Iterator[list[str]]:
        """The records; `strict` raises csv.Error at a quotation mark that ends no cell."""
        return csv.reader(
            self._literal_backslashes(lines) if self.backslash else lines,
            delimiter=self.separator,
            quotechar=self.quote,
            escapechar="\\" if self.backslash else None,
            skipinitialspace=self.spaced,
            strict=strict,
        )

    def _literal_backslashes(self, lines: Iterator[str]) -> Iterator[str]:
        """Only a quote, a separator, a line end or a backslash is escaped: `C:\\new` stays."""
        escapes = re.compile(rf"(\\[\\\r\n{re.escape(self.quote + self.separator)}])|\\")
        for line in lines:
            yield escapes.sub(lambda found: found[1] or "\\\\", line) if "\\" in line else line


def detect(sample: str, *, whole: bool) -> Dialect:
    """The dialect whose records are most alike; `whole` when the sample is all there is."""
    body = sample[declared_length(sample) :]
    declared = DECLARED.match(sample)
    tried = [
        Dialect(separator, quote, backslash)
        for quote in _quotes(body)
        for separator in ([declared[1]] if declared else SEPARATORS)
        for backslash in _backslashes(body, separator, quote)
    ]
    found = max(tried, key=lambda dialect: _score(body, dialect, whole=whole))
    return replace(found, spaced=_is_spaced(body, found))


def declared_length(sample: str) -> int:
    """Length of a first line such as `sep=;`, which is no record."""
    declared = DECLARED.match(sample)
    return declared.end() if declared else 0


def _quotes(sample: str) -> tuple[str, ...]:
    """Single quotes only where they enclose cells and double quotes do not; the likelier first."""
    cell = r"'(?:[^'\r\n]|'')*'"
    if re.match(rf"{cell}(?:[{BETWEEN}]{cell})*(?=[\r\n]|$)", sample):
        return ("'",)
    if re.search(rf'{CELL_START} ?"', sample, flags=re.MULTILINE):
        return ('"',)
    enclosed = re.search(rf"{CELL_START}'[^'\r\n]*'{CELL_END}", sample, flags=re.MULTILINE)
    return ('"', "'") if enclosed else ('"',)


def _backslashes(sample: str, separator: str, quote: str) -> tuple[bool, ...]:
    """Whether to read backslashes as escapes, the likelier answer first.

    They surely are where a quoted cell holds a quote after a backslash that does not end the cell.
    """
    start, ends = re.escape(separator), re.escape(separator + quote)
    cell = rf"(?:^|{start}){quote}(?:[^{quote}\\]|\\.)*?\\{quote}[^{ends}\r\n]"
    if re.search(cell, sample, flags=re.MULTILINE | re.DOTALL):
        return (True,)
    return (False, True) if f"\\{separator}" in sample else (False,)


def _is_spaced(sample: str, dialect: Dialect) -> bool:
    """Judged by the first line where it is quoted: a cell may hold anything."""
    separator = re.escape(dialect.separator)
    for text in (sample.splitlines()[0] if sample else "", sample):
        loose = re.search(rf"{separator} +{dialect.quote}", text)
        tight = re.search(rf"{separator}{dialect.quote}", text)
        if loose or tight:
            return not tight
    return False


def _score(sample: str, dialect: Dialect, *, whole: bool) -> float:
    rows = _sample_rows(sample, dialect, whole=whole)
    widths = Counter(map(len, rows))
    width = max(widths, key=lambda candidate: (widths[candidate], candidate), default=1)
    if width == 1:
        return 0.0
    alike = sum(count * count for count in widths.values()) / len(rows) ** 2
    heading = 1.0 if len(rows[0]) == width else 0.6
    return alike * heading * (0.9 + 0.1 * (width - 1) / width)


def _sample_rows(sample: str, dialect: Dialect, *, whole: bool) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in dialect.rows(io.StringIO(sample, newline=""), strict=False):
            if row:
                rows.append(row)
            if len(rows) == SAMPLE_RECORDS:
                return rows
    except csv.Error:
        return rows
    return rows if whole or len(rows) < 2 else rows[:-1]
