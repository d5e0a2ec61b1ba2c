"""Calls as Aircall's current export writes them: lines in Berlin, the account in UTC."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from support_kpi.sample import people
from support_kpi.sample.clock import Floats, Ints, Mask, Texts, business_seconds, local, written
from support_kpi.sample.export import Columns, labels, whole
from support_kpi.sample.handling import PART, Tickets
from support_kpi.sample.organisation import TEAMS

FIRST_ID = 3_400_000_000
ZONE = "Europe/Berlin"
SHORT_SECONDS = 10
REASONS = (
    "",
    "out_of_opening_hours",
    "abandoned_in_ivr",
    "short_abandoned",
    "abandoned_in_classic",
    "no_available_agent",
    "agents_did_not_answer",
)


@dataclass(frozen=True)
class Calls:
    """What happened on the line; `reason` 0 is an answered call. Seconds."""

    reason: Ints
    is_outbound: Mask
    has_voicemail: Mask
    ivr: Floats
    queue: Floats
    talk: Floats

    @property
    def is_answered(self) -> Mask:
        return self.reason == 0

    def parts(self) -> Iterator["Calls"]:
        """Pieces of the size of those of the tickets."""
        for begin in range(0, max(self.reason.size, 1), PART):
            piece = slice(begin, begin + PART)
            yield Calls(*(getattr(self, name)[piece] for name in self.__dataclass_fields__))


def call_id(tickets: Tickets) -> Ints:
    return FIRST_ID + tickets.number


def ring(rng: np.random.Generator, tickets: Tickets) -> Calls:
    """The calls behind tickets of channel phone."""
    count = len(tickets)
    wait = np.maximum(2, tickets.first_reply_at - tickets.created_at)
    patience = rng.exponential(330, count)
    is_open = business_seconds(tickets.created_at + 1) > business_seconds(tickets.created_at)
    is_outbound = is_open & (rng.random(count) < 0.07)
    luck = rng.random(count)
    is_lost = wait > patience
    reason = np.select(
        [
            is_outbound,
            ~is_open,
            luck < 0.025,
            is_lost & (patience < SHORT_SECONDS),
            is_lost,
            luck > 0.985,
            luck > 0.965,
        ],
        [np.where(luck < 0.3, 6, 0), 1, 2, 3, 4, 5, 6],
        default=0,
    )
    has_voicemail = np.isin(reason, (1, 5, 6)) & ~is_outbound & (rng.random(count) < 0.4)
    queue = np.where(np.isin(reason, (3, 4)), patience, wait)
    queue = np.where((reason == 1) | (reason == 2), 0, np.where(reason >= 5, 45, queue))
    talk = 20 + tickets.replies * 70 + rng.lognormal(np.log(170), 0.6, count)
    return Calls(
        reason=reason,
        is_outbound=is_outbound,
        has_voicemail=has_voicemail,
        ivr=np.where(is_outbound, 0, rng.integers(6, 24, count)).astype(np.float64),
        queue=np.rint(queue),
        talk=np.where(reason == 0, np.rint(talk), np.nan),
    )


def columns(tickets: Tickets, calls: Calls) -> Columns:
    """One column per heading, in the vendor's order."""
    count = len(tickets)
    total = calls.ivr + calls.queue + np.nan_to_num(calls.talk)
    total += np.where(calls.has_voicemail, 25, 0)
    started_at = tickets.created_at
    team = labels([unit.name for unit in TEAMS], tickets.team)
    agent = people.agent_name(tickets.agent)
    customer = people.requester_number(tickets.requester)
    line_number = labels([f"+99900000{row:02d}" for row in range(len(TEAMS))], tickets.team)
    way = np.where(calls.is_outbound, "outbound", "inbound")
    kind = _kind(calls)
    category = labels(
        [name for unit in TEAMS for name in unit.categories], tickets.team * 4 + tickets.category
    )
    blank = np.full(count, "")
    queue = np.where(calls.is_outbound, np.nan, calls.queue)

    return {
        "line": np.char.add(team, " line (synthetic)"),
        "datetime (tz offset incl.)": written(local(started_at, ZONE)),
        "number timezone": np.full(count, ZONE),
        "datetime (utc)": written(started_at),
        "country_code": np.full(count, "DE"),
        "direction": way,
        "from": np.where(calls.is_outbound, line_number, customer),
        "to": np.where(calls.is_outbound, customer, line_number),
        "answered": np.where(calls.is_answered, "Yes", "No"),
        "missed_call_reason": np.where(calls.is_outbound, "", labels(REASONS, calls.reason)),
        "user": np.where(calls.is_answered | calls.is_outbound, agent, "[No associated user]"),
        "duration (total)": whole(total),
        "duration (in call)": whole(calls.talk),
        "voicemail": np.where(
            calls.has_voicemail,
            np.char.mod("https://voicemail.example.com/%d", call_id(tickets)),
            "",
        ),
        "recording": blank,
        "comments": blank,
        "tags": np.where(calls.is_answered, category, ""),
        "call quality": blank,
        "team": team,
        "call direction - type": np.char.add(
            np.where(calls.is_outbound, "Outbound - ", "Inbound - "), kind
        ),
        "call start time": written(started_at),
        "call end time": written(started_at + total),
        "aircall number": line_number,
        "customer number": customer,
        "in-call duration": _clock(calls.talk),
        "call id": np.char.mod("CA%012d", call_id(tickets)),
        "call type": np.where(calls.is_outbound, "Outbound", kind),
        "waiting time": _clock(calls.ivr + queue),
        "time to answer": _clock(np.where(calls.is_answered, queue, np.nan)),
        "time in ivr": _clock(calls.ivr),
        "call id (internal)": call_id(tickets),
        "disconnected by": np.where(
            calls.is_answered & (tickets.number % 3 > 0), "agent", "external"
        ),
        "ivr branch": np.where(calls.is_outbound, "", team),
        "ivr widget": blank,
        "call timeline": blank,
        "callback details": blank,
        "callback failure": blank,
        "automatic callback pending time": blank,
        "time with ai voice agent": blank,
        "entry number": line_number,
        "ai voice agent transfer branch": blank,
    }


def _kind(calls: Calls) -> Texts:
    kind = np.where(calls.is_answered, "Answered", "Missed")
    kind = np.where(calls.reason == 1, "Out of business hours", kind)
    return np.where(calls.has_voicemail, "Voicemail", kind)


def _clock(seconds: Floats) -> Texts:
    known = np.nan_to_num(seconds).astype(np.int64)
    hours, rest = np.divmod(known, 3600)
    parts = [np.char.mod("%02d", part) for part in (hours, rest // 60, rest % 60)]
    text = np.char.add(
        np.char.add(np.char.add(parts[0], ":"), np.char.add(parts[1], ":")), parts[2]
    )
    return np.where(np.isnan(seconds), "", text)
