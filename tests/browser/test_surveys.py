"""Known shares typed into the grid of *Survey tables* weigh the table below it."""

import re
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from tests.browser.visits import opened
from tests.browser.waiting import rerun

MODEL = "what_is_your_business_model"
ADDRESS = urlencode(
    {"survey": "synthetic_aircall2018_survey", "rows": MODEL, "columns": "none", "rake": MODEL}
)
# In the last column of the first row below the headings, on a page as wide as the tests'.
FIRST_SHARE = {"x": 700, "y": 52}


def test_known_shares_typed_on_the_page_weigh_the_table(page: Page, dashboard_url: str) -> None:
    opened(page, f"{dashboard_url}/survey_tables?{ADDRESS}", "Survey tables")
    grid = page.get_by_test_id("data-grid-canvas").first
    expect(grid.get_by_test_id("glide-cell-2-0")).to_have_text("46.1")
    grid.scroll_into_view_if_needed()
    page.get_by_test_id("stDataFrameResizable").first.click(position=FIRST_SHARE)
    for row, share in enumerate(("50", "30", "20")):
        page.keyboard.press("Enter")
        page.locator("#portal input").fill(share)
        page.keyboard.press("Enter")
        expect(grid.get_by_test_id(f"glide-cell-3-{row}")).to_have_text(re.compile(share))
    with rerun(page):
        page.get_by_role("button", name="Weigh by these shares").click()
    expect(page.get_by_text("Raking met every margin")).to_be_visible()
    assert page.url.count("&margin=") == 3
