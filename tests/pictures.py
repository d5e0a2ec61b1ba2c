"""Pictures of the pages, of the sample organisation: `python -m tests.pictures`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from support_kpi import serve
from support_kpi.performance.browsing import clicking
from tests.browser import server
from tests.browser.waiting import drawn
from tests.pages import PROJECT

PICTURES = PROJECT / "docs" / "pictures"
WIDTH, HEIGHT = 1440, 1000
DARK = ("overview", "channel_mix")
# The health of the data names the minute of each load: its picture would never be the same.
CHANGING = ("data_health",)
UPLOADS, EXPORT = "upload_exports", PROJECT / "sample_data" / "exports" / "zendesk_csv.csv"


def main() -> None:
    """A light picture of each page, and a dark one of some."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Path(folder) / "store"
        serve.fill(store)
        with (
            server.running(store, Path(folder) / "log.txt") as address,
            playwright.chromium.launch(
                executable_path=server.chromium(), args=list(clicking.OPTIONS)
            ) as browser,
        ):
            for name in pages():
                _take(browser, address, name, "light")
            for name in DARK:
                _take(browser, address, name, "dark")


def pages() -> list[str]:
    """The pages as their addresses name them."""
    files = sorted((PROJECT / "pages").glob("*/*.py"))
    names = [file.stem.split("_", maxsplit=1)[1] for file in files]
    return [name for name in names if name not in CHANGING]


def _take(browser: Browser, address: str, name: str, scheme: str) -> None:
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": WIDTH, "height": HEIGHT},
    )
    page = context.new_page()
    page.goto(f"{address}/{name}")
    page.wait_for_selector("h1")
    if name == UPLOADS:
        page.locator("input[type=file]").set_input_files(EXPORT)
        page.wait_for_selector("text=Numbers before and after")
    drawn(page)
    picture = PICTURES / f"{name}-{scheme}.png"
    page.screenshot(path=picture)
    context.close()
    sys.stdout.write(f"{picture.relative_to(PROJECT)}\n")


if __name__ == "__main__":
    main()
