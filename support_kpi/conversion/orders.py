"""Day-first or month-first: decided for each column of numeric dates, over all of its values."""

from collections import Counter
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
    """Every column of dates with its order: its own values tell it, else the user, else the other
    columns of the sheet."""
    columns = _columns(connection, sheet, drafts)
    told = [c.dates.orders.told for c in columns.values() if c.dates.is_open]
    others: Counter[DateOrder] = Counter(order for order in told if order)
    fallback: DateOrder | None = options.date_order
    if fallback is None and others:
        fallback = others.most_common(1)[0][0]
    return {key: _decided(column, fallback) for key, column in columns.items()}


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
            columns[dates_key(text, cell)] = Decided(heading, found, found.order)
    return columns


def _decided(column: Decided, fallback: DateOrder | None) -> Decided:
    if not column.dates.is_open:
        return column
    order = column.dates.orders.told or fallback
    if order is None and column.dates.orders.either:
        raise UndecidedColumn(
            f'"{column.heading}": "{column.dates.orders.example}" reads day-first and month-first, '
            "and no value of the file tells which; say it with --date-order dmy or "
            "--date-order mdy."
        )
    return replace(column, order=order)
