"""What a column measures, read from its name: title, number format, baseline."""

import math
import re
from dataclasses import dataclass, replace

WORDS = {"csat": "CSAT", "nps": "NPS", "ces": "CES", "sla": "SLA", "usd": "USD", "n": "n"}
STATISTICS = {"mean": "mean", "median": "median", "p50": "median", "p90": "90th percentile"}
UNITS = ("hours", "minutes", "seconds", "days")


@dataclass(frozen=True)
class Measure:
    """`axis` and `exact` are d3 formats; `zero` says whether a line's axis begins at 0."""

    title: str
    axis: str
    exact: str
    zero: bool
    unit: str = ""

    @property
    def is_count(self) -> bool:
        return self.exact == ",.0f"

    @property
    def is_points(self) -> bool:
        """Whether it is a difference of shares, which is never called percent."""
        return self.exact == "+.1%"

    def text(self, value: float | None) -> str:
        """The value as the tooltip writes it, for sentences; a dash where there is none."""
        if value is None or math.isnan(value):
            return "—"
        if self.is_points:
            return f"{100 * value:+.1f} points"
        number = format(value, self.exact.replace("$", ""))
        if "$" in self.exact:
            number = re.sub(r"(?=\d)", "$", number, count=1)
        return f"{number} {self.unit}".strip()


def measure(name: str) -> Measure:
    """The measure of a column, a KPI or a unit word: `csat_rate`, `first_reply_hours_p90`.

    Three capitals at the end are the currency of an amount: `spent_amount_EUR`.
    """
    money = re.fullmatch(r"(.+)_([A-Z]{3})", name)
    if money:
        of = measure(money[1])
        return replace(of, title=f"{of.title} ({money[2]})")
    base, statistic = _parted(name)
    last = base.rpartition("_")[2]
    if base.endswith("_change"):
        of = measure(base.removesuffix("_change"))
        axis, exact = (f"+{form.lstrip('+')}" for form in (of.axis, of.exact))
        points = " (points)" if exact == "+.1%" else ""
        return Measure(f"{of.title}, change{points}", axis, exact, True, of.unit)
    if last in UNITS:
        title = _title(base.removesuffix(last).strip("_") or last, statistic)
        return Measure(f"{title} ({last})", ",.1~f", ",.1f", True, last)
    if last in ("share", "rate"):
        return Measure(_title(base, statistic), ".1~%", ".1%", False)
    if last == "usd":
        return Measure(
            f"{_title(base.removesuffix('usd').strip('_') or 'amount', statistic)} (USD)",
            "$,~f",
            "$,.2f",
            True,
        )
    if last in ("score", "points"):
        return Measure(_title(base, statistic), ",.1~f", ",.2f", False)
    if last == "nps":
        return Measure(_title(base, statistic), "+,.0f", "+,.0f", False)
    if statistic or "_per_" in base or last == "ratio":
        return Measure(_title(base, statistic), ",.2~f", ",.2f", True)
    return Measure(_title(base, statistic), ",.0f", ",.0f", True)


def _parted(name: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.+)_(mean|median|p\d\d)", name)
    return (match[1], match[2]) if match else (name, "")


def _title(name: str, statistic: str = "") -> str:
    words = " ".join(WORDS.get(word, word) for word in name.split("_"))
    title = words[:1].upper() + words[1:] if words != "n" else words
    return f"{title}, {STATISTICS.get(statistic, statistic)}" if statistic else title
