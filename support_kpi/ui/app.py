"""The script that the server runs for each visit."""

from support_kpi import ui
from support_kpi.ui import session

ui.dashboard(session.ROOT / "pages")
