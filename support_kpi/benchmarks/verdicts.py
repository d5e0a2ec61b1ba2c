"""A comparison in words."""

import math

from support_kpi.benchmarks.sides import Band, Own

ROUNDING = {"share": 0.005, "share difference": 0.005, "relative change": 0.005}


def verdict(own: Own, band: Band, better: str) -> tuple[str, str]:
    """Ahead or behind only where the two sides do not touch; above or below where neither is good.

    A direction is confirmed or contradicted. Two bare values are not comparable: nothing says how
    much either may be off. A published figure counts as exact to the whole percent it is printed
    in.
    """
    low = own.value if own.low is None else own.low
    high = own.value if own.high is None else own.high
    if band.is_direction:
        return _direction(own, band, low, high)
    if own.low is None and band.low is None:
        return "not comparable", "neither side has an interval"
    if band.value is None and band.low is None:
        return "not comparable", "the study prints no number"
    if own.unit.startswith(("money", "usd")) and own.unit != band.unit:
        return "not comparable", f"published in {band.unit}, own in {own.unit}"
    slack = ROUNDING.get(own.unit, 0.0)
    least = (band.value if band.low is None else band.low) or 0.0
    most = band.value if band.high is None else band.high
    most = least if most is None else most
    if low > most + slack:
        side = "above"
    elif high < least - slack:
        side = "below"
    else:
        return "no clear difference", _consistency(own, band)
    if own.unit == "rank":
        side = "below" if side == "above" else "above"
    if better == "neither":
        return side, "neither side of it is better"
    return ("ahead" if (side == "above") == (better == "higher") else "behind"), ""


def _direction(own: Own, band: Band, low: float, high: float) -> tuple[str, str]:
    least = -math.inf if band.low is None else band.low
    most = math.inf if band.high is None else band.high
    if least <= low and high <= most:
        return "confirms", ""
    if high < least or low > most:
        return "contradicts", ""
    side = "agrees" if least <= own.value <= most else "disagrees"
    return "no clear difference", f"the own value {side}, its interval reaches both sides"


def _consistency(own: Own, band: Band) -> str:
    is_inside = (
        band.low is not None and band.high is not None and band.low <= own.value <= band.high
    )
    return "the own value lies within what is published" if is_inside else ""
