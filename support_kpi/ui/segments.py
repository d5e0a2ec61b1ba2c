"""Segments: one value of one dimension, by the name that a link and the list of tickets give it."""

from dataclasses import replace

from support_kpi.filters import DIMENSIONS, Filters
from support_kpi.schema import CHANNELS
from support_kpi.store import Snapshot
from support_kpi.ui import session


def name(dimension: str, value: str) -> str:
    return f"{dimension.capitalize()}: {CHANNELS.get(value, value)}"


def known(snapshot: Snapshot) -> dict[str, list[str]]:
    """The values that the data hold of `channels`, `teams`, `tiers` and `sources`.

    All visitors share them: nobody changes them.
    """
    return session.kept(snapshot, "segments", lambda: _known(snapshot))


def _known(snapshot: Snapshot) -> dict[str, list[str]]:
    values = session.result(snapshot, "filter_values", {})
    by_key = {key: name for name, key in DIMENSIONS.items()}
    order = list(CHANNELS)
    found = {
        by_key[dimension]: rows["value"].tolist()
        for dimension, rows in values.groupby("dimension", sort=False)
        if dimension in by_key
    }
    found["channels"] = sorted(
        found.get("channels", []), key=lambda name: order.index(name) if name in order else 99
    )
    return found


def within(snapshot: Snapshot, filters: Filters) -> dict[str, Filters]:
    """Every segment that the filters keep, with the filters narrowed to it."""
    values = known(snapshot)
    return {
        name(key, value): replace(filters, **{dimension: (value,)})
        for dimension, key in DIMENSIONS.items()
        for value in filters.kept(dimension) or values.get(dimension, ())
    }
