"""Maturity: assessments that people write, what goes with a characteristic, tier against tier."""

from support_kpi.maturity.drivers import FALSE_ALARMS, LEAST_TEAMS, drivers
from support_kpi.maturity.forms import Assessment, save, scope, template
from support_kpi.maturity.ratios import OF_TEAMS, ratios

__all__ = [
    "FALSE_ALARMS",
    "LEAST_TEAMS",
    "OF_TEAMS",
    "Assessment",
    "drivers",
    "ratios",
    "save",
    "scope",
    "template",
]
