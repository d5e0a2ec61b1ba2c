"""Three surveys of customers: CSAT of calls, NPS of requesters, CES of solved tickets."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from support_kpi.sample import aircall_calls, zendesk_tickets
from support_kpi.sample.clock import Floats, Ints, Mask, Texts, local, written
from support_kpi.sample.export import Columns, labels
from support_kpi.sample.handling import CES_LIMITS, CSAT_LIMITS, NPS_LIMITS, Tickets, rate
from support_kpi.sample.organisation import CHANNELS, END, TEAMS

ZONE = "Europe/Berlin"
CALLS_ASKED = 0.3
REQUESTERS_ASKED = 0.07
TICKETS_ASKED = 0.12

CSAT_QUESTION = "Overall, how satisfied were you with the support you received?"
CSAT_ANSWERS = (
    "1 - Very dissatisfied",
    "2 - Dissatisfied",
    "3 - Neither",
    "4 - Satisfied",
    "5 - Very satisfied",
)
CSAT_HEADINGS = (
    (
        *("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"),
        *("Email Address", "First Name", "Last Name", "Ticket ID"),
        *(CSAT_QUESTION, "Why did you give this rating?"),
    ),
    (*[""] * 9, "Response", "Open-Ended Response"),
)
NPS_QUESTION = "How likely are you to recommend us to a friend or colleague? (0-10)"
CES_HEADINGS = (
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("ExternalReference", "External Data Reference", "externalDataReference"),
    ("LocationLatitude", "Location Latitude", "locationLatitude"),
    ("LocationLongitude", "Location Longitude", "locationLongitude"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
    (
        "Q1",
        "To what extent do you agree: the organisation made it easy for me to handle my issue."
        " (1 = strongly disagree, 7 = strongly agree)",
        "QID1",
    ),
    ("Q2", "Why did you choose this answer?", "QID2_TEXT"),
    ("ticket_id", "ticket_id", "ticket_id"),
    ("channel", "channel", "channel"),
    ("team", "team", "team"),
)
_DATES = ("startDate", "endDate", "recordedDate")
_PRAISE = ("Quick and kind", "Knew the answer", "Solved at once", "Easy to reach")
_BLAME = ("Waited too long", "Had to ask twice", "Answer did not help", "Was passed around")


def csat(rng: np.random.Generator, calls: Tickets, is_answered: Mask) -> Iterator[Columns]:
    """SurveyMonkey: one answer of a caller, named by the id of the call."""
    asked = calls.take(is_answered & (rng.random(len(calls)) < CALLS_ASKED))
    started_at = np.rint(asked.created_at + rng.uniform(900, 30 * 3600, len(asked)))
    asked, started_at = _in_time(asked, started_at)
    count = len(asked)
    is_left = rng.random(count) < 0.04
    points = rate(rng, asked.pleasure, CSAT_LIMITS)
    blank = np.full(count, "")
    yield {
        "Respondent ID": 114_500_000_000 + asked.number,
        "Collector ID": np.full(count, 432_100_000),
        "Start Date": _american(started_at),
        "End Date": _american(started_at + rng.integers(20, 240, count)),
        "IP Address": blank,
        "Email Address": blank,
        "First Name": blank,
        "Last Name": blank,
        "Ticket ID": aircall_calls.call_id(asked),
        "Answer": np.where(is_left, "", labels(CSAT_ANSWERS, points)),
        "Why": np.where(is_left, "", _comment(rng, points >= 3)),
    }


def nps(rng: np.random.Generator, tickets: Tickets) -> Iterator[Columns]:
    """Google Forms: no id of a ticket, but the last channel and team as questions."""
    asked = tickets.take(rng.random(len(tickets)) < REQUESTERS_ASKED)
    sent_at = np.rint(asked.created_at + rng.uniform(1, 9, len(asked)) * 86400)
    asked, sent_at = _in_time(asked, sent_at)
    score = rate(rng, asked.pleasure, NPS_LIMITS)
    yield {
        "Timestamp": _google(sent_at),
        NPS_QUESTION: score,
        "Support channel": labels([one.label for one in CHANNELS], asked.channel),
        "Support team": _team(asked),
        "What is the main reason for your score?": _comment(rng, score >= 7),
    }


def ces(rng: np.random.Generator, solved: Tickets) -> Iterator[Columns]:
    """Qualtrics: Zendesk tickets in embedded data, some answers unfinished, some previews."""
    asked = solved.take(rng.random(len(solved)) < TICKETS_ASKED)
    started_at = np.rint(asked.solved_at + rng.uniform(600, 72 * 3600, len(asked)))
    asked, started_at = _in_time(asked, started_at)
    count = len(asked)
    is_left = rng.random(count) < 0.07
    is_preview = rng.random(count) < 0.012
    took = np.where(is_left, 0, 1) * rng.integers(25, 400, count) + 5
    ended_at = started_at + took
    points = 1 + rate(rng, asked.pleasure, CES_LIMITS)
    blank = np.full(count, "")
    values = (
        written(local(started_at, ZONE)),
        written(local(ended_at, ZONE)),
        np.where(is_preview, "Survey Preview", "IP Address"),
        blank,
        np.where(is_left, 50, 100),
        took,
        np.where(is_left, "False", "True"),
        written(local(ended_at + 1, ZONE)),
        np.char.mod("R_%015d", asked.number),
        *[blank] * 6,
        np.where(is_preview, "preview", "anonymous"),
        np.full(count, "EN"),
        np.where(is_left, "", points.astype(str)),
        np.where(is_left, "", _comment(rng, points >= 5)),
        zendesk_tickets.FIRST_ID + asked.number,
        labels([one.label for one in CHANNELS], asked.channel),
        _team(asked),
    )
    yield dict(zip((heading[0] for heading in CES_HEADINGS), values, strict=True))


def ces_headings() -> tuple[tuple[str, ...], ...]:
    """Names, texts and import ids; the import ids of dates tell the zone."""
    zone = f',"timeZone":"{ZONE}"'
    return (
        tuple(name for name, _, _ in CES_HEADINGS),
        tuple(text for _, text, _ in CES_HEADINGS),
        tuple(
            f'{{"ImportId":"{key}"{zone if key in _DATES else ""}}}' for _, _, key in CES_HEADINGS
        ),
    )


def _in_time(asked: Tickets, moments: Floats) -> tuple[Tickets, Floats]:
    """Only what happened before the end of the data, in the order of answering."""
    order = np.argsort(moments, kind="stable")
    order = order[moments[order] < END - 3600]
    return asked.take(order), moments[order]


def _team(tickets: Tickets) -> Texts:
    return labels([team.name for team in TEAMS], tickets.team)


def _comment(rng: np.random.Generator, is_pleased: Mask) -> Texts:
    pick: Ints = rng.integers(4, size=is_pleased.size)
    text = np.where(is_pleased, labels(_PRAISE, pick), labels(_BLAME, pick))
    return np.where(rng.random(is_pleased.size) < 0.3, np.char.add(text, " (synthetic)"), "")


def _american(moments: Floats) -> Texts:
    stamps = [datetime.fromtimestamp(moment, UTC) for moment in moments.tolist()]
    return np.array([f"{stamp:%m/%d/%Y %I:%M:%S %p}" for stamp in stamps], dtype=np.str_)


def _google(moments: Floats) -> Texts:
    stamps = [datetime.fromtimestamp(moment, ZoneInfo(ZONE)) for moment in moments.tolist()]
    text = [
        f"{stamp:%Y/%m/%d} {int(f'{stamp:%I}')}:{stamp:%M:%S %p} GMT+{int(f'{stamp:%z}') // 100}"
        for stamp in stamps
    ]
    return np.array(text, dtype=np.str_)
