"""A table written as HTML, as some help desks export under the name `.xls`."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import limits, table
from support_kpi.parsing.encoding import Text
from support_kpi.parsing.sheet import Sheet

CHUNK = 1 << 20
MOST_SPAN = 100


class _Rows(HTMLParser):
    """Collects the rows of the first outermost table of more than one row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.depth = 0
        self.done = False
        self.cell: list[str] | None = None
        self.span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.done:
            return
        if tag == "table":
            self.depth += 1
        elif self.depth == 1 and tag == "tr":
            self._close()
            self.rows.append([])
        elif self.depth == 1 and tag in ("td", "th"):
            self._close()
            self.cell = []
            span = dict(attrs).get("colspan") or "1"
            self.span = min(int(span), MOST_SPAN) if span.isascii() and span.isdigit() else 1
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.depth == 1 and tag in ("td", "th", "tr", "table"):
            self._close()
        if tag == "table" and self.depth:
            self.depth -= 1
            self.done = self.depth == 0 and sum(map(any, self.rows)) > 1
            if self.depth == 0 and not self.done:
                self.rows = []

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)

    def _close(self) -> None:
        if self.cell is None:
            return
        if not self.rows:
            self.rows.append([])
        self.rows[-1] += ["".join(self.cell).strip(), *[""] * (self.span - 1)]
        self.cell = None


def sheet(text: Text, target: Path, *, label: str, name: str) -> Sheet:
    """The first table of an HTML page; an error or sign-in page has none."""
    parser = _Rows()
    with text.path.open(encoding="utf-8", errors="replace") as file:
        file.seek(text.start)
        while (chunk := file.read(CHUNK)) and not parser.done:
            parser.feed(chunk)
    parser.close()
    rows = [(number, row) for number, row in enumerate(parser.rows, 1) if any(row)]
    if len(rows) < 2:
        raise UnreadableFile(
            f"{label} is a web page, not an export: it holds no table. "
            "The download probably ended at a sign-in or error page; export it again."
        )

    def batches() -> Iterator[table.Batch]:
        size = limits.batch_rows(max(len(row) for _, row in rows))
        for start in range(0, len(rows), size):
            numbers, cells = zip(*rows[start : start + size], strict=True)
            yield table.Batch(numbers, cells)

    saved = table.save(
        target,
        batches,
        label=label,
        name=name,
        container="html",
        encoding=text.encoding,
        notes=text.notes,
    )
    assert saved is not None
    return saved
