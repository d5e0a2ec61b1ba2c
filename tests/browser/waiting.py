"""Waiting for a page to have come to rest."""

from playwright.sync_api import Page

RUN_SECONDS = 60


def settled(page: Page) -> Page:
    """The page, once no script runs and nothing on it is still being replaced."""
    page.wait_for_selector(
        "[data-testid=stApp][data-test-script-state=notRunning]", timeout=1000 * RUN_SECONDS
    )
    page.wait_for_selector("[data-stale=true]", state="detached", timeout=1000 * RUN_SECONDS)
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached", timeout=1000 * RUN_SECONDS)
    return page
