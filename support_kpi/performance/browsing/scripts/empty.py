"""The least that Streamlit serves."""

import streamlit as st

st.write("Hello")
