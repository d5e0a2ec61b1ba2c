"""Day-first or month-first: decided for each column of numeric dates, over all of its values."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from duckdb import DuckDBPyConnection

from support_kpi.conversion.cells import Decided, dates_key, heading_at, moment_text, places
from support_kpi.conversion.moments import ORDER_WORDS, dates
from support_kpi.drafts import DateOrder, Day, Draft, Moment, Options
from support_kpi.errors import UndecidedColumn
from support_kpi.parsing.sheet import Sheet


def decided(
    connection: DuckDBPyConnection,
    sheet: Sheet,
    drafts: Sequence[Draft],
    options: Options,
    plain: set[int],
) -> Mapping[str, Decided]:
    """Every column of dates with its order: its own values tell it, else what is said of it, else
    of the file or another column, else its dots, else the other columns of the sheet. What is said
    also settles a column that tells both."""
    columns = _columns(connection, sheet, drafts, plain)
    witness = _witness([column for column in columns.values() if column.dates.is_open])
    said: list[DateOrder] = [one.said for one in columns.values() if one.said]
    users = options.date_order or next(iter(said), None)
    return {key: _decided(one, one.said or users, witness) for key, one in columns.items()}


def _witness(columns: Sequence[Decided]) -> Decided | None:
    """The column that speaks for those that do not tell."""
    told = [column.dates.orders.told for column in columns if column.dates.orders.told]
    if not told:
        return None
    order = max(told, key=told.count)
    return next(replace(c, order=order) for c in columns if c.dates.orders.told == order)


def _columns(
    connection: DuckDBPyConnection, sheet: Sheet, drafts: Sequence[Draft], plain: set[int]
) -> Mapping[str, Decided]:
    columns: dict[str, Decided] = {}
    for draft in drafts:
        for cell in draft.cells.values():
            if not isinstance(cell, Moment | Day):
                continue
            text = moment_text(sheet, cell)
            if text is None or dates_key(text, cell) in columns:
                continue
            found = dates(connection, sheet, text, plain, months=isinstance(cell, Day))
            heading = heading_at(sheet, places(sheet, cell)[0])
            columns[dates_key(text, cell)] = Decided(heading, found, found.order, said=cell.order)
    return columns


def _decided(column: Decided, users: DateOrder | None, witness: Decided | None) -> Decided:
    dates = column.dates
    if not dates.is_open:
        return column
    if users == "ymd" and not dates.has_short_years:
        users = None
    orders = dates.orders
    told = (orders.is_torn and users) or orders.told or users
    if told:
        note = _torn(column, told) if orders.is_torn else ""
        return replace(column, order=told, note=_swapped(column) if orders.is_swapped else note)
    if not orders.either:
        return column
    if dates.is_dotted:
        return replace(column, order="dmy")
    if witness and witness.order:
        words = ORDER_WORDS[witness.order]
        note = f'"{column.heading}" is read {words}, as "{witness.heading}" of the same file proves'
        return replace(column, order=witness.order, note=note)
    raise UndecidedColumn(
        f'"{column.heading}": "{orders.example}" reads day-first and month-first, '
        "and no value of the file tells which; say it with --date-order dmy or "
        "--date-order mdy."
    )


def _torn(column: Decided, order: DateOrder) -> str:
    orders = column.dates.orders
    return (
        f'"{column.heading}" holds {orders.day_first:,} dates that only read day-first and '
        f"{orders.month_first:,} that only read month-first; all are read {ORDER_WORDS[order]}, "
        "the others are listed as not readable"
    )


def _swapped(column: Decided) -> str:
    orders = column.dates.orders
    texts = orders.day_first + orders.month_first
    return (
        f'"{column.heading}" holds {orders.early:,} dates of which none is after the 12th, and '
        f"{texts:,} texts of dates that all are: a spreadsheet program that opened the file has "
        "probably swapped day and month of the former. Load the export as it was written"
    )
