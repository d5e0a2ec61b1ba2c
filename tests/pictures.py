"""Pictures of the pages, of the sample organisation: `python -m tests.pictures`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from support_kpi import serve
from tests.browser import server
from tests.browser.waiting import settled

PICTURES = server.PROJECT / "docs" / "pictures"
WIDTH, HEIGHT = 1280, 960
DRAWING_MS = 1500
FIRST = "overview"


def main() -> None:
    """A light picture of each page, and a dark one of the first."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Path(folder) / "store"
        serve.fill(store)
        with (
            server.running(store, Path(folder) / "log.txt") as address,
            playwright.chromium.launch(
                executable_path=server.chromium(), args=list(server.QUIET)
            ) as browser,
        ):
            _take(browser, address, FIRST, "dark")
            for name in pages():
                _take(browser, address, name, "light")


def pages() -> list[str]:
    """The pages as their addresses name them."""
    files = sorted((server.PROJECT / "pages").glob("*/*.py"))
    return [file.stem.split("_", maxsplit=1)[1] for file in files]


def _take(browser: Browser, address: str, name: str, scheme: str) -> None:
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": WIDTH, "height": HEIGHT},
    )
    page = context.new_page()
    page.goto(address if name == FIRST else f"{address}/{name}")
    settled(page)
    page.wait_for_selector("h1")
    # Charts draw after the script has ended and say nothing when done.
    page.wait_for_timeout(DRAWING_MS)
    picture = PICTURES / f"{name}-{scheme}.png"
    page.screenshot(path=picture)
    context.close()
    sys.stdout.write(f"{picture.relative_to(server.PROJECT)}\n")


if __name__ == "__main__":
    main()
