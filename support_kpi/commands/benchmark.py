"""benchmark."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from support_kpi.commands.console import as_json, complain, say
from support_kpi.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from support_kpi.performance.measurement import Measurement

PICTURE = "pictures/benchmark.svg"


def benchmark(arguments: argparse.Namespace) -> int:
    from support_kpi import performance

    if min(arguments.tickets) < performance.LEAST_TICKETS or arguments.rounds < 1:
        raise UsageError(
            f"A run needs at least {performance.LEAST_TICKETS:,} tickets and one round."
        )
    superset = Path(arguments.superset).absolute() if arguments.superset else None
    if superset and not superset.with_name("superset").is_file():
        raise UsageError(f"{superset} is not the Python of an environment with Superset.")
    sizes = sorted(set(arguments.tickets))
    known = [performance.read(Path(path)) for path in arguments.known]
    others = [frame[~frame["rows"].isin(sizes)] for frame in known]
    found: list[Measurement] = []
    for rows in sizes:
        found += performance.contest(
            Path(arguments.folder),
            rows,
            arguments.rounds,
            complain,
            superset=superset,
            without=arguments.without,
        )
        # What is measured stays, should a larger size not come to its end.
        if arguments.out:
            _write(Path(arguments.out), _together(found, others))
    measured = _together(found, others)
    if arguments.json:
        as_json(measured)
    else:
        say(performance.markdown(measured, PICTURE))
    return 0


def _together(found: "list[Measurement]", others: "list[pd.DataFrame]") -> "pd.DataFrame":
    import pandas as pd

    from support_kpi import performance

    whole = pd.concat([*others, performance.frame(found)], ignore_index=True)
    return whole.sort_values("rows", kind="stable", ignore_index=True)


def _write(page: Path, measured: "pd.DataFrame") -> None:
    from support_kpi import performance

    picture = page.parent / PICTURE
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(performance.drawing(measured))
    page.write_text(performance.markdown(measured, PICTURE), encoding="utf-8")
