"""benchmark."""

import argparse
from pathlib import Path

from support_kpi.commands.console import as_json, complain, say
from support_kpi.errors import UsageError

PICTURE = "pictures/benchmark.svg"


def benchmark(arguments: argparse.Namespace) -> int:
    from support_kpi import performance

    if min(arguments.tickets) < performance.LEAST_TICKETS or arguments.rounds < 1:
        raise UsageError(
            f"A run needs at least {performance.LEAST_TICKETS:,} tickets and one round."
        )
    measured = performance.frame(
        performance.contest(
            Path(arguments.folder), sorted(set(arguments.tickets)), arguments.rounds, complain
        )
    )
    if arguments.out:
        page = Path(arguments.out)
        picture = page.parent / PICTURE
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(performance.drawing(measured))
        page.write_text(performance.markdown(measured, PICTURE), encoding="utf-8")
    if arguments.json:
        as_json(measured)
    else:
        say(performance.markdown(measured, PICTURE))
    return 0
