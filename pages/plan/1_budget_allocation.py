"""Budget allocation: plan and actual, people and technology, and what a contact costs."""

from support_kpi import ui

view = ui.page("Budget allocation", "Where the money goes, against plan, last year and the work.")
months = view.result("budget_by_month")
ui.subject(view, months["month"].nunique(), "months with a budget")
if ui.has_budget(months):
    ui.cards(view, ["cost_per_ticket", "cost_per_minute", "budget_change_rate"])
    ui.each_figure(view, ui.budget_by_month)
    ui.each_figure(view, ui.budget_by_segment, "category")
    ui.each_figure(
        view, ui.budget_by_segment, "channel", "Lines that name no channel stand as all channels."
    )
    ui.outlook(view)
    ui.each_figure(view, ui.year_on_year)
    ui.each_figure(view, ui.cost_groups)
    ui.each_figure(view, ui.costs_by_channel)
ui.beside(view, "budget_allocation")
