"""The invented organisation: its channels, teams, tiers, products and bad days, as data."""

from dataclasses import dataclass

import numpy as np

FIRST_DAY = np.datetime64("2024-11-01")
DAYS = 730
MONTHS = 24
START = float(FIRST_DAY.astype("datetime64[s]").astype(np.int64))
END = START + DAYS * 86400.0
GROWTH_A_YEAR = 1.12
SEASON = (0.98, 0.95, 1.0, 0.98, 0.97, 0.94, 0.86, 0.85, 1.0, 1.03, 1.26, 1.27)

_OFFICE = (1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 17, 14, 15, 17, 16, 14, 10, 7, 5, 4, 3, 2, 1)
_PHONE = (0, 0, 0, 0, 0, 0, 1, 3, 12, 18, 19, 17, 12, 14, 17, 16, 12, 8, 3, 1, 1, 0, 0, 0)
_LATE = (1, 0, 0, 0, 0, 1, 2, 4, 8, 11, 12, 12, 12, 13, 15, 16, 16, 15, 15, 16, 15, 12, 8, 3)


@dataclass(frozen=True)
class Channel:
    """How one channel behaves. Shares are of all tickets on the first and on the last day.

    Delays are medians in seconds, counted in opening hours where `is_office` says so.
    `satisfaction` is the log odds of a good rating; `unit_cost` is in dollars.
    """

    name: str
    label: str
    share: tuple[float, float]
    hours: tuple[int, ...]
    weekend: float
    is_office: bool
    reply: float
    work: float
    unanswered: float
    one_touch: float
    satisfaction: float
    unit_cost: float


CHANNELS = (
    Channel("phone", "Phone", (0.25, 0.17), _PHONE, 0.1, False, 26, 270, 0, 0.7, 1.9, 12.5),
    Channel("email", "Email", (0.36, 0.25), _OFFICE, 0.35, True, 8100, 21600, 0.03, 0.37, 1.65, 9),
    Channel(
        "live_chat", "Live chat", (0.1, 0.21), _LATE, 0.45, False, 75, 1100, 0.035, 0.56, 2.1, 6.5
    ),
    Channel(
        "messaging", "Messaging", (0.05, 0.15), _LATE, 0.6, False, 420, 5400, 0.04, 0.48, 2.0, 5.5
    ),
    Channel(
        "social_media",
        "Social media",
        (0.06, 0.06),
        _LATE,
        0.8,
        True,
        3600,
        14400,
        0.08,
        0.4,
        1.4,
        7,
    ),
    Channel(
        "web_form", "Web form", (0.1, 0.07), _OFFICE, 0.4, True, 9900, 25200, 0.04, 0.33, 1.5, 8
    ),
    Channel("sms", "SMS", (0.03, 0.03), _LATE, 0.5, True, 1200, 7200, 0.05, 0.5, 1.6, 4.5),
    Channel(
        "self_service",
        "Self-service",
        (0.05, 0.06),
        _OFFICE,
        0.6,
        True,
        11700,
        21600,
        0.05,
        0.42,
        1.4,
        3,
    ),
)
PHONE, EMAIL, LIVE_CHAT, MESSAGING, SOCIAL_MEDIA, WEB_FORM, SMS, SELF_SERVICE = range(8)


@dataclass(frozen=True)
class Tier:
    """What maturity does to the work: delays are multiplied by `pace`, log odds are shifted."""

    name: str
    pace: float
    one_touch: float
    reopen_rate: float
    unanswered: float
    satisfaction: float
    tickets_per_agent_month: float
    turnover_a_year: float
    training_days_a_year: float


CHAMPION = Tier("Champion", 0.62, 0.45, 0.035, 0.55, 0.45, 62, 0.15, 3.7)
RISER = Tier("Riser", 1.0, 0.0, 0.065, 1.0, 0.0, 50, 0.27, 3.5)
STARTER = Tier("Starter", 1.6, -0.45, 0.11, 1.5, -0.45, 41, 0.4, 3.3)


@dataclass(frozen=True)
class Team:
    """One team: `channels` says how much of each channel's tickets it gets, by weight."""

    name: str
    tier: Tier
    channels: dict[int, float]
    categories: tuple[str, ...]


TEAMS = (
    Team(
        "Billing",
        RISER,
        {EMAIL: 30, PHONE: 15, WEB_FORM: 35},
        ("Invoice", "Payment failed", "Refund", "Plan change"),
    ),
    Team(
        "Technical support",
        CHAMPION,
        {EMAIL: 25, LIVE_CHAT: 40, MESSAGING: 20, WEB_FORM: 25, SELF_SERVICE: 30},
        ("Login", "Error message", "Slow service", "Integration"),
    ),
    Team(
        "Onboarding",
        RISER,
        {EMAIL: 8, LIVE_CHAT: 25, MESSAGING: 20},
        ("Set-up", "How to", "Invitation", "Data import"),
    ),
    Team(
        "Orders",
        RISER,
        {EMAIL: 15, LIVE_CHAT: 20, MESSAGING: 35, SMS: 30, SOCIAL_MEDIA: 20},
        ("Order status", "Delivery", "Wrong item", "Stock question"),
    ),
    Team(
        "Enterprise care",
        CHAMPION,
        {EMAIL: 12, PHONE: 22, LIVE_CHAT: 15},
        ("Contract", "Integration", "User rights", "Report"),
    ),
    Team(
        "Community",
        STARTER,
        {SOCIAL_MEDIA: 80, MESSAGING: 25, SELF_SERVICE: 40},
        ("How to", "Complaint", "Idea", "Praise"),
    ),
    Team(
        "Voice desk",
        STARTER,
        {PHONE: 50, SMS: 50},
        ("Order status", "Login", "Opening hours", "Complaint"),
    ),
    Team(
        "Returns",
        STARTER,
        {EMAIL: 10, PHONE: 13, WEB_FORM: 40, SMS: 20, SELF_SERVICE: 30},
        ("Return label", "Refund", "Damaged item", "Exchange"),
    ),
)
ONBOARDING = 2


@dataclass(frozen=True)
class Outage:
    """A bad day: the channels get `factor` times their tickets, the surplus between two hours."""

    day: np.datetime64
    hours: tuple[int, int]
    channels: tuple[int, ...]
    factor: float


OUTAGES = (
    Outage(np.datetime64("2025-03-18"), (9, 15), (PHONE, LIVE_CHAT, MESSAGING, SOCIAL_MEDIA), 5),
    Outage(np.datetime64("2026-06-09"), (12, 19), (EMAIL, LIVE_CHAT, MESSAGING, SOCIAL_MEDIA), 4),
)

PRODUCTS = ("Starter plan", "Business plan", "Enterprise plan", "Web shop")
