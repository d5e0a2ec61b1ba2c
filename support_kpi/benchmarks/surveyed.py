"""The own side from own surveys: shares, orders and counts of respondents."""

from collections.abc import Callable

import duckdb
import numpy as np
import pandas as pd

from support_kpi import queries, statistics
from support_kpi.benchmarks.sides import Own, Unknown

PLAIN = ("none", "unsure")


class Surveyed:
    """Counts of every loaded survey whose questions are those of a study."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        counts = queries.run(connection, queries.load("study_counts"), {})
        self.groups = dict(list(counts.groupby(["figure_id", "side"])))
        cells = queries.run(connection, queries.load("study_cells"), {})
        self.cells = dict(list(cells.groupby(["study", "code"])))

    def own(self, figure: pd.Series) -> Own | Unknown:
        """The own value of a figure that counts respondents."""
        key = str(figure["figure_id"])
        group = self.groups.get((key, "own"))
        if group is None:
            return Unknown(
                f"no loaded survey asks the question {figure['code']} of {figure['study']}"
                + ("" if figure["own_segment"] == "all" else f" in {figure['own_segment']}")
            )
        measure = MEASURES[str(figure["measure"])]
        against = self.groups.get((key, "against"), self.groups.get((key, "other")))
        cells = self.cells.get((str(figure["study"]), str(figure["code"])), pd.DataFrame())
        return measure(figure, group, against, cells)


Measure = Callable[[pd.Series, pd.DataFrame, "pd.DataFrame | None", pd.DataFrame], Own | Unknown]


def _share(figure: pd.Series, group: pd.DataFrame, _: object, __: object) -> Own:
    picked, n = _any(group)
    low, high = statistics.wilson(picked, n)
    return Own(picked / n, "share", n, float(low), float(high))


def _difference(
    figure: pd.Series, group: pd.DataFrame, against: pd.DataFrame | None, _: object
) -> Own | Unknown:
    if against is None:
        return Unknown(f"no respondent is in {figure['against']}")
    (picked, n), (others, m) = _any(group), _any(against)
    low, high = statistics.newcombe(picked, n, others, m)
    overlap = figure["against"] == "all" or "questions" in figure["measure"]
    note = "the two groups overlap, so the interval is wider than need be" if overlap else ""
    return Own(picked / n - others / m, "share difference", n, float(low), float(high), note)


def _ratio(
    figure: pd.Series, group: pd.DataFrame, against: pd.DataFrame | None, _: object
) -> Own | Unknown:
    if against is None:
        return Unknown(f"no respondent is in {figure['against']}")
    (picked, n), (others, m) = _any(group), _any(against)
    if not others:
        return Unknown(f"nobody in {figure['against']} chose it, so there is no ratio")
    low, high = statistics.share_ratio(picked, n, others, m)
    return Own(picked / n / (others / m), "ratio", n, float(low), float(high))


def _relative(
    figure: pd.Series, group: pd.DataFrame, against: pd.DataFrame | None, cells: pd.DataFrame
) -> Own | Unknown:
    found = _ratio(figure, group, against, cells)
    if isinstance(found, Unknown) or found.low is None or found.high is None:
        return found
    return Own(found.value - 1, "relative change", found.n, found.low - 1, found.high - 1)


def _rank(figure: pd.Series, group: pd.DataFrame, _: object, __: object) -> Own | Unknown:
    options = _options(group)
    if figure["options"] not in options.index:
        return Unknown("nobody chose it, so it has no rank")
    return _placed(options, str(figure["options"]))


def _rank_of_segment(figure: pd.Series, _: object, __: object, cells: pd.DataFrame) -> Own:
    own = cells[(cells["option"] == figure["options"]) & (cells["segment"] != "all")]
    return _placed(own.set_index("segment"), str(figure["own_segment"]))


def _rank_ahead(
    figure: pd.Series, group: pd.DataFrame, against: object, cells: object
) -> Own | Unknown:
    options = _options(group)
    wanted, others = (
        options[options.index.isin(str(figure[name]).split(";"))] for name in ("options", "against")
    )
    if wanted.empty or others.empty:
        return Unknown("the options that the figure compares were not chosen")
    worst, best = wanted.loc[wanted["picked"].idxmin()], others.loc[others["picked"].idxmax()]
    low, high = statistics.newcombe(worst["picked"], worst["n"], best["picked"], best["n"])
    value = worst["picked"] / worst["n"] - best["picked"] / best["n"]
    return Own(value, "share difference", worst["n"], float(low), float(high))


def _count_above(figure: pd.Series, group: pd.DataFrame, _: object, __: object) -> Own:
    options = _options(group)
    mark = figure["threshold"] / 100
    low, high = statistics.wilson(options["picked"], options["n"])
    share = options["picked"] / options["n"]
    return _counted(share > mark, np.asarray(low) > mark, np.asarray(high) > mark, options)


def _count_cells_above(figure: pd.Series, _: object, __: object, cells: pd.DataFrame) -> Own:
    own = cells[(cells["segment"] != "all") & ~cells["option"].isin(PLAIN)]
    mark = figure["threshold"] / 100
    low, high = statistics.wilson(own["picked"], own["n"])
    share = own["picked"] / own["n"]
    return _counted(share > mark, np.asarray(low) > mark, np.asarray(high) > mark, own)


def _count_different_top(figure: pd.Series, _: object, __: object, cells: pd.DataFrame) -> Own:
    most = int(figure["threshold"])
    own = cells[~cells["option"].isin(PLAIN)]
    tops = {
        segment: set(rows.nlargest(most, "picked")["option"])
        for segment, rows in own.groupby("segment")
    }
    whole = tops.pop("all", set())
    n = float(cells["n"].max())
    return Own(float(sum(top != whole for top in tops.values())), "count", n)


def _count_in_top(figure: pd.Series, group: pd.DataFrame, _: object, __: object) -> Own:
    options = _options(group)
    top = options.nlargest(int(figure["threshold"]), "picked")
    wanted = str(figure["options"]).split(";")
    return Own(float(top.index.isin(wanted).sum()), "count", float(options["n"].max()))


def _least_share(figure: pd.Series, group: pd.DataFrame, _: object, __: object) -> Own:
    options = _options(group)
    least = options.loc[options["picked"].idxmin()]
    low, high = statistics.wilson(least["picked"], least["n"])
    return Own(least["picked"] / least["n"], "share", least["n"], float(low), float(high))


MEASURES: dict[str, Measure] = {
    "share": _share,
    "difference": _difference,
    "difference_of_questions": _difference,
    "ratio": _ratio,
    "ratio_of_questions": _ratio,
    "relative_change": _relative,
    "rank": _rank,
    "rank_of_segment": _rank_of_segment,
    "rank_ahead": _rank_ahead,
    "count_above": _count_above,
    "count_cells_above": _count_cells_above,
    "count_different_top": _count_different_top,
    "count_in_top": _count_in_top,
    "least_share": _least_share,
}


def _any(group: pd.DataFrame) -> tuple[float, float]:
    row = group[group["option"].isna()].iloc[0]
    return float(row["picked"]), float(row["n"])


def _options(group: pd.DataFrame) -> pd.DataFrame:
    named = group[group["option"].notna() & ~group["option"].isin(PLAIN)]
    return named.set_index("option")


def _placed(rows: pd.DataFrame, name: str) -> Own:
    """The place from the top; its interval counts who is clearly before and who may be."""
    share = rows["picked"] / rows["n"]
    low, high = (
        pd.Series(np.asarray(end), index=rows.index)
        for end in statistics.wilson(rows["picked"], rows["n"])
    )
    others = rows.index != name
    place = 1 + int((share[others] > share[name]).sum())
    first = 1 + int((low[others] > high[name]).sum())
    last = 1 + int((high[others] > low[name]).sum())
    return Own(float(place), "rank", float(rows.loc[name, "n"]), float(first), float(last))


def _counted(
    is_above: pd.Series, surely: np.ndarray, perhaps: np.ndarray, rows: pd.DataFrame
) -> Own:
    return Own(
        float(is_above.sum()),
        "count",
        float(rows["n"].max()),
        float(surely.sum()),
        float(perhaps.sum()),
    )
