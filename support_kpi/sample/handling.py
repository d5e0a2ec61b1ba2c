"""What becomes of each contact: replies, solving, reopening, and how pleased the requester is."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from support_kpi.sample.clock import Floats, Ints, Mask, after
from support_kpi.sample.demand import Contacts
from support_kpi.sample.organisation import CHANNELS, END, START, TEAMS
from support_kpi.sample.staff import Roster

PART = 50_000
OUTAGE_PACE = 2.5
YEAR_TWO_PACE = 0.93
YEAR = 365 * 86400.0
CSAT_LIMITS = (-1.7, -0.8, 0.0, 1.3)
CES_LIMITS = (-2.6, -1.8, -1.0, -0.2, 0.8, 2.2)
NPS_LIMITS = (-3.2, -2.7, -2.2, -1.7, -1.2, -0.7, 0.1, 0.8, 1.7, 2.5)


@dataclass(frozen=True)
class Tickets:
    """One element per ticket, as known at the end of the data; moments as in `clock`.

    `priority` counts from urgent (0) to low (3). `pleasure` is the log odds of a good rating.
    """

    number: Ints
    created_at: Floats
    channel: Ints
    team: Ints
    agent: Ints
    requester: Ints
    category: Ints
    priority: Ints
    outage: Ints
    first_reply_at: Floats
    first_solved_at: Floats
    solved_at: Floats
    replies: Ints
    messages: Ints
    reopens: Ints
    reassignments: Ints
    pleasure: Floats

    def __len__(self) -> int:
        return self.number.size

    def take(self, which: Mask | Ints | slice) -> "Tickets":
        return Tickets(*(getattr(self, name)[which] for name in self.__dataclass_fields__))

    def parts(self) -> Iterator["Tickets"]:
        """Pieces small enough to be written as text."""
        for begin in range(0, max(len(self), 1), PART):
            yield self.take(slice(begin, begin + PART))


def handle(rng: np.random.Generator, contacts: Contacts, staff: Roster) -> Tickets:
    """Tickets of all contacts, in their order."""
    count = contacts.created_at.size
    channel, team = contacts.channel, contacts.team
    is_office = _of_channel("is_office", channel).astype(bool)
    pace = (
        _of_tier("pace", team)
        * np.where(contacts.outage >= 0, OUTAGE_PACE, 1.0)
        * np.where(contacts.created_at < START + YEAR, 1.0, YEAR_TWO_PACE)
    )

    delay = pace * rng.lognormal(sigma=0.9, size=count)
    is_replied = rng.random(count) >= _of_channel("unanswered", channel) * _of_tier(
        "unanswered", team
    )
    replied_at = after(contacts.created_at, delay * _of_channel("reply", channel), is_office)

    odds = _logit(_of_channel("one_touch", channel)) + _of_tier("one_touch", team)
    is_one_touch = rng.random(count) < 1 / (1 + np.exp(-odds))
    work = _of_channel("work", channel) * pace * rng.lognormal(sigma=1.0, size=count)
    solved_at = after(replied_at, np.where(is_one_touch, 0.05, 1.0) * work, is_office)
    solved_at = np.fmax(solved_at, contacts.followed_at + 600)
    forgotten = np.where(rng.random(count) < 0.92, rng.uniform(2, 12, count) * 86400, np.nan)
    solved_at = np.where(is_replied, solved_at, np.rint(contacts.created_at + forgotten))
    solved_at[rng.random(count) < 0.003] = np.nan

    is_reopened = is_replied & (rng.random(count) < _of_tier("reopen_rate", team))
    again = rng.exponential(16 * 3600, count) + work * 0.5
    last_solved_at = np.where(is_reopened, after(solved_at, again, is_office), solved_at)

    first_reply_at = np.where(is_replied, replied_at, np.nan)
    first_reply_at[first_reply_at >= END] = np.nan
    is_reopened &= solved_at < END - 3600
    reopens = is_reopened * (1 + (rng.random(count) < 0.12))
    talk = 2 + rng.poisson(1.1 * np.sqrt(pace), count) + reopens
    replies = np.where(np.isnan(first_reply_at), 0, np.where(is_one_touch & ~is_reopened, 1, talk))
    messages = np.maximum(1, replies + rng.poisson(0.5, count))

    pleasure = (
        _of_channel("satisfaction", channel)
        + _of_tier("satisfaction", team)
        + np.where(contacts.created_at < START + YEAR, 0.0, 0.22)
        - np.where(contacts.outage >= 0, 1.3, 0.0)
        - 0.8 * is_reopened
        - 0.25 * np.log(delay)
        + np.where(is_one_touch, 0.25, -0.15)
    )
    return Tickets(
        number=np.arange(1, count + 1),
        created_at=contacts.created_at,
        channel=channel,
        team=team,
        agent=staff.pick(rng, team, contacts.created_at),
        requester=contacts.requester,
        category=contacts.category,
        priority=rng.choice(4, size=count, p=(0.04, 0.16, 0.62, 0.18)),
        outage=contacts.outage,
        first_reply_at=first_reply_at,
        first_solved_at=np.where(solved_at < END, solved_at, np.nan),
        solved_at=np.where(last_solved_at < END, last_solved_at, np.nan),
        replies=replies,
        messages=messages,
        reopens=reopens,
        reassignments=rng.poisson(0.18 * np.sqrt(pace), count),
        pleasure=pleasure,
    )


def rate(rng: np.random.Generator, pleasure: Floats, limits: tuple[float, ...]) -> Ints:
    """How many of `limits` the log odds, with everyone's own taste added, exceed."""
    return np.searchsorted(limits, pleasure + rng.logistic(size=pleasure.size))


def _of_channel(name: str, channel: Ints) -> Floats:
    return np.array([getattr(one, name) for one in CHANNELS], dtype=np.float64)[channel]


def _of_tier(name: str, team: Ints) -> Floats:
    return np.array([getattr(one.tier, name) for one in TEAMS], dtype=np.float64)[team]


def _logit(share: Floats) -> Floats:
    return np.log(share / (1 - share))
