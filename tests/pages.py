"""The dashboard without a browser, on a store of the test's choice."""

from collections.abc import Mapping
from pathlib import Path

from streamlit.testing.v1 import AppTest

PROJECT = Path(__file__).parents[1]
PAGES = sorted((PROJECT / "pages").glob("*/*.py"))
SECONDS = 60


def address(page: Path) -> str:
    """What the URL calls a page."""
    return page.stem.split("_", maxsplit=1)[1]


def title(page: Path) -> str:
    """What the menu calls a page."""
    return address(page).replace("_", " ").capitalize().replace("Csat", "CSAT")


def named(name: str) -> Path:
    return next(page for page in PAGES if address(page) == name)


def opened(name: str, query: Mapping[str, str | list[str]] | None = None) -> AppTest:
    """A page as a visitor finds it who follows a link to it."""
    app = AppTest.from_file(PROJECT / "support_kpi" / "ui" / "app.py", default_timeout=SECONDS)
    for key, value in (query or {}).items():
        app.query_params[key] = value
    return app.switch_page(str(named(name))).run()


def unfolded(app: AppTest) -> AppTest:
    """The page once every table, definition and download of it is opened."""
    for tabs in filter(lambda tabs: tabs.proto.id, app.get("tab_container")):
        labels = [tab.label for tab in tabs.children.values()]
        table = next((label for label in labels if label.startswith("Table")), labels[0])
        app.session_state[_key(tabs.proto.id)] = table
    for box in app.get("popover"):
        if box.proto.popover.id:
            app.session_state[_key(box.proto.popover.id)] = True
    return app.run()


def _key(element: str) -> str:
    """The key by which a page knows an element."""
    return element.split("-", maxsplit=2)[2]


def metric(app: AppTest, label: str) -> str:
    """The value on a KPI card."""
    return next(card.value for card in app.metric if card.label == label)


def subject(app: AppTest) -> str:
    """The line that says what the numbers are about, without the escapes of markdown."""
    texts = [caption.value.replace("\\", "").replace("\u2060", "") for caption in app.caption]
    return next((text for text in texts if "all sources" in text or "source" in text), "")


def listed(app: AppTest) -> int:
    """How many tickets the page Tickets counts."""
    return int(subject(app).split()[0].removeprefix("**").replace(",", ""))
