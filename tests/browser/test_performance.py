"""How the benchmark meets a page: with a browser, and without one by the same protocol."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from support_kpi.performance.browsing import clicking
from support_kpi.performance.browsing.visiting import Run, visiting
from tests.pages import PAGES, address

CHOICES = ("Last 30 days", "Last 90 days", "Last 30 days")
# What a filter change may send, the first time and when it was seen before.
MOST_BYTES, MOST_AGAIN = 40_000, 20_000


def test_a_choice_in_a_browser_is_timed_to_the_last_change(
    browser: Browser, dashboard_url: str
) -> None:
    view = clicking.opened(browser, urlsplit(dashboard_url).port or 0, "overview")
    try:
        before = view.get_by_test_id("stMetricValue").first.text_content()
        assert clicking.chosen(view, CHOICES[0]) > 0
        assert view.get_by_test_id("stMetricValue").first.text_content() != before
    finally:
        view.context.close()


@pytest.mark.parametrize("file", PAGES, ids=address)
def test_a_filter_change_sends_little(dashboard_url: str, file: Path) -> None:
    # The browser of the other tests holds the event loop of this thread.
    with ThreadPoolExecutor(1) as pool:
        visit = visited(urlsplit(dashboard_url).port or 0, address(file))
        first, other, again = pool.submit(asyncio.run, visit).result()
    assert first.elements and other.elements
    assert max(first.sent_bytes, other.sent_bytes) < MOST_BYTES
    assert again.sent_bytes < MOST_AGAIN


async def visited(port: int, page: str) -> list[Run]:
    async with visiting(port, page) as visitor:
        await visitor.opened()
        return [await visitor.chosen(choice) for choice in CHOICES]
