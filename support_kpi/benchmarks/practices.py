"""Peer practice: one fact of the organisation, beside how many peers share it."""

from dataclasses import dataclass
from functools import cached_property

import duckdb
import pandas as pd

from support_kpi import queries
from support_kpi.benchmarks.measured import Measured
from support_kpi.benchmarks.sides import Own, Unknown
from support_kpi.filters import Filters, parameters


@dataclass(frozen=True)
class Practice:
    """`holds` is None where the fact is a value, such as a place."""

    words: str
    value: float
    unit: str
    n: float | None = None
    holds: bool | None = None


class Practices:
    """The facts that tickets, spend and staff tell under the filters."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, filters: Filters, measured: Measured
    ) -> None:
        self.connection, self.filters, self.measured = connection, filters, measured
        known = queries.run(connection, queries.load("study_practices"), {})
        self.rules = known.set_index("figure_id")

    def of(self, figure_id: str) -> Practice | None:
        """The fact that belongs to a figure; None where the exports do not tell it."""
        if figure_id not in self.rules.index:
            return None
        rule = self.rules.loc[figure_id]
        if pd.notna(rule["only_of"]) and str(rule["only_of"]) not in self.facts["budget"].index:
            return None
        found = self._value(str(rule["source"]), str(rule["practice"]))
        if found is None:
            return None
        if pd.isna(rule["no"]):
            return Practice(str(rule["yes"]), found.value, found.unit, found.n)
        holds = not (found.value <= rule["least"] or found.value > rule["most"])
        return Practice(
            str(rule["yes" if holds else "no"]), found.value, found.unit, found.n, holds
        )

    @cached_property
    def facts(self) -> dict[str, pd.DataFrame]:
        """What each query tells, by the source that a fact names."""
        before = self.measured.before
        span = {
            "compared_start": before.start if before else None,
            "compared_end": before.end if before else None,
        }
        values = parameters(self.filters) | span
        return {
            source: queries.run(self.connection, queries.load(name), values).set_index("practice")
            for source, name in (("tickets", "practice_channels"), ("budget", "practice_spend"))
        }

    def _value(self, source: str, name: str) -> Own | None:
        if source in ("kpi", "kpi_change"):
            found = (
                self.measured.change(name) if source == "kpi_change" else self.measured.kpi(name)
            )
            return None if isinstance(found, Unknown) else found
        rows = self.facts[source]
        if name not in rows.index or pd.isna(rows.loc[name, "value"]):
            return None
        row = rows.loc[name]
        n = None if pd.isna(row["n"]) else float(row["n"])
        return Own(float(row["value"]), str(row["unit"]), n)
