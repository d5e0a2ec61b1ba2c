"""Everything that touches Streamlit, for dashboard.py and the pages, which import its modules."""
