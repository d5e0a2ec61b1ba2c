"""What if: another mix of channels, volume, headcount, handle time or self-service."""

from support_kpi import ui

ui.what_if(ui.page("What if", "What other levers would mean for work, money, CSAT and staffing."))
