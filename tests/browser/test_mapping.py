"""From a table that no format fits to its numbers, and the meaning of a value said afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from support_kpi.store import Store
from tests.browser import server
from tests.browser.visits import menu, opened
from tests.browser.waiting import rerun

HEADINGS = "Number,When,Aus,Desk\n"
NOTES = HEADINGS + "".join(
    f"A-{n},0{n}/04/2026 09:00,{'Kiosk' if n % 3 else 'E-Mail'},North\n" for n in range(1, 10)
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("unknown")
    Store.open(folder / "store")
    with server.running(folder / "store", folder / "log.txt") as address:
        yield address


def pick(page: Page, label: str, option: str) -> None:
    """Choose an option of a list that can be emptied: Escape would do that."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.scroll_into_view_if_needed()
    box.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def test_a_new_user_maps_a_table_and_later_a_value(
    page: Page, address: str, tmp_path: Path
) -> None:
    (tmp_path / "notes.csv").write_text(NOTES)
    opened(page, f"{address}/upload_exports", "Upload exports")
    page.locator("input[type=file]").set_input_files(tmp_path / "notes.csv")
    expect(page.get_by_text("Say which column is: Created at.")).to_be_visible()
    pick(page, "When is", "Created at")
    pick(page, "Order of day and month in When", "day first, 31/12/2026")
    pick(page, "Aus is", "Channel")
    expect(page.get_by_text("no known channel")).to_be_visible()
    expect(page.get_by_text("of all 9 rows 9 are kept")).to_be_visible()
    with rerun(page):
        page.get_by_role("button", name="Read with this mapping").click()
    expect(page.get_by_text("9 rows read, 9 kept, 0 rejected")).to_be_visible()
    with rerun(page):
        page.get_by_role("button", name="Publish 1 table").click()
    expect(page.get_by_text("notes.csv is load 1: 9 new")).to_be_visible()

    (tmp_path / "may.csv").write_text(HEADINGS + "B-1,11/05/2026 09:00,Kiosk,South\n")
    page.locator("input[type=file]").set_input_files(tmp_path / "may.csv")
    expect(page.get_by_text("remembered for these headings since")).to_be_visible()
    with rerun(page):
        page.get_by_role("button", name="Publish 1 table").click()

    menu(page, "Mappings")
    expect(page.get_by_text("1 of channel (7 records)")).to_be_visible()
    pick(page, "Kiosk of generic", "In person")
    with rerun(page):
        page.get_by_role("button", name="Save meanings").click()
    expect(page.get_by_text("means In person").first).to_be_visible()
    expect(page.get_by_text("is understood")).to_be_visible()
