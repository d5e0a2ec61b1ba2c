"""Text of users is data on every page: it runs nothing, loads nothing and links nowhere."""

import csv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from support_kpi.drafts import Options
from support_kpi.store import Store
from tests.browser import server
from tests.browser.visits import opened
from tests.browser.waiting import drawn
from tests.pages import PAGES, address, title

HEADINGS = ("ticket_id", "created_at", "solved_at", "channel", "team", "status", "subject")
DIRT = (
    "<script>window.ran = 1</script>",
    '<img src="http://evil.example/i.png" onerror="window.ran = 1">',
    "![picture](http://evil.example/i.png)",
    "[link](http://evil.example) www.evil.example a@evil.example",
    '=HYPERLINK("http://evil.example")',
    "**bold** _italic_ `code` :red[red] :material/home: :smile:",
    "$x^2$ $$\\frac{1}{2}$$",
    "datum.value + 1; constructor.constructor('window.ran = 1')()",
)
FILE = "<img src=x onerror=window.ran=1>.csv"


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export with markup in every text, assigned to teams of such names."""
    file = tmp_path_factory.mktemp("dirty") / "dirty.csv"
    with file.open("w", newline="", encoding="utf-8") as target:
        rows = csv.writer(target)
        rows.writerow([*HEADINGS, "<b>spare</b>"])
        for month in (1, 2, 3):
            for number, dirt in enumerate(DIRT * (4 if month < 3 else 40)):
                day = f"2026-{month:02}-{number % 28 + 1:02}"
                identifier = f"{month}-{number} {dirt}"
                rows.writerow(
                    [identifier, f"{day} 09:00", f"{day} 11:00", dirt, dirt, "solved", dirt, dirt]
                )
    return file


@pytest.fixture(scope="module")
def dashboard(dirty: Path) -> Iterator[str]:
    store = Store.open(dirty.parent / "store")
    (result,) = store.load(dirty, Options(), name=FILE)
    assert result.error is None
    assert result.rows_rejected == 0
    with server.running(store.folder, dirty.parent / "log.txt") as address:
        yield address


def harm(page: Page) -> list[str]:
    """Whatever became of the text but text."""
    return page.evaluate(
        """() => [
            ...(window.ran ? ["a script ran"] : []),
            ...[...document.querySelectorAll("[href*=evil], [src*=evil], [data*=evil]")]
                .map(element => element.outerHTML),
            ...[...document.querySelectorAll(".katex, [onerror]")].map(e => e.outerHTML),
        ]"""
    )


def test_no_page_runs_or_links_what_an_export_holds(page: Page, dashboard: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for file in PAGES:
        opened(page, f"{dashboard}/{address(file)}", title(file))
        assert harm(drawn(page)) == []
        expect(page.get_by_test_id("stException")).to_have_count(0)
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}


def test_names_of_teams_are_shown_as_they_are_written(page: Page, dashboard: str) -> None:
    query = urlencode({"team": DIRT, "from": "2026-03-01", "to": "2026-03-28"}, doseq=True)
    opened(page, f"{dashboard}/overview?{query}", "Overview")
    assert harm(drawn(page)) == []
    line = page.get_by_test_id("stCaptionContainer").filter(has_text="teams").first
    assert [dirt for dirt in DIRT if dirt not in text(line)] == []
    moved = page.get_by_test_id("stTable").last
    assert any(dirt in text(moved) for dirt in DIRT)


def text(place: Locator) -> str:
    return place.inner_text().replace("\u2060", "")


def test_a_preview_shows_a_dirty_file_as_text(page: Page, dashboard: str, dirty: Path) -> None:
    opened(page, f"{dashboard}/upload_exports", "Upload exports")
    content = {"name": FILE, "mimeType": "text/csv", "buffer": dirty.read_bytes() + b"\n"}
    page.locator("input[type=file]").set_input_files([content])  # type: ignore[list-item]
    expect(page.get_by_role("heading", name=FILE)).to_be_visible()
    assert harm(drawn(page)) == []
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("heading", name=FILE)).to_have_count(0)
