"""Maturity tiers: the teams, what each has in place, and how the tiers compare."""

from support_kpi import ui

view = ui.page(
    "Maturity tiers",
    "Seven characteristics of mature support: 0 to 3 in place make a Starter, 4 to 5 a Riser, "
    "6 to 7 a Champion. The list is that of the 2021 edition.",
)
teams = view.result("maturity_teams")
ui.subject(view, len(teams), "teams")
if ui.has_teams(teams):
    ui.tier_board(view, teams)
    ui.characteristics(view, view.result("maturity_characteristics"))
    ui.kpi_split(view, "KPIs by tier", "tier", first="csat_rate")
    ui.kpi_split(view, "KPIs by team", "team", first="csat_rate")
ui.beside(view, "maturity_tiers")
