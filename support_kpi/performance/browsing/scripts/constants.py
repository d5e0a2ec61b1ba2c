"""The charts of a page of the dashboard, kept in a file: what drawing them takes at least."""

import json
import os
import pickle
from pathlib import Path

import streamlit as st

st.set_page_config(layout="wide")
kept = pickle.loads(Path(os.environ["KEPT_CHARTS"]).read_bytes())
chosen = st.sidebar.selectbox("Period", list(kept))
for number, (specification, rows, told) in enumerate(kept[chosen]):
    with st.container(border=True):
        st.vega_lite_chart(
            json.loads(specification) | {"datasets": rows},
            width="stretch",
            alt=told,
            key=f"chart {number}",
        )
