"""A comparison in words: one of four verdicts, and where the own side lies."""

import math
from dataclasses import dataclass

from support_kpi.benchmarks.sides import Band, Own

ROUNDING = {"share": 0.005, "share difference": 0.005, "relative change": 0.005}
EVEN, UNCLEAR = "no clear difference", "not comparable"


@dataclass(frozen=True)
class Verdict:
    """`position` is above, below, within, confirms, contradicts or undecided; None: unknown."""

    word: str
    reason: str = ""
    position: str | None = None


def verdict(own: Own, band: Band, better: str) -> Verdict:
    """Ahead or behind only where the two sides do not touch and one side is better.

    A direction is confirmed or contradicted. Two bare values are not comparable: nothing says how
    much either may be off. A published figure counts as exact to the whole percent it is printed
    in.
    """
    low = own.value if own.low is None else own.low
    high = own.value if own.high is None else own.high
    if band.is_direction:
        return _direction(own, band, low, high, better)
    if own.low is None and band.low is None:
        return Verdict(UNCLEAR, "neither side has an interval")
    if band.value is None and band.low is None:
        return Verdict(UNCLEAR, "the study prints no number")
    if own.unit.startswith(("money", "usd")) and own.unit != band.unit:
        return Verdict(UNCLEAR, f"published in {band.unit}, own in {own.unit}")
    slack = ROUNDING.get(own.unit, 0.0)
    least = (band.value if band.low is None else band.low) or 0.0
    most = band.value if band.high is None else band.high
    most = least if most is None else most
    if low > most + slack:
        return _apart("above", own, better)
    if high < least - slack:
        return _apart("below", own, better)
    return Verdict(EVEN, *_consistency(own, band))


def _direction(own: Own, band: Band, low: float, high: float, better: str) -> Verdict:
    least = -math.inf if band.low is None else band.low
    most = math.inf if band.high is None else band.high
    if least <= low and high <= most:
        return Verdict(EVEN, "confirms the direction", "confirms")
    if high < least or low > most:
        found = _apart("below" if high < least else "above", own, better)
        reason = "; ".join(filter(None, ("contradicts the direction", found.reason)))
        return Verdict(found.word, reason, "contradicts")
    side = "agrees" if least <= own.value <= most else "disagrees"
    return Verdict(EVEN, f"the own value {side}, its interval reaches both sides", "undecided")


def _apart(side: str, own: Own, better: str) -> Verdict:
    """The own side lies clearly above or below; a rank of 1 is the highest."""
    if own.unit == "rank":
        side = "below" if side == "above" else "above"
    if better == "neither":
        return Verdict(UNCLEAR, f"clearly {side}, but neither side of it is better", side)
    return Verdict("ahead" if (side == "above") == (better == "higher") else "behind", "", side)


def _consistency(own: Own, band: Band) -> tuple[str, str | None]:
    is_inside = (
        band.low is not None and band.high is not None and band.low <= own.value <= band.high
    )
    return ("the own value lies within what is published", "within") if is_inside else ("", None)
