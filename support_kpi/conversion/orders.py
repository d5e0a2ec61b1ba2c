"""Day-first or month-first: decided for each column of numeric dates, over all of its values."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from duckdb import DuckDBPyConnection

from support_kpi.conversion.cells import Decided, dates_key, heading_at, moment_text, places
from support_kpi.conversion.moments import dates
from support_kpi.conversion.texts import texts
from support_kpi.drafts import DateOrder, Day, Draft, Moment, Options
from support_kpi.errors import UndecidedColumn
from support_kpi.parsing.sheet import Sheet


def decided(
    connection: DuckDBPyConnection, sheet: Sheet, drafts: Sequence[Draft], options: Options
) -> Mapping[str, Decided]:
    """Every column of dates with its order: its own values tell it, else what is said of it, else
    what is said of the file, else the other columns of the sheet."""
    columns = _columns(connection, sheet, drafts)
    told: list[DateOrder | None] = [
        column.dates.orders.told or column.said
        for column in columns.values()
        if column.dates.is_open
    ]
    fallback = options.date_order or _commonest([order for order in told if order])
    return {key: _decided(column, fallback) for key, column in columns.items()}


def _commonest(orders: Sequence[DateOrder]) -> DateOrder | None:
    return max(orders, key=orders.count) if orders else None


def _columns(
    connection: DuckDBPyConnection, sheet: Sheet, drafts: Sequence[Draft]
) -> Mapping[str, Decided]:
    columns: dict[str, Decided] = {}
    for draft in drafts:
        for cell in draft.cells.values():
            if not isinstance(cell, Moment | Day):
                continue
            text = moment_text(sheet, cell)
            if text is None or dates_key(text, cell) in columns:
                continue
            found = dates(connection, texts(sheet, text), text, months=isinstance(cell, Day))
            heading = heading_at(sheet, places(sheet, cell)[0])
            columns[dates_key(text, cell)] = Decided(heading, found, found.order, said=cell.order)
    return columns


def _decided(column: Decided, fallback: DateOrder | None) -> Decided:
    if not column.dates.is_open:
        return column
    order = column.dates.orders.told or column.said or fallback
    if order is None and column.dates.orders.either:
        raise UndecidedColumn(
            f'"{column.heading}": "{column.dates.orders.example}" reads day-first and month-first, '
            "and no value of the file tells which; say it with --date-order dmy or "
            "--date-order mdy."
        )
    return replace(column, order=order)
