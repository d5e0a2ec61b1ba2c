"""A visitor with a browser: from a choice of the filter to the last change of the page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from support_kpi.performance.browsing.visiting import FILTER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
PATIENCE_MS = 180_000
SIZE = (1440, 1000)
# Charts are drawn on canvas, of which the document says nothing.
WATCH = """() => {
    window.begun = window.changed = performance.now();
    if (window.watcher) return;
    const note = () => { window.changed = performance.now(); };
    window.watcher = new MutationObserver(note);
    window.watcher.observe(
        document.body, {subtree: true, childList: true, attributes: true, characterData: true});
    const clear = CanvasRenderingContext2D.prototype.clearRect;
    CanvasRenderingContext2D.prototype.clearRect = function (...area) {
        note();
        return clear.apply(this, area);
    };
}"""
AT_REST = """() => {
    const app = document.querySelector("[data-testid=stApp]");
    const charts = [...document.querySelectorAll("[data-testid=stVegaLiteChart]")];
    return app?.dataset.testScriptState === "notRunning"
        && charts.length > 0
        && charts.every(chart => !chart.offsetParent || chart.querySelector("svg, canvas"))
        && performance.now() - (window.changed ?? 0) > 600;
}"""


def chromium() -> str | None:
    """The browser of CHROMIUM, else the first that is found; None without one."""
    named = os.environ.get("CHROMIUM")
    names = (named,) if named else BROWSERS
    return next(filter(None, map(shutil.which, names)), None)


@contextmanager
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=chromium(), args=list(OPTIONS))
        try:
            yield window
        finally:
            window.close()


def first_words(window: "Browser", port: int) -> None:
    """Wait until a page shows its first words."""
    view = window.new_context().new_page()
    view.set_default_timeout(PATIENCE_MS)
    view.goto(f"http://127.0.0.1:{port}/")
    view.wait_for_selector("[data-testid=stMain] :is(h1, p)")
    view.context.close()


def opened(window: "Browser", port: int, page: str) -> "Page":
    """A page with its charts drawn, in a session of its own."""
    view = window.new_context(viewport={"width": SIZE[0], "height": SIZE[1]}).new_page()
    view.set_default_timeout(PATIENCE_MS)
    view.goto(f"http://127.0.0.1:{port}/{page}")
    view.wait_for_selector("[data-testid=stVegaLiteChart]")
    view.evaluate(WATCH)
    view.wait_for_function(AT_REST, polling=50)
    return view


def chosen(view: "Page", option: str) -> float:
    """Milliseconds from a choice of the filter to the last change that it makes."""
    view.get_by_role("combobox", name=FILTER).first.click()
    entry = view.get_by_role("option", name=option, exact=True)
    entry.wait_for()
    view.evaluate(WATCH)
    entry.click()
    view.wait_for_function(AT_REST, polling=50)
    return float(view.evaluate("window.changed - window.begun"))
