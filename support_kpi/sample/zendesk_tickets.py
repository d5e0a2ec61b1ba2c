"""Tickets as Zendesk's account export writes them, a few of them damaged on purpose."""

import numpy as np

from support_kpi.sample import people
from support_kpi.sample.clock import Floats, Ints, Mask, Texts, business_seconds, written
from support_kpi.sample.export import Columns, labels, whole
from support_kpi.sample.handling import Tickets
from support_kpi.sample.organisation import END, TEAMS

FIRST_ID = 100_000
CLOSED_AFTER = 4 * 86400.0
# Row below the headings, column and what the cell says: three rows that cannot be kept for want of
# a time of creation or an id, and two cells that cannot be read.
DAMAGE = (
    (10, "Created at", "2024-11-31T09:15:00Z"),
    (20, "Id", ""),
    (30, "Created at", "soon"),
    (40, "Replies", "three"),
    (50, "Updated at", "yesterday"),
)
_VIA = {
    1: ("Mail",),
    4: ("X Corp direct message", "Facebook post", "Instagram DM"),
    5: ("Web form",),
    6: ("SMS",),
    7: ("Help Center",),
}
_PRIORITIES = ("Urgent", "High", "Normal", "Low", "-")
_TYPES = ("Question", "Incident", "Problem", "Task", "-")


