"""Filters live in the address: across pages, a reload, back, forward and a cold server."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser import server
from tests.browser.visits import (
    arrived,
    card,
    choose,
    entries,
    menu,
    opened,
    pick,
    subject,
    tickets,
)
from tests.browser.waiting import PATIENCE_MS, rerun

QUERY = "?from=2026-01-01&to=2026-03-31&channel=Email&compare=Year+before"
EMAIL = "1 Jan 2026 to 31 Mar 2026, channel email, all teams"


def test_filters_survive_pages_reload_back_and_forward(page: Page, dashboard_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 1200})
    opened(page, f"{dashboard_url}/?from=2026-01-01&to=2026-03-31", "Overview")
    pick(page, "Channels", "Email")
    expect(page).to_have_url(re.compile("channel=Email"))
    expect(page).to_have_url(re.compile("from=2026-01-01.*to=2026-03-31"))
    menu(page, "Channel mix")
    assert EMAIL in subject(page)
    assert "channel=Email" in page.url
    page.reload()
    arrived(page, "Channel mix")
    assert EMAIL in subject(page)
    page.go_back()
    arrived(page, "Overview")
    assert EMAIL in subject(page)
    page.go_forward()
    arrived(page, "Channel mix")
    assert EMAIL in subject(page)
    with rerun(page):
        page.get_by_role("button", name="Reset filters").click()
    expect(page).to_have_url(f"{dashboard_url}/channel_mix")
    assert "all channels, teams" in subject(page)


def test_a_deep_link_into_a_cold_server_shows_page_and_filters(
    page: Page, sample_store: Path, tmp_path: Path
) -> None:
    with server.running(sample_store, tmp_path / "log.txt") as address:
        opened(page, f"{address}/workload_and_speed{QUERY}&team=Billing", "Workload and speed")
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert "1 Jan 2026 to 31 Mar 2026, channel email, team Billing" in subject(page)
        assert "compared with 1 Jan 2025 to 31 Mar 2025" in subject(page)
        sidebar = page.get_by_test_id("stSidebar")
        expect(sidebar.get_by_text("Email")).to_be_visible()
        expect(sidebar.get_by_text("Billing")).to_be_visible()
        expect(page.get_by_role("navigation").get_by_role("button")).to_have_text(
            ["Explore", "Compare", "Plan", "Data"]
        )


def test_a_link_with_codes_is_understood(page: Page, dashboard_url: str) -> None:
    opened(page, f"{dashboard_url}/tickets?channel=live_chat&view_name=backlog", "Tickets")
    assert "channel live chat" in subject(page)
    expect(page.get_by_role("combobox", name="Show")).to_have_value("Open at its end")


def test_an_address_that_holds_rubbish_shows_the_page(page: Page, dashboard_url: str) -> None:
    rubbish = "from=soon&to=1&channel=pigeon&step=aeon&compare=2&team=%3Cscript%3E"
    opened(page, f"{dashboard_url}/channel_mix?{rubbish}", "Channel mix")
    assert "1 Nov 2025 to 31 Oct 2026, all channels, teams" in subject(page)


def test_a_card_leads_to_its_tickets_and_back(page: Page, dashboard_url: str) -> None:
    opened(page, f"{dashboard_url}/{QUERY}", "Overview")
    counted = int(card(page, "Tickets solved").replace(",", ""))
    visited = entries(page)
    page.get_by_role("link", name="Show the tickets").nth(1).click()
    arrived(page, "Tickets")
    assert entries(page) == visited + 1
    assert EMAIL in subject(page)
    assert tickets(page) == counted
    page.reload()
    arrived(page, "Tickets")
    assert tickets(page) == counted
    page.go_back()
    arrived(page, "Overview")
    assert EMAIL in subject(page)
    assert entries(page) == visited + 1


def test_a_chart_leads_to_its_tickets_whatever_was_looked_up_before(
    page: Page, dashboard_url: str
) -> None:
    opened(page, f"{dashboard_url}/tickets{QUERY}&view_name=backlog&ticket=nowhere", "Tickets")
    expect(page.get_by_text("No tickets match these filters")).to_be_visible()
    visited = entries(page)
    menu(page, "Workload and speed")
    assert entries(page) == visited + 1
    assert EMAIL in subject(page)
    everything = tickets(page)
    main = page.get_by_test_id("stMain")
    main.get_by_role("link", name="Tickets", exact=True).first.click()
    arrived(page, "Tickets")
    assert entries(page) == visited + 2
    assert tickets(page) == everything
    page.go_back()
    arrived(page, "Workload and speed")
    assert EMAIL in subject(page)
    page.go_back()
    arrived(page, "Tickets")
    expect(page.get_by_role("combobox", name="Show")).to_have_value("Open at its end")
    expect(page.get_by_role("textbox", name="Ticket id contains")).to_have_value("nowhere")


def test_a_segment_leads_to_its_tickets_and_back(page: Page, dashboard_url: str) -> None:
    some = "?from=2026-01-01&to=2026-03-31&channel=Email&channel=Phone"
    opened(page, f"{dashboard_url}/channel_mix{some}", "Channel mix")
    visited = entries(page)
    choose(page.get_by_test_id("stMain").get_by_role("combobox", name="KPI"), "Tickets created")
    page.get_by_test_id("stPopover").filter(has_text="Tickets").get_by_role("button").click()
    page.get_by_role("link", name="Phone", exact=True).click()
    arrived(page, "Tickets")
    assert entries(page) == visited + 1
    assert "1 Jan 2026 to 31 Mar 2026, channel phone, all teams" in subject(page)
    page.reload()
    arrived(page, "Tickets")
    assert "channel phone, all teams" in subject(page)
    page.go_back()
    arrived(page, "Channel mix")
    assert "channels email and phone, all teams" in subject(page)
    assert entries(page) == visited + 1


def test_every_list_of_tickets_is_one_step_back(page: Page, dashboard_url: str) -> None:
    opened(page, f"{dashboard_url}/tickets{QUERY}", "Tickets")
    created, visited = tickets(page), entries(page)
    show = page.get_by_role("combobox", name="Show")
    choose(show, "Open at its end")
    assert entries(page) == visited + 1
    assert tickets(page) < created
    with rerun(page):
        page.go_back()
    expect(show).to_have_value("Created in the period")
    assert tickets(page) == created


def test_two_visitors_at_once_see_their_own_filters(browser: Browser, dashboard_url: str) -> None:
    channels = ("email", "phone", "messaging")
    visitors = [browser.new_page() for _ in channels]
    for visitor, channel in zip(visitors, channels, strict=True):
        visitor.set_default_timeout(PATIENCE_MS)
        visitor.goto(f"{dashboard_url}/?channel={channel}", wait_until="commit")
    for visitor, channel in zip(visitors, channels, strict=True):
        assert f"channel {channel}, all teams" in subject(arrived(visitor, "Overview"))
    assert len({tickets(visitor) for visitor in visitors}) == len(channels)
    for visitor in visitors:
        visitor.close()
