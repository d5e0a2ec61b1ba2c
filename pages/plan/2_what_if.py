"""What if: another mix of channels, volume, headcount, handle time or self-service."""

from support_kpi.ui.frame import page
from support_kpi.ui.scenarios import what_if

what_if(page("What other levers would mean for work, money, CSAT and staffing."))
