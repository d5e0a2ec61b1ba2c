"""The sample organisation counted a second time, with pandas alone, from the files themselves.

Nothing of the project is used but the names of what it shows.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

ORGANISATION = Path(__file__).parents[1] / "sample_data" / "organisation"
Found = tuple[float, float]
Keeps = Callable[[pd.DataFrame], pd.Series]

CHANNELS = {
    "Mail": "email",
    "Email": "email",
    "Web form": "web_form",
    "Help Center": "self_service",
    "Self-service": "self_service",
    "SMS": "sms",
    "Facebook post": "social_media",
    "Instagram DM": "social_media",
    "X Corp direct message": "social_media",
    "Social media": "social_media",
    "Chat": "live_chat",
    "Live chat": "live_chat",
    "WhatsApp": "messaging",
    "Messaging": "messaging",
    "Phone": "phone",
}


def table(name: str, **options: object) -> pd.DataFrame:
    """One file of the organisation as texts."""
    path = next(ORGANISATION.glob(f"synthetic_{name}.csv*"))
    return pd.read_csv(path, dtype=str, **options)


def utc(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts, utc=True, errors="coerce").dt.tz_localize(None)


def of_berlin(texts: pd.Series) -> pd.Series:
    local = pd.to_datetime(texts).dt.tz_localize(
        "Europe/Berlin", ambiguous=False, nonexistent="shift_forward"
    )
    return local.dt.tz_convert("UTC").dt.tz_localize(None)


def tickets() -> pd.DataFrame:
    """Every record of the three help desks, one row each, before anything is left out."""
    return pd.concat([_zendesk(), _intercom(), _calls()], ignore_index=True)


def counted(records: pd.DataFrame) -> pd.DataFrame:
    """Without spam, merged, deleted and outbound, with the days that KPIs count by."""
    tags = records["tags"].fillna("")
    is_out = tags.str.contains("closed_by_merge|spam") | (records["status"] == "Deleted")
    kept = records[~is_out & (records["direction"] != "outbound")].copy()
    kept["created_day"] = kept["created"].dt.floor("D")
    kept["solved"] = kept["solved"].where(kept["is_solved"])
    kept["solved_day"] = kept["solved"].dt.floor("D")
    kept["resolution"] = (kept["solved"] - kept["created"]).dt.total_seconds()
    kept.loc[kept["is_call"], "resolution"] = np.nan
    following = kept.sort_values(["created", "source", "id"]).groupby("requester")
    kept["next_channel"] = following["channel"].shift(-1)
    kept["next_created"] = following["created"].shift(-1)
    kept["is_escalated"] = (
        (kept["next_channel"] != kept["channel"])
        & (kept["next_created"] <= kept["created"] + pd.Timedelta("24h"))
        & (kept["solved"].isna() | (kept["next_created"] < kept["solved"]))
    )
    return kept


def ratings(records: pd.DataFrame) -> pd.DataFrame:
    """CSAT answers of the help desks and of the survey after calls."""
    shown = ["source", "channel", "team", "day", "points", "is_satisfied"]
    rated = records[records["rating"].notna()].copy()
    rated["day"] = rated["solved"].fillna(rated["updated"]).dt.floor("D")
    rated["points"] = pd.to_numeric(rated["rating"], errors="coerce")
    rated["is_satisfied"] = (rated["points"] >= 4) | (rated["rating"] == "Good")
    rated = rated[rated["points"].notna() | rated["rating"].isin(["Good", "Bad"])]
    survey = table("csat_surveymonkey", skiprows=[1])
    answer = next(name for name in survey if name.startswith("Overall"))
    survey["points"] = pd.to_numeric(survey[answer].str[:1])
    survey = survey[survey["points"].notna()]
    calls = records[records["is_call"]].set_index("id")
    survey = survey.assign(
        source="surveymonkey",
        channel="phone",
        team=survey["Ticket ID"].map(calls["team"]),
        day=pd.to_datetime(survey["End Date"], format="%m/%d/%Y %I:%M:%S %p").dt.floor("D"),
        is_satisfied=survey["points"] >= 4,
    )
    return pd.concat([rated[shown], survey[shown]], ignore_index=True)


def offers(records: pd.DataFrame) -> pd.DataFrame:
    """Ratings that Zendesk asked for, answered or not, by the day of the solve."""
    asked = records[records["rating"].isin(["Good", "Bad", "Offered"])].copy()
    asked["day"] = asked["solved"].fillna(asked["updated"]).dt.floor("D")
    return asked


def promoters() -> pd.DataFrame:
    answers = table("nps_google_forms")
    moment = answers["Timestamp"].str.extract(r"^(.+ [AP]M) GMT([+-]\d+)$")
    local = pd.to_datetime(moment[0], format="%Y/%m/%d %I:%M:%S %p")
    points = answers[next(name for name in answers if "recommend" in name)].astype(int)
    return pd.DataFrame(
        {
            "source": "google_forms",
            "channel": answers["Support channel"].map(CHANNELS),
            "team": answers["Support team"],
            "day": (local - pd.to_timedelta(moment[1].astype(int), unit="h")).dt.floor("D"),
            "net": np.select([points >= 9, points <= 6], [100, -100], 0),
        }
    )


def efforts() -> pd.DataFrame:
    answers = table("ces_qualtrics", skiprows=[1, 2])
    answers = answers[(answers["Status"] == "IP Address") & answers["Q1"].notna()]
    return pd.DataFrame(
        {
            "source": "qualtrics",
            "channel": answers["channel"].map(CHANNELS),
            "team": answers["team"],
            "day": of_berlin(answers["EndDate"]).dt.floor("D"),
            "points": answers["Q1"].astype(float),
        }
    )


class Recount:
    """Value and n of every KPI of a selection, by the name that the project gives it."""

    def __init__(self) -> None:
        records = tickets()
        self.tickets = counted(records)
        self.ratings, self.offers = ratings(records), offers(records)
        self.promoters, self.efforts = promoters(), efforts()

    def kpis(self, keeps: Keeps, start: date, end: date) -> dict[str, Found]:
        return dict(self._all(keeps, pd.Timestamp(start), pd.Timestamp(end)))

    def _all(
        self, keeps: Keeps, start: pd.Timestamp, end: pd.Timestamp
    ) -> Iterator[tuple[str, Found]]:
        def within(rows: pd.DataFrame, day: str = "day") -> pd.DataFrame:
            rows = rows[keeps(rows)]
            return rows[(rows[day] >= start) & (rows[day] < end)]

        kept = self.tickets[keeps(self.tickets) & ~self.tickets["is_call"]]
        is_waiting = ~kept["is_solved"] | (kept["solved_day"] >= end)
        yield "backlog", _size(kept[(kept["created_day"] < end) & is_waiting])
        created, solved = within(self.tickets, "created_day"), within(self.tickets, "solved_day")
        yield "tickets_created", _size(created)
        yield "tickets_solved", _size(solved)
        written, calls = created[~created["is_call"]], created[created["is_call"]]
        yield from _speed("first_reply", written["reply"])
        yield from _speed("resolution", solved["resolution"])
        unanswered = written["reply"].isna() & (written["replies"].fillna(0) == 0)
        yield "unanswered_rate", _mean(unanswered)
        closed = solved[~solved["is_call"]]
        yield "replies_per_ticket", _mean(closed["replies"])
        yield "reopen_rate", _mean((closed["reopens"] > 0)[closed["reopens"].notna()])
        known = closed["replies"].notna()
        once = (closed["replies"] <= 1) & (closed["reopens"].fillna(0) == 0)
        once = closed["first_contact"].fillna(once.where(known).astype(float))
        yield "one_touch_rate", _mean(once)
        lost = ["out_of_opening_hours", "abandoned_in_ivr", "short_abandoned"]
        offered = calls[~calls["reason"].isin(lost)]
        yield "answered_rate", _mean(offered["is_solved"])
        yield "speed_of_answer_seconds_mean", _mean(calls["wait"][calls["is_solved"]])
        handled = created["handled"].where(created["is_solved"] | ~created["is_call"])
        yield "handle_minutes_mean", _mean(handled / 60)
        yield "escalation_rate", _mean(created["is_escalated"])
        yield "channels_per_requester", _mean(created.groupby("requester")["channel"].nunique())
        rated = within(self.ratings)
        yield "csat_rate", _mean(rated["is_satisfied"])
        yield "csat_score_mean", _mean(rated["points"])
        yield "survey_response_rate", _mean(within(self.offers)["rating"] != "Offered")
        yield "nps", _mean(within(self.promoters)["net"])
        yield "ces_score_mean", _mean(within(self.efforts)["points"])


def _size(rows: pd.DataFrame) -> Found:
    return len(rows), len(rows)


def _mean(values: pd.Series) -> Found:
    known = values.dropna().astype(float)
    return (known.mean() if len(known) else np.nan), len(known)


def _speed(name: str, seconds: pd.Series) -> Iterator[tuple[str, Found]]:
    hours = seconds.dropna() / 3600
    yield f"{name}_hours_median", (hours.median(), len(hours))
    yield f"{name}_hours_p90", (hours.quantile(0.9), len(hours))
    yield f"{name}_hours_mean", (hours.mean(), len(hours))


def _zendesk() -> pd.DataFrame:
    rows = table("zendesk_tickets")
    rows = rows.assign(created=utc(rows["Created at"]))
    rows = rows[rows["Id"].notna() & rows["created"].notna()]
    return pd.DataFrame(
        {
            "source": "zendesk",
            "id": rows["Id"],
            "is_call": False,
            "created": rows["created"],
            "solved": utc(rows["Solved at"]),
            "updated": utc(rows["Updated at"]),
            "status": rows["Status"],
            "is_solved": rows["Status"].isin(["Solved", "Closed"]),
            "channel": rows["Via"].map(CHANNELS),
            "team": rows["Group"],
            "tags": rows["Tags"],
            "requester": rows["Requester email"],
            "rating": rows["Satisfaction Score"].replace("Not Offered", None),
            "reply": 60 * pd.to_numeric(rows["First reply time in minutes"]),
            "replies": pd.to_numeric(rows["Replies"], errors="coerce"),
            "reopens": pd.to_numeric(rows["Reopens"]),
        }
    )


def _intercom() -> pd.DataFrame:
    rows = table("intercom_conversations")
    started, replied, closed, updated = (
        of_berlin(rows[f"Conversation {name} at (Europe/Berlin)"])
        for name in ("started", "first replied", "last closed", "updated")
    )
    return pd.DataFrame(
        {
            "source": "intercom",
            "id": rows["Conversation ID"],
            "is_call": False,
            "created": started,
            "solved": closed,
            "updated": updated,
            "status": rows["Current conversation state"],
            "is_solved": rows["Current conversation state"] == "Closed",
            "channel": rows["Channel"].map(CHANNELS),
            "team": rows["Team currently assigned"],
            "requester": rows["User email"],
            "rating": rows["Last teammate rating"],
            "reply": (replied - started).dt.total_seconds(),
            "replies": pd.to_numeric(rows["Replies to close a conversation"]),
            "first_contact": rows["Resolved on first contact"].map({"true": 1.0, "false": 0.0}),
            "handled": pd.to_numeric(rows["Handling time (seconds)"]),
        }
    )


def _calls() -> pd.DataFrame:
    rows = table("aircall_calls")
    is_answered = rows["answered"] == "Yes"
    return pd.DataFrame(
        {
            "source": "aircall",
            "id": rows["call id (internal)"],
            "is_call": True,
            "created": utc(rows["datetime (utc)"]),
            "solved": utc(rows["call end time"]).where(is_answered),
            "status": "Call",
            "is_solved": is_answered,
            "channel": "phone",
            "team": rows["team"],
            "requester": rows["customer number"],
            "direction": rows["direction"],
            "reason": rows["missed_call_reason"],
            "wait": pd.to_timedelta(rows["time to answer"]).dt.total_seconds(),
            "handled": pd.to_timedelta(rows["in-call duration"]).dt.total_seconds(),
        }
    )
