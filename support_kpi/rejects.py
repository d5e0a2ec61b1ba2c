"""Rejected rows and unreadable cells of a load, as people mend them."""

import json
from pathlib import Path

import pandas as pd

NAMES = {
    "source_row": "row",
    "heading": "heading",
    "column_name": "column",
    "value": "value",
    "reason": "reason",
    "is_row_rejected": "row rejected",
    "cells": "original cells",
}


def lines(path: Path) -> pd.DataFrame:
    """One line a finding: row of the file, heading, value, reason, and the row's original cells."""
    rows = pd.read_parquet(path)
    cells = rows["cells"].map(lambda cells: json.dumps(list(cells), ensure_ascii=False))
    return rows.assign(cells=cells)[list(NAMES)].rename(columns=NAMES)
