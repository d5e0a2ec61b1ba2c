"""Entry of the dashboard: `streamlit run dashboard.py`."""

from pathlib import Path

from support_kpi import ui

ui.dashboard(Path(__file__).parent / "pages")
