"""Targets and annotations on their pages, on cards and on trends."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from support_kpi import queries, targets
from support_kpi.store import Store
from support_kpi.ui import annotating
from support_kpi.ui.target_board import said, typed
from tests.pages import opened, unfolded
from tests.sample_store import copied

YEAR = {"from": "2026-01-01", "to": "2026-10-31", "step": "month"}
LAUNCH = {"first_day": "2026-03-05", "last_day": "2026-03-20", "text": "Launch of the *shop*"}


@pytest.fixture
def store(sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    folder = copied(sample_store, tmp_path / "store")
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(folder))
    store = Store(folder)
    for kind in ("target", "annotation"):
        store.entries.remove(kind, [one.key for one in store.entries.list(kind)])
    return store


def target(kpi: str, month: str, value: float, channel: str | None = None) -> Mapping[str, object]:
    return {"kpi": kpi, "channel": channel, "month": f"{month}-01", "value": value}


def entered(store: Store) -> None:
    wanted = [
        target("csat_rate", "2026-09", 0.2),
        target("csat_rate", "2026-10", 0.99),
        target("csat_rate", "2026-10", 0.1, "phone"),
        target("tickets_created", "2026-10", 500),
    ]
    store.entries.enter("target", {str(number): one for number, one in enumerate(wanted)})


def button(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label.startswith(label)).click().run()


def specifications(app: AppTest) -> list[str]:
    return [chart.proto.spec for chart in app.get("vega_lite_chart")]


def test_a_card_says_whether_its_target_is_met(store: Store) -> None:
    entered(store)
    app = opened("overview", YEAR)
    assert not app.exception
    badges = [text.value for text in app.markdown if "Target" in text.value]
    assert any("Target not met" in text for text in badges)
    told = " ".join(caption.value for caption in app.caption).replace("\\", "")
    assert "Oct 2026: 99.0 %, it was" in told and "met in 1 of 2 months" in told
    assert "Target of Oct 2026: 500" in told


def test_targets_are_drawn_on_the_trend_of_their_kpi_and_channel(store: Store) -> None:
    entered(store)
    app = opened("csat_trends", YEAR)
    assert ['"field": "target"' in text for text in specifications(app)].count(True) == 1
    alts = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    assert "2 monthly targets, the last 99.0 % for Oct 2026." in alts[0]
    email = opened("csat_trends", {**YEAR, "channel": "email"})
    assert not any('"field": "target"' in text for text in specifications(email))


def test_annotations_are_drawn_told_and_hidden_by_the_toggle(store: Store) -> None:
    store.entries.enter("annotation", {"a": LAUNCH})
    app = opened("overview", YEAR)
    (chart,) = app.get("vega_lite_chart")
    assert "What happened" in chart.proto.spec
    assert "5 Mar 2026 to 20 Mar 2026: Launch of the *shop*" in chart.proto.alt
    table = unfolded(app).dataframe[0].value
    assert table["annotations"].tolist()[:4] == ["", "", "Launch of the *shop*", ""]
    app.toggle(key="annotated").set_value(False).run()
    assert "What happened" not in specifications(app)[0]
    elsewhere = opened("overview", {**YEAR, "from": "2026-04-01"})
    assert "What happened" not in specifications(elsewhere)[0]


def test_the_board_of_targets_shows_each_month_and_undoes_the_last_change(store: Store) -> None:
    entered(store)
    app = opened("targets", YEAR)
    assert not app.exception
    rows = next(one.value for one in app.dataframe if "verdict" in one.value.columns)
    found = rows.set_index(["KPI", "month"])
    assert found.loc[("CSAT", "Sep 2026"), ["verdict", "target"]].tolist() == ["met", "20.0 %"]
    assert found.loc[("CSAT", "Oct 2026"), ["verdict", "target"]].tolist() == ["not met", "99.0 %"]
    low, high = found.loc[("CSAT", "Oct 2026"), "95_%_interval"].split(" to ")
    assert low.endswith(" %") and high.endswith(" %")
    changes = next(one.value for one in app.dataframe if "said" in one.value.columns)
    assert changes["said"].tolist()[:4] == ["500", "10 %", "99 %", "20 %"]
    button(app, "Undo change")
    assert not app.exception
    assert store.entries.list("target") == []
    assert any("is undone" in text.value for text in app.success)


def test_one_level_is_entered_for_several_months(store: Store) -> None:
    app = opened("targets", YEAR)
    app.selectbox(key="fill kpi").set_value("csat_rate")
    app.selectbox(key="fill channel").set_value("Email")
    app.text_input(key="fill level").set_value("85 %")
    button(app, "Enter")
    assert not app.exception and not app.error
    values = [one.value or {} for one in store.entries.list("target")]
    assert len(values) == 10
    assert {(one["channel"], one["value"]) for one in values} == {("email", 0.85)}


def test_a_level_that_is_none_is_refused_in_words(store: Store) -> None:
    app = opened("targets", YEAR)
    app.text_input(key="fill level").set_value("plenty")
    button(app, "Enter")
    (refusal,) = app.error
    assert "is no number" in refusal.value
    assert store.entries.list("target") == []


def test_a_published_figure_becomes_a_target(store: Store) -> None:
    app = opened("targets", YEAR)
    figures = app.selectbox(key="published figure")
    assert any("CSAT: 86.0 %" in option for option in figures.options)
    assert any("12.0 h (intercom2021)" in option for option in figures.options)
    figures.set_value("liveagent.csat.average")
    next(one for one in reversed(app.button) if one.label == "Enter").click().run()
    assert not app.exception and not app.error
    value = store.entries.list("target")[0].value or {}
    assert (value["kpi"], value["value"]) == ("csat_rate", 0.86)
    assert str(value["origin"]).startswith("liveagent")


def test_the_tables_to_type_in_change_only_what_was_typed(store: Store) -> None:
    entered(store)
    store.entries.enter("annotation", {"a": LAUNCH | {"channel": "phone"}})
    _, connection = store.connect()
    with connection:
        described = queries.run(connection, queries.load("definitions"), {})
    known = {one.key: one.value or {} for one in store.entries.list("target")}
    rows = typed(known, described)
    kept = {one.key: one.entry for one in map(targets.of_entry, known.values())}
    entries = said(rows, described, [])
    assert entries == kept
    rows.loc[0, "target"] = "95 %"
    changed = {key for key, value in said(rows, described, []).items() if value != kept[key]}
    assert changed == {"csat_rate all channels 2026-09"}
    notes = {"a": LAUNCH | {"channel": "phone", "team": None}}
    assert annotating.said(annotating.typed(notes), ["a", "b"]) == notes | {"b": None}
