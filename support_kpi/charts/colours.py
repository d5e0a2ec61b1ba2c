"""Colours: the same channel and the same tier look the same on every chart.

Each is at least 3 : 1 against white and against the dark page, and all stay apart for
colour-blind eyes; `tests/test_charts_colours.py` measures both.
"""

from collections.abc import Sequence
from itertools import cycle

from support_kpi.schema import CHANNELS, PRIORITIES

MAIN = "#0072b2"
NEUTRAL = "#808080"
NOT_GIVEN = "not given"

CHANNEL_COLOURS = {
    "phone": "#0072b2",
    "email": "#d55e00",
    "live_chat": "#009e73",
    "messaging": "#8787ff",
    "sms": "#b43c00",
    "social_media": "#d269d2",
    "web_form": "#964b96",
    "self_service": "#8796a5",
    "mobile_app": "#e17800",
    "chatbot": "#8769e1",
    "community": "#c3785a",
    "video": "#a5694b",
    "in_person": "#787887",
    "other": "#696969",
}
TIER_COLOURS = {"Champion": "#0072b2", "Riser": "#009e73", "Starter": "#d55e00"}
RAMP = ("rgba(0,114,178,0.05)", "rgba(0,114,178,1)")
CELLS = ("#a9c4de", "#0b4a7d")


OWN_COLOURS = {CHANNELS[code]: colour for code, colour in CHANNEL_COLOURS.items()} | TIER_COLOURS


def is_fixed(values: Sequence[str]) -> bool:
    """Whether all of them are channels, or tiers, with colours of their own."""
    return set(values) - {NOT_GIVEN} <= OWN_COLOURS.keys()


def ordered(values: Sequence[str]) -> list[str]:
    """Channels, tiers and priorities in their own order, anything else by name, the unknown
    last."""
    rank = [*OWN_COLOURS, *PRIORITIES] if is_fixed(values) or _are_priorities(values) else []
    return sorted(
        set(values),
        key=lambda value: (value == NOT_GIVEN, rank.index(value) if value in rank else 0, value),
    )


def _are_priorities(values: Sequence[str]) -> bool:
    return set(values) - {NOT_GIVEN} <= set(PRIORITIES)


def tones(values: Sequence[str]) -> dict[str, str]:
    """A colour for each label in order, fixed for channels and tiers."""
    domain = ordered(values)
    palette = list(CHANNEL_COLOURS.values())
    known = OWN_COLOURS if is_fixed(values) else dict(zip(domain, cycle(palette), strict=False))
    return {value: NEUTRAL if value == NOT_GIVEN else known[value] for value in domain}
