"""What a visitor does on a page."""

import re

from playwright.sync_api import Locator, Page, expect

from tests import pages
from tests.browser.waiting import rerun, settled


def opened(page: Page, address: str, title: str) -> Page:
    """Go to an address and wait for the page of that title to be drawn."""
    page.goto(address)
    return arrived(page, title)


def arrived(page: Page, title: str) -> Page:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return settled(page)


def subject(page: Page) -> str:
    """The line that says what the numbers are about."""
    line = page.get_by_test_id("stCaptionContainer").filter(has_text="sources").first
    return re.sub(r"[\u2060\s]+", " ", line.inner_text())


def tickets(page: Page) -> int:
    """The number of tickets that the line begins with."""
    return int(subject(page).split()[0].replace(",", ""))


def card(page: Page, label: str) -> str:
    """The value on a KPI card."""
    metric = page.get_by_test_id("stMetric").filter(has_text=label).first
    return metric.get_by_test_id("stMetricValue").inner_text().strip()


def menu(page: Page, title: str) -> Page:
    """Go to a page through the menu of its section."""
    section = next(file.parent.name for file in pages.PAGES if pages.title(file) == title)
    page.get_by_role("navigation").get_by_role("button", name=section.capitalize()).click()
    page.get_by_role("menuitem", name=title, exact=True).click()
    return arrived(page, title)


def entries(page: Page) -> int:
    """How many addresses the history of the browser holds."""
    return page.evaluate("history.length")


def pick(page: Page, label: str, option: str) -> None:
    """Choose an option of a filter in the sidebar."""
    choose(page.get_by_test_id("stSidebar").get_by_role("combobox", name=label), option)


def choose(box: Locator, option: str) -> None:
    """Choose an option of a list, and wait for what follows."""
    # A list that opens closes when the page scrolls, which it does a frame after it is told to.
    box.scroll_into_view_if_needed()
    box.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    with rerun(box.page):
        box.fill(option)
        box.page.get_by_role("option", name=option, exact=True).click()
        box.page.keyboard.press("Escape")
