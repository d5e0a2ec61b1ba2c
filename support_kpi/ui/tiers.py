"""Tiers over time, Champions over Starters, and which characteristic goes with better numbers."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from support_kpi import charts, maturity
from support_kpi.formats import DASH, changed, count, shown
from support_kpi.schema import CHARACTERISTICS
from support_kpi.ui import session
from support_kpi.ui.figures import Figure, body, headed, heading, table
from support_kpi.ui.frame import plain, redrawn
from support_kpi.ui.maturity import title
from support_kpi.ui.view import View

STUDY, PAGE = "esg2020", "maturity_tiers"
TAIL = timedelta(days=30)


def tier_history(view: View, edition: str) -> Figure:
    """The tier of each team from assessment to assessment."""
    rows = view.result("maturity_history", edition=edition)
    return Figure(
        f"Tiers over time, {title(view, edition)}",
        rows,
        lambda found: charts.spans(
            _stretches(view, found), "since", "until", "team", "tier", text="in_place"
        ),
        query="maturity_history",
        alt_text=_course(rows),
        note=(
            "Numbers are characteristics in place of seven. By what people had said until each "
            "day; the last stretch reaches to the end of the data. What is derived counts today "
            "only. A tier that an export gives counts from its day until the next assessment."
        ),
    )


@redrawn
def tier_ratios(view: View, edition: str) -> None:
    """Champion over Starter, own and published."""
    one = view.kept(_ratios, edition)
    with st.container(border=True):
        headed(view, one)
        body(one.title, one)
        told = [_ratio_words(row) for _, row in one.rows.iterrows()]
        st.markdown("\n".join(f"- {plain(words)}" for words in told))
        st.caption(
            "The axis is logarithmic: twice and half are as far from 1. ESG asked businesses with "
            "fewer than 100 employees in 2020 and prints no size of its tiers. Own teams are few, "
            "so an interval is wide: it lets each team count once. The tier is a judgement on the "
            "same teams, so this shows no cause."
        )


def _ratios(view: View, edition: str) -> Figure:
    teams = view.result("maturity_teams", edition=edition)
    published = session.comparison(view.snapshot, view.filters, PAGE)
    esg = published[published["study"] == STUDY]
    rows = maturity.ratios(teams, view.kpis(dimension="team"), esg)
    return Figure(
        f"Champions over Starters, {title(view, edition)}",
        rows,
        lambda found: charts.dots(
            _pairs(found),
            "ratio",
            "measure",
            pair="side",
            low="low",
            high="high",
            unit="ratio",
            reference=1,
            is_log=True,
        ),
        query="maturity_teams",
        alt_text=". ".join(_ratio_words(row) for _, row in rows.iterrows()),
    )


@redrawn
def tier_drivers(view: View, edition: str) -> None:
    """Teams with a characteristic against teams without, the clearest difference first."""
    rows = view.kept(_drivers, edition)
    named = f"What goes with each characteristic, {title(view, edition)}"
    with st.container(border=True):
        heading(view, named, rows, query="maturity_characteristics")
        if rows.empty:
            st.caption(f"{DASH} No team with a known characteristic has KPIs in this selection.")
            return
        compared = rows[rows["p"].notna()]
        clear = compared[compared["p_corrected"] < maturity.FALSE_ALARMS]
        st.markdown(_found(rows, compared, clear))
        picked = st.selectbox(
            "Characteristic",
            [None, *dict.fromkeys(rows["characteristic"])],
            format_func=lambda name: CHARACTERISTICS.get(name, "All, the clearest first"),
            key="driver",
            width=320,
        )
        chosen = rows if picked is None else rows[rows["characteristic"] == picked]
        table(_readable(chosen), alt_text="KPIs of teams with and without each characteristic")
        st.caption(
            "Means over teams, each team once; 95 % interval of the difference by Welch's t; p "
            "corrected for all comparisons (Benjamini-Hochberg), below 5 % is called a "
            f"difference. Fewer than {maturity.LEAST_TEAMS} teams on a side are not compared. "
            "Teams differ in much else: this shows what goes together, not what causes it."
        )


def _drivers(view: View, edition: str) -> pd.DataFrame:
    states = view.result("maturity_characteristics", edition=edition)
    return maturity.drivers(states, view.kpis(dimension="team"), view.definitions())


def _stretches(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    begun = pd.to_datetime(rows["assessed_on"])
    last = max([*begun, *([pd.Timestamp(view.data_end)] if view.data_end else [])])
    ended = pd.to_datetime(rows["until"]).fillna(last).where(lambda end: end > begun, begun + TAIL)
    return pd.DataFrame(
        {
            "team": rows["team"],
            "since": begun,
            "until": ended,
            "tier": rows["tier"].fillna(charts.UNDECIDED),
            "in_place": [_in_place(row) for _, row in rows.iterrows()],
        }
    )


def _told(row: pd.Series) -> str:
    counted = "" if pd.isna(row["met"]) else f"{_in_place(row)} of 7"
    return ", ".join(filter(None, ("given" if row["tier_source"] == "given" else "", counted)))


def _in_place(row: pd.Series) -> str:
    if pd.isna(row["met"]):
        return "given"
    most = int(row["met"] + row["unknown"])
    reach = f"{row['met']:.0f}" if most == row["met"] else f"{row['met']:.0f} to {most}"
    return reach


def _course(rows: pd.DataFrame) -> str:
    told = [
        f"{team}: "
        + ", ".join(
            f"{row['tier'] if isinstance(row['tier'], str) else 'undecided'} "
            f"({_told(row)}) from {pd.Timestamp(row['assessed_on']):%-d %b %Y}"
            for _, row in own.iterrows()
        )
        for team, own in rows.groupby("team", sort=False)
    ]
    return "; ".join(told)


def _pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """Two rows a measure, published first; those without an own ratio are left out."""
    known = rows[rows["ratio"].notna()]
    parts = []
    names = {"ESG 2020": ("published_ratio", "published_low", "published_high"), "Own": None}
    for side, columns in names.items():
        columns = columns or ("ratio", "low", "high")
        part = known[["measure", *columns]].set_axis(["measure", "ratio", "low", "high"], axis=1)
        parts.append(part.assign(side=side, place=range(len(part))))
    both = pd.concat(parts).sort_values(["place", "side"], kind="stable")
    return both[both["ratio"].notna()].drop(columns="place").reset_index(drop=True)


def _ratio_words(row: pd.Series) -> str:
    printed = row["published_as"] if isinstance(row["published_as"], str) else "nothing"
    if pd.isna(row["ratio"]):
        return f"{row['measure']}: no own ratio ({row['reason']}); ESG prints {printed}"
    reach = f" ({row['low']:.2f} to {row['high']:.2f})" if pd.notna(row["low"]) else ""
    own = f", {row['own_verdict']}" if isinstance(row["own_verdict"], str) else ""
    beside = {
        "above": "clearly above what ESG prints",
        "below": "clearly below what ESG prints",
        "no clear difference": "no clear difference to what ESG prints",
    }.get(row["verdict"], "not comparable with what ESG prints")
    return (
        f"{row['measure']}: {row['ratio']:.2f}{reach} of {_base(row)}{own}; {beside} ({printed}); "
        f"{row['reason']}"
    )


def _base(row: pd.Series) -> str:
    if pd.isna(row["starter_n"]):
        return f"{count(row['champion_n'])} {row['n_unit']} among Champions"
    return f"{count(row['champion_n'])} and {count(row['starter_n'])} {row['n_unit']}"


def _found(rows: pd.DataFrame, compared: pd.DataFrame, clear: pd.DataFrame) -> str:
    left = len(rows) - len(compared)
    told = f"{len(compared)} comparisons, {len(clear)} with a clear difference."
    if left:
        told += f" {left} more have too few teams on a side to compare."
    best = [
        f"{CHARACTERISTICS[row['characteristic']].lower()}: {row['label']} {row['verdict']}"
        for _, row in clear.head(3).iterrows()
    ]
    return plain(f"{told} Clearest, {'; '.join(best)}." if best else told)


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    def side(row: pd.Series, name: str) -> str:
        if not row[f"{name}_teams"]:
            return DASH
        value = shown(row[f"{name}_value"], row["unit"])
        return f"{value} ({row[f'{name}_teams']} teams, n {count(row[f'{name}_n'])})"

    written = [row for _, row in rows.iterrows()]
    return pd.DataFrame(
        {
            "Characteristic": rows["characteristic"].map(CHARACTERISTICS),
            "KPI": rows["label"],
            "Teams with it": [side(row, "with") for row in written],
            "Teams without": [side(row, "without") for row in written],
            "Difference": [_gap(row, "difference") for row in written],
            "From": [_gap(row, "low") for row in written],
            "To": [_gap(row, "high") for row in written],
            "p corrected": [
                DASH if pd.isna(p) else "below 0.001" if p < 0.001 else f"{p:.3f}"
                for p in rows["p_corrected"]
            ],
            "Verdict": [_verdict(row) for row in written],
        }
    )


def _gap(row: pd.Series, name: str) -> str:
    value = row[name]
    if pd.isna(value):
        return DASH
    if row["unit"] in ("share", "rate", "points", "nps points"):
        return changed(value, None, row["unit"])
    return f"{'+' if value > 0 else ''}{shown(value, row['unit'])}"


def _verdict(row: pd.Series) -> str:
    better = row["is_better"]
    if better is None or pd.isna(better):
        return str(row["verdict"])
    return f"{row['verdict']}, which is {'better' if better else 'worse'}"
