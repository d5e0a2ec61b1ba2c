"""Day-first or month-first: decided for each column of numeric dates, over all of its values."""

from collections import Counter
from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

from support_kpi.conversion.cells import RELATION, heading_at, moment_text, places
from support_kpi.conversion.moments import Dates, dates
from support_kpi.drafts import DateOrder, Day, Draft, Moment, Options
from support_kpi.errors import UndecidedColumn
from support_kpi.parsing.sheet import Sheet


def decided(
    connection: DuckDBPyConnection, sheet: Sheet, drafts: Sequence[Draft], options: Options
) -> Mapping[str, DateOrder | None]:
    """The order of each numeric date column, by the SQL of its text."""
    headings: dict[str, str] = {}
    columns: dict[str, Dates] = {}
    for draft in drafts:
        for cell in draft.cells.values():
            if not isinstance(cell, Moment | Day):
                continue
            text = moment_text(sheet, cell)
            if text is None or text in columns:
                continue
            columns[text] = dates(connection, RELATION, text, months=isinstance(cell, Day))
            headings[text] = heading_at(sheet, places(sheet, cell)[0])
    open_columns = {text: found for text, found in columns.items() if found.is_open}
    told: dict[str, DateOrder | None] = {t: c.orders.told for t, c in open_columns.items()}
    others: Counter[DateOrder] = Counter(order for order in told.values() if order)
    fallback: DateOrder | None = options.date_order
    if fallback is None and others:
        fallback = others.most_common(1)[0][0]
    for text, found in open_columns.items():
        if told[text] is None and fallback is None and found.orders.either:
            raise UndecidedColumn(
                f'"{headings[text]}": "{found.orders.example}" reads day-first and month-first, '
                "and no value of the file tells which; say it with --date-order dmy or "
                "--date-order mdy."
            )
    return {text: order or fallback for text, order in told.items()}
