"""Lines below a table: totals, copyrights, who made the report and when."""

import re
from collections.abc import Iterable, Iterator, Sequence

from support_kpi.parsing.batch import Batch, Row, is_filled

NARROW, FEW = 4, 2
CUE = re.compile(
    r"(?:grand |sub ?)?totals?\b|sum(?:me|a|mary)?\b|(?:number|count) of\b|copyright|©|\(c\) ?\d"
    r"|confidential|(?:report |data |file )?(?:generated|created|exported|printed|produced|run)"
    r" ?(?:at|by|on|from|:|\d)|end of\b|page \d|[\d.,]+ (?:rows?|records?|tickets?|results?)\b"
    r"|(?:applied )?filters?\b|filtered by|as of\b|source:|note:|\*{2,}|-{3,}|={3,}"
    r"|insgesamt|gesamt|erstellt (?:am|von)|total (?:de|des|geral|general)|g[ée]n[ée]r[ée]"
    r"|generado|gerado|exportado|合计|合計|总计|總計|共\s?\d|生成时间|导出时间|итого|всего",
    flags=re.IGNORECASE,
)


def above(batches: Iterable[Batch], width: int, footer: list[Row]) -> Iterator[Batch]:
    """The records above the footer of a table so wide; `footer` is filled once they are read.

    It is the thin lines at the end, from the first that says what it is.
    """
    held: list[tuple[int, Row]] = []
    for batch in batches:
        numbered = [*zip(batch.numbers, batch.rows, strict=True)]
        place = len(numbered) - _thin_at_the_end(batch.rows, width)
        if place:
            yield _batch([*held, *numbered[:place]])
            held = []
        held += numbered[place:]
    begins = next((i for i, (_, row) in enumerate(held) if _says_so(row)), len(held))
    footer += [row for _, row in held[begins:]]
    if begins:
        yield _batch(held[:begins])


def _batch(numbered: Sequence[tuple[int, Row]]) -> Batch:
    numbers, rows = zip(*numbered, strict=True)
    return Batch(numbers, rows)


def _thin_at_the_end(rows: Sequence[Row], width: int) -> int:
    for count, row in enumerate(reversed(rows)):
        if not _is_thin(row, width):
            return count
    return len(rows)


def _is_thin(row: Row, width: int) -> bool:
    filled = sum(map(is_filled, row))
    return filled <= (FEW if width >= NARROW else 1) < width


def _says_so(row: Row) -> bool:
    first = next((cell.strip() for cell in row if cell and is_filled(cell)), "")
    return CUE.match(first) is not None
