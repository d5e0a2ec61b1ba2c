"""A survey of support leaders as Google Forms exports it, with shares near the published ones."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import numpy as np

from support_kpi.sample.clock import Mask, Texts
from support_kpi.sample.export import Columns
from support_kpi.sample.leaders import RESPONDENTS, Leaders, Shares, interview

OPENED = datetime(2026, 2, 2, 8, tzinfo=UTC)
SEPARATOR = ";"
LEVELS = ("Very confident", "Somewhat confident", "Not very confident")

GOALS: Mapping[str, Shares] = {
    "Reduce total operating cost": {"all": 2.3},
    "Consistent experience, whatever the channel": {"all": 1.7, "large": 1.8},
    "Increase customer lifetime value": {"all": 1.9, "best": 1.15, "lead": 0.85},
    "Reduce customer wait time": {"all": 1.05, "lead": 2.2},
    "Implement new tools or technology": {"all": 0.85, "best": 2.6},
    "Retain and motivate staff": {"all": 0.75},
    "Gain insight from data": {"all": 0.65},
    "Solve more at first contact": {"all": 0.7},
    "Offer more channels": {"all": 0.55},
}
OBSTACLES: Mapping[str, Shares] = {
    "Controlling cost": {"all": 0.44, "small": 0.52},
    "Retaining staff": {"all": 0.37, "lead": 0.4, "large": 0.42},
    "Hiring staff": {"all": 0.33},
    "Training staff": {"all": 0.28},
    "Choosing the right tools": {"all": 0.24},
    "Scattered customer data": {"all": 0.21},
}
METRICS: Mapping[str, Shares] = {
    "Customer satisfaction (CSAT)": {"all": 0.372, "small": 0.3, "medium": 0.36, "large": 0.5},
    "Call wait time": {"all": 0.325, "small": 0.22, "medium": 0.36, "large": 0.42},
    "Average reply time": {"all": 0.24, "small": 0.15, "medium": 0.265, "large": 0.35},
    "Average handle time": {"all": 0.225, "small": 0.14, "medium": 0.235, "large": 0.34},
    "Average resolution time": {"all": 0.215, "small": 0.13, "medium": 0.23, "large": 0.33},
    "Customer churn rate": {
        "all": 0.185, "small": 0.13, "medium": 0.18, "large": 0.28, "director": 0.24
    },
    "Net promoter score (NPS)": {
        "all": 0.15, "small": 0.1, "medium": 0.16, "large": 0.2, "director": 0.2
    },
}  # fmt: skip
CHANNELS_OFFERED: Mapping[str, Shares] = {
    name: dict(zip(("all", "small", "medium", "large", "crm", "best"), shares, strict=True))
    for name, shares in {
        "Phone": (0.62, 0.55, 0.64, 0.7, 0.69, 0.7),
        "Email": (0.61, 0.52, 0.63, 0.72, 0.67, 0.68),
        "Social media": (0.33, 0.17, 0.38, 0.48, 0.42, 0.43),
        "Live chat on the web": (0.3, 0.14, 0.36, 0.46, 0.39, 0.4),
        "SMS": (0.25, 0.08, 0.31, 0.4, 0.34, 0.35),
        "Mobile app": (0.19, 0.06, 0.22, 0.33, 0.28, 0.28),
        "Knowledge base, FAQ": (0.17, 0.06, 0.19, 0.3, 0.22, 0.22),
        "Customer portal": (0.14, 0.05, 0.17, 0.24, 0.19, 0.2),
        "Automated chatbot": (0.12, 0.04, 0.14, 0.21, 0.16, 0.17),
        "Community forum": (0.08, 0.03, 0.08, 0.16, 0.12, 0.13),
    }.items()
}
ANY_NEW_CHANNEL: Shares = {
    "all": 0.74, "crm": 0.87, "best": 0.83, "small": 0.61, "medium": 0.84, "large": 0.68,
    "lead": 0.64, "director": 0.83,
}  # fmt: skip
BUDGET_GROWS: Shares = {
    "all": 0.36, "best": 0.56, "nonprofit": 0.22, "b2b": 0.33, "b2c": 0.45, "small": 0.32,
    "medium": 0.37, "large": 0.38,
}  # fmt: skip
MOST_FUNDED: Mapping[str, Shares] = {
    "Staff training and development": {"all": 31, "best": 0.8},
    "Staff hiring": {"all": 24, "best": 2.0},
    "Technology maintenance": {"all": 24},
    "Technology innovation": {"all": 17},
}
MORE_FUNDED: Mapping[str, Shares] = {
    "Staff training and development": {"all": 0.36},
    "Staff hiring": {"all": 0.25},
    "Technology maintenance": {"all": 0.29},
    "Technology innovation": {"all": 0.26},
    "Other": {"all": 0.12},
}
TRAINED_AT_START: Shares = {
    "all": 0.79, "no_crm": 0.64, "crm": 0.92, "best": 0.9, "rest": 0.74, "small": 0.68,
    "medium": 0.8, "large": 0.86,
}  # fmt: skip
TRAINED_LATER: Shares = {
    "all": 0.71, "best": 0.88, "crm": 0.85, "large": 0.76, "medium": 0.74, "small": 0.58,
    "nonprofit": 0.64, "b2c": 0.69, "b2b": 0.76,
}  # fmt: skip
TRAINING_TYPES: Mapping[str, Shares] = {
    "Live workshop by an industry expert": {"all": 27, "crm": 1.3, "best": 1.3, "large": 1.2},
    "Live workshop by internal staff": {"all": 24},
    "Online workshop by an industry expert": {"all": 19, "best": 1.4},
    "Online workshop by internal staff": {"all": 9},
    "Shadowing an experienced colleague": {"all": 20, "nonprofit": 1.6, "small": 1.4, "lead": 1.3},
}
METRIC_CONFIDENT: Shares = {"all": 0.85, "crm": 0.92, "best": 0.96}
METRIC_VERY: Shares = {"all": 0.41, "crm": 0.52, "best": 0.7, "lead": 0.36, "director": 0.46}
TRACKING_CONFIDENT: Shares = {
    "all": 0.82, "best": 0.94, "crm": 0.92, "large": 0.81, "medium": 0.86
}  # fmt: skip
TRACKING_VERY: Shares = {"all": 0.39, "best": 0.55}
PREFERRED: Mapping[str, Shares] = {
    "Email": {"all": 37},
    "Phone": {"all": 27, "lead": 1.3, "b2c": 1.25, "nonprofit": 1.5, "small": 1.15, "large": 1.15},
    "Live chat on the web": {"all": 14},
    "Social media": {"all": 9},
    "SMS": {"all": 6},
    "Mobile app": {"all": 5},
}
URGENT_BY_PHONE: Shares = {"all": 0.67, "lead": 0.73, "b2c": 0.68}
EMPLOYS: Mapping[str, Shares] = {
    "Remote agents": {"all": 0.43},
    "Outsourced agents": {"all": 0.31},
    "Seasonal agents": {"all": 0.27},
}
WISHES = ("One view of the customer", "More training", "Fewer tools", "A chatbot that works", "")


def columns(rng: np.random.Generator) -> Iterator[Columns]:
    """One row per respondent, the question as heading, several picks in one cell."""
    leaders = interview(rng)
    new = leaders.draw(rng, ANY_NEW_CHANNEL)
    grows = leaders.draw(rng, BUDGET_GROWS)
    by_phone = leaders.draw(rng, URGENT_BY_PHONE)
    general = _single(leaders.prefer(rng, PREFERRED, 1))
    others = {name: shares for name, shares in PREFERRED.items() if name != "Phone"}
    table = {
        "Timestamp": _stamps(rng),
        "What is your role?": leaders.role,
        "How many people work in your support team?": leaders.headcount,
        "Do you run support on a CRM or help desk product?": _yes(leaders.segments["crm"]),
        "How do you rate the overall performance of your team?": leaders.rating,
        "What is your business model?": leaders.model,
        "Which of these do you employ?": _some(
            rng, leaders, EMPLOYS, leaders.draw(rng, {"all": 0.72}), "None of these"
        ),
        "Which three goals of customer support are your top priorities this year?": _joined(
            leaders.prefer(rng, GOALS, 3)
        ),
        "Which obstacles threaten your strategy?": _several(rng, leaders, OBSTACLES),
        "Which metrics do you track consistently?": _several(rng, leaders, METRICS),
        "How confident are you that you measure them accurately?": _level(
            rng, leaders, METRIC_CONFIDENT, METRIC_VERY
        ),
        "How does this year's support budget compare with last year's?": np.where(
            grows, "Increase", np.where(rng.random(RESPONDENTS) < 0.78, "No change", "Decrease")
        ),
        "Which budget category gets the most money this year?": _single(
            leaders.prefer(rng, MOST_FUNDED, 1)
        ),
        "Which budget categories get more money than last year?": _some(
            rng, leaders, MORE_FUNDED, leaders.draw(rng, {"all": 0.81}), "None"
        ),
        "Do new agents get formal training when they start?": _yes(
            leaders.draw(rng, TRAINED_AT_START)
        ),
        "Do agents get formal training after that?": _yes(leaders.draw(rng, TRAINED_LATER)),
        "Which type of training works best?": _single(leaders.prefer(rng, TRAINING_TYPES, 1)),
        "Which support channels do you offer?": _several(rng, leaders, CHANNELS_OFFERED, "Email"),
        "Which channels will you offer for the first time this year?": _some(
            rng, leaders, _new_channels(), new, "None"
        ),
        "How confident are you that you can track conversations across channels?": _level(
            rng, leaders, TRACKING_CONFIDENT, TRACKING_VERY
        ),
        "Which channel do customers prefer for general questions?": general,
        "Which channel do customers prefer for urgent questions?": np.where(
            by_phone, "Phone", _single(leaders.prefer(rng, others, 1))
        ),
        "Which change would help your team most?": rng.choice(WISHES, size=RESPONDENTS),
    }
    shuffled = rng.permutation(RESPONDENTS)
    yield {name: cells if name == "Timestamp" else cells[shuffled] for name, cells in table.items()}


def _new_channels() -> Mapping[str, Shares]:
    return {name: {"all": 0.25 if name == "Phone" else 0.16} for name in CHANNELS_OFFERED}


def _several(
    rng: np.random.Generator, leaders: Leaders, options: Mapping[str, Shares], least: str = ""
) -> Texts:
    """Any number of options, `least` for those without one."""
    picks = {name: leaders.draw(rng, shares) for name, shares in options.items()}
    lists = [[name for name in options if picks[name][i]] for i in range(RESPONDENTS)]
    return _joined([found or [least] for found in lists])


def _some(
    rng: np.random.Generator,
    leaders: Leaders,
    options: Mapping[str, Shares],
    who: Mask,
    nothing: str,
) -> Texts:
    """At least one option each for `who`, `nothing` for the others; shares are of everyone."""
    raised = {
        name: {"all": min(0.95, shares["all"] / who.mean())} for name, shares in options.items()
    }
    picks = np.array([leaders.draw(rng, shares, who) for shares in raised.values()])
    rows = np.arange(RESPONDENTS)
    weights = np.array([shares["all"] for shares in raised.values()])
    spare = rng.choice(len(options), size=RESPONDENTS, p=weights / weights.sum())
    empty = who & ~picks.any(axis=0)
    picks[spare[empty], rows[empty]] = True
    names = list(options)
    lists = [[name for name, row in zip(names, picks, strict=True) if row[i]] for i in rows]
    return _joined([found or [nothing] for found in lists])


def _level(rng: np.random.Generator, leaders: Leaders, some: Shares, very: Shares) -> Texts:
    confident = leaders.draw(rng, some)
    within = {name: share / some.get(name, some["all"]) for name, share in very.items()}
    certain = leaders.draw(rng, within, confident)
    return np.where(certain, LEVELS[0], np.where(confident, LEVELS[1], LEVELS[2]))


def _joined(lists: list[list[str]]) -> Texts:
    return np.array([SEPARATOR.join(options) for options in lists])


def _single(lists: list[list[str]]) -> Texts:
    return np.array([options[0] for options in lists])


def _yes(mask: Mask) -> Texts:
    return np.where(mask, "Yes", "No")


def _stamps(rng: np.random.Generator) -> Texts:
    moments = np.sort(rng.integers(21 * 86400, size=RESPONDENTS)).tolist()
    stamps = [OPENED + timedelta(seconds=moment) for moment in moments]
    return np.array(
        [f"{stamp:%Y/%m/%d} {int(f'{stamp:%I}')}:{stamp:%M:%S %p} GMT+0" for stamp in stamps]
    )
