"""Waiting for a page to have come to rest: for what happens, never for a time that may suffice."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import Page, TimeoutError

# Of one thing to happen, on a machine that does much else.
PATIENCE_MS = 90_000
# Of a run to begin.
UNSEEN_MS = 20_000
WATCH_RUNS = """() => {
    const app = document.querySelector("[data-testid=stApp]");
    window.hasRun = false;
    const watcher = new MutationObserver(() => {
        if (app.dataset.testScriptState === "notRunning") return;
        window.hasRun = true;
        watcher.disconnect();
    });
    watcher.observe(app, {attributes: true, attributeFilter: ["data-test-script-state"]});
}"""
EVERY_CHART_STANDS = """() =>
    [...document.querySelectorAll("[data-testid=stVegaLiteChart], [data-testid=stMetricChart]")]
        .every(chart => !chart.offsetParent || chart.querySelector("svg, canvas"))"""
NOTHING_CHANGES = """() => new Promise(done => {
    let timer = setTimeout(end, 300);
    const watcher = new MutationObserver(() => {
        clearTimeout(timer);
        timer = setTimeout(end, 300);
    });
    watcher.observe(document.body, {subtree: true, childList: true});
    function end() {
        watcher.disconnect();
        done();
    }
})"""


def settled(page: Page) -> Page:
    """The page, once no script runs and nothing on it is still being replaced."""
    page.wait_for_selector(
        "[data-testid=stApp][data-test-script-state=notRunning]", timeout=PATIENCE_MS
    )
    page.wait_for_selector("[data-stale=true]", state="detached", timeout=PATIENCE_MS)
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached", timeout=PATIENCE_MS)
    return page


def drawn(page: Page) -> Page:
    """The page with its charts, which draw after the script has ended."""
    settled(page).wait_for_function(EVERY_CHART_STANDS, timeout=PATIENCE_MS)
    page.evaluate(NOTHING_CHANGES)
    return page


@contextmanager
def rerun(page: Page) -> Iterator[None]:
    """What is done inside runs the script: outside it has ended.

    For a moment after a click the page still looks settled; a run so short that the page draws its
    end with its beginning is never seen.
    """
    settled(page).evaluate(WATCH_RUNS)
    yield
    with suppress(TimeoutError):
        page.wait_for_function("() => window.hasRun", timeout=UNSEEN_MS)
    settled(page)
