"""How the benchmark meets a page: with a browser, and without one by the same protocol."""

import asyncio
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from support_kpi.performance.browsing import clicking
from support_kpi.performance.browsing.visiting import Run, visiting

CHOICES = ("Last 30 days", "Last 90 days", "Last 30 days")
# What a filter change may send; these pages have so many cards that the bounds are their own.
MOST_BYTES = {
    "overview": 40_000,
    "channel_mix": 40_000,
    "csat_trends": 40_000,
    "workload_and_speed": 70_000,
    "budget_allocation": 70_000,
    "maturity_tiers": 45_000,
}


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


@pytest.mark.parametrize("page", MOST_BYTES)
def test_a_filter_change_sends_little(dashboard_url: str, page: str) -> None:
    first, other, again = asyncio.run(visited(urlsplit(dashboard_url).port or 0, page))
    assert first.elements and other.elements
    assert max(first.sent_bytes, other.sent_bytes) < MOST_BYTES[page]
    assert again.sent_bytes < MOST_BYTES[page] / 2


async def visited(port: int, page: str) -> list[Run]:
    async with visiting(port, page) as visitor:
        await visitor.opened()
        return [await visitor.chosen(choice) for choice in CHOICES]
