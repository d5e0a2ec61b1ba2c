"""Maturity tiers: the teams, what each has in place, what would move it up, tier against tier."""

from support_kpi.ui.assessing import assessing
from support_kpi.ui.beside import beside
from support_kpi.ui.figures import figure
from support_kpi.ui.frame import page, subject
from support_kpi.ui.maturity import (
    characteristics,
    edition_choice,
    has_teams,
    tier_board,
    tier_kpis,
)
from support_kpi.ui.splits import kpi_split
from support_kpi.ui.steps import steps
from support_kpi.ui.tiers import tier_drivers, tier_history, tier_ratios

view = page(
    "Seven characteristics of mature support: 0 to 3 in place make a Starter, 4 to 5 a Riser, "
    "6 to 7 a Champion.",
)
edition = edition_choice(view)
teams = view.result("maturity_teams", edition=edition)
states = view.result("maturity_characteristics", edition=edition)
subject(view, len(teams), "teams")
if has_teams(teams):
    tier_board(view, teams, edition)
    characteristics(view, states, edition)
    steps(view, edition)
assessing(view, edition)
if len(teams):
    figure(view, tier_history, edition)
    tier_ratios(view, edition)
    tier_drivers(view, edition)
    tier_kpis(view, teams, edition)
    kpi_split(view, "KPIs by team", "team", first="csat_rate")
beside(view, "maturity_tiers")
