"""Budget allocation: plan and actual, people and technology, and what a contact costs."""

from support_kpi import charts, ui

view = ui.page("Budget allocation", "Where the money goes, against plan, last year and the work.")
months = view.result("budget_by_month")
ui.subject(view, len(months), "months with a budget")
if ui.has_budget(months):
    ui.cards(view, ["cost_per_ticket", "cost_per_minute", "budget_change_rate"])
    ui.figure(
        view,
        "Plan and actual by month",
        months,
        lambda rows: charts.plan_and_actual(rows, "month", "plan_amount", "actual_amount"),
        query="budget_by_month",
        alt_text=charts.describe(months, "month", "actual_amount"),
        note=ui.currencies(months),
    )
    categories = view.result("budget_by_category")
    ui.figure(
        view,
        "Plan and actual by category",
        categories,
        lambda rows: charts.plan_and_actual(rows, "category", "plan_amount", "actual_amount"),
        query="budget_by_category",
        alt_text=charts.describe(categories, "category", "actual_amount"),
        note=ui.currencies(categories),
    )
    named = view.result("budget_by_channel")
    ui.figure(
        view,
        "Plan and actual by channel",
        named,
        lambda rows: charts.plan_and_actual(rows, "channel", "plan_amount", "actual_amount"),
        query="budget_by_channel",
        alt_text=charts.describe(named, "channel", "actual_amount"),
        note=f"{ui.currencies(named)} Lines that name no channel stand as all channels.",
    )
    years = view.result("budget_year_on_year")
    ui.figure(
        view,
        "Change on a year before",
        years,
        lambda rows: charts.ranked_bars(rows, "budget_change_rate", "category"),
        query="budget_year_on_year",
        alt_text=charts.describe(years, "category", "budget_change_rate"),
    )
    groups = view.result("budget_groups")
    ui.figure(
        view,
        "People against technology",
        groups,
        lambda rows: charts.share_over_time(rows, "month", "allocation_share", "cost_group"),
        query="budget_groups",
        alt_text=charts.describe(groups, "month", "allocation_share", by="cost_group"),
        note="Shares of money. Published shares count respondents and stand nowhere on this axis.",
    )
    costs = view.result("cost_by_segment", dimension="channel")
    for column, name in (
        ("cost_per_contact", "Cost per contact by channel"),
        ("cost_per_ticket", "Cost per resolution by channel"),
        ("cost_per_minute", "Cost per handle minute by channel"),
    ):
        ui.figure(
            view,
            name,
            ui.known(costs, column),
            lambda rows, column=column: charts.ranked_bars(rows, column, "segment"),
            query="cost_by_segment",
            alt_text=charts.describe(costs, "segment", column),
            note=ui.allocation(costs),
        )
ui.beside(view, "budget_allocation")
