"""What stands around a figure: the comparisons it belongs to, its doubts, the surveys asked."""

from dataclasses import dataclass

import duckdb
import pandas as pd

from support_kpi import queries

NO_TARGET = "no target"
FILTERED = "what passes the filters in the period"


@dataclass(frozen=True)
class Context:
    """Rows of the queries `study_comparisons`, `study_doubts`, `study_surveys`."""

    compared: dict[str, pd.DataFrame]
    doubted: dict[str, pd.DataFrame]
    surveys: dict[str, list[str]]

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection) -> "Context":
        """The context of every figure of a snapshot."""
        compared, doubted, surveys = (
            queries.run(connection, queries.load(name), {})
            for name in ("study_comparisons", "study_doubts", "study_surveys")
        )
        return cls(
            {str(name): rows for name, rows in compared.groupby("figure_id")},
            {str(name): rows for name, rows in doubted.groupby("figure_id")},
            {str(name): list(rows["survey"]) for name, rows in surveys.groupby("study")},
        )

    def comparisons(self, figure_id: str) -> list[str]:
        """The names of the comparisons, in their order."""
        found = self.compared.get(figure_id)
        return [] if found is None else list(found["comparison"])

    def pages(self, figure_id: str) -> list[str]:
        """The pages that draw the figure."""
        found = self.compared.get(figure_id)
        return [] if found is None else list(dict.fromkeys(found["page"]))

    def doubts(self, figure_id: str) -> list[str]:
        """Contradictions, and what cannot be read."""
        found = self.doubted.get(figure_id)
        return [] if found is None else list(found.loc[found["kind"] != NO_TARGET, "doubt"])

    def no_target(self, figure_id: str) -> str:
        """Why nothing may be measured against the figure; empty where it may."""
        found = self.doubted.get(figure_id)
        reasons = [] if found is None else list(found.loc[found["kind"] == NO_TARGET, "doubt"])
        return "; ".join(reasons)

    def is_target(self, figure_id: str) -> bool:
        return not self.no_target(figure_id)

    def scope(self, study: str, *, is_survey: bool) -> str:
        """What an own side counts."""
        if not is_survey:
            return FILTERED
        return f"all respondents of {', '.join(self.surveys.get(study, []))}, whatever the filters"
