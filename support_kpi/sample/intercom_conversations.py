"""Conversations as Intercom's dataset export writes them, in the local time of its zone."""

import numpy as np

from support_kpi.sample import people
from support_kpi.sample.clock import Floats, Mask, Texts, business_seconds, local, month_of, written
from support_kpi.sample.export import Columns, labels, whole
from support_kpi.sample.handling import CSAT_LIMITS, Tickets, rate
from support_kpi.sample.organisation import EMAIL, END, LIVE_CHAT, TEAMS

FIRST_ID = 215_000_000_000
ZONE = "Europe/Berlin"
FIN_FROM_MONTH = 6
_REMARKS = ("Quick and kind", "Had to ask twice", "Solved at once", "Took too long")


def columns(rng: np.random.Generator, tickets: Tickets) -> Columns:
    """One column per heading of the analyst's choice."""
    count = len(tickets)
    is_chat = tickets.channel != EMAIL
    asks_fin = is_chat & (month_of(tickets.created_at) >= FIN_FROM_MONTH)
    is_fin = asks_fin & (rng.random(count) < 0.4)
    is_deflected = is_fin & (tickets.replies <= 1) & (rng.random(count) < 0.15)

    started_at = tickets.created_at
    fin_done_at = np.rint(started_at + rng.uniform(60, 900, count))
    reply_at = np.where(is_deflected, np.nan, tickets.first_reply_at)
    first_closed_at = np.where(is_deflected, fin_done_at, tickets.first_solved_at)
    closed_at = np.where(is_deflected, fin_done_at, tickets.solved_at)
    first_closed_at[first_closed_at >= END] = closed_at[closed_at >= END] = np.nan
    is_closed = ~np.isnan(closed_at)
    is_replied = ~np.isnan(reply_at)
    replies = np.where(is_replied, tickets.replies, 0)
    updated_at = np.fmax.reduce([started_at, reply_at, first_closed_at, closed_at])
    assigned_at = np.fmin(started_at + rng.exponential(20, count).round(), reply_at)

    agent = people.agent_name(np.where(is_replied, tickets.agent, -1))
    is_rated = is_closed & is_replied & (rng.random(count) < 0.3)
    stars = np.where(is_rated, 1 + rate(rng, tickets.pleasure, CSAT_LIMITS), np.nan)
    remark = labels(_REMARKS, rng.integers(2, size=count) * 2 + (stars < 4))
    is_remarked = is_rated & (rng.random(count) < 0.25)
    state = np.where(rng.random(count) < 0.3, "Snoozed", "Open")
    handling = replies * rng.lognormal(np.log(150), 0.5, count)
    category = tickets.team * 4 + tickets.category
    topic = labels([name for unit in TEAMS for name in unit.categories], category)
    channel = np.where(tickets.channel == LIVE_CHAT, "Chat", "WhatsApp")

    return {
        "Conversation ID": FIRST_ID + tickets.number,
        **_moment("Conversation started at", started_at),
        **_moment("Conversation updated at", updated_at),
        **_moment("Conversation first replied at", reply_at),
        **_moment("Conversation first closed at", first_closed_at),
        **_moment("Conversation last closed at", closed_at),
        **_moment("First assignment at", assigned_at),
        "Started by": np.full(count, "Customer"),
        "Conversation source": np.full(count, "Inbound message"),
        "Channel": np.where(is_chat, channel, "Email"),
        "Current conversation state": np.where(is_closed, "Closed", state),
        "Conversation priority": np.where(tickets.priority < 2, "Priority", "Not Priority"),
        "Title": np.char.add(topic, " (synthetic)"),
        "Topics": topic,
        "Conversation tag": np.where(tickets.outage >= 0, "outage", ""),
        "Team currently assigned": labels([unit.name for unit in TEAMS], tickets.team),
        "Teammate currently assigned": agent,
        "Teammate first replied": agent,
        "Last teammate rated": np.where(is_rated, agent, ""),
        "Last teammate rating": whole(stars),
        "Last teammate rating remark": np.where(is_remarked, remark, ""),
        "Fin AI Agent involved": _flag(is_fin),
        "Fin AI Agent deflected": np.where(is_fin, _flag(is_deflected), ""),
        "Fin AI Agent resolution state": np.where(
            is_deflected, "Assumed resolved", np.where(is_fin, "Escalated", "")
        ),
        "Resolved on first contact": np.where(
            is_closed, _flag((replies <= 1) & (tickets.reopens == 0)), ""
        ),
        "Number of reassignments": tickets.reassignments,
        "Replies to close a conversation": np.where(is_closed, replies.astype(str), ""),
        "First response time (seconds)": whole(reply_at - started_at),
        "First response time, only within office hours (seconds)": _office(started_at, reply_at),
        "Time to close (seconds)": whole(closed_at - started_at),
        "Time to close within office hours (seconds)": _office(started_at, closed_at),
        "Time to first close (seconds)": whole(first_closed_at - started_at),
        "Handling time (seconds)": np.where(is_replied, whole(handling), ""),
        "User name": people.requester_name(tickets.requester),
        "User email": people.requester_email(tickets.requester),
        "User ID": np.char.mod("u-%05d", tickets.requester),
        "User type": np.full(count, "User"),
        "Company name": people.organization(tickets.requester),
    }


def _moment(name: str, moments: Floats) -> Columns:
    return {f"{name} ({ZONE})": written(local(moments, ZONE))}


def _office(begin: Floats, end: Floats) -> Texts:
    return whole(business_seconds(end) - business_seconds(begin))


def _flag(values: Mask) -> Texts:
    return np.where(values, "true", "false")
