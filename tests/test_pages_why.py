"""The page that says why a rate moved: parts, periods from the address, ways to it."""

from pathlib import Path

import pytest

from tests.pages import metric, opened, subject

SPRING = {"from": "2026-04-01", "to": "2026-06-30"}


@pytest.fixture(autouse=True)
def store(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(sample_store))


def points(text: str) -> float:
    return float(text.split()[0])


def test_the_parts_on_the_cards_add_up_to_the_change() -> None:
    app = opened("why_it_moved", {**SPRING, "kpi": "csat_rate", "split": "team"})
    assert not app.exception
    change, within, shares = (
        points(metric(app, label))
        for label in ("Change", "Within the teams", "By shares of the teams")
    )
    assert change == pytest.approx(within + shares, abs=0.11)
    assert "compared with 1 Jan 2026 to 31 Mar 2026" in subject(app)
    assert any("of all that moved" in text.value for text in app.markdown)


def test_the_periods_kpi_and_split_are_those_of_the_address() -> None:
    told = {"kpi": "reopen_rate", "split": "priority", "before_from": "2025-12-01"}
    app = opened("why_it_moved", {**SPRING, **told, "before_to": "2025-12-31"})
    assert app.selectbox(key="kpi").value == "reopen_rate"
    assert [heading.value for heading in app.subheader] == ["Reopen rate: what each priority adds"]
    app.selectbox(key="kpi").set_value("within_4_hours_rate").run()
    assert not app.exception
    assert metric(app, "First reply within 4 hours").endswith("%")
    assert "within_4_hours_rate" in app.query_params["kpi"]


def test_a_period_without_data_to_compare_with_is_told() -> None:
    days = {"before_from": "2001-01-01", "before_to": "2001-12-31"}
    app = opened("why_it_moved", {**SPRING, **days})
    (info,) = app.info
    assert "1 Jan 2001 to 31 Dec 2001 has no CSAT answers" in info.value
    assert not app.get("vega_lite_chart")


def test_nothing_to_compare_with_says_where_to_choose() -> None:
    app = opened("why_it_moved", {**SPRING, "compare": "none"})
    (info,) = app.info
    assert "Choose dates" in info.value


def test_cards_and_movers_lead_to_the_explanation() -> None:
    app = opened("overview", SPRING)
    links = [link.proto.page for link in app.get("page_link") if "why" in link.proto.page]
    assert len(links) >= 3
