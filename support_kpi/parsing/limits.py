"""How large a file may be, so that one export cannot take the machine with it."""

COLUMNS = 5_000
CELL_CHARACTERS = 10_000_000
FIRST_LINE_BYTES = 1_000_000
INTEGER_DIGITS = 4_000
DOCUMENT_CHARACTERS = 512 << 20
WORKBOOK_BYTES = 2 << 30
DENSE_CELLS = 60_000_000
UNPACKED_BYTES = 4 << 30
UNPACKED_RATIO = 200
RATIO_FREE_BYTES = 64 << 20
ARCHIVE_ENTRIES = 1_000
ARCHIVE_DEPTH = 2
PIECE_BYTES = 4 << 20
BLOCK_BYTES = 64 << 10
ROOM_BYTES = 512 << 20
BATCH_ROWS = 2_000
BATCH_CELLS = 200_000
GROUP_ROWS = 50_000
GROUP_BYTES = 32 << 20


def batch_rows(width: int) -> int:
    """Rows turned from Python into columns at once: few enough to stay in the processor's cache."""
    return max(1, min(BATCH_ROWS, BATCH_CELLS // max(1, width)))
