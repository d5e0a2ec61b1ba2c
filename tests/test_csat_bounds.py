"""The bounds of CSAT by those who stayed silent, as a hand counts them."""

from datetime import date

import pandas as pd

from support_kpi import queries
from tests import model

VALUES = {
    "start_date": date(2026, 3, 1),
    "end_date": date(2026, 4, 1),
    "channels": None,
    "teams": None,
    "tiers": None,
    "sources": None,
    "dimension": "all",
    "every": "all",
}
COLUMNS = (
    "insert into response (load_id, source_row, source, response_id, metric, offered_at,"
    " responded_at, is_answered, is_satisfied, channel) values "
)


def rows(source: str, channel: str, good: int, bad: int, silent: int) -> str:
    """Surveys offered on 5 March; the answers came in April."""
    day, later = "timestamp '2026-03-05 09:00:00'", "timestamp '2026-04-02 09:00:00'"
    told = [(later, "true", "true")] * good + [(later, "true", "false")] * bad
    told += [("null", "false", "null")] * silent
    return COLUMNS + ", ".join(
        f"(1, {at}, '{source}', '{source}{channel}{at}', 'csat', {day}, {answered}, {is_answered},"
        f" {is_good}, '{channel}')"
        for at, (answered, is_answered, is_good) in enumerate(told)
    )


def bounds(*statements: str, **more: object) -> pd.DataFrame:
    with model.of_rows(*statements) as connection:
        return queries.run(connection, queries.load("csat_bounds"), VALUES | more)


def test_the_silent_are_once_all_unhappy_and_once_all_happy() -> None:
    (row,) = bounds(rows("zendesk", "email", 6, 2, 12)).to_dict("records")
    assert (row["offers"], row["rated_offers"], row["rated_rate"]) == (20, 8, 0.4)
    assert (row["csat_rate_low"], row["csat_rate"], row["csat_rate_high"]) == (0.3, 0.75, 0.9)


def test_a_source_that_tells_of_no_silence_has_no_bounds() -> None:
    assert bounds(rows("forms", "email", 6, 2, 0)).empty
    both = bounds(rows("forms", "email", 6, 2, 0), rows("zendesk", "email", 6, 2, 12))
    assert both["offers"].tolist() == [20]


def test_where_everybody_answered_the_bounds_are_the_rate() -> None:
    (row,) = bounds(
        rows("zendesk", "email", 5, 0, 5), rows("zendesk", "phone", 3, 2, 0), dimension="channel"
    )[lambda found: found["segment"] == "phone"].to_dict("records")
    assert row["csat_rate_low"] == row["csat_rate"] == row["csat_rate_high"] == 0.6


def test_a_segment_with_fewer_than_five_answers_is_withheld() -> None:
    assert bounds(rows("zendesk", "email", 3, 1, 9), dimension="channel").empty
    assert len(bounds(rows("zendesk", "email", 3, 1, 9))) == 1
