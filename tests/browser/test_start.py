"""The dashboard as a browser first meets it."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.visits import opened
from tests.browser.waiting import drawn


def test_the_dashboard_opens_on_the_overview(page: Page, dashboard_url: str) -> None:
    opened(page, dashboard_url, "Overview")
    expect(page).to_have_title("Support KPIs")


def test_the_dashboard_asks_no_other_host(page: Page, dashboard_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    drawn(opened(page, dashboard_url, "Overview"))
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
