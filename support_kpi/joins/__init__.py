"""Tables that belong together: one module a vendor, found by being in this folder.

A module offers `JOIN` (drafts.Join). The SQL of the same name gives one row for each row of the
main table: `source_row`; further columns under the headings that the readers know; and for each
lookup a mark `has_<lookup>`, whether it says anything of that row.
"""

import pkgutil
from importlib import import_module
from pathlib import Path

from support_kpi.drafts import Join

FOLDER = Path(__file__).parent


def names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def join(name: str) -> Join:
    return import_module(f"{__name__}.{name}").JOIN


def sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def readers() -> set[str]:
    """The readers of main tables."""
    return {reader for name in names() for reader in join(name).readers}
