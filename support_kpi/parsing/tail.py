"""The end of a sheet, where exports write their footers."""

import pyarrow.parquet as pq

from support_kpi.parsing.sheet import Sheet


def last_cells(sheet: Sheet, position: int, most: int = 5) -> tuple[str, ...]:
    """The non-blank cells of one column among the last rows."""
    with pq.ParquetFile(sheet.path) as file:
        groups = file.num_row_groups
        if not groups or position >= sheet.width:
            return ()
        table = file.read_row_group(groups - 1, columns=[f"c{position}"])
    cells = table.column(0).to_pylist()[-most:]
    return tuple(cell for cell in cells if cell and cell.strip())
