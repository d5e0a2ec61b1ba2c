"""A report says the same in every format, in the reader's own words, and says what it is about."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from support_kpi import queries, report
from support_kpi.errors import UsageError
from support_kpi.filters import Filters
from support_kpi.planning import forecast
from support_kpi.report import pdf, slides, tables
from support_kpi.report.contents import Column, Report, Section, Table
from support_kpi.targets import Target
from tests import model
from tests.reports import ABOUT, PERIOD, made, rows, section


@pytest.fixture(scope="module")
def plain(canonical: duckdb.DuckDBPyConnection) -> Report:
    return made(canonical)


def test_a_letter_that_no_font_knows_does_not_stop_the_pdf(plain: Report, tmp_path: Path) -> None:
    unknown = Section("A name", "\U0010fffd")
    pdf.write(replace(plain, sections=(unknown,)), tmp_path / "r.pdf")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-1.")


def test_own_data_are_not_called_synthetic(plain: Report) -> None:
    assert plain.badge == ""


def test_a_long_table_goes_on_over_slides_without_losing_a_row() -> None:
    frame = pd.DataFrame({"name": [f"row {number} " * 12 for number in range(70)]})
    table = Table((Column("Name", "text", ("name",)),), frame)
    pages = slides.pages(table, (0.6, 1.75, 6.0, 4.8))
    assert len(pages) > 2
    assert [row[0].text for part in pages for row in part] == frame["name"].tolist()


def test_the_definitions_are_of_the_kpis_that_have_a_value(plain: Report) -> None:
    named = {row[0] for row in rows(section(plain, "Definitions"))}
    headlines = {row[0] for row in rows(section(plain, "Headline numbers"))}
    others = {row[0] for row in rows(section(plain, "Further numbers"))}
    assert named == headlines | others
    assert "Resolved within target" not in named
    assert "No data: Resolved within target" in section(plain, "Further numbers").note


def test_channel_shares_of_a_period_sum_to_one(plain: Report) -> None:
    table = section(plain, "Channel mix over time").table
    assert table is not None
    shares = table.frame[["email", "live_chat", "phone"]].sum(axis="columns")
    assert shares.tolist() == pytest.approx([1, 1, 1])
    assert table.frame["tickets"].tolist() == [10, 2, 1]


def test_scores_of_fewer_than_five_people_in_a_group_are_withheld(plain: Report) -> None:
    one = section(plain, "KPIs by channel")
    assert one.table is not None
    place = [column.heading for column in one.table.columns].index("CSAT")
    email = next(row for row in tables.cells(one.table) if row[0].text == "Email")
    assert (email[place].text, email[place].detail) == ("withheld", "n 3")


def test_teams_stand_with_their_tier_and_what_they_have_in_place(plain: Report) -> None:
    found = {row[0]: row[1:5] for row in rows(section(plain, "Maturity tiers"))}
    assert found["Orders"] == ["Riser", "4", "3", "0"]
    assert found["Voice desk"][0] == "Starter to Champion"


def test_changes_are_given_against_the_compared_period() -> None:
    with model.of_rows(
        "insert into ticket (source, ticket_id, created_at, channel)"
        " select 'zendesk', 'T' || i, timestamp '2025-12-01 09:00:00'"
        " + to_days(if(i < 40, 0, 31 + (i % 20)::int)), 'email' from range(240) as t(i)",
        "insert into ticket (source, ticket_id, created_at, channel)"
        " values ('zendesk', 'last', timestamp '2026-01-31 09:00:00', 'email')",
    ) as connection:
        one = made(connection, Filters(date(2026, 1, 1), date(2026, 2, 1)))
    created = rows(section(one, "Headline numbers"))[0]
    assert created[:3] == ["Tickets created", "201", "201"]
    assert created[5:8] == ["40", "+402.5 %", "up"]
    assert one.against == "Compared with 1 Dec 2025 to 31 Dec 2025."
    moved = rows(section(one, "What moved most"))
    assert ["Channel", "Email", "Tickets created", "40", "201", "+402.5 %", "201", "up"] in moved


def test_counts_are_not_compared_when_the_data_cover_a_part_of_a_period(
    canonical: duckdb.DuckDBPyConnection,
) -> None:
    one = made(canonical, Filters(date(2026, 2, 1), date(2026, 3, 1)))
    created = rows(section(one, "Headline numbers"))[0]
    assert created[0] == "Tickets created"
    assert created[5:8] == ["12", "—", ""]
    assert one.against == (
        "Compared with 1 Jan 2026 to 31 Jan 2026, counts are not: the data do not cover both "
        "periods as a whole."
    )


def test_without_a_compared_period_there_is_no_change(plain: Report) -> None:
    assert plain.against.startswith("Not compared")
    assert section(plain, "What moved most").table is None


@pytest.mark.parametrize("suffix", report.FORMATS)
def test_an_empty_store_can_be_written_in_every_format(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"empty.{suffix}"
    with model.of_rows() as connection:
        report.write(
            connection, PERIOD, target, about="nothing", moved=lambda done, whole, name: None
        )
    assert target.stat().st_size > 1000


def test_an_empty_store_has_sentences_in_place_of_tables_and_charts() -> None:
    with model.of_rows() as connection:
        one = made(connection)
    assert all(part.table is None and part.chart is None for part in one.sections)
    assert section(one, "CSAT over time").lead == "No CSAT answers in this selection."
    assert not [part for part in one.sections if "udget" in part.title or "tier" in part.title]


def test_published_figures_stand_with_both_bases_and_the_verdict() -> None:
    with model.of_rows(
        "insert into published_figure (source, figure_id, study, year, sample_size, topic,"
        " question, segment, answer, statistic, value, unit, comparator)"
        " values ('studies', 'liveagent.volume.unanswered_enquiries', 'liveagent', 2020, 400,"
        " 'volume', 'How many?', 'all', 'never', 'share', 50, 'percent', 'approx')",
        "insert into ticket (source, ticket_id, created_at, first_reply_at, channel)"
        " select 'zendesk', 'T' || i, timestamp '2026-01-05 09:00:00',"
        " if(i < 90, timestamp '2026-01-05 10:00:00', null), 'email' from range(100) as t(i)",
    ) as connection:
        one = section(made(connection), "Published figures beside own ones")
    assert one.table is not None
    row = tables.cells(one.table)[0]
    told = {column.heading: cell for column, cell in zip(one.table.columns, row, strict=True)}
    assert (told["Published"].text, told["Published"].detail) == (
        "about 50.0 %",
        "n 400, 45.1 % to 54.9 %",
    )
    assert (told["Own"].text, told["Own"].detail) == ("10.0 %", "n 100, 5.5 % to 17.4 %")
    assert told["Verdict"].text == "ahead"


TARGETS = (
    Target("csat_rate", None, date(2026, 1, 1), 0.1),
    Target("csat_rate", "email", date(2026, 1, 1), None, 0.95, 0.99),
    Target("csat_rate", None, date(2026, 2, 1), 0.9, origin="board"),
)
OUTAGE = {"first_day": "2026-01-06", "last_day": "2026-01-07", "text": "Outage <b>"}


@pytest.fixture(scope="module")
def aimed() -> Iterator[Report]:
    """Twenty answers of January, half of them satisfied; targets, and a note of an outage."""
    with model.of_rows(
        "insert into ticket (source, ticket_id, created_at, channel) values"
        " ('zendesk', 'A', timestamp '2026-01-01 09:00:00', 'email'),"
        " ('zendesk', 'B', timestamp '2026-02-09 09:00:00', 'email')",
        "insert into response (source, response_id, metric, responded_at, is_answered,"
        " is_satisfied, channel) select 'zendesk', 'R' || i, 'csat',"
        " timestamp '2026-01-05 09:00:00', true, i < 10, 'email' from range(20) as t(i)",
    ) as connection:
        targets = {one.key: ("target", one.entry) for one in TARGETS}
        model.enter(connection, targets | {"n1": ("annotation", OUTAGE)})
        yield made(connection)


def test_targets_stand_with_the_month_its_value_and_the_verdict(aimed: Report) -> None:
    one = section(aimed, "Targets, month by month")
    found = [row[:5] + row[7:] for row in rows(one)]
    assert found[0] == ["CSAT", "All", "Jan 2026", "10.0 %", "50.0 %", "met", "entered here"]
    assert found[1] == ["CSAT", "All", "Feb 2026", "90.0 %", "—", "not yet", "board"]
    assert found[2][1:6] == ["Email", "Jan 2026", "95.0 % to 99.0 %", "50.0 %", "not met"]
    assert one.lead == "Of 2 targets of months that are over: 1 met, 1 not met."


def test_targets_and_what_happened_are_drawn_and_told_along_time(aimed: Report) -> None:
    noted = rows(section(aimed, "What happened"))
    assert noted == [["6 Jan 2026", "7 Jan 2026", "Outage <b>", "All channels", "All teams"]]
    trend = section(aimed, "CSAT over time")
    assert trend.table is not None and trend.chart is not None
    headings = [column.heading for column in trend.table.columns]
    assert "Target" in headings and "What happened" in headings
    assert trend.alt_text.endswith("6 Jan 2026 to 7 Jan 2026: Outage <b>.")
    drawn = json.dumps(trend.chart.to_dict())
    assert "Outage <b>" in drawn and "target_high" in drawn


def test_without_targets_and_notes_a_report_says_nothing_of_them(plain: Report) -> None:
    titles = [part.title for part in plain.sections]
    assert "Targets, month by month" not in titles and "What happened" not in titles


def test_the_year_end_is_the_forecast_of_the_budget_page(
    canonical: duckdb.DuckDBPyConnection, plain: Report
) -> None:
    values = {"channels": None, "teams": None, "dimension": "category"}
    months = queries.run(canonical, queries.load("budget_months"), values)
    year = forecast.year_of(months, plain.data_date)
    assert year is not None
    expected = forecast.to_year_end(months, year).set_index("segment").loc["all"]
    row = rows(section(plain, "Forecast to year end"))[0]
    assert row[0] == "All categories"
    assert row[1] == f"{expected['spent_amount']:,.2f} {expected['currency']}"
    assert row[3] == f"{expected['forecast_amount']:,.2f} {expected['currency']}"


def test_another_suffix_is_refused_with_the_ones_there_are(
    canonical: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"\.html, \.pdf, \.xlsx, \.pptx"):
        report.write(
            canonical, PERIOD, tmp_path / "r.docx", about="", moved=lambda done, whole, name: None
        )


def test_a_folder_that_is_not_there_is_named(
    canonical: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"nowhere does not exist"):
        report.write(
            canonical,
            PERIOD,
            tmp_path / "nowhere" / "r.html",
            about="",
            moved=lambda done, whole, name: None,
        )


def test_a_report_takes_the_place_of_an_older_one_and_leaves_nothing_beside_it(
    canonical: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    target = tmp_path / "r.HTML"
    target.write_text("old")
    steps: list[tuple[int, int, str]] = []
    report.write(
        canonical,
        PERIOD,
        target,
        about=ABOUT,
        moved=lambda done, whole, name: steps.append((done, whole, name)),
    )
    assert [file.name for file in tmp_path.iterdir()] == ["r.HTML"]
    assert "Headline numbers" in target.read_text(encoding="utf-8")
    assert steps[-1][0] == steps[-1][1]


def test_writers_are_loaded_only_when_they_are_needed() -> None:
    code = (
        "import sys, support_kpi.report;"
        "print([name for name in ('streamlit', 'typst', 'pptx', 'xlsxwriter', 'vl_convert')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
