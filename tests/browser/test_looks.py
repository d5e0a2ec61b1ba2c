"""Every page as it looks: light and dark, wide and on a phone, and what it asks of the network."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.visits import opened
from tests.browser.waiting import drawn
from tests.pages import PAGES, address, title

# Streamlit's own: the lists of its menu, and the marks of its sparklines.
ALLOWED = {"list", "listitem", "svg-img-alt"}
GRAVE = {"serious", "critical"}
PHONE: ViewportSize = {"width": 390, "height": 844}
# As tall as a page: what is out of sight is not measured.
WIDE: ViewportSize = {"width": 1440, "height": 5000}
CHOSEN = "?channel=Email"


def faults(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong, by every rule or by those named."""
    chosen = {"runOnly": list(rules)} if rules else {}
    found = Axe().run(page, options={"resultTypes": ["violations"]} | chosen)
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found.response["violations"]
        if fault["impact"] in GRAVE and fault["id"] not in ALLOWED
        for node in fault["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return page.evaluate(
        """() => {
            const main = document.querySelector("[data-testid=stMain]");
            return Math.max(
                main.scrollWidth - main.clientWidth,
                document.documentElement.scrollWidth - window.innerWidth,
            );
        }"""
    )


def clipped(page: Page) -> list[str]:
    """Headings, captions and values of cards that end in an ellipsis."""
    return page.evaluate(
        """() => [...document.querySelectorAll(
                "h1, h2, h3, [data-testid=stCaptionContainer] p, [data-testid=stMetricValue] *,"
                + "[data-testid=stMetricLabel] p")]
            .filter(element => element.offsetParent)
            .filter(element => element.scrollWidth > element.clientWidth + 1)
            .map(element => element.innerText)"""
    )


@pytest.mark.parametrize("file", PAGES, ids=address)
def test_a_page_is_whole_in_light_dark_and_on_a_phone(
    file: Path, page: Page, dashboard_url: str
) -> None:
    asked: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    opened(page, f"{dashboard_url}/{address(file)}{CHOSEN}", title(file))
    assert faults(drawn(page)) == []
    assert clipped(page) == []
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", "dark")
    assert faults(drawn(page), "color-contrast") == []
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.set_viewport_size(PHONE)
    drawn(page)
    assert overflow(page) == 0
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
    assert trouble == []


def test_the_filters_open_and_close_on_a_phone(page: Page, dashboard_url: str) -> None:
    page.set_viewport_size(PHONE)
    opened(page, dashboard_url, "Overview")
    channels = page.get_by_role("combobox", name="Channels")
    expect(channels).not_to_be_in_viewport()
    page.get_by_test_id("stExpandSidebarButton").click()
    channels.scroll_into_view_if_needed()
    expect(channels).to_be_in_viewport()
    assert overflow(page) == 0
