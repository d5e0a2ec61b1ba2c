"""A bar on standard error for files being read: bytes, rows and what is done, on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from support_kpi.store import Step


@contextmanager
def reading(*, is_quiet: bool) -> Iterator[Callable[[Step], None]]:
    """A function that shows how far the reading is."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[amount]}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=is_quiet or not sys.stderr.isatty(),
        transient=True,
    ) as bars:
        task = bars.add_task("", total=None, amount="")

        def moved(step: Step) -> None:
            bars.update(
                task,
                completed=step.done + _share(step),
                total=step.whole if step.within.size or step.whole > 1 else None,
                description=escape(f"{step.within.doing} {step.name}".strip()),
                amount=amount(step),
            )

        yield moved


def amount(step: Step) -> str:
    """`312 of 1,002 MB, 917,000 rows`, as far as it is known, and which file of how many."""
    within = step.within
    read = f"{within.read / 1e6:,.0f} of {within.size / 1e6:,.0f} MB" if within.size else ""
    rows = f"{within.rows:,} rows" if within.rows else ""
    file = f"file {min(step.done + 1, step.whole)} of {step.whole}" if step.whole > 1 else ""
    return ", ".join(part for part in (read, rows, file) if part)


def _share(step: Step) -> float:
    """How much of the file in hand is read."""
    return step.within.read / step.within.size if step.within.size else 0.0
