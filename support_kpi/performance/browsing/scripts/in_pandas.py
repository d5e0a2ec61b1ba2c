"""The questions of a page answered by pandas from the rows, as such pages are commonly written."""

import os
from dataclasses import replace
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

from support_kpi.filters import PRESETS
from support_kpi.performance.asking import pandas_rows
from support_kpi.performance.questions import PAGE, WHOLE

st.set_page_config(layout="wide")
opened = st.cache_resource(pandas_rows.opened)
rows = opened(Path(os.environ["TICKETS"]))
chosen = st.sidebar.selectbox("Period", list(PRESETS), index=3)
start, end = PRESETS[chosen](WHOLE.start, WHOLE.last_day)
filters = replace(WHOLE, start=start, end=end)
for number, question in enumerate(PAGE):
    answer = pandas_rows.told(question, pandas_rows.asked(rows, question, filters))
    listed = pd.DataFrame(
        [{"key": " ".join(map(str, key)), "value": numbers[0]} for key, numbers in answer.items()]
    )
    with st.container(border=True):
        st.subheader(f"{question.subject} by {question.by}")
        if len(listed):
            st.altair_chart(
                alt.Chart(listed).mark_bar().encode(x=alt.X("key:N", sort=None), y="value:Q"),
                key=f"chart {number}",
            )
