"""What moved between two periods, and whether it is more than noise."""

import numpy as np
import pandas as pd

from support_kpi import statistics
from support_kpi.filters import Filters
from support_kpi.statistics.distributions import normal_p

COLUMNS = (
    "kpi",
    "label",
    "segment",
    "unit",
    "kind",
    "value",
    "n",
    "compared_value",
    "compared_n",
    "change",
    "change_low",
    "change_high",
    "change_rate",
    "p",
    "verdict",
    "is_better",
    "note",
)
CHANGE = ("change", "change_rate", "change_low", "change_high")
FALSE_ALARMS = 0.05


def changes(
    now: pd.DataFrame,
    before: pd.DataFrame,
    described: pd.DataFrame,
    period: Filters,
    compared: Filters,
    *,
    is_covered: bool,
) -> pd.DataFrame:
    """KPI by KPI and segment by segment, now against before; `now` and `before` are KPI frames.

    Rates, means and percentiles compare by their intervals wherever both periods have data. Volumes
    compare by Poisson counts a day, and only where the data cover both periods as a whole:
    `is_covered`. What has no interval has no verdict.
    """
    known = described[["kpi", "label", "kind", "better"]]
    both = now.merge(
        before[["kpi", "segment", "value", "n", "low", "high"]],
        on=["kpi", "segment"],
        how="left",
        suffixes=("", "_before"),
    ).merge(known, on="kpi", how="left")
    numbers = ["value", "low", "high", "value_before", "low_before", "high_before", "n_before"]
    both[numbers] = both[numbers].astype("float64")
    both["compared_value"], both["compared_n"] = both["value_before"], both["n_before"]
    both["change"] = both["value"] - both["compared_value"]
    both["change_rate"] = both["change"] / both["compared_value"].where(both["compared_value"] != 0)
    low, high = statistics.difference(
        both["value"],
        (both["low"], both["high"]),
        both["compared_value"],
        (both["low_before"], both["high_before"]),
    )
    both["change_low"], both["change_high"] = low, high
    if is_covered:
        _count_changes(both, period.days, compared.days)
    else:
        both.loc[both["kind"] == "count", list(CHANGE)] = np.nan
    both["p"] = _p_values(both)
    both["verdict"] = _verdicts(both["change_low"], both["change_high"])
    both["is_better"] = _is_better(both)
    return both[list(COLUMNS)]


def moved_most(changed: pd.DataFrame, most: int = 8) -> pd.DataFrame:
    """The clearest changes of a split, corrected for how many were compared, clearest first."""
    candidates = changed[changed["p"].notna()].copy()
    candidates["p"] = statistics.benjamini_hochberg(candidates["p"])
    clear = candidates[candidates["p"] < FALSE_ALARMS]
    order = clear.assign(size=clear["change_rate"].abs()).sort_values(
        ["p", "size", "kpi", "segment"], ascending=[True, False, True, True]
    )
    return order.head(most)[list(COLUMNS)].reset_index(drop=True)


def share_changes(mix: pd.DataFrame) -> pd.DataFrame:
    """The change of each channel's share with its interval, from `channel_change`."""
    low, high = statistics.newcombe(
        mix["tickets"],
        mix["period_tickets"],
        mix["compared_tickets"],
        mix["compared_period_tickets"],
    )
    return mix.assign(
        share_change=mix["ticket_share"] - mix["compared_share"],
        share_change_low=low,
        share_change_high=high,
        verdict=_verdicts(pd.Series(low, mix.index), pd.Series(high, mix.index)),
    )


def with_interval(frame: pd.DataFrame, hits: str, n: str) -> pd.DataFrame:
    """The frame with the Wilson interval of hits among n as columns low and high."""
    low, high = statistics.wilson(frame[hits], frame[n])
    return frame.assign(low=low, high=high)


def _count_changes(both: pd.DataFrame, days: int, days_before: int) -> None:
    is_flow = (both["kind"] == "count") & (both["kpi"] != "backlog")
    ratio, low, high = statistics.poisson_change(
        both["value"], days, both["compared_value"], days_before
    )
    per_period = both["compared_value"] * days / days_before
    for name, bound in (("change_low", low), ("change_high", high)):
        both.loc[is_flow, name] = (per_period * (bound - 1))[is_flow]
    both.loc[is_flow, "change"] = (both["value"] - per_period)[is_flow]
    both.loc[is_flow, "change_rate"] = pd.Series(ratio - 1, index=both.index)[is_flow]


def _p_values(both: pd.DataFrame) -> np.ndarray:
    """Two-sided, read back from the end of the interval that faces zero.

    An interval may be wider on its other side; so p is below 0.05 just where the verdict is clear.
    """
    to_low, to_high = both["change"] - both["change_low"], both["change_high"] - both["change"]
    error = to_low.where(both["change"] > 0, to_high) / 1.959964
    z = both["change"] / error.where(error > 0)
    return np.where(z.notna(), normal_p(z.fillna(0).to_numpy(dtype=float)), np.nan)


def _verdicts(low: pd.Series, high: pd.Series) -> pd.Series:
    """Objects, so that no verdict stays None and is not taken for a word."""
    found = [statistics.verdict(*ends) for ends in zip(low, high, strict=True)]
    return pd.Series(found, index=low.index, dtype="object")


def _is_better(both: pd.DataFrame) -> pd.Series:
    good = {"higher": "up", "lower": "down"}
    found = [
        None
        if verdict in (None, "no clear change") or better not in good
        else verdict == good[better]
        for verdict, better in zip(both["verdict"], both["better"], strict=True)
    ]
    return pd.Series(found, index=both.index, dtype="object")
