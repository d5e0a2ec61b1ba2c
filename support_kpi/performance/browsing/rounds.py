"""The dashboard beside pages that do less: in a browser, at its start, with many visitors."""

import asyncio
import pickle
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from support_kpi.performance.browsing import clicking
from support_kpi.performance.browsing.serving import Served, serving
from support_kpi.performance.browsing.visiting import visiting
from support_kpi.performance.files import PROJECT, Files
from support_kpi.performance.measurement import OWN, Measurement

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DASHBOARD = PROJECT / "dashboard.py"
SCRIPTS = Path(__file__).parent / "scripts"
PAGE = "workload_and_speed"
CHOICES = ("Last 90 days", "Last year", "Last 30 days", "All data")
CONSTANTS, PANDAS, EMPTY, ALONE = "constants", "pandas", "empty app", "one session"
Told = tuple[str, str, str, float]
CLICK, AGAIN = "filter change", "filter change, seen before"


@dataclass(frozen=True)
class Scale:
    """How many sessions, how long one thinks between two choices, and for how long they go on."""

    sessions: int = 50
    think_seconds: float = 15
    seconds: float = 90
    extra: int = 10
    in_browser: bool = True


def rounds(files: Files, count: int, scale: Scale) -> Iterator[Measurement]:
    """Everything about pages on the store of these files; with a browser where there is one."""
    has_browser = bool(scale.in_browser and find_spec("playwright") and clicking.chromium())
    kept = files.folder / "charts.pickle"
    if has_browser:
        with serving(DASHBOARD, _environment(files)) as served:
            kept.write_bytes(pickle.dumps(asyncio.run(_charts(served))))
    for number in range(count):
        turns = [_empty, _dashboard] if number % 2 else [_dashboard, _empty]
        found = [told for turn in turns for told in turn(files, scale)]
        if has_browser:
            found += _clicks(files, number, kept)
        for measure, by, unit, value in found:
            yield Measurement(files.rows, measure, by, number, unit, value)


def _environment(files: Files) -> dict[str, str]:
    return {"SUPPORT_KPI_STORE": str(files.store)}


def _empty(files: Files, scale: Scale) -> list[Told]:
    del files, scale
    with serving(SCRIPTS / "empty.py", {}) as served:
        return _cold(EMPTY, *asyncio.run(_start(served)))


def _seen(window: "Browser", by: str, script: Path, environment: dict[str, str]) -> Told:
    """Seconds from the start of a server until a browser shows the first words of its page."""
    with serving(script, environment) as served:
        clicking.first_words(window, served.port)
        return ("cold start in a browser", by, "s", time.monotonic() - served.started)


def _dashboard(files: Files, scale: Scale) -> list[Told]:
    with serving(DASHBOARD, _environment(files)) as served:
        return [*_cold(OWN, *asyncio.run(_start(served))), *asyncio.run(_crowd(served, scale))]


def _cold(by: str, first_words: float, whole: float) -> list[Told]:
    return [("cold start", by, "s", first_words), ("cold start, whole page", by, "s", whole)]


async def _charts(served: Served) -> dict[str, list[tuple[str, dict[str, bytes], str]]]:
    """The charts of the page under each choice, as it sends them."""
    found: dict[str, list[tuple[str, dict[str, bytes], str]]] = {}
    async with visiting(served.port, PAGE) as visitor:
        await visitor.opened()
        for choice in CHOICES:
            visitor.known.clear()
            found[choice] = [
                (chart.spec, {rows.name: rows.data.data for rows in chart.datasets}, chart.alt)
                for chart in (
                    element.vega_lite_chart
                    for element in (await visitor.chosen(choice)).elements
                    if element.WhichOneof("type") == "vega_lite_chart"
                )
            ]
    return found


async def _start(served: Served) -> tuple[float, float]:
    """Seconds from the start of the server to the first words of its page and to its end."""
    async with visiting(served.port) as visitor:
        waited = time.monotonic() - served.started
        run = await visitor.opened()
    return waited + run.first_words, waited + run.seconds


def _clicks(files: Files, number: int, kept: Path) -> list[Told]:
    """The same choices of the filter on each page in turn, twice."""
    scripts = {
        OWN: (DASHBOARD, _environment(files), PAGE),
        CONSTANTS: (SCRIPTS / "constants.py", {"KEPT_CHARTS": str(kept)}, ""),
        PANDAS: (SCRIPTS / "in_pandas.py", {"TICKETS": str(files.parquet)}, ""),
    }
    there = [by for by in scripts if by not in files.left_out]
    order = [*there[number % len(there) :], *there[: number % len(there)]]
    taken: dict[tuple[str, str], list[float]] = {}
    with clicking.browser() as window:
        # The scripts of Streamlit are in the browser's memory from the first of these on.
        with serving(SCRIPTS / "empty.py", {}) as served:
            clicking.first_words(window, served.port)
        found = [
            _seen(window, EMPTY, SCRIPTS / "empty.py", {}),
            _seen(window, OWN, DASHBOARD, _environment(files)),
        ]
        for by in order:
            script, environment, page = scripts[by]
            with serving(script, environment) as served:
                view = clicking.opened(window, served.port, page)
                # The constants begin with the first choice: the last is another for all.
                for measure in (CLICK, AGAIN):
                    for choice in reversed(CHOICES):
                        spent = clicking.chosen(view, choice)
                        taken.setdefault((measure, by), []).append(spent)
                view.context.close()
    clicks = [
        (measure, by, "ms", float(np.median(spent))) for (measure, by), spent in taken.items()
    ]
    return [*found, *clicks]


async def _crowd(served: Served, scale: Scale) -> list[Told]:
    """One session alone, what more of them hold, and all of them at once."""
    async with visiting(served.port, PAGE) as visitor:
        await visitor.opened()
        for choice in CHOICES:
            await visitor.chosen(choice)
        changes = [await visitor.chosen(choice) for choice in CHOICES * 5]
        alone = [run.seconds for run in changes]
        before = served.memory
        found = [
            ("a rerun on the wire", OWN, "kB", max(run.sent_bytes for run in changes) / 1e3),
            ("p95 of a filter change", ALONE, "ms", _late(alone)),
        ]
        async with AsyncExitStack() as others:
            for _ in range(scale.extra):
                other = await others.enter_async_context(visiting(served.port, PAGE))
                await other.opened()
            held = (served.memory - before) / scale.extra
            found.append(("an extra session", OWN, "MB", held / 1e6))
    everybody = asyncio.Barrier(scale.sessions)
    sessions = [_session(served, scale, number, everybody) for number in range(scale.sessions)]
    spent = [seconds for one in await asyncio.gather(*sessions) for seconds in one]
    found.append(("p95 of a filter change", OWN, "ms", _late(spent)))
    return found


async def _session(
    served: Served, scale: Scale, number: int, everybody: asyncio.Barrier
) -> list[float]:
    """Seconds of each choice of one of many visitors, from when all have opened the page."""
    random = Random(number)
    spent: list[float] = []
    async with visiting(served.port, PAGE) as visitor:
        await asyncio.sleep(random.uniform(0, scale.think_seconds))
        await visitor.opened()
        await everybody.wait()
        until = time.monotonic() + scale.seconds
        while not spent or time.monotonic() < until:
            await asyncio.sleep(random.uniform(0.5, 1.5) * scale.think_seconds)
            spent.append((await visitor.chosen(random.choice(CHOICES))).seconds)
    return spent


def _late(seconds: Sequence[float]) -> float:
    return 1000 * float(np.percentile(seconds, 95))
