"""Colours of channels and tiers: the same everywhere, seen on both pages and by all eyes."""

from itertools import combinations

import numpy as np
import pytest

from support_kpi import charts
from support_kpi.charts import CHANNEL_COLOURS, TIER_COLOURS
from support_kpi.schema import CHANNELS, TIERS
from tests.shapes import MIX, encodings


def test_channels_have_the_same_colour_on_every_chart():
    one = encodings(charts.trend(MIX, "period", "tickets", by="channel"), "color")[0]["scale"]
    other = encodings(
        charts.ranked_bars(MIX[MIX["channel"] == "live_chat"], "tickets", "channel"), "color"
    )[0]["scale"]
    shades = dict(zip(one["domain"], one["range"], strict=True))
    assert shades == {
        "Phone": CHANNEL_COLOURS["phone"],
        "Live chat": CHANNEL_COLOURS["live_chat"],
        "not given": "#808080",
    }
    assert dict(zip(other["domain"], other["range"], strict=True)) == {
        "Live chat": CHANNEL_COLOURS["live_chat"]
    }


def test_every_channel_and_tier_has_a_colour_of_its_own():
    assert list(CHANNEL_COLOURS) == list(CHANNELS) and tuple(TIER_COLOURS) == TIERS
    assert len(set(CHANNEL_COLOURS.values())) == len(CHANNELS)


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(colour: str, ground: str) -> float:
    light, dark = sorted(
        (float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (colour, ground)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["#ffffff", "#0e1117"])
def test_every_colour_is_seen_on_the_light_and_on_the_dark_page(ground):
    for colour in {*CHANNEL_COLOURS.values(), *TIER_COLOURS.values(), "#808080"}:
        assert contrast(colour, ground) >= 3, colour


# Rows: what red-blind, green-blind and blue-blind eyes make of linear light.
EYES = {
    "all cones": np.eye(3),
    "no red": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "no green": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "no blue": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


def seen(colour: str, eyes: str) -> np.ndarray:
    """OKLab, where equal distances look equally different."""
    light = np.clip(np.array(EYES[eyes]) @ linear(colour), 0, 1)
    cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    opponents = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return opponents @ np.cbrt(cones @ light)


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("palette", [CHANNEL_COLOURS, TIER_COLOURS], ids=["channels", "tiers"])
def test_colours_stay_apart_for_colour_blind_eyes(palette, eyes):
    for one, other in combinations(palette, 2):
        gap = np.linalg.norm(seen(palette[one], eyes) - seen(palette[other], eyes))
        assert gap > 0.04, (one, other)
