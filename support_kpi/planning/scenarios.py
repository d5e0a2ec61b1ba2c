"""Scenarios: what is to be different, and what is supposed; to and from plain data."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields

from support_kpi.errors import UsageError

NAME_LENGTH = 80


@dataclass(frozen=True)
class Range:
    """What a number may be, and what it says."""

    low: float
    high: float
    unit: str
    about: str


@dataclass(frozen=True)
class Move:
    """A share of the contacts of one channel that comes on another instead."""

    origin: str
    target: str
    share: float


@dataclass(frozen=True)
class Change:
    """What is different on one channel, besides what is different on all."""

    channel: str
    volume_change: float = 0.0
    handle_time_change: float = 0.0


@dataclass(frozen=True)
class Assumptions:
    """What no export tells and every result rests on."""

    service_level: float = 0.80
    answer_seconds: float = 20.0
    max_occupancy: float = 0.85
    shrinkage: float = 0.30
    weekly_hours: float = 40.0
    covered_share: float = 0.95
    chats_at_once: float = 1.0
    other_variable_share: float = 1.0
    indirect_variable_share: float = 0.0
    cost_per_settled: float = 0.0


@dataclass(frozen=True)
class Scenario:
    """Without a headcount, people follow the work; with one, their cost follows the headcount."""

    volume_change: float = 0.0
    handle_time_change: float = 0.0
    self_service_rate: float = 0.0
    headcount: float | None = None
    moves: tuple[Move, ...] = ()
    changes: tuple[Change, ...] = ()
    assumptions: Assumptions = field(default_factory=Assumptions)

    def __post_init__(self) -> None:
        for name, range_ in LEVERS.items():
            _require(name, getattr(self, name), range_)
        for name, range_ in ASSUMPTIONS.items():
            _require(name, getattr(self.assumptions, name), range_)
        for change in self.changes:
            for name in ("volume_change", "handle_time_change"):
                _require(f"{name} of {change.channel}", getattr(change, name), LEVERS[name])
        left: dict[str, float] = {}
        for move in self.moves:
            _require(f"the share moved from {move.origin}", move.share, SHARE)
            if move.origin == move.target:
                raise UsageError(
                    f"A move leads from {move.origin} to itself; name another channel."
                )
            left[move.origin] = left.get(move.origin, 0.0) + move.share
        for origin, share in left.items():
            if share > 1 + 1e-9:
                raise UsageError(
                    f"{share:.0%} of {origin} would move away; all moves of a channel together are "
                    "at most 100%."
                )

    def of_channel(self, channel: str) -> Change:
        """What is different on a channel in all: its own change times the general one."""
        volume, handle_time = 1 + self.volume_change, 1 + self.handle_time_change
        for change in self.changes:
            if change.channel == channel:
                volume *= 1 + change.volume_change
                handle_time *= 1 + change.handle_time_change
        return Change(channel, volume - 1, handle_time - 1)


SHARE = Range(0.0, 1.0, "share", "")
LEVERS: dict[str, Range] = {
    "volume_change": Range(-1.0, 10.0, "rate", "Contacts of every channel, more or fewer."),
    "handle_time_change": Range(-0.95, 10.0, "rate", "Minutes of work a contact, more or fewer."),
    "self_service_rate": Range(
        0.0,
        1.0,
        "share",
        "Contacts that would reach an agent and that self-service settles instead, beyond today.",
    ),
    "headcount": Range(
        0.0,
        1e6,
        "agents",
        "Agents on the payroll. Left empty, people follow the work.",
    ),
}
ASSUMPTIONS: dict[str, Range] = {
    "service_level": Range(
        0.01, 0.999, "share", "Calls and chats to be answered within the answer time."
    ),
    "answer_seconds": Range(1.0, 3600.0, "seconds", "The answer time of the service level."),
    "max_occupancy": Range(
        0.1, 0.99, "share", "Most of an agent's time on duty that is spent on contacts."
    ),
    "shrinkage": Range(
        0.0, 0.9, "share", "Paid time that is not on duty: leave, illness, training, meetings."
    ),
    "weekly_hours": Range(1.0, 100.0, "hours", "Paid hours of an agent in a week."),
    "covered_share": Range(
        0.05,
        1.0,
        "share",
        "Opening hours are the busiest hours of the week that hold this share of a live channel's "
        "contacts; the others are not staffed.",
    ),
    "chats_at_once": Range(
        1.0, 10.0, "chats", "Live chats of one agent at a time: handle time is divided by it."
    ),
    "other_variable_share": Range(
        0.0,
        1.0,
        "share",
        "Direct cost other than people (telephony, licences) that follows the contacts.",
    ),
    "indirect_variable_share": Range(
        0.0, 1.0, "share", "Cost that names no channel that follows the hours of work."
    ),
    "cost_per_settled": Range(
        0.0, 1e6, "money", "Cost of a contact that self-service settles beyond today."
    ),
}


def to_data(scenario: Scenario) -> dict[str, object]:
    """The scenario as JSON knows it."""
    data: dict[str, object] = {**asdict(scenario)}
    for name in ("moves", "changes"):
        data[name] = [asdict(one) for one in getattr(scenario, name)]
    return data


def from_data(data: object) -> Scenario:
    """A scenario from such data; what is not named stays as it is."""
    given = _object("scenario", data, Scenario)
    assumed = _object("assumptions", given.get("assumptions") or {}, Assumptions)
    moves = [_object("move", one, Move) for one in _listed("moves", given)]
    changes = [_object("change", one, Change) for one in _listed("changes", given)]
    headcount = given.get("headcount")
    return Scenario(
        volume_change=_number("volume_change", given),
        handle_time_change=_number("handle_time_change", given),
        self_service_rate=_number("self_service_rate", given),
        headcount=None if headcount is None else _number("headcount", given),
        moves=tuple(
            Move(_text("origin", one), _text("target", one), _number("share", one)) for one in moves
        ),
        changes=tuple(
            Change(
                _text("channel", one),
                _number("volume_change", one),
                _number("handle_time_change", one),
            )
            for one in changes
        ),
        assumptions=Assumptions(**{name: _number(name, assumed) for name in assumed}),
    )


def _require(name: str, value: float | None, range_: Range) -> None:
    if value is None:
        return
    if not math.isfinite(value) or not range_.low <= value <= range_.high:
        raise UsageError(
            f"{name.replace('_', ' ')} is {value:g}; it lies between {range_.low:g} and "
            f"{range_.high:g}."
        )


def _object(what: str, data: object, of: type) -> dict[str, object]:
    known = [one.name for one in fields(of)]
    if not isinstance(data, Mapping):
        raise UsageError(f"{what.capitalize()}: no object with some of {', '.join(known)}.")
    strange = [str(name) for name in data if name not in known]
    if strange:
        raise UsageError(
            f"{what.capitalize()}: there is no {', '.join(strange)}; there are {', '.join(known)}."
        )
    return {str(name): value for name, value in data.items()}


def _listed(name: str, data: Mapping[str, object]) -> list[object]:
    found = data.get(name) or []
    if not isinstance(found, list | tuple):
        raise UsageError(f"The {name} of a scenario are a list of objects.")
    return list(found)


def _text(name: str, data: Mapping[str, object]) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value:
        raise UsageError(f'"{name}" is to be the code of a channel, such as phone.')
    return value


def _number(name: str, data: Mapping[str, object]) -> float:
    value = data.get(name, 0.0)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UsageError(f'{name.replace("_", " ")} is "{value}", which is no number.')
    return float(value)
