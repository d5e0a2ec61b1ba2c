"""What only a browser shows: addresses, deep links, uploads, themes, a phone."""

import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import server
from tests.browser.waiting import settled

PAGES = (
    "",
    "channel_mix",
    "csat_trends",
    "workload_and_speed",
    "tickets",
    "maturity_tiers",
    "budget_allocation",
    "upload_exports",
    "data_health",
    "definitions",
)
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


def subject(page: Page) -> Locator:
    """The line that says period, filters, n and data date."""
    return page.get_by_test_id("stMain").get_by_test_id("stCaptionContainer").first


def tickets(page: Page) -> int:
    """The n of the page's line."""
    found = re.match(r"([\d,]+) tickets", subject(page).inner_text())
    assert found, subject(page).inner_text()
    return int(found[1].replace(",", ""))


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    return settled(page)


def menu(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    settled(page)


def test_filters_stay_in_the_address_across_pages_reload_and_back(
    page: Page, dashboard_url: str
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    opened(page, f"{dashboard_url}/channel_mix?{SPRING}&channel=email")
    email = tickets(page)
    menu(page, "Workload and speed")
    expect(page).to_have_url(re.compile("from=2026-03-01"))
    assert tickets(page) == email
    page.reload()
    assert tickets(settled(page)) == email
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Channel mix")
    assert tickets(settled(page)) == email
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Workload and speed")
    expect(page).to_have_url(re.compile("to=2026-05-31"))


def test_reset_brings_all_tickets_back(page: Page, dashboard_url: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    opened(page, f"{dashboard_url}/channel_mix?{SPRING}&channel=email")
    few = tickets(page)
    page.get_by_role("button", name="Reset filters").click()
    expect(subject(page)).to_contain_text("all channels", timeout=20_000)
    assert tickets(settled(page)) > few


def test_an_address_that_holds_rubbish_shows_the_page_all_the_same(
    page: Page, dashboard_url: str
) -> None:
    opened(page, f"{dashboard_url}/channel_mix?from=soon&to=1&channel=pigeon&step=aeon&compare=2")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Channel mix")
    assert tickets(page) > 0
    assert page.get_by_test_id("stException").count() == 0


def test_a_cold_deep_link_shows_its_page_with_frame_and_filters(
    page: Page, sample_store: Path, tmp_path: Path
) -> None:
    store = shutil.copytree(sample_store, tmp_path / "store")
    with server.running(store, tmp_path / "log.txt") as address:
        opened(page, f"{address}/csat_trends?{SPRING}&channel=email")
        expect(page.get_by_role("heading", level=1)).to_contain_text("CSAT trends")
        expect(subject(page)).to_contain_text("1 Mar 2026 to 31 May 2026")
        assert page.get_by_role("dialog").count() == 0


def test_an_upload_changes_the_number_and_undo_brings_it_back(
    page: Page, dashboard_url: str, tmp_path: Path
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).hostname or ""))
    page.set_viewport_size({"width": 1440, "height": 1000})
    march = f"{dashboard_url}/channel_mix?from=2026-03-05&to=2026-03-06&channel=email"
    before = tickets(opened(page, march))
    export = tmp_path / "journey.csv"
    export.write_text(EXPORT, encoding="utf-8")

    opened(page, f"{dashboard_url}/upload_exports")
    page.locator("input[type=file]").set_input_files(str(export))
    expect(page.get_by_text("10 rows read, 9 kept, 1 rejected").first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.get_by_text("9 new").first).to_be_visible(timeout=60_000)
    assert tickets(opened(page, march)) == before + 9

    rows = opened(page, f"{dashboard_url}/tickets?from=2026-03-05&to=2026-03-06&ticket=J-")
    assert tickets(rows) == 9
    assert page.evaluate("window.__hit") is None
    assert set(asked) - {"127.0.0.1", ""} == set()

    opened(page, f"{dashboard_url}/upload_exports")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Redo")).to_be_visible(timeout=60_000)
    assert tickets(opened(page, march)) == before


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(page: Page, dashboard_url: str, name: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, f"{dashboard_url}/{name}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.get_by_test_id("stException").count() == 0


def test_light_and_dark_follow_the_system(browser: Browser, dashboard_url: str) -> None:
    shades = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
        page = opened(context.new_page(), f"{dashboard_url}/csat_trends")
        expect(page.locator("[data-testid=stVegaLiteChart]").first).to_be_visible()
        ground = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
        red, green, blue = map(int, re.findall(r"\d+", page.evaluate(ground))[:3])
        shades.append(red + green + blue)
        context.close()
    assert shades[0] > 3 * 200 and shades[1] < 3 * 60
