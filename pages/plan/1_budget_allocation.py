"""Budget allocation: plan and actual, people and technology, and what a contact costs."""

from support_kpi.ui.beside import beside
from support_kpi.ui.budgets import (
    budget_by_month,
    budget_by_segment,
    cost_groups,
    has_budget,
    outlook,
    year_on_year,
)
from support_kpi.ui.cards import cards
from support_kpi.ui.figures import each_figure
from support_kpi.ui.frame import page, subject
from support_kpi.ui.spending import costs_by_channel

view = page("Where the money goes, against plan, last year and the work.")
months = view.result("budget_by_month")
subject(view, months["month"].nunique(), "months with a budget")
if has_budget(months):
    cards(view, ["cost_per_ticket", "cost_per_minute", "budget_change_rate"])
    each_figure(view, budget_by_month)
    each_figure(view, budget_by_segment, "category")
    each_figure(
        view, budget_by_segment, "channel", "Lines that name no channel stand as all channels."
    )
    outlook(view)
    each_figure(view, year_on_year)
    each_figure(view, cost_groups)
    each_figure(view, costs_by_channel)
beside(view, "budget_allocation")
