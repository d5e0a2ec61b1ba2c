"""Budget allocation: plan and actual, people and technology, and what a contact costs."""

from support_kpi import charts, ui
from support_kpi.planning import costs as planned

view = ui.page("Budget allocation", "Where the money goes, against plan, last year and the work.")
months = view.result("budget_by_month")
ui.subject(view, len(months), "months with a budget")
if ui.has_budget(months):
    ui.cards(view, ["cost_per_ticket", "cost_per_minute", "budget_change_rate"])
    ui.figure(
        view,
        "Plan and actual by month",
        months,
        lambda rows: charts.plan_and_actual(
            rows, "month", "plan_amount", "actual_amount", annotations=view.annotations()
        ),
        query="budget_by_month",
        alt_text=charts.describe(months, "month", "actual_amount") + ui.told(view.annotations()),
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
    ui.variance(view, "Actual less plan by category", categories, "category", "budget_by_category")
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
    ui.variance(view, "Actual less plan by channel", named, "channel", "budget_by_channel")
    ui.outlook(view)
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
        lambda rows: charts.share_over_time(
            rows, "month", "allocation_share", "cost_group", annotations=view.annotations()
        ),
        query="budget_groups",
        alt_text=charts.describe(groups, "month", "allocation_share", by="cost_group")
        + ui.told(view.annotations()),
        note="Shares of money. Published shares count respondents and stand nowhere on this axis.",
    )
    costs = view.result("cost_by_segment", dimension="channel")
    ui.figure(
        view,
        "Direct and allocated spend by channel",
        planned.in_parts(costs),
        lambda rows: charts.distribution(rows, "segment", "spent_amount", by="part"),
        query="cost_by_segment",
        alt_text=charts.describe(costs, "segment", "spent_amount"),
        note=f"{ui.allocation(costs)} What nothing could be spread over stands as not given; all "
        "together is what was spent.",
    )
    for column, name in (
        ("cost_per_contact", "Cost per contact by channel"),
        ("cost_per_ticket", "Cost per ticket by channel"),
        ("cost_per_minute", "Cost per handle minute by channel"),
    ):
        n, told = planned.BASES[column], ui.per_what(column)
        ui.figure(
            view,
            name,
            planned.measured(costs, column),
            lambda rows, column=column, n=n: charts.ranked_bars(
                rows, column, "segment", low="low", high="high", n=n
            ),
            query="cost_by_segment",
            alt_text=charts.describe(costs, "segment", column, n=n),
            note=f"{told} {ui.allocation(costs)}",
        )
    ui.figure(
        view,
        "Cost per satisfied ticket by channel",
        planned.satisfied(costs),
        lambda rows: charts.ranked_bars(
            rows, "cost_per_satisfied_ticket", "segment", low="low", high="high", n="csat_answers"
        ),
        query="cost_by_segment",
        alt_text=charts.describe(costs, "segment", "cost_per_satisfied_ticket", n="csat_answers"),
        note="Cost per ticket divided by CSAT, as if the silent were as satisfied as "
        f"those who answered; the interval is that of CSAT. {ui.allocation(costs)}",
    )
ui.beside(view, "budget_allocation")
