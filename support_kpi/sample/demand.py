"""Who contacts the organisation when, on which channel, and which team gets it."""

from dataclasses import dataclass

import numpy as np

from support_kpi.sample.clock import Floats, Ints, days
from support_kpi.sample.organisation import (
    CHANNELS,
    EMAIL,
    END,
    GROWTH_A_YEAR,
    LIVE_CHAT,
    MESSAGING,
    OUTAGES,
    PHONE,
    SEASON,
    SELF_SERVICE,
    SMS,
    SOCIAL_MEDIA,
    START,
    TEAMS,
    WEB_FORM,
)

CONTACTS_PER_REQUESTER = 2.6
FOLLOW_UP_SHARE = 0.06
# Where requesters turn who get no answer in time, by the channel they began on.
FOLLOW_UPS = {
    PHONE: (EMAIL,),
    EMAIL: (LIVE_CHAT, PHONE, MESSAGING),
    LIVE_CHAT: (EMAIL, EMAIL, PHONE, MESSAGING),
    MESSAGING: (EMAIL, LIVE_CHAT),
    SOCIAL_MEDIA: (EMAIL, MESSAGING, WEB_FORM),
    WEB_FORM: (LIVE_CHAT, EMAIL, PHONE),
    SMS: (PHONE, EMAIL),
    SELF_SERVICE: (WEB_FORM, EMAIL, LIVE_CHAT),
}


@dataclass(frozen=True)
class Contacts:
    """One element per contact in order of time; `followed_at` is a next try elsewhere."""

    created_at: Floats
    channel: Ints
    team: Ints
    requester: Ints
    category: Ints
    outage: Ints
    followed_at: Floats


def expected(tickets: int) -> Floats:
    """Contacts expected of each channel (rows) on each day (columns), `tickets` in all."""
    dates = days()
    passed = np.arange(len(dates))
    month = dates.astype("datetime64[M]").astype(int) % 12
    is_weekend = (dates.astype(int) + 3) % 7 >= 5
    volume = GROWTH_A_YEAR ** (passed / 365) * np.array(SEASON)[month]
    shape = np.empty((len(CHANNELS), len(dates)))
    for row, channel in enumerate(CHANNELS):
        first, last = channel.share
        share = first + (last - first) * passed / len(dates)
        weekend_factor = np.where(is_weekend, channel.weekend, 1) * 7 / (5 + 2 * channel.weekend)
        shape[row] = volume * share * weekend_factor
    for outage in OUTAGES:
        shape[list(outage.channels), np.flatnonzero(dates == outage.day)[0]] *= outage.factor
    return shape / shape.sum() * tickets


def draw(rng: np.random.Generator, tickets: int) -> Contacts:
    """Exactly `tickets` contacts, some of them second tries of the same requester."""
    follow_ups = round(tickets * FOLLOW_UP_SHARE)
    first = _first_contacts(rng, tickets - follow_ups)
    second = _follow_ups(rng, first, follow_ups)
    order = np.argsort(np.concatenate([first.created_at, second.created_at]), kind="stable")
    return Contacts(
        *(
            np.concatenate([getattr(first, name), getattr(second, name)])[order]
            for name in Contacts.__dataclass_fields__
        )
    )


def _first_contacts(rng: np.random.Generator, count: int) -> Contacts:
    shape = expected(count)
    cells = rng.multinomial(count, shape.ravel() / shape.sum())
    channel, day = np.divmod(np.repeat(np.arange(cells.size), cells), shape.shape[1])
    hour = np.empty(count, dtype=np.int64)
    for row, profile in enumerate(CHANNELS):
        of_channel = np.flatnonzero(channel == row)
        weights = np.array(profile.hours) / sum(profile.hours)
        hour[of_channel] = rng.choice(24, size=of_channel.size, p=weights)
    outage = np.full(count, -1)
    for number, event in enumerate(OUTAGES):
        on_day = (days()[day] == event.day) & np.isin(channel, event.channels)
        hit = on_day & (rng.random(count) < 1 - 1 / event.factor)
        hour[hit] = rng.integers(*event.hours, size=hit.sum())
        outage[hit] = number
    created_at = START + day * 86400.0 + hour * 3600.0 + rng.integers(3600, size=count)
    return _contacts(rng, created_at, channel, _requesters(rng, count), outage)


def _follow_ups(rng: np.random.Generator, first: Contacts, count: int) -> Contacts:
    """Also notes in `first` who was followed."""
    early = np.flatnonzero(first.created_at < END - 86400)
    base = rng.choice(early, size=count, replace=False)
    created_at = np.rint(first.created_at[base] + 900 + rng.beta(1, 3, size=count) * 80000)
    first.followed_at[base] = created_at
    pick = rng.random(count)
    channel = np.empty(count, dtype=np.int64)
    for origin, targets in FOLLOW_UPS.items():
        of_origin = first.channel[base] == origin
        channel[of_origin] = np.array(targets)[(pick[of_origin] * len(targets)).astype(int)]
    return _contacts(rng, created_at, channel, first.requester[base], first.outage[base])


def _contacts(
    rng: np.random.Generator, created_at: Floats, channel: Ints, requester: Ints, outage: Ints
) -> Contacts:
    team = np.empty(created_at.size, dtype=np.int64)
    for row in range(len(CHANNELS)):
        of_channel = np.flatnonzero(channel == row)
        weights = np.array([unit.channels.get(row, 0.0) for unit in TEAMS])
        team[of_channel] = rng.choice(len(TEAMS), size=of_channel.size, p=weights / weights.sum())
    category = np.minimum(rng.power(0.6, size=created_at.size) * 4, 3).astype(np.int64)
    return Contacts(
        created_at, channel, team, requester, category, outage, np.full(created_at.size, np.nan)
    )


def _requesters(rng: np.random.Generator, count: int) -> Ints:
    """A few requesters contact often, most once or twice."""
    activity = np.cumsum(rng.lognormal(sigma=0.8, size=max(1, int(count / CONTACTS_PER_REQUESTER))))
    return np.searchsorted(activity, rng.random(count) * activity[-1])
