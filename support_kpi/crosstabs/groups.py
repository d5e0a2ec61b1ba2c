"""Rows and columns of a survey table: each is a group of options, or a stretch of numbers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Kind = Literal["option", "band", "other", "net", "box"]
MOST_ROWS, MOST_COLUMNS, MOST_VALUES, BANDS = 30, 12, 12, 5
NPS_GROUPS = (("Promoters (9 and 10)", 9, 10), ("Passives (7 and 8)", 7, 8))
DETRACTORS = ("Detractors (0 to 6)", 0, 6)


@dataclass(frozen=True)
class Group:
    """What is counted as one row or column."""

    label: str
    options: tuple[str, ...] | None = None
    least: float | None = None
    most: float | None = None
    kind: Kind = "option"


def written(groups: Sequence[Group]) -> str:
    """The groups as the queries take them; their positions count from 1."""
    return json.dumps(
        [
            {
                "position": place,
                "options": None if group.options is None else list(group.options),
                "least": group.least,
                "most": group.most,
            }
            for place, group in enumerate(groups, start=1)
        ]
    )


def groups(item: pd.Series, options: pd.DataFrame, most: int, least: int = 0) -> list[Group]:
    """A group for each option, for each band of a numeric question; what is rare is put together.

    Texts that people wrote themselves stand alone only where `least` of them wrote the same.
    """
    named = options[options["option"].notna()]
    kind = str(item["kind"])
    if kind == "numeric":
        return _numbers(named)
    ordered = _ordered(named, kind)
    if kind == "open":
        ordered = ordered[ordered["picked"] >= max(least, 2)]
    kept = set(ordered.nlargest(most, "picked", keep="first").index[:most])
    found = [
        Group(str(row["option"]), (str(row["option"]),))
        for place, row in ordered.iterrows()
        if place in kept
    ]
    rest = named[~named.index.isin(list(kept))]
    if len(rest):
        what = "texts" if kind == "open" else "options"
        label = f"Other {what} ({len(rest):,})"
        found.append(Group(label, tuple(rest["option"].astype(str)), kind="other"))
    return found


def boxes(item: pd.Series) -> list[Group]:
    """The ends of a scale: its top point, its top two, its bottom two; of 0 to 10 those of NPS."""
    if item["kind"] != "scale" or pd.isna(item["least"]) or item["most"] - item["least"] < 2:
        return []
    low, high = float(item["least"]), float(item["most"])
    found = [Group(f"Top 1 ({high:g})", least=high, most=high, kind="box")]
    if high - low >= 3:
        found += [
            Group(f"Top 2 ({high - 1:g} and {high:g})", least=high - 1, most=high, kind="box"),
            Group(f"Bottom 2 ({low:g} and {low + 1:g})", least=low, most=low + 1, kind="box"),
        ]
    if is_nps(item):
        found += [
            Group(label, least=first, most=last, kind="box")
            for label, first, last in (*NPS_GROUPS, DETRACTORS)
        ]
    return found


def is_nps(item: pd.Series) -> bool:
    """Whether answers reach from 0 to 10; a scale from 1 is refused."""
    return item["kind"] == "scale" and item["least"] == 0 and item["most"] == 10


def net(options: Sequence[str]) -> list[Group]:
    """Any of several options: who picked two of them counts once."""
    if len(options) < 2:
        return []
    return [Group(f"Any of: {'; '.join(options)}", tuple(options), kind="net")]


def _ordered(options: pd.DataFrame, kind: str) -> pd.DataFrame:
    """In the order of the questionnaire where it is known, of the points, else by how many."""
    if kind == "scale":
        return options.sort_values(["number", "option_position"], na_position="last")
    if options["option_position"].notna().all():
        return options.sort_values("option_position")
    if kind == "profile":
        return options.sort_values("option")
    return options.sort_values(["picked", "option"], ascending=[False, True])


def _numbers(options: pd.DataFrame) -> list[Group]:
    """Each value of few; else five bands of about equal size, named by the numbers in them."""
    counted = options.dropna(subset=["number"]).groupby("number")["picked"].sum().sort_index()
    values = [float(value) for value in counted.index]
    if len(values) <= MOST_VALUES:
        return [Group(f"{value:g}", least=value, most=value, kind="band") for value in values]
    middle = (counted.cumsum() - counted / 2) / counted.sum()
    bands = (middle * BANDS).astype(int).clip(upper=BANDS - 1).to_numpy()
    found: list[Group] = []
    for band in range(BANDS):
        inside = [value for value, place in zip(values, bands, strict=True) if place == band]
        if inside:
            low, high = inside[0], inside[-1]
            label = f"{low:,g}" if low == high else f"{low:,g} to {high:,g}"
            found.append(Group(label, least=low, most=high, kind="band"))
    return found