def columns(rng: np.random.Generator, tickets: Tickets) -> Columns:
    """One column per heading, in the vendor's order."""
    count = len(tickets)
    fate = rng.choice(4, size=count, p=(0.968, 0.012, 0.016, 0.004))
    is_spam, is_merged, is_deleted = fate == 1, fate == 2, fate == 3
    is_normal = fate == 0
    is_gone = is_deleted | (is_spam & (rng.random(count) < 0.7))

    created_at = tickets.created_at
    reply_at = np.where(is_normal | is_deleted, tickets.first_reply_at, np.nan)
    aside_at = np.fmin(np.rint(created_at + rng.uniform(60, 7200, count)), END - 1)
    first_solved_at = np.where(is_normal, tickets.first_solved_at, aside_at)
    solved_at = np.where(is_normal, tickets.solved_at, aside_at)
    first_solved_at[is_gone] = solved_at[is_gone] = np.nan
    reopens = np.where(is_normal, tickets.reopens, 0)
    replies = np.where(np.isnan(reply_at), 0, tickets.replies)

    is_unassigned = np.isnan(reply_at) & (rng.random(count) < 0.6)
    agent = np.where(is_unassigned, -1, tickets.agent)
    assigned_at = np.fmin(created_at + rng.exponential(600, count).round(), reply_at)
    assigned_at = np.where(is_unassigned, np.nan, np.fmin(assigned_at, END - 1))
    status = _status(rng, np.isnan(reply_at), agent, solved_at, is_gone)
    updated_at = np.fmax.reduce([created_at, reply_at, first_solved_at, solved_at])
    updated_at = np.where(status == "Closed", solved_at + CLOSED_AFTER, updated_at)

    resolution = solved_at - created_at
    on_hold = np.where(rng.random(count) < 0.12, rng.beta(2, 5, count), 0.0)
    waiting = rng.beta(2, 3, count) * (1 - on_hold)
    team = labels([unit.name for unit in TEAMS], tickets.team)
    category = labels([name for unit in TEAMS for name in unit.categories], _category(tickets))
    has_choice = rng.random(count) > 0.06
    requester = tickets.requester
    name, domain = people.requester_name(requester), people.requester_domain(requester)

    return {
        "Summation column": np.ones(count, dtype=np.int64),
        "Id": FIRST_ID + tickets.number,
        "Requester": name,
        "Requester id": 900_000_000_000 + requester,
        "Requester external id": np.full(count, ""),
        "Requester email": people.requester_email(requester),
        "Requester domain": domain,
        "Submitter": name,
        "Assignee": people.agent_name(agent),
        "Group": team,
        "Subject": np.char.add(np.where(is_spam, "You have won", category), " (synthetic)"),
        "Tags": _tags(category, tickets.outage >= 0, is_spam, is_merged),
        "Status": status,
        "Priority": labels(_PRIORITIES, np.where(has_choice, tickets.priority, 4)),
        "Via": _via(tickets),
        "Ticket type": labels(_TYPES, rng.choice(5, size=count, p=(0.5, 0.25, 0.12, 0.03, 0.1))),
        "Created at": _moment(created_at),
        "Updated at": _moment(updated_at),
        "Assigned at": _moment(assigned_at),
        "Organization": people.organization(requester),
        "Due date": np.full(count, ""),
        "Initially assigned at": _moment(assigned_at),
        "Solved at": _moment(solved_at),
        "Resolution time": _hours(resolution),
        "Satisfaction Score": _score(rng, tickets.pleasure, is_normal & ~np.isnan(solved_at)),
        "Group stations": np.where(agent < 0, 1, 1 + tickets.reassignments // 2),
        "Assignee stations": np.where(agent < 0, 0, 1 + tickets.reassignments),
        "Reopens": reopens,
        "Replies": replies,
        **_minutes("First reply time", created_at, reply_at),
        **_minutes("First resolution time", created_at, first_solved_at),
        **_minutes("Full resolution time", created_at, solved_at),
        **_minutes("Agent wait time", created_at, created_at + resolution * waiting),
        **_minutes("Requester wait time", created_at, created_at + resolution * (1 - waiting)),
        **_minutes("On hold time", created_at, created_at + resolution * on_hold),
        "Category [list]": np.where(has_choice, category, "-"),
        "Product [list]": np.where(has_choice, people.product(requester), "-"),
    }


def damaged(table: Columns) -> Columns:
    """The same with the cells of `DAMAGE`, where there are so many rows."""
    spoilt = {name: column.astype(object) for name, column in table.items()}
    for row, name, cell in DAMAGE:
        if row <= len(spoilt[name]):
            spoilt[name][row - 1] = cell
            spoilt["Subject"][row - 1] = "Damaged on purpose (synthetic)"
    return spoilt


def _status(
    rng: np.random.Generator,
    is_unanswered: Mask,
    agent: Ints,
    solved_at: Floats,
    is_gone: Mask,
) -> Texts:
    waiting = rng.choice(["Open", "Pending", "Hold"], size=agent.size, p=(0.45, 0.4, 0.15))
    waiting = np.where(is_unanswered, np.where(agent < 0, "New", "Open"), waiting)
    done = np.where(solved_at + CLOSED_AFTER < END, "Closed", "Solved")
    return np.where(is_gone, "Deleted", np.where(np.isnan(solved_at), waiting, done))


def _score(rng: np.random.Generator, pleasure: Floats, is_solved: Mask) -> Texts:
    is_offered = is_solved & (rng.random(pleasure.size) < 0.75)
    is_rated = is_offered & (rng.random(pleasure.size) < 0.3)
    rating = np.where(pleasure + rng.logistic(size=pleasure.size) > 0, "Good", "Bad")
    return np.where(is_rated, rating, np.where(is_offered, "Offered", "Not Offered"))


def _tags(category: Texts, is_outage: Mask, is_spam: Mask, is_merged: Mask) -> Texts:
    tags = np.char.replace(np.char.replace(np.char.lower(category), " ", "_"), "-", "_")
    tags = np.char.add(tags, np.where(is_outage, " outage", ""))
    tags = np.char.add(tags, np.where(is_merged, " closed_by_merge", ""))
    return np.where(is_spam, "spam", tags)


def _category(tickets: Tickets) -> Ints:
    return tickets.team * 4 + tickets.category


def _via(tickets: Tickets) -> Texts:
    via = np.full(len(tickets), "", dtype="<U32")
    for channel, names in _VIA.items():
        of_channel = tickets.channel == channel
        via[of_channel] = labels(names, tickets.number[of_channel] % len(names))
    return via


def _minutes(name: str, begin: Floats, end: Floats) -> Columns:
    business = business_seconds(end) - business_seconds(begin)
    return {
        f"{name} in minutes": whole(np.rint((end - begin) / 60)),
        f"{name} in minutes within business hours": whole(np.rint(business / 60)),
    }


def _hours(seconds: Floats) -> Texts:
    return np.where(np.isnan(seconds), "", np.char.mod("%.2f", np.nan_to_num(seconds) / 3600))


def _moment(moments: Floats) -> Texts:
    return written(moments, "T", "Z")
