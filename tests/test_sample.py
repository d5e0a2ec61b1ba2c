import csv
import gzip
import io
from collections import Counter
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from support_kpi import readers, sample
from support_kpi.conversion import convert
from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.parsing import files
from support_kpi.sample import (
    maturity,
    organisation,
    studies,
    zendesk_tickets,
)
from support_kpi.schema import CHANNELS

ORGANISATION = Path(__file__).parents[1] / "sample_data" / "organisation"
STUDIES = {f"synthetic_{name}_survey.csv.gz" for name in studies.names()}
COMMITTED = sorted(path for path in ORGANISATION.iterdir() if path.name not in STUDIES)
TICKETS = 6000
TEAMS = {team.name: team.tier.name for team in organisation.TEAMS}
ZENDESK_HEADINGS = (
    "Summation column,Id,Requester,Requester id,Requester external id,Requester email,"
    "Requester domain,Submitter,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,"
    "Created at,Updated at,Assigned at,Organization,Due date,Initially assigned at,Solved at,"
    "Resolution time,Satisfaction Score,Group stations,Assignee stations,Reopens,Replies,"
    "First reply time in minutes,First reply time in minutes within business hours,"
    "First resolution time in minutes,First resolution time in minutes within business hours,"
    "Full resolution time in minutes,Full resolution time in minutes within business hours,"
    "Agent wait time in minutes,Agent wait time in minutes within business hours,"
    "Requester wait time in minutes,Requester wait time in minutes within business hours,"
    "On hold time in minutes,On hold time in minutes within business hours,"
    "Category [list],Product [list]"
)
AIRCALL_HEADINGS = (
    "line,datetime (tz offset incl.),number timezone,datetime (utc),country_code,direction,from,to,"
    "answered,missed_call_reason,user,duration (total),duration (in call),voicemail,recording,"
    "comments,tags,call quality,team,call direction - type,call start time,call end time,"
    "aircall number,customer number,in-call duration,call id,call type,waiting time,time to answer,"
    "time in ivr,call id (internal),disconnected by,ivr branch,ivr widget,call timeline,"
    "callback details,callback failure,automatic callback pending time,time with ai voice agent,"
    "entry number,ai voice agent transfer branch"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("organisation")
    sample.write(out, tickets=TICKETS, seed=7)
    return out


@pytest.fixture(scope="module")
def zendesk(folder: Path) -> pd.DataFrame:
    return table(folder / "synthetic_zendesk_tickets.csv.gz")


@pytest.fixture(scope="module")
def intercom(folder: Path) -> pd.DataFrame:
    return table(folder / "synthetic_intercom_conversations.csv.gz")


@pytest.fixture(scope="module")
def calls(folder: Path) -> pd.DataFrame:
    return table(folder / "synthetic_aircall_calls.csv.gz")


def table(path: Path, skip: int = 0) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, skiprows=range(1, skip + 1))


