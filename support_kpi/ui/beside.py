"""Beside the studies: the published comparisons of a page, drawn with the own side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from support_kpi import charts
from support_kpi.formats import DASH
from support_kpi.ui import session, sides
from support_kpi.ui.figures import Figure, card
from support_kpi.ui.frame import plain, redrawn
from support_kpi.ui.view import View

EVERY = "all of them"
KINDS = ("like for like", "share against share", "ordering")
AXES = {
    "share": "Share",
    "share difference": "Difference, points of a share",
    "relative change": "Change",
    "rank": "Place, 1 is first",
    "count": "Count",
    "nps points": "NPS, points",
    "hour_of_day": "Hour of the day",
    "hours": "Hours",
    "ratio": "Ratio",
    "USD": "USD",
}
LEGEND = (
    "Grey is the study: a line where it prints a number (dashed: about), a band for its range or "
    "margin of error, an arrow for “more than” or “less than”. The mark is you, with the 95 % "
    "interval: blue from tickets, ratings, money and staff, green from your surveys, a hollow "
    "diamond for the same place counted in tickets or spend."
)
PEERS = (
    "The bar says how many peers share the fact, its line what the study leaves open. A fact about "
    "one organisation is neither ahead nor behind."
)


@dataclass(frozen=True)
class Overview:
    """The comparisons of a page by name, as they are listed, and the one that is shown first."""

    summary: str
    labels: Mapping[str, str]
    first: str


@redrawn
def beside(view: View, page: str) -> None:
    """One comparison of the page at a time, or all; nothing where no study is loaded."""
    overview = view.kept(_overview, page)
    if overview is None:
        return
    st.header("Beside the studies", anchor=False)
    st.markdown(overview.summary)
    names = list(overview.labels)
    chosen = st.selectbox(
        "Comparison",
        names,
        index=names.index(overview.first),
        format_func=overview.labels.__getitem__,
        key=f"beside {page}",
        width=520,
    )
    st.caption(LEGEND)
    for name in [one for one in names if one != EVERY] if chosen == EVERY else [chosen]:
        _shown(view, view.kept(_comparison, page, name))


def _overview(view: View, page: str) -> Overview | None:
    rows = session.comparison(view.snapshot, view.filters, page)
    if rows.empty:
        return None
    known = _known(view, page)
    names = list(known.index)
    return Overview(
        _summary(rows),
        {name: _listed(name, known, rows) for name in (*names, EVERY)},
        _first(rows, names),
    )


@dataclass(frozen=True)
class Comparison:
    """What is drawn of one comparison, study by study, and what is not."""

    title: str
    definition: str
    studies: tuple[tuple[tuple[Figure, ...], tuple[str, ...]], ...]
    doubts: Mapping[str, tuple[str, ...]]


def _comparison(view: View, page: str, name: str) -> Comparison:
    rows = _of(session.comparison(view.snapshot, view.filters, page), name)
    about = _known(view, page).loc[name]
    title = str(about["title"])
    note = f" {plain(about['note'])}" if isinstance(about["note"], str) else ""
    studies = [
        (tuple(_drawn(f"{title}, {sides.study_name(own)}", own)), tuple(_not_drawn(own)))
        for _, own in rows.groupby("study", sort=False)
    ]
    definition = f"{plain(about['definition'])}{note}"
    return Comparison(title, definition, tuple(studies), _doubts(rows))


def _shown(view: View, comparison: Comparison) -> None:
    st.subheader(plain(comparison.title), anchor=False)
    st.caption(comparison.definition)
    for drawn, left_out in comparison.studies:
        for one in drawn:
            card(view, one)
        for line in left_out:
            st.caption(line)
    _expander(comparison.doubts)


def _drawn(title: str, rows: pd.DataFrame) -> Iterator[Figure]:
    """The figures of one study, one card for each kind and unit: no two share an axis."""
    for kind in KINDS:
        alike = rows[rows["kind"] == kind]
        for unit, part in alike.groupby("unit", sort=False):
            of = f" ({AXES.get(str(unit), str(unit))})" if alike["unit"].nunique() > 1 else ""
            yield _sides(f"{title}: {kind}{of}", part, str(unit), is_survey=kind != KINDS[0])
    shared = rows[rows["practice"].notna() & (rows["unit"] == "share")]
    if len(shared):
        yield _peers(f"{title}: peer practice", shared)


def _not_drawn(rows: pd.DataFrame) -> Iterator[str]:
    for _, row in rows[rows["kind"] == "not drawn"].iterrows():
        yield f"Not drawn, {plain(str(row['answer']))}: {plain(str(row['reason']))}."


def doubts(rows: pd.DataFrame) -> None:
    """Where the studies contradict themselves or cannot be read, for the figures shown."""
    _expander(_doubts(rows))


def _doubts(rows: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    told: dict[str, tuple[str, ...]] = {}
    for names, label in zip(rows["doubts"], sides.row_names(rows), strict=True):
        for doubt in names:
            told[doubt] = (*told.get(doubt, ()), label)
    return told


def _expander(told: Mapping[str, tuple[str, ...]]) -> None:
    if told:
        lines = [f"- {plain(doubt)}. *{plain('; '.join(of[:4]))}*" for doubt, of in told.items()]
        with st.expander(f"Doubts about these figures ({len(told)})", icon=":material/help:"):
            st.markdown("\n".join(lines))


def _sides(title: str, rows: pd.DataFrame, unit: str, *, is_survey: bool) -> Figure:
    frame = rows.rename(columns={"published_value": "published", "own_value": "own"}).assign(
        row=sides.row_names(rows),
        told=sides.verdicts(rows),
        both=sides.side_words(rows),
        fact=rows["practice_value"].where(rows["practice_unit"] == unit),
    )
    axis = "Share of respondents" if is_survey and unit == "share" else AXES.get(unit, "")
    return Figure(
        title,
        sides.readable(rows),
        charts.beside(frame, unit, axis=axis, is_survey=is_survey),
        query="published_figures",
        alt_text=_described(title, frame),
        note=_scope(rows),
    )


def _peers(title: str, rows: pd.DataFrame) -> Figure:
    marks = {True: "✓ ", False: "✗ "}
    told = [
        f"{marks.get(holds, '')}{fact}"
        for holds, fact in zip(rows["practice_holds"], sides.facts(rows), strict=True)
    ]
    frame = rows.rename(columns={"published_value": "published"}).assign(
        row=sides.row_names(rows), told=told, both=sides.study_words(rows)
    )
    return Figure(
        title,
        sides.readable(rows),
        charts.peers(frame),
        query="study_practices",
        alt_text=_described(title, frame),
        note=PEERS,
    )


def _described(title: str, frame: pd.DataFrame) -> str:
    """Every row in a sentence."""
    lines = zip(frame["row"], frame["told"], frame["both"], strict=True)
    return " ".join([f"{title}.", *(f"{name}: {told}. {both}." for name, told, both in lines)])


def _scope(rows: pd.DataFrame) -> str:
    """What the own side counts, and facts that stand on no axis."""
    scopes = list(dict.fromkeys(rows["own_scope"].dropna()))
    told = f"The own side counts {'; '.join(scopes)}." if scopes else "No own side is loaded."
    beside = rows[rows["practice"].notna() & (rows["unit"] != "share")]
    facts = dict.fromkeys(sides.facts(beside))
    return " ".join([told, *(f"{fact}." for fact in facts)])


def _summary(rows: pd.DataFrame) -> str:
    counts = rows["verdict"].value_counts()
    told = [f"**{counts[word]}** {word}" for word in sorted(counts.index)]
    own = int(rows["own_value"].notna().sum())
    return (
        f"**{len(rows)}** published figures belong to this page: {', '.join(told)}. "
        f"**{own}** of them have an own side."
    )


def _known(view: View, page: str) -> pd.DataFrame:
    """The comparisons of a page, by name."""
    known = session.result(view.snapshot, "study_comparisons", {})
    return known[known["page"] == page].groupby("comparison", sort=False).first()


def _of(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    return rows[[name in names for names in rows["comparisons"]]]


def _first(rows: pd.DataFrame, names: list[str]) -> str:
    """The first comparison with an own side."""
    known = rows[rows["own_value"].notna()]
    return next((name for name in names if len(_of(known, name))), names[0])


def _listed(name: str, known: pd.DataFrame, rows: pd.DataFrame) -> str:
    if name == EVERY:
        return "All comparisons of this page"
    figures = len(_of(rows, name))
    return f"{known.loc[name, 'title']} ({figures or DASH})"
