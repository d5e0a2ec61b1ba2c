"""The dashboard as a browser first meets it."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.waiting import settled


def test_the_dashboard_opens_on_the_overview(page: Page, dashboard_url: str) -> None:
    page.goto(dashboard_url)
    settled(page)
    expect(page).to_have_title("Support KPIs")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")


def test_the_dashboard_asks_no_other_host(page: Page, dashboard_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(dashboard_url)
    settled(page)
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
