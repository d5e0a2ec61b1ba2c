"""What moved most between two periods."""

import pandas as pd
import streamlit as st

from support_kpi import comparisons, explanation
from support_kpi.formats import changed, count, shown
from support_kpi.ui.cards import changes
from support_kpi.ui.figures import heading
from support_kpi.ui.frame import plain
from support_kpi.ui.links import why_link
from support_kpi.ui.view import View

TITLE = "What moved most"
SPLITS = ("channel", "team")
NOTE = (
    "Differences whose 95 % interval excludes zero, corrected for the number of comparisons "
    "(Benjamini-Hochberg)."
)


def movers(view: View) -> None:
    """What moved most against the compared period, by channel and by team."""
    found = {split: view.kept(_clear, split) for split in SPLITS}
    rows = pd.concat(
        [frame.assign(dimension=split) for split, frame in found.items()], ignore_index=True
    )
    with st.container(border=True):
        heading(view, TITLE, rows, note=NOTE)
        if view.compared is None:
            st.caption("There is no earlier period to compare with in the data.")
            return
        for split, frame in found.items():
            st.markdown(f"**By {split}**")
            if frame.empty:
                st.caption("Nothing moved by more than noise.")
            else:
                _listed(split, frame)
                _why(view, split, frame)
        st.caption(NOTE)


def _clear(view: View, split: str) -> pd.DataFrame:
    found = changes(view, split)
    if found is None:
        return pd.DataFrame(columns=list(comparisons.COLUMNS))
    return comparisons.moved_most(found)


def _why(view: View, split: str, frame: pd.DataFrame) -> None:
    """Ways to the explanation of each rate of the table."""
    rates = explanation.rates(view.definitions())
    names = [name for name in dict.fromkeys(frame["kpi"]) if name in rates.index]
    if names:
        with st.popover("Why they moved", icon=":material/call_split:", type="tertiary"):
            for name in names:
                why_link(name, label=rates.loc[name, "label"], split=split)


def _listed(split: str, frame: pd.DataFrame) -> None:
    units = frame["unit"]

    def written(column: str) -> list[str]:
        return [_whole(shown(*pair)) for pair in zip(frame[column], units, strict=True)]

    differences = zip(frame["change"], frame["change_rate"], units, strict=True)
    # A table of this kind renders markdown, so names of teams are escaped.
    st.table(
        pd.DataFrame(
            {
                split.capitalize(): frame["segment"].map(plain),
                "KPI": frame["label"],
                "Change": [plain(_whole(changed(*difference))) for difference in differences],
                "Before": written("compared_value"),
                "Now": written("value"),
                "n": [count(n) for n in frame["n"]],
            }
        ),
        hide_index=True,
        border="horizontal",
        alt=f"{TITLE} by {split}",
    )


def _whole(number: str) -> str:
    """A number that is not parted from its unit where a column is narrow."""
    return number.replace(" ", "\u00a0")
