"""Maturity tiers: the teams, what each has in place, what would move it up, tier against tier."""

from support_kpi import ui

view = ui.page(
    "Maturity tiers",
    "Seven characteristics of mature support: 0 to 3 in place make a Starter, 4 to 5 a Riser, "
    "6 to 7 a Champion.",
)
edition = ui.edition_choice(view)
teams = view.result("maturity_teams", edition=edition)
states = view.result("maturity_characteristics", edition=edition)
ui.subject(view, len(teams), "teams")
if ui.has_teams(teams):
    ui.tier_board(view, teams, edition)
    ui.characteristics(view, states, edition)
    ui.steps(view, edition)
ui.assessing(view, edition)
if len(teams):
    ui.figure(view, ui.tier_history, edition)
    ui.tier_ratios(view, edition)
    ui.tier_drivers(view, edition)
    ui.tier_kpis(view, teams, edition)
    ui.kpi_split(view, "KPIs by team", "team", first="csat_rate")
ui.beside(view, "maturity_tiers")
