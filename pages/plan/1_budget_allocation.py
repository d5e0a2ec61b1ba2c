"""Budget allocation: plan and actual, people and technology, and what a contact costs."""

from support_kpi import ui

view = ui.page("Budget allocation", "Where the money goes, against plan, last year and the work.")
months = view.result("budget_by_month")
ui.subject(view, months["month"].nunique(), "months with a budget")
if ui.has_budget(months):
    ui.cards(view, ["cost_per_ticket", "cost_per_minute", "budget_change_rate"])
    ui.sides_by_month(view, months)
    ui.sides_by(view, "category")
    ui.sides_by(view, "channel", "Lines that name no channel stand as all channels.")
    ui.outlook(view)
    ui.year_on_year(view)
    ui.cost_groups(view)
    ui.costs_by_channel(view)
ui.beside(view, "budget_allocation")
