"""Reports: the pages' numbers in one file that can be mailed, printed and filed."""

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import duckdb

from support_kpi.errors import UsageError
from support_kpi.filters import Filters
from support_kpi.report.assembly import Moved, assembled
from support_kpi.report.contents import Report
from support_kpi.report.sections import PARTS
from support_kpi.store.files import written

FORMATS = ("html", "pdf", "xlsx", "pptx")


class Writer(Protocol):
    """A module that sets a report in one format."""

    def write(self, report: Report, target: Path) -> None: ...


def write(
    connection: duckdb.DuckDBPyConnection,
    filters: Filters,
    target: Path,
    *,
    about: str,
    moved: Moved,
) -> None:
    """Write the report to `target`, whole or not at all; its suffix is the format."""
    writer = _writer(target)
    report = assembled(connection, filters, about=about, moved=moved)
    moved(len(PARTS), len(PARTS) + 1, target.name)
    try:
        with written(target) as part:
            writer.write(report, part)
        moved(len(PARTS) + 1, len(PARTS) + 1, target.name)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"{target} cannot be written: {reason}.") from None


def _writer(target: Path) -> Writer:
    format = target.suffix.lower().removeprefix(".")
    if format not in FORMATS:
        listed = ", ".join(f".{name}" for name in FORMATS)
        raise UsageError(f"{target} has no format that a report is written in; end it in {listed}.")
    if not target.parent.is_dir():
        raise UsageError(f"The folder {target.parent} does not exist; make it first.")
    if target.is_dir():
        raise UsageError(f"{target} is a folder; name a file.")
    return cast(Writer, import_module(f"support_kpi.report.{format}"))
