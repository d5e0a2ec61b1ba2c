"""Entry of the dashboard: `streamlit run dashboard.py`."""

from pathlib import Path
from threading import Timer

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from support_kpi.ui import shell

PAGES = Path(__file__).parent / "pages"
QUIET_SECONDS = 3

# The server runs a script with no `pages/` beside it: else the first visitor of a cold server who
# follows a deep link is told that the page does not exist. Run as a script, this file is the app.
app = st.App(PAGES.parent / "support_kpi" / "ui" / "app.py")
if get_script_run_ctx(suppress_warning=True):
    shell.dashboard(PAGES)
else:
    # Who comes before has the title sooner where nothing else is read meanwhile.
    ahead = Timer(QUIET_SECONDS, shell.read_modules)
    ahead.daemon = True
    ahead.start()
