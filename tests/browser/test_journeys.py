"""Journeys through the dashboard: a reset, an upload and its undo."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.visits import opened, subject, tickets
from tests.browser.waiting import rerun

SPRING = "from=2026-03-01&to=2026-05-31"
EXPORT = "".join(
    (
        "Ticket ID,Created at,Status,Channel,Subject\n",
        "J-1,2026-03-05 09:00:00,Open,Email,<script>window.__hit = 1</script>\n",
        "J-2,2026-03-06 09:00:00,Open,Email,![x](http://example.org/x.png)\n",
        *(f"J-{n},2026-03-06 10:00:00,Open,Email,=1+{n} $x$ **b**\n" for n in range(3, 10)),
        "J-10,soon,Open,Email,unreadable\n",
    )
)


def test_reset_brings_all_tickets_back(page: Page, dashboard_url: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    opened(page, f"{dashboard_url}/channel_mix?{SPRING}&channel=email", "Channel mix")
    few = tickets(page)
    with rerun(page):
        page.get_by_role("button", name="Reset filters").click()
    assert "all channels" in subject(page)
    assert tickets(page) > few


def test_an_upload_changes_the_number_and_undo_brings_it_back(
    page: Page, dashboard_url: str, tmp_path: Path
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).hostname or ""))
    page.set_viewport_size({"width": 1440, "height": 1000})
    march = f"{dashboard_url}/channel_mix?from=2026-03-05&to=2026-03-06&channel=email"
    before = tickets(opened(page, march, "Channel mix"))
    export = tmp_path / "journey.csv"
    export.write_text(EXPORT, encoding="utf-8")

    opened(page, f"{dashboard_url}/upload_exports", "Upload exports")
    page.locator("input[type=file]").set_input_files(str(export))
    expect(page.get_by_text("10 rows read, 9 kept, 1 rejected").first).to_be_visible()
    with rerun(page):
        page.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.get_by_text("9 new").first).to_be_visible()
    assert tickets(opened(page, march, "Channel mix")) == before + 9

    listed = f"{dashboard_url}/tickets?from=2026-03-05&to=2026-03-06&ticket=J-"
    assert tickets(opened(page, listed, "Tickets")) == 9
    assert page.evaluate("window.__hit") is None
    assert set(asked) - {"127.0.0.1", ""} == set()

    opened(page, f"{dashboard_url}/upload_exports", "Upload exports")
    with rerun(page):
        page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Redo")).to_be_visible()
    assert tickets(opened(page, march, "Channel mix")) == before
