"""Why a rate moved: parts that a hand can count, paradoxes told, the total that the cards show."""

from datetime import date
from itertools import cycle
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from support_kpi import explanation, kpis, queries
from support_kpi.explanation import Explanation
from support_kpi.filters import Filters
from support_kpi.store import Store
from tests import model

JUNE, MAY = Filters(date(2026, 6, 1), date(2026, 7, 1)), Filters(date(2026, 5, 1), date(2026, 6, 1))


def answered(month: int, channel: str, satisfied: int, unsatisfied: int) -> str:
    rows = ", ".join(
        f"(1, {at}, 'forms', '{month}{channel}{at}', 'csat', timestamp '2026-0{month}-10 12:00:00',"
        f" true, {at < satisfied}, '{channel}')"
        for at in range(satisfied + unsatisfied)
    )
    return (
        "insert into response (load_id, source_row, source, response_id, metric, responded_at,"
        f" is_answered, is_satisfied, channel) values {rows}"
    )


def why(
    connection: duckdb.DuckDBPyConnection, kpi: str = "csat_rate", dimension: str = "channel"
) -> Explanation | None:
    described = queries.run(connection, queries.load("definitions"), {})
    meaning = explanation.rates(described).loc[kpi]
    values = explanation.values(JUNE, MAY, kpi, dimension)
    rows = queries.run(connection, queries.load("why_it_moved"), values)
    return explanation.explained(rows, meaning, dimension)


def told(*statements: str) -> Explanation:
    with model.of_rows(*statements) as connection:
        found = why(connection)
    assert found
    return found


def by_segment(found: Explanation) -> pd.DataFrame:
    return found.rows.set_index("segment")


def test_the_parts_are_those_that_a_hand_counts_and_add_up() -> None:
    # May: e-mail 8 of 10, phone 4 of 10. June: e-mail 21 of 30, phone 4 of 10.
    found = told(
        answered(5, "email", 8, 2),
        answered(5, "phone", 4, 6),
        answered(6, "email", 21, 9),
        answered(6, "phone", 4, 6),
    )
    rows = by_segment(found)
    assert (found.compared_value, found.value) == (0.6, 0.625)
    assert rows.loc["email", "rate_effect"] == pytest.approx(0.625 * -0.1)
    assert rows.loc["email", "mix_effect"] == pytest.approx(0.25 * (0.75 - 0.6125))
    assert rows.loc["phone", "rate_effect"] == 0
    assert rows.loc["phone", "mix_effect"] == pytest.approx(-0.25 * (0.4 - 0.6125))
    assert rows["effect"].sum() == pytest.approx(0.025)
    assert found.rate.value + found.mix.value == pytest.approx(found.change.value)
    assert found.change.low < 0.025 < found.change.high
    assert found.warnings == ()  # 40 answers: neither the change nor the rate effect is clear


def test_a_shift_that_outweighs_the_segments_is_told() -> None:
    # E-mail falls, chat rises a little; e-mail, the better one, grows to most of the base.
    found = told(
        answered(5, "email", 80, 20),
        answered(5, "live_chat", 60, 140),
        answered(6, "email", 140, 60),
        answered(6, "live_chat", 31, 69),
    )
    assert found.warnings == (
        "The whole rose, but within the channels it fell on balance: their shares shifted by more. "
        "Compare channel by channel (Simpson's paradox).",
    )


def test_a_segment_that_appears_or_vanishes_is_mix_alone() -> None:
    # May: e-mail 5 of 10, phone 5 of 10. June: e-mail 5 of 10, chat 9 of 10.
    found = told(
        answered(5, "email", 5, 5),
        answered(5, "phone", 5, 5),
        answered(6, "email", 5, 5),
        answered(6, "live_chat", 9, 1),
    )
    rows = by_segment(found)
    assert rows["rate_effect"].tolist() == [0, 0, 0]
    assert rows.loc["live_chat", "mix_effect"] == pytest.approx(0.5 * (0.9 - 0.6))
    assert rows.loc["phone", "mix_effect"] == pytest.approx(-0.5 * (0.5 - 0.6))
    assert rows["effect"].sum() == pytest.approx(found.change.value) == pytest.approx(0.2)
    assert found.telling == ("live_chat", "phone")


def test_simpsons_paradox_is_told() -> None:
    # Each channel falls by ten points; the good one grows from a tenth to nine tenths.
    found = told(
        answered(5, "email", 9, 1),
        answered(5, "phone", 45, 45),
        answered(6, "email", 72, 18),
        answered(6, "phone", 4, 6),
    )
    assert found.value > found.compared_value
    assert found.warnings == (
        "Simpson's paradox: in every channel it fell, yet the whole rose. Only the shares of the "
        "channels moved the whole; compare channel by channel.",
    )


def test_where_all_goes_one_way_nothing_is_warned_of() -> None:
    found = told(
        answered(5, "email", 90, 10),
        answered(5, "phone", 80, 20),
        answered(6, "email", 50, 50),
        answered(6, "phone", 60, 40),
    )
    assert found.warnings == ()
    assert found.change.is_clear and found.rate.is_clear and not found.mix.is_clear
    assert found.telling == ("email", "phone")


def test_groups_with_fewer_than_five_answers_are_taken_together_and_their_rate_withheld() -> None:
    found = told(
        answered(5, "email", 8, 2),
        answered(5, "phone", 2, 1),
        answered(5, "sms", 8, 2),
        answered(6, "email", 8, 2),
        answered(6, "phone", 9, 1),
        answered(6, "sms", 1, 0),
    )
    rows = by_segment(found)
    assert set(rows.index) == {"email", "fewer than 5 answers"}
    assert rows.loc["fewer than 5 answers", ["compared_n", "n"]].tolist() == [13, 11]
    assert rows["effect"].sum() == pytest.approx(found.change.value)


def test_a_period_without_answers_explains_nothing() -> None:
    with model.of_rows(answered(6, "email", 8, 2)) as connection:
        assert why(connection) is None


def test_the_whole_is_what_the_cards_show_for_every_rate(sample_store: Path) -> None:
    store = Store.open(sample_store)
    now, before = (
        Filters(date(2026, 4, 1), date(2026, 7, 1)),
        Filters(date(2026, 1, 1), date(2026, 4, 1)),
    )
    _, connection = store.connect()
    with connection:
        described = queries.run(connection, queries.load("definitions"), {})
        whole = {
            side: kpis.frame(connection, filters).set_index("kpi")
            for side, filters in (("now", now), ("before", before))
        }
        rates = explanation.rates(described)
        assert len(rates) == 20
        for kpi, dimension in zip(rates["kpi"], cycle(explanation.DIMENSIONS), strict=False):
            values = explanation.values(now, before, kpi, dimension)
            rows = queries.run(connection, queries.load("why_it_moved"), values)
            found = explanation.explained(rows, rates.loc[kpi], dimension)
            card = whole["now"].loc[kpi] if kpi in whole["now"].index else None
            if found is None:
                assert card is not None and not card["n"], kpi
                continue
            assert found.rows["effect"].sum() == pytest.approx(found.change.value, abs=1e-9)
            if card is not None:
                former = whole["before"].loc[kpi, "value"]
                assert (found.value, found.n) == pytest.approx((card["value"], card["n"]))
                assert found.compared_value == pytest.approx(former)
