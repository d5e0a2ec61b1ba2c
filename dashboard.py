"""Entry of the dashboard: `streamlit run dashboard.py`."""

from importlib import import_module
from pathlib import Path
from threading import Thread

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

PAGES = Path(__file__).parent / "pages"

# The server runs a script with no `pages/` beside it: else the first visitor of a cold server who
# follows a deep link is told that the page does not exist. Run as a script, this file is the app.
app = st.App(PAGES.parent / "support_kpi" / "ui" / "app.py")
if get_script_run_ctx(suppress_warning=True):
    from support_kpi import ui

    ui.dashboard(PAGES)
else:
    # Read while the server starts and the first visitor's browser fetches the page.
    Thread(target=import_module, args=("support_kpi.ui",), daemon=True).start()