def headings(path: Path) -> list[list[str]]:
    """The first three records."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    lines = csv.reader(io.StringIO(text))
    return [next(lines) for _ in range(3)]


def minutes(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column[column != ""])


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = sample.write(tmp_path / "first", tickets=300, seed=5)
    second = sample.write(tmp_path / "second", tickets=300, seed=5)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_another_seed_gives_another_organisation(tmp_path: Path) -> None:
    first = sample.write(tmp_path / "first", tickets=300, seed=5)[0]
    second = sample.write(tmp_path / "second", tickets=300, seed=6)[0]
    assert table(first)["Created at"].tolist() != table(second)["Created at"].tolist()


def test_too_few_tickets_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="10 tickets make no sample organisation"):
        sample.write(tmp_path, tickets=10)


def test_the_committed_organisation_is_small_and_has_the_shape_of_a_new_one(folder: Path) -> None:
    assert sum(path.stat().st_size for path in ORGANISATION.iterdir()) <= 4_000_000
    assert [path.name for path in COMMITTED] == sorted(path.name for path in folder.iterdir())
    for path in COMMITTED:
        heading_rows = 3 if "qualtrics" in path.name else 2 if "surveymonkey" in path.name else 1
        assert headings(path)[:heading_rows] == headings(folder / path.name)[:heading_rows]


def test_the_committed_sources_hold_twenty_thousand_tickets() -> None:
    sources = [path for path in COMMITTED if path.suffix == ".gz"]
    assert sum(len(table(path)) for path in sources) == 20_000


def test_everything_says_that_it_is_synthetic(
    folder: Path, zendesk: pd.DataFrame, intercom: pd.DataFrame, calls: pd.DataFrame
) -> None:
    assert all(path.name.startswith("synthetic_") for path in folder.iterdir())
    for subjects in (zendesk["Subject"], intercom["Title"], calls["line"]):
        assert subjects.str.endswith("(synthetic)").all()


def test_the_three_sources_together_hold_as_many_tickets_as_asked_for(
    zendesk: pd.DataFrame, intercom: pd.DataFrame, calls: pd.DataFrame
) -> None:
    assert len(zendesk) + len(intercom) + len(calls) == TICKETS


def test_vendors_headings_stand_in_the_vendors_order(folder: Path) -> None:
    assert ",".join(headings(folder / "synthetic_zendesk_tickets.csv.gz")[0]) == ZENDESK_HEADINGS
    assert ",".join(headings(folder / "synthetic_aircall_calls.csv.gz")[0]) == AIRCALL_HEADINGS


def test_each_source_has_its_channels(zendesk: pd.DataFrame, intercom: pd.DataFrame) -> None:
    assert set(zendesk["Via"]) == {
        "Mail",
        "Web form",
        "SMS",
        "Help Center",
        "Facebook post",
        "Instagram DM",
        "X Corp direct message",
    }
    assert set(intercom["Channel"]) == {"Chat", "WhatsApp", "Email"}
    assert {channel.name for channel in organisation.CHANNELS} <= set(CHANNELS)


def test_teams_have_the_same_names_everywhere(
    folder: Path, zendesk: pd.DataFrame, intercom: pd.DataFrame, calls: pd.DataFrame
) -> None:
    in_tickets = {*zendesk["Group"], *intercom["Team currently assigned"], *calls["team"]}
    assert in_tickets == set(TEAMS)
    assert set(table(folder / "synthetic_staff_months.csv")["Team"]) == set(TEAMS)
    assert set(table(folder / "synthetic_maturity_assessments.csv")["Team"]) == set(TEAMS)
    assert set(table(folder / "synthetic_nps_google_forms.csv")["Support team"]) == set(TEAMS)
    assert set(table(folder / "synthetic_ces_qualtrics.csv", skip=2)["team"]) <= set(TEAMS)
    assert set(table(folder / "synthetic_budget.csv")["Team"]) == {*TEAMS, ""}


def test_requesters_keep_their_address_in_every_source(
    zendesk: pd.DataFrame, intercom: pd.DataFrame
) -> None:
    assert len(set(zendesk["Requester email"]) & set(intercom["User email"])) > 100
    addresses = pd.concat([zendesk["Requester email"], intercom["User email"]])
    assert addresses.str.fullmatch(r"requester\d{5,}@example\.(com|org|net)").all()


def test_the_damaged_cells_are_where_the_list_says(zendesk: pd.DataFrame) -> None:
    found = [(row, name, zendesk[name].iloc[row - 1]) for row, name, _ in zendesk_tickets.DAMAGE]
    assert tuple(found) == zendesk_tickets.DAMAGE


def test_zendesk_tickets_come_in_every_state(zendesk: pd.DataFrame) -> None:
    states = {"New", "Open", "Pending", "Hold", "Solved", "Closed", "Deleted"}
    assert set(zendesk["Status"]) == states
    assert set(zendesk["Satisfaction Score"]) == {"Good", "Bad", "Offered", "Not Offered"}
    assert {"closed_by_merge", "spam", "outage"} <= {
        tag for tags in zendesk["Tags"] for tag in tags.split()
    }
    assert (zendesk["Priority"] == "-").any()


def test_nothing_is_known_after_the_end_of_the_data(
    zendesk: pd.DataFrame, intercom: pd.DataFrame
) -> None:
    readable = zendesk["Updated at"].str.match(r"\d")
    assert zendesk["Updated at"][readable].max() < "2026-11-01"
    assert intercom["Conversation updated at (Europe/Berlin)"].max() < "2026-11-01 01:00:00"


def test_a_ticket_without_reply_has_no_reply_time(zendesk: pd.DataFrame) -> None:
    whole = zendesk[~zendesk["Subject"].str.startswith("Damaged")]
    without = whole["Replies"] == "0"
    assert without.any()
    assert (whole["First reply time in minutes"][without] == "").all()
    assert (whole["First reply time in minutes"][~without] != "").all()


def test_recent_tickets_are_the_open_ones(zendesk: pd.DataFrame) -> None:
    unsolved = zendesk[(zendesk["Solved at"] == "") & (zendesk["Status"] != "Deleted")]
    assert 0 < len(unsolved) < 0.05 * len(zendesk)
    assert (unsolved["Created at"] >= "2026-10").mean() > 0.3


def test_champions_are_faster_and_please_more_than_starters(zendesk: pd.DataFrame) -> None:
    tier = zendesk["Group"].map(TEAMS)
    reply = minutes(zendesk["First reply time in minutes"]).groupby(tier).median()
    assert reply["Champion"] < reply["Riser"] < reply["Starter"]
    rated = zendesk[zendesk["Satisfaction Score"].isin(["Good", "Bad"])]
    good = (rated["Satisfaction Score"] == "Good").groupby(tier).mean()
    assert good["Champion"] > good["Starter"] + 0.1
    reopened = (zendesk["Reopens"] != "0").groupby(tier).mean()
    assert reopened["Champion"] < reopened["Starter"]


def test_known_shares_hold(zendesk: pd.DataFrame, calls: pd.DataFrame) -> None:
    rated = zendesk["Satisfaction Score"].isin(["Good", "Bad"])
    assert 0.78 < (zendesk["Satisfaction Score"][rated] == "Good").mean() < 0.9
    offered = zendesk["Satisfaction Score"] != "Not Offered"
    assert 0.25 < rated.sum() / offered.sum() < 0.35
    assert 0.01 < zendesk["Tags"].str.contains("closed_by_merge").mean() < 0.025
    inbound = calls[calls["direction"] == "inbound"]
    queued = inbound[
        ~inbound["missed_call_reason"].isin(["out_of_opening_hours", "short_abandoned"])
    ]
    assert 0.75 < (queued["answered"] == "Yes").mean() < 0.92


def test_calls_wait_in_the_menu_and_then_in_the_queue(calls: pd.DataFrame) -> None:
    answered = calls[(calls["answered"] == "Yes") & (calls["direction"] == "inbound")]
    waits = {
        name: pd.to_timedelta(answered[name])
        for name in ("waiting time", "time to answer", "time in ivr")
    }
    assert (waits["waiting time"] == waits["time to answer"] + waits["time in ivr"]).all()
    assert (calls["duration (in call)"][calls["answered"] == "No"] == "").all()
    assert set(calls["missed_call_reason"]) == {
        "",
        "out_of_opening_hours",
        "abandoned_in_ivr",
        "short_abandoned",
        "abandoned_in_classic",
        "no_available_agent",
        "agents_did_not_answer",
    }


@pytest.mark.parametrize("name", ["folder", "committed"])
def test_a_ticket_costs_between_eight_and_twenty_five_dollars(name: str, folder: Path) -> None:
    path, tickets = (folder, TICKETS) if name == "folder" else (ORGANISATION, 20_000)
    budget = table(path / "synthetic_budget.csv")
    spent = budget[budget["Scenario"] == "Actual"]["Amount"].astype(float)
    assert 8 < spent.sum() / tickets < 25
    # 24 months are spent; the plan goes on for two, to the end of the last calendar year.
    assert Counter(budget["Scenario"]) == {"Plan": len(spent) / 24 * 26, "Actual": len(spent)}
    assert budget.groupby("Scenario")["Month"].agg(["min", "max"]).to_numpy().tolist() == [
        ["2024-11", "2026-10"],
        ["2024-11", "2026-12"],
    ]


def test_headcount_follows_from_joiners_and_leavers(folder: Path) -> None:
    staff = table(folder / "synthetic_staff_months.csv")
    assert len(staff) == 8 * 24
    for _, team in staff.groupby("Team"):
        heads, joiners, leavers = (
            team[name].astype(int).to_numpy() for name in ("Headcount", "Joiners", "Leavers")
        )
        assert (heads[1:] == heads[:-1] + joiners[1:] - leavers[1:]).all()


def test_the_latest_assessment_makes_two_champions_three_risers_and_three_starters() -> None:
    tiers = {}
    for team, (_, (letters, assessed)) in maturity.FINDINGS.items():
        met, most = letters.count("M"), len(letters) - letters.count("N")
        low, high = (
            "Champion" if count >= 6 else "Riser" if count >= 4 else "Starter"
            for count in (met, most)
        )
        assert assessed or low == high
        assert assessed in ("", low)
        tiers[team] = assessed or low
    assert tiers == TEAMS
    assert Counter(tiers.values()) == {"Champion": 2, "Riser": 3, "Starter": 3}


def test_what_is_unknown_of_returns_leaves_a_range_of_tiers() -> None:
    letters, _ = maturity.FINDINGS["Returns"][1]
    assert (letters.count("M"), letters.count("U")) == (3, 1)


def test_call_surveys_name_answered_calls(folder: Path, calls: pd.DataFrame) -> None:
    path = folder / "synthetic_csat_surveymonkey.csv"
    assert headings(path)[1][-2:] == ["Response", "Open-Ended Response"]
    named = set(table(path, skip=1)["Ticket ID"])
    assert named <= set(calls["call id (internal)"][calls["answered"] == "Yes"])


def test_effort_surveys_hold_previews_and_unfinished_answers(folder: Path) -> None:
    path = folder / "synthetic_ces_qualtrics.csv"
    assert headings(path)[2][0] == '{"ImportId":"startDate","timeZone":"Europe/Berlin"}'
    answers = table(path, skip=2)
    assert set(answers["Status"]) == {"IP Address", "Survey Preview"}
    assert (answers["Q1"][answers["Finished"] == "False"] == "").all()
    assert set(answers["Q1"]) == {"", *"1234567"}


READERS = {
    "zendesk_tickets.csv.gz": "zendesk_csv",
    "intercom_conversations.csv.gz": "intercom_conversations",
    "aircall_calls.csv.gz": "aircall_calls",
    "csat_surveymonkey.csv": "surveymonkey",
    "nps_google_forms.csv": "google_forms",
    "ces_qualtrics.csv": "qualtrics",
    "budget.csv": "budget_sheet",
    "staff_months.csv": "staff_months",
    "maturity_assessments.csv": "maturity_assessments",
}


@pytest.mark.parametrize("name", READERS)
def test_every_file_is_read_and_only_damaged_cells_are_noted(
    name: str, folder: Path, tmp_path: Path
) -> None:
    path = folder / f"synthetic_{name}"
    options = Options(name=path.name)
    (sheet,) = files.sheets(path, tmp_path)
    found, module = readers.claim(sheet, options)
    assert found == READERS[name]
    with duckdb.connect() as connection:
        reading = module.read(sheet, options)
        converted = convert(connection, sheet, reading, options, b"key", tmp_path / "out")
    is_damaged = name.startswith("zendesk")
    assert converted.rows_read == len(table(path, skip=reading.heading_rows - 1))
    assert converted.rows_rejected == (3 if is_damaged else 0)
    assert converted.cells_bad == (2 if is_damaged else 0)


@pytest.mark.parametrize(
    ("name", "metric", "low", "high"),
    [
        ("csat_surveymonkey.csv", "csat", 1, 5),
        ("nps_google_forms.csv", "nps", 0, 10),
        ("ces_qualtrics.csv", "ces", 1, 7),
    ],
)
def test_surveys_are_read_as_their_metric_on_their_scale(
    name: str, metric: str, low: int, high: int, folder: Path, tmp_path: Path
) -> None:
    path = folder / f"synthetic_{name}"
    options = Options(name=path.name)
    (sheet,) = files.sheets(path, tmp_path)
    with duckdb.connect() as connection:
        reading = readers.claim(sheet, options)[1].read(sheet, options)
        converted = convert(connection, sheet, reading, options, b"key", tmp_path / "out")
        rows = connection.execute(
            "select distinct metric, scale_low, scale_high from read_parquet($file)",
            {"file": str(converted.tables["response"])},
        ).fetchall()
    assert rows == [(metric, low, high)]
