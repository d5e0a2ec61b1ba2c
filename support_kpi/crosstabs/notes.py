"""What stands under a survey table: base, intervals, letters, weights and what is withheld."""

import pandas as pd

from support_kpi.crosstabs.margins import Weighting
from support_kpi.crosstabs.request import CORRECTIONS, OWN_WEIGHT, Request
from support_kpi.crosstabs.table import Table


def notes(table: Table, items: pd.DataFrame) -> list[str]:
    """One sentence or two a subject; `items` are the questions of the survey."""
    request = table.request
    said = [
        _base(table),
        _filters(request, items),
        _rows(table),
        _intervals(table),
        _letters(table),
        _overlap(table),
        _weights(table, items),
        _withheld(table),
    ]
    return [text for text in said if text]


def source(table: Table, survey: pd.Series) -> str:
    """Which survey, how many answered it, and when."""
    when = "the export names no dates"
    if pd.notna(survey["first_date"]):
        first, last = (pd.Timestamp(survey[name]) for name in ("first_date", "last_date"))
        when = f"answered {first:%-d %b %Y} to {last:%-d %b %Y}"
    asked = f"{int(survey['respondents']):,} respondents"
    return f"Source: survey “{table.request.survey}”, {asked}, {when}."


def _base(table: Table) -> str:
    total, *columns = table.columns
    said = f"Base: {total.n:,} respondents answered “{table.item['label']}”"
    if table.column_item is None:
        return f"{said}."
    placed = sum(column.n for column in columns)
    outside = total.n - placed
    if table.shared or outside < 0:
        return f"{said}; one respondent may stand in several columns."
    if outside:
        return f"{said}; {outside:,} of them are in no column and count in the total only."
    return f"{said}, and all of them are in a column."


def _filters(request: Request, items: pd.DataFrame) -> str:
    parts = []
    if request.start or request.end:
        last = "" if request.end is None else f" to {request.end - pd.Timedelta(days=1):%-d %b %Y}"
        first = "" if request.start is None else f" from {request.start:%-d %b %Y}"
        parts.append(f"answered{first}{last} (respondents without a date are left out)")
    if request.filter_question and request.filter_options:
        asked = items.loc[request.filter_question, "label"]
        parts.append(f"who answered “{'” or “'.join(request.filter_options)}” to “{asked}”")
    return f"Only respondents {' and '.join(parts)}." if parts else ""


def _rows(table: Table) -> str:
    kind, request = table.item["kind"], table.request
    if kind == "multiple" and request.of_mentions:
        return (
            "Several answers are possible: shares are of all answers picked (mentions). They have "
            "no interval and no letters, because the picks of one respondent hang together."
        )
    if kind == "multiple":
        return (
            "Several answers are possible: shares are of respondents and may add up to more than "
            "100 %. Who saw the options and picked none is in the base."
        )
    if kind == "rank":
        return (
            f"An option counts where it was ranked {request.rank_most} or better. The mean rank is "
            "of those who ranked it."
        )
    if kind == "scale":
        return (
            "Top and bottom boxes are shares of all who answered; mean, deviation and NPS are of "
            "those who gave a point."
        )
    if kind == "open":
        return (
            f"Texts that fewer than {max(request.least, 2)} wrote alike are put together, so that "
            "no table quotes a single person."
        )
    return ""


def _intervals(table: Table) -> str:
    said = f"{100 * table.request.level:.0f} % intervals: Wilson for shares"
    if any(line.unit == "mean" for line in table.lines):
        said += ", Student's t for means"
    if any(line.unit == "median" for line in table.lines):
        said += ", percentile bootstrap for medians"
    if any(line.unit == "nps points" for line in table.lines):
        said += ", adjusted Wald for NPS"
    return f"{said}{', all on the effective n' if table.request.is_weighted else ''}."


def _letters(table: Table) -> str:
    if not table.pairs:
        return ""
    request = table.request
    cut = f"{100 * (1 - request.level):.0f} %"
    if request.correction == "none":
        how = f"at {cut} each, not corrected: one in {1 / (1 - request.level):.0f} is a false alarm"
    else:
        name = CORRECTIONS[request.correction]
        how = f"corrected for all {table.tested:,} comparisons of this table ({name}, {cut})"
    said = (
        "Letters name the columns that are lower, by pooled z tests of shares and Welch's t tests "
        f"of means, {how}."
    )
    left = table.pairs - table.tested
    if left:
        said += f" {left:,} comparisons are too small to be tested (fewer than 5 expected)."
    return said


def _overlap(table: Table) -> str:
    if not table.shared:
        return ""
    return "Columns share respondents; the tests take their covariance off."


def _weights(table: Table, items: pd.DataFrame) -> str:
    request, total = table.request, table.columns[0]
    if not request.is_weighted:
        return "Not weighted." if total.n else ""
    parts = []
    if request.weight == OWN_WEIGHT:
        parts.append("the weight of the export")
    elif request.weight:
        parts.append(f"“{items.loc[request.weight, 'label']}” as the weight")
    if table.weighting:
        parts.append(f"raking to {_margins(table.weighting)}")
    said = (
        f"Weighted by {' and '.join(parts)}; n is unweighted. Effective n (Kish) of the total: "
        f"{total.effective_n:,.0f} of {total.n:,}"
    )
    if total.effective_n:
        said += f", design effect {total.n / total.effective_n:.2f}"
    said += ". Respondents without a weight are left out." if request.weight else "."
    if table.weighting:
        said += f" {_raked(table.weighting, request.limit)}"
    return (
        f"{said} Weights mend who answered only as far as the margins explain the answers; the "
        "intervals take the weights as given."
    )


def _margins(weighting: Weighting) -> str:
    questions = list(dict.fromkeys(weighting.margins["question"]))
    return " and ".join(f"“{question}”" for question in questions)


def _raked(weighting: Weighting, limit: float | None) -> str:
    raked = weighting.raking
    if raked.is_converged:
        fit = f"Raking met every margin after {raked.rounds} rounds"
    else:
        miss = f"{100 * raked.miss:.1f} points"
        fit = f"Raking misses a margin by up to {miss} after {raked.rounds} rounds"
    factors = f"factors {raked.factors.min():.2f} to {raked.factors.max():.2f}"
    if limit is None:
        return f"{fit}; {factors}, no limit."
    held = f"{raked.trimmed} combinations held at it" if raked.trimmed else "none held at it"
    return f"{fit}; {factors}, limit 1/{limit:g} to {limit:g}, {held}."


def _withheld(table: Table) -> str:
    least = table.request.least
    if least <= 1:
        return "Nothing is withheld, however few they are."
    said = (
        f"“n < {least}” is withheld: cells that 1 to {least - 1} respondents chose, and columns "
        "of as few. 0 is nobody."
    )
    hidden = sum(int(line.is_withheld.sum()) for line in table.lines)
    return f"{said} Another number of the row may tell a withheld one." if hidden else said
