"""A real browser and a running dashboard with a store of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from support_kpi.performance.browsing import clicking
from tests.browser import server
from tests.browser.waiting import PATIENCE_MS
from tests.sample_store import copied


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, which talks to nobody but the page."""
    return browser_type_launch_args | {
        "executable_path": server.chromium(),
        "args": list(clicking.OPTIONS),
    }


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One for all tests of a worker, whose pages find the scripts of the dashboard in its cache."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A window of its own for each test, and so a session of its own with the dashboard."""
    page = context.new_page()
    yield page
    page.close()


@pytest.fixture(scope="session")
def dashboard_store(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of this worker's dashboard: the sample organisation, free to be changed."""
    return copied(sample_store, tmp_path_factory.mktemp("dashboard") / "store")


@pytest.fixture(scope="session")
def dashboard_url(dashboard_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard that runs as long as the worker."""
    with server.running(dashboard_store, tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address
