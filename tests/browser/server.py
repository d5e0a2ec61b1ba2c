"""A dashboard that runs beside a test, and the machine's own Chromium to look at it with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support_kpi.performance.browsing import clicking
from support_kpi.performance.browsing.serving import serving

DASHBOARD = Path(__file__).parents[2] / "dashboard.py"


def chromium() -> str:
    """The path of CHROMIUM, else of the first browser found."""
    found = clicking.chromium()
    if found is None:
        raise FileNotFoundError("no Chromium; `make test` installs one, or CHROMIUM names it")
    return found


@contextmanager
def running(store: Path, log: Path) -> Iterator[str]:
    """The address of a dashboard on that store, as long as the block lasts."""
    with serving(DASHBOARD, {"SUPPORT_KPI_STORE": str(store)}, log) as served:
        yield served.address
