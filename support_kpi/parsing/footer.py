"""Lines below a table: totals, copyrights, who made the report and when."""

import re
from collections.abc import Iterable, Iterator

from support_kpi.parsing.batch import Batch, Block, Row, is_filled

NARROW, FEW = 4, 2
LOOKED_AT = 8
CUE = re.compile(
    r"(?:grand |sub ?)?totals?\b|sum(?:me|a|mary)?\b|(?:number|count) of\b|copyright|©|\(c\) ?\d"
    r"|confidential|(?:report |data |file )?(?:generated|created|exported|printed|produced|run)"
    r" ?(?:at|by|on|from|:|\d)|end of\b|page \d|[\d.,]+ (?:rows?|records?|tickets?|results?)\b"
    r"|(?:applied )?filters?\b|filtered by|as of\b|source:|note:|\*{2,}|-{3,}|={3,}"
    r"|insgesamt|gesamt|erstellt (?:am|von)|total (?:de|des|geral|general)|g[ée]n[ée]r[ée]"
    r"|generado|gerado|exportado|合计|合計|总计|總計|共\s?\d|生成时间|导出时间|итого|всего",
    flags=re.IGNORECASE,
)


def above(
    batches: Iterable[Batch | Block], width: int, footer: list[Row]
) -> Iterator[Batch | Block]:
    """The records above the footer of a table so wide; `footer` is filled once they are read.

    It is the thin lines at the end, from the first that says what it is.
    """
    held: list[Batch] = []
    before = 0
    for batch in batches:
        place = len(batch) - _thin_at_the_end(batch, width)
        if place:
            yield from held
            yield batch.part(0, place)
            held, before = [], int(batch.numbers[place - 1])
        if place < len(batch):
            held.append(batch.part(place, len(batch)).as_batch())
    is_footer = False
    for batch in held:
        begins = 0 if is_footer else _beginning(batch, before)
        is_footer = begins < len(batch)
        footer += batch.rows[begins:]
        if begins:
            yield batch.part(0, begins)


def _beginning(batch: Batch, before: int) -> int:
    """The first line that says what it is, or the name of the report between a gap and it."""
    rows = batch.rows
    found = next((place for place, row in enumerate(rows) if _says_so(row)), len(rows))
    if found == len(rows):
        return found
    name = found
    while name and _is_name(rows[name - 1]):
        name -= 1
        if batch.numbers[name] - (batch.numbers[name - 1] if name else before) > 1:
            return name
    return found


def _is_name(row: Row) -> bool:
    is_alone = sum(map(is_filled, row)) == 1
    return is_alone and re.search(r"[^\W\d]{3}", row[0] or "") is not None


def _thin_at_the_end(batch: Batch | Block, width: int) -> int:
    count, step = 0, LOOKED_AT
    while count < len(batch):
        stop = len(batch) - count
        for row in reversed(batch.part(max(0, stop - step), stop).as_batch().rows):
            if not _is_thin(row, width):
                return count
            count += 1
        step *= 4
    return count


def _is_thin(row: Row, width: int) -> bool:
    filled = sum(map(is_filled, row))
    return filled <= (FEW if width >= NARROW else 1) < width


def _says_so(row: Row) -> bool:
    first = next((cell.strip() for cell in row if cell and is_filled(cell)), "")
    return CUE.match(first) is not None
