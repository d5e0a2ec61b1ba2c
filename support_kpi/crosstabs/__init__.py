"""Survey tables: any question of a survey by any other, weighted, tested and withheld."""

from support_kpi.crosstabs.counts import counts, items, labelled, options
from support_kpi.crosstabs.files import to_csv, to_xlsx
from support_kpi.crosstabs.notes import notes, source
from support_kpi.crosstabs.request import CORRECTIONS, LEVELS, OWN_WEIGHT, Margin, Request
from support_kpi.crosstabs.sheet import SHOWN, Sheet, cells, sheet
from support_kpi.crosstabs.table import Table, table

__all__ = [
    "CORRECTIONS",
    "LEVELS",
    "OWN_WEIGHT",
    "SHOWN",
    "Margin",
    "Request",
    "Sheet",
    "Table",
    "cells",
    "counts",
    "items",
    "labelled",
    "notes",
    "options",
    "sheet",
    "source",
    "table",
    "to_csv",
    "to_xlsx",
]
