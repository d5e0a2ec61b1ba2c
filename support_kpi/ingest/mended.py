"""Mended rows are read as the file that they were rejected from, unless the user says otherwise."""

from dataclasses import replace
from zoneinfo import available_timezones

from support_kpi import readers
from support_kpi.drafts import DateOrder, Options
from support_kpi.parsing.mending import Recalled, unmarked
from support_kpi.parsing.sheet import Sheet

ORDERS: dict[str, DateOrder] = {"dmy": "dmy", "mdy": "mdy"}


def recalled(sheet: Sheet, options: Options) -> tuple[Sheet, Options]:
    """The sheet without its marks, and the options of the first reading where none are given."""
    bare, said = unmarked(sheet)
    if said is None:
        return sheet, options
    note = f"rows that were rejected from {said.file or 'an earlier load'}, come back mended"
    return replace(bare, notes=(*bare.notes, note)), _options(said, options)


def _options(said: Recalled, options: Options) -> Options:
    zone = said.zone if said.zone in available_timezones() else None
    mapping = options.mapping or (None if options.reader else said.mapping)
    is_known = said.reader in readers.names() and mapping is None
    return replace(
        options,
        zone=options.zone or zone,
        date_order=options.date_order or ORDERS.get(said.date_order or ""),
        reader=options.reader or (said.reader if is_known else None),
        mapping=mapping,
        is_once=True,
        name=said.file or options.name,
    )
