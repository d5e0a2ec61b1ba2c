"""From a file that is dropped to a changed number, and back, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from support_kpi.drafts import Options
from support_kpi.store import Store
from tests.browser import server
from tests.browser.visits import arrived, card, menu, opened, subject
from tests.browser.waiting import rerun

PERIOD = "?from=2026-01-01&to=2026-12-31"
MARCH = """\
ticket_id,created_at,solved_at,channel,team,status
T-1,2026-03-02 09:00:00,2026-03-02 10:00:00,email,Billing,solved
T-2,2026-03-03 09:00:00,2026-03-04 09:00:00,phone,Billing,solved
T-3,2026-03-31 09:00:00,,email,Orders,open
"""
APRIL = "".join(
    (
        "ticket_id,created_at,solved_at,channel,team,status\n",
        "T-3,2026-03-31 09:00:00,2026-04-01 09:00:00,email,Orders,solved\n",
        *(f"T-{number},2026-04-30 09:00:00,,email,Orders,open\n" for number in range(4, 12)),
        "T-12,never,,email,Orders,open\n",
    )
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard on the three tickets of March."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "march.csv").write_text(MARCH)
    Store.open(folder / "store").load(folder / "march.csv", Options())
    with server.running(folder / "store", folder / "log.txt") as address:
        yield address


def created(page: Page) -> str:
    """The number of tickets on the Overview, reached through the menu; then back to the uploads."""
    number = card(menu(page, "Overview"), "Tickets created")
    menu(page, "Upload exports")
    return number


def test_an_upload_changes_the_number_and_an_undo_brings_it_back(
    page: Page, address: str, tmp_path: Path
) -> None:
    file = tmp_path / "april.csv"
    file.write_text(APRIL)
    opened(page, f"{address}/upload_exports{PERIOD}", "Upload exports")
    assert created(page) == "3"
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("10 rows read, 9 kept, 1 rejected")).to_be_visible()
    expect(page.get_by_text("Publishing adds 8 records and updates 1")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Tickets created")
    expect(row.get_by_role("cell")).to_have_text(["Tickets created", "3", "11", "+8"])
    page.get_by_role("tab", name="Rejects").click()
    with rerun(page):
        page.get_by_role("button", name="Publish 1 table").click()
    expect(page.get_by_text("april.csv is load 2: 8 new, 1 updated")).to_be_visible()
    assert created(page) == "11"
    with rerun(page):
        page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Load 2, april.csv, is out of the numbers.")).to_be_visible()
    assert created(page) == "3"
    with rerun(page):
        page.get_by_role("button", name="Redo", exact=True).click()
    expect(page.get_by_text("Load 2, april.csv, is in the numbers again.")).to_be_visible()
    assert created(page) == "11"
    with page.expect_download() as download:
        page.get_by_role("button", name="Rejects as CSV").click()
    assert "never" in download.value.path().read_text(encoding="utf-8-sig")


def test_a_rejected_row_is_downloaded_mended_and_loaded(
    page: Page, address: str, tmp_path: Path
) -> None:
    file = tmp_path / "june.csv"
    file.write_text(
        APRIL.splitlines()[0]
        + "\nT-20,some day,,email,Orders,open\n"
        + "".join(f"T-2{n},2026-06-0{n} 09:00:00,,email,Orders,open\n" for n in range(1, 6))
    )
    opened(page, f"{address}/upload_exports{PERIOD}", "Upload exports")
    page.locator("input[type=file]").set_input_files(file)
    with rerun(page):
        page.get_by_role("button", name="Publish 1 table").click()
    page.get_by_role("link", name="Show rejected rows").click()
    listed = arrived(page, "Rejected rows").url
    assert subject(page).startswith("1 rows and cells, still to mend")
    with page.expect_download() as download:
        page.get_by_role("button", name="Rejects as CSV").click()
    rows = download.value.path().read_text(encoding="utf-8-sig")
    assert "T-20,some day,,email,Orders,open" in rows
    mended = tmp_path / "mended.csv"
    mended.write_text(rows.replace("some day", "2026-06-30 09:00:00", 1))
    menu(page, "Upload exports")
    page.locator("input[type=file]").set_input_files(mended)
    expect(page.get_by_text("Publishing adds 1 records and updates 0")).to_be_visible()
    with rerun(page):
        page.get_by_role("button", name="Publish 1 table").click()
    expect(page.get_by_text("mended.csv is load")).to_be_visible()
    opened(page, listed, "Rejected rows")
    assert subject(page).startswith("0 rows and cells, still to mend")


def test_what_is_downloaded_is_what_is_shown(page: Page, address: str) -> None:
    opened(page, f"{address}/tickets{PERIOD}&channel=Phone", "Tickets")
    page.get_by_test_id("stPopover").last.get_by_role("button").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "T-2" in lines[1]
    assert "Phone" in lines[1]
