"""Numbers as people read them: one unit, one way of writing."""

import math

DASH = "—"
SUFFIXES = {
    "hours": "h",
    "minutes": "min",
    "seconds": "s",
    "days": "days",
    "points": "",
    "nps points": "",
    "channels": "",
    "replies": "",
    "tickets": "",
}
WRITTEN = {"nps points": "{:+.0f}", "percent": "{:.1f} %", "ratio": "{:,.1f} times"}
SIGNED = {"share difference": "points", "relative change": "%"}


def shown(value: float | None, unit: str) -> str:
    """A value with its unit, a KPI's, a study's or a currency; a dash where there is none."""
    if value is None or math.isnan(value):
        return DASH
    if unit in ("share", "rate"):
        return f"{100 * value:.1f} %"
    if unit in WRITTEN:
        return WRITTEN[unit].format(value)
    if unit in SIGNED:
        return f"{100 * value:+z.1f} {SIGNED[unit]}"
    if unit == "tickets":
        return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"
    if unit in ("points", "channels", "replies"):
        return f"{value:.2f}"
    if unit in SUFFIXES:
        digits = 1 if abs(value) >= 1 else 2
        return f"{value:,.{digits}f} {SUFFIXES[unit]}"
    is_whole_thing = unit.islower() and value == round(value)
    return f"{value:,.{0 if is_whole_thing else 2}f} {unit}".strip()


def changed(change: float | None, change_rate: float | None, unit: str) -> str:
    """A difference: points for shares and scores, percent for everything else."""
    if change is None or math.isnan(change):
        return DASH
    if unit in ("share", "rate"):
        return f"{100 * change:+z.1f} points"
    if unit in ("points", "nps points"):
        return f"{change:+z.2f}" if unit == "points" else f"{change:+z.0f}"
    if change_rate is None or math.isnan(change_rate):
        return DASH
    return f"{100 * change_rate:+z.1f} %"


def is_nothing(change: str) -> bool:
    """Whether a change as it is written has rounded away."""
    return not any(digit in change for digit in "123456789")


def count(value: float | None) -> str:
    """A base: n as an integer, or with one digit where it is no whole number."""
    if value is None or math.isnan(value):
        return DASH
    return f"{value:,.0f}" if abs(value) >= 10 or value == round(value) else f"{value:,.1f}"
