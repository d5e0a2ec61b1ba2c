"""The sample organisation: invented exports, written as the vendors write them."""

import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from support_kpi.errors import UsageError
from support_kpi.sample import (
    aircall_calls,
    budget,
    customer_surveys,
    demand,
    export,
    handling,
    intercom_conversations,
    maturity,
    staff,
    zendesk_tickets,
)
from support_kpi.sample.clock import Floats, days, month_of
from support_kpi.sample.handling import Tickets
from support_kpi.sample.organisation import (
    CHANNELS,
    EMAIL,
    LIVE_CHAT,
    MESSAGING,
    MONTHS,
    ONBOARDING,
    PHONE,
    TEAMS,
)

LEAST_TICKETS = 200


def write(out: Path, tickets: int = 20_000, seed: int = 7) -> list[Path]:
    """Every file of an organisation with so many tickets; the same seed gives the same bytes."""
    if tickets < LEAST_TICKETS:
        raise UsageError(
            f"{tickets} tickets make no sample organisation; {LEAST_TICKETS} is the least."
        )
    out.mkdir(parents=True, exist_ok=True)
    by_channel = _monthly(tickets)
    by_team = _team_weights() @ by_channel
    roster = staff.roster(_stream(seed, "staff"), by_team)
    contacts = demand.draw(_stream(seed, "demand"), tickets)
    everything = handling.handle(_stream(seed, "handling"), contacts, roster)

    is_phone = everything.channel == PHONE
    is_intercom = np.isin(everything.channel, (LIVE_CHAT, MESSAGING)) | (
        (everything.channel == EMAIL) & (everything.team == ONBOARDING)
    )
    phone, intercom = everything.take(is_phone), everything.take(is_intercom)
    zendesk = everything.take(~is_phone & ~is_intercom)
    calls = aircall_calls.ring(_stream(seed, "aircall"), phone)
    solved = zendesk.take(~np.isnan(zendesk.solved_at) & (zendesk.replies > 0))

    def file(name: str, parts: Iterator[export.Columns]) -> Path:
        return export.write(out / f"synthetic_{name}", parts)

    return [
        file("zendesk_tickets.csv.gz", _zendesk(_stream(seed, "zendesk"), zendesk)),
        file("intercom_conversations.csv.gz", _intercom(_stream(seed, "intercom"), intercom)),
        file(
            "aircall_calls.csv.gz",
            (
                aircall_calls.columns(part, heard)
                for part, heard in zip(phone.parts(), calls.parts(), strict=True)
            ),
        ),
        export.write(
            out / "synthetic_csat_surveymonkey.csv",
            customer_surveys.csat(_stream(seed, "csat"), phone, calls.is_answered),
            headings=customer_surveys.CSAT_HEADINGS,
        ),
        file("nps_google_forms.csv", customer_surveys.nps(_stream(seed, "nps"), everything)),
        export.write(
            out / "synthetic_ces_qualtrics.csv",
            customer_surveys.ces(_stream(seed, "ces"), solved),
            headings=customer_surveys.ces_headings(),
        ),
        file("budget.csv", budget.columns(_stream(seed, "budget"), by_channel, by_team)),
        file("staff_months.csv", staff.columns(roster)),
        file("maturity_assessments.csv", maturity.columns()),
    ]


def _zendesk(rng: np.random.Generator, tickets: Tickets) -> Iterator[export.Columns]:
    for number, part in enumerate(tickets.parts()):
        table = zendesk_tickets.columns(rng, part)
        yield table if number else zendesk_tickets.damaged(table)


def _intercom(rng: np.random.Generator, tickets: Tickets) -> Iterator[export.Columns]:
    return (intercom_conversations.columns(rng, part) for part in tickets.parts())


def _monthly(tickets: int) -> Floats:
    """Tickets expected of each channel (rows) in each month (columns)."""
    month = month_of(days().astype("datetime64[s]").astype(np.float64))
    daily = demand.expected(tickets)
    return np.array([[row[month == one].sum() for one in range(MONTHS)] for row in daily])


def _team_weights() -> Floats:
    """Which part of each channel (columns) each team (rows) gets."""
    weights = np.array(
        [[team.channels.get(row, 0.0) for row in range(len(CHANNELS))] for team in TEAMS]
    )
    return weights / weights.sum(axis=0)


def _stream(seed: int, name: str) -> np.random.Generator:
    """Randomness of its own for each part, so that a change of one leaves the others alone."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])
