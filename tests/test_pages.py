"""Every page, drawn without a browser from the sample organisation."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from support_kpi import kpis, macros, queries
from support_kpi.filters import Filters
from support_kpi.formats import shown
from support_kpi.store import Store, snapshots
from support_kpi.ui.frame import plain
from tests import pages
from tests.pages import PAGES, address, listed, metric, opened, subject, title, unfolded

TIMELESS = [pages.named("definitions")]
DATED = [page for page in PAGES if page.parent.name != "data"]
PERIOD = {"from": "2026-01-01", "to": "2026-06-30"}
FILTERS = Filters(date(2026, 1, 1), date(2026, 7, 1))


@pytest.fixture(autouse=True)
def store(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(sample_store))
    return Store.open(sample_store)


@pytest.fixture
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(tmp_path / "store"))
    return Store.open(tmp_path / "store")


def numbers(store: Store, filters: Filters) -> Iterator[tuple[str, str]]:
    """KPIs by label, as the command line would count them."""
    with snapshots.connect(store.snapshot().path) as connection:
        frame = kpis.frame(connection, filters)
    for row in frame.itertuples():
        yield str(row.kpi), shown(row.value, str(row.unit))


@pytest.mark.parametrize("file", PAGES, ids=address)
def test_every_page_draws_its_title_its_line_and_its_rows(file: Path) -> None:
    app = opened(address(file))
    assert not app.exception
    assert not app.error
    assert [heading.value for heading in app.title] == [title(file)]
    assert "1 Nov 2025 to 31 Oct 2026, all channels" in subject(app)
    assert "data to 31 Oct 2026" in subject(app)
    assert len(app.dataframe) + len(app.get("vega_lite_chart")) > 0


@pytest.mark.parametrize("file", PAGES, ids=address)
def test_every_chart_and_table_has_alternative_text(file: Path) -> None:
    app = unfolded(opened(address(file)))
    assert not app.exception
    assert not app.error
    drawn = [*app.get("vega_lite_chart"), *app.dataframe, *app.table]
    assert [element.type for element in drawn if not element.proto.alt] == []


def test_a_table_a_definition_and_the_downloads_are_sent_when_they_are_opened() -> None:
    app = opened("overview")
    charts = len(app.get("vega_lite_chart"))
    (link,) = (code.value for code in app.code)
    assert (len(app.dataframe), len(app.get("download_button"))) == (0, 0)
    unfolded(app)
    assert len(app.get("vega_lite_chart")) == charts
    (table,) = app.dataframe
    assert "tickets_created" in table.value
    formula = queries.load("volume_trend").sql
    called = "\n\n".join(macros.used(formula))
    assert {code.value for code in app.code} == {link, formula.strip(), called}
    # Of the trend and of what moved most.
    labels = [button.label for button in app.get("download_button")]
    assert labels == ["CSV", "Excel", "CSV", "Excel"]


@pytest.mark.parametrize("file", [page for page in PAGES if page not in TIMELESS], ids=address)
def test_every_page_says_what_to_do_on_an_empty_store(file: Path, empty_store: Store) -> None:
    app = opened(address(file))
    assert not app.exception
    told = " ".join(element.value for element in (*app.info, *app.caption)).lower()
    assert "load" in told
    assert not app.get("vega_lite_chart")


@pytest.mark.parametrize("file", DATED, ids=address)
def test_a_selection_without_data_says_which_filter_to_loosen(file: Path) -> None:
    app = opened(address(file), {"from": "1999-01-01", "to": "1999-12-31", "team": "Billing"})
    assert not app.exception
    if address(file) in ("maturity_tiers", "studies", "survey_tables", "questionnaire_map"):
        assert len(app.dataframe)  # assessments, studies and surveys hold whatever the period
        return
    (info,) = app.info
    assert "loosen" in info.value or "widen" in info.value or "team filter" in info.value


@pytest.mark.parametrize("file", PAGES, ids=address)
def test_garbage_in_the_address_falls_back_to_the_default(file: Path) -> None:
    garbage = {
        "from": "yesterday",
        "to": "0000-99-99",
        "channel": ["'; drop table ticket", "pigeon"],
        "team": "<script>alert(1)</script>",
        "tier": "",
        "compare": "with everything",
        "step": "fortnight",
        "view_name": "none",
        "priority": "most",
        "unheard_of": "1",
    }
    app = opened(address(file), garbage)
    assert not app.exception
    assert "1 Nov 2025 to 31 Oct 2026, all channels, teams" in subject(app)


def test_cards_show_what_the_command_line_counts(store: Store) -> None:
    expected = dict(numbers(store, replace(FILTERS, channels=("email",))))
    app = opened("overview", {**PERIOD, "channel": "email"})
    for label, kpi in (
        ("Tickets created", "tickets_created"),
        ("Backlog", "backlog"),
        ("First reply, median", "first_reply_hours_median"),
        ("CSAT", "csat_rate"),
        ("Reopen rate", "reopen_rate"),
        ("Cost per ticket", "cost_per_ticket"),
    ):
        assert metric(app, label) == expected[kpi]


def test_a_filter_in_the_sidebar_changes_the_numbers() -> None:
    app = opened("tickets", PERIOD)
    everything = listed(app)
    parts = []
    for channel in app.multiselect(key="channel").options:
        app.multiselect(key="channel").set_value([channel]).run()
        parts.append(listed(app))
    assert sum(parts) == everything
    assert min(parts) > 0


def test_a_link_may_name_a_channel_by_code_or_by_label() -> None:
    by_code = opened("overview", {**PERIOD, "channel": ["live_chat", "email"]})
    by_label = opened("overview", {**PERIOD, "channel": ["Live chat", "Email"]})
    assert "channels email and live chat" in subject(by_code)
    assert subject(by_code) == subject(by_label)


def test_a_preset_sets_both_dates_and_a_reset_takes_all_back() -> None:
    app = opened("overview", {"team": "Billing"})
    default = subject(opened("overview"))
    app.selectbox(key="preset").set_value("Last month").run()
    assert "1 Sep 2026 to 30 Sep 2026" in subject(app)
    next(button for button in app.button if button.label == "Reset filters").click().run()
    assert subject(app) == default
    assert app.selectbox(key="preset").value is None


def test_filters_survive_a_change_of_page() -> None:
    app = opened("overview", {**PERIOD, "channel": "email", "compare": "year"})
    app.switch_page(str(pages.named("channel_mix"))).run()
    assert "1 Jan 2026 to 30 Jun 2026, channel email" in subject(app)
    assert "compared with 1 Jan 2025 to 30 Jun 2025" in subject(app)


def test_the_link_writes_every_filter_with_absolute_dates() -> None:
    app = opened("overview", {"channel": "email", "team": "Billing"})
    address = next(code.value for code in app.sidebar.code)
    assert address.endswith(
        "?from=2025-11-01&to=2026-10-31&compare=Period+before&channel=Email&team=Billing&step=auto"
    )


def test_each_card_leads_to_as_many_tickets_as_it_counts() -> None:
    for label, which in (
        ("Tickets created", "created"),
        ("Tickets solved", "solved"),
        ("Backlog", "backlog"),
    ):
        query = {**PERIOD, "channel": "email"}
        counted = metric(opened("workload_and_speed", query), label)
        listed = opened("tickets", {**query, "view_name": which})
        assert subject(listed).startswith(f"**{counted} tickets**")


def test_a_segment_lists_the_tickets_that_its_filter_would() -> None:
    by_filter = opened("tickets", {**PERIOD, "channel": "email", "team": "Billing"})
    by_segment = opened("tickets", {**PERIOD, "team": "Billing", "segment": "Channel: Email"})
    assert subject(by_segment) == subject(by_filter)
    assert by_segment.multiselect(key="channel").value == []
    outside = opened("tickets", {**PERIOD, "channel": "email", "segment": "Channel: Phone"})
    assert outside.selectbox(key="segment").value is None
    assert "channel email, all teams" in subject(outside)


def test_the_list_of_tickets_is_what_its_address_says() -> None:
    app = opened("tickets", {**PERIOD, "view_name": "solved", "priority": ["high", "urgent"]})
    solved = listed(app)
    app.selectbox(key="view_name").set_value("created").run()
    created = listed(app)
    assert app.query_params["view_name"] == "Created in the period"
    assert app.query_params["priority"] == ["high", "urgent"]
    assert created != solved
    app.multiselect(key="priority").set_value([]).run()
    assert "priority" not in app.query_params
    assert listed(app) > created
    app.query_params["view_name"] = "solved"
    app.query_params["priority"] = ["high", "urgent"]
    assert listed(app.run()) == solved


def test_names_of_users_are_never_markup() -> None:
    written = plain("![x](http://a.b) <b> $x$ :smile: [l](u) # *a* _b_ `c` &amp; a@b.co")
    assert "\\&amp;" in written
    assert "](" not in written
    assert "http\\:\u2060\\/\\/" in written
    assert "a@\u2060b" in written
    assert "<b>" not in written.replace("\\<", "")
    assert ":smile:" not in written
    assert plain("-30.6 %") == "\\-30\\.6 %"


def test_an_error_in_a_part_of_a_page_is_one_sentence_and_leaves_the_rest() -> None:
    def script() -> None:
        import streamlit as st

        from support_kpi.errors import UsageError
        from support_kpi.ui.frame import redrawn

        @redrawn
        def part() -> None:
            if st.checkbox("Too much"):
                raise UsageError("This would be too many marks")

        part()
        st.caption("The rest of the page")

    app = AppTest.from_function(script).run()
    app.checkbox[0].check().run()
    assert [error.value for error in app.error] == ["This would be too many marks"]
    assert not app.exception
    assert app.caption[0].value == "The rest of the page"
