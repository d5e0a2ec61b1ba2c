"""How a delimited file separates, quotes and escapes."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SEPARATORS = (",", "\t", ";", "|")
SAMPLE_RECORDS = 200


@dataclass(frozen=True)
class Dialect:
    """`spaced`: blanks after a separator do not belong to the cell."""

    separator: str = ","
    quote: str = '"'
    backslash: bool = False
    spaced: bool = False

    def rows(self, lines: Iterator[str], *, strict: bool = True) -> Iterator[list[str]]:
        return csv.reader(
            self._kept_backslashes(lines) if self.backslash else lines,
            delimiter=self.separator,
            quotechar=self.quote,
            escapechar="\\" if self.backslash else None,
            skipinitialspace=self.spaced,
            strict=strict,
        )

    def _kept_backslashes(self, lines: Iterator[str]) -> Iterator[str]:
        """Only a quote, a separator, a line end or a backslash is escaped: `C:\\new` stays."""
        escapes = re.compile(rf"(\\[\\\r\n{re.escape(self.quote + self.separator)}])|\\")
        for line in lines:
            yield escapes.sub(lambda found: found[1] or "\\\\", line) if "\\" in line else line


def detect(sample: str, *, whole: bool) -> Dialect:
    """The dialect whose records are most alike; `whole` when the sample is all there is."""
    declared = re.match(r"sep=(.)\r?\n?", sample, flags=re.IGNORECASE)
    separators: Sequence[str] = (declared[1],) if declared else SEPARATORS
    body = sample[declared.end() :] if declared else sample
    tried = [
        Dialect(separator, quote, backslash=_has_backslash_quotes(body, separator, quote))
        for quote in _quotes(body)
        for separator in separators
    ]
    found = max(tried, key=lambda dialect: _score(body, dialect, whole=whole))
    spaced = _is_spaced(body, found)
    return Dialect(found.separator, found.quote, found.backslash, spaced)


def declared_length(sample: str) -> int:
    """Length of a first line such as `sep=;`, which is no record."""
    found = re.match(r"sep=.(?:\r\n|\r|\n|$)", sample, flags=re.IGNORECASE)
    return found.end() if found else 0


def _quotes(sample: str) -> tuple[str, ...]:
    """Single quotes only where they enclose cells and double quotes do not."""
    single = len(
        re.findall(r"(?:^|[,;|\t])'[^'\r\n]*'(?=[,;|\t\r\n]|$)", sample, flags=re.MULTILINE)
    )
    broken = len(
        re.findall(r"(?:^|[,;|\t])'[^'\r\n,;|\t]*(?=[,;|\t\r\n]|$)", sample, flags=re.MULTILINE)
    )
    double = len(re.findall(r'(?:^|[,;|\t]) ?"', sample, flags=re.MULTILINE))
    return ("'",) if single > broken and not double else ('"',)


def _has_backslash_quotes(sample: str, separator: str, quote: str) -> bool:
    ends = re.escape(separator + quote) + r"\r\n"
    escaped = re.search(rf"(?<!\\)(?:\\\\)*\\{quote}[^{ends}]", sample)
    return bool(escaped)


def _is_spaced(sample: str, dialect: Dialect) -> bool:
    separator, quote = re.escape(dialect.separator), re.escape(dialect.quote)
    loose = re.search(rf"{separator} +{quote}", sample)
    tight = re.search(rf"{separator}{quote}", sample)
    return bool(loose) and not tight


def _score(sample: str, dialect: Dialect, *, whole: bool) -> float:
    rows = _sample_rows(sample, dialect, whole=whole)
    widths = Counter(map(len, rows))
    if not widths:
        return 0.0
    alike = sum(count * count for count in widths.values()) / sum(widths.values()) ** 2
    width = max(widths, key=lambda candidate: (widths[candidate], candidate))
    heading = 1.0 if len(rows[0]) == width else 0.8
    return alike * heading * (width - 1) / width


def _sample_rows(sample: str, dialect: Dialect, *, whole: bool) -> list[list[str]]:
    rows: list[list[str]] = []
    lines = iter(sample.splitlines(keepends=True))
    try:
        for row in dialect.rows(lines, strict=False):
            if row:
                rows.append(row)
            if len(rows) >= SAMPLE_RECORDS:
                return rows
    except csv.Error:
        return rows
    return rows if whole or len(rows) < 2 else rows[:-1]
