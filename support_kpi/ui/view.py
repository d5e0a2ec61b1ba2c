"""What a page shows: a snapshot through filters."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from types import FunctionType
from typing import Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from support_kpi import kpis
from support_kpi.filters import (
    DIMENSIONS,
    Every,
    Filters,
    against,
    comparable,
    is_covered,
    marked,
    parameters,
    sentence,
)
from support_kpi.schema import EDITIONS
from support_kpi.store import Snapshot
from support_kpi.ui import session
from support_kpi.ui.columns import labelled

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """`data_start` and `data_end` are None with nothing loaded. Frames name channels by label."""

    snapshot: Snapshot
    filters: Filters
    every: Every
    data_start: date | None
    data_end: date | None
    is_synthetic: bool
    is_annotated: bool = True

    @property
    def compared(self) -> Filters | None:
        """The compared period, or None when the data do not reach back to it."""
        return comparable(self.filters, self.data_start)

    @property
    def is_covered(self) -> bool:
        """Whether volumes compare: the data cover both periods as a whole."""
        return is_covered(self.filters, self.data_start, self.data_end)

    def under(self, filters: Filters) -> "View":
        """The same snapshot through other filters."""
        return replace(self, filters=filters)

    def under_all(self) -> "View":
        """The same period without any filter of channels, teams, tiers or sources."""
        return self.under(replace(self.filters, **dict.fromkeys(DIMENSIONS, ())))

    def kept(self, make: Callable[Concatenate["View", P], T], *told: P.args, **more: P.kwargs) -> T:
        """`make(view, ...)`, made once for the same view and arguments: it reads nothing else.

        All visitors share it: nobody changes it.
        """
        return session.kept(
            self.snapshot, self._key(make, told, more), lambda: make(self, *told, **more)
        )

    def kept_all(
        self,
        make: Callable[Concatenate["View", P], Iterable[T]],
        *told: P.args,
        **more: P.kwargs,
    ) -> tuple[T, ...]:
        """Everything that `make(view, ...)` yields, kept in the same way."""
        key = self._key(make, told, more)
        return session.kept(self.snapshot, key, lambda: tuple(make(self, *told, **more)))

    def _key(self, make: Callable[..., object], *told: object) -> str:
        # Pages are run as scripts: two may have a function of the same name, and either be edited.
        code = cast(FunctionType, make).__code__
        return f"{code.co_filename} {make.__qualname__} {hash(code)} {self!r} {told!r}"

    def result(self, name: str, **more: object) -> pd.DataFrame:
        """The rows of a query under these filters."""
        fixed = {"every": self.every, "dimension": "all", "edition": EDITIONS[0], "efforts": "{}"}
        values = parameters(self.filters) | fixed | more
        return labelled(session.result(self.snapshot, name, values))

    def kpis(
        self,
        *,
        dimension: str = "all",
        every: str = "all",
        filters: Filters | None = None,
        names: Collection[str] | None = None,
        with_rows: bool = False,
    ) -> pd.DataFrame:
        """Every KPI by segment and period; `filters` replaces those of the page.

        Only `with_rows` those too that the tickets themselves have to be read for. With `names`
        no query is asked that tells none of them.
        """
        sources = kpis.SOURCES if with_rows else kpis.CUBED
        if names is not None:
            sources = {kpis.source(name) for name in names}
        chosen = filters or self.filters
        return labelled(session.kpi_frame(self.snapshot, chosen, dimension, every, sources))

    def definitions(self) -> pd.DataFrame:
        return session.result(self.snapshot, "definitions", {})

    def meanings(self) -> pd.DataFrame:
        """The definitions by KPI; all visitors share the frame: nobody changes it."""
        return session.kept(
            self.snapshot,
            "meanings",
            lambda: self.definitions().set_index("kpi", drop=False).rename_axis(None),
        )

    def annotations(self) -> pd.DataFrame:
        """What happened in the period, for charts; empty where it is hidden."""
        found = self.result("annotations")
        return found if self.is_annotated else found.head(0)

    def levels(self, kpi: str | None = None, dimension: str = "all") -> pd.DataFrame:
        """The targets of one KPI or all, month by month."""
        if dimension not in ("all", "channel"):
            return self.result("target_levels").head(0)
        found = self.result("target_levels", dimension=dimension)
        return found if kpi is None else found[found["kpi"] == kpi]

    def marked(
        self, frame: pd.DataFrame, column: str = "period", every: Every | None = None
    ) -> pd.DataFrame:
        """The frame with `is_complete`: whether its period lies whole within filter and data."""
        step = every or self.every
        return marked(frame, self.filters, step, self.data_start, self.data_end, column)

    @property
    def against(self) -> str | None:
        """What the numbers are compared with, for captions; None where there is nothing."""
        return against(self.filters, self.data_start, self.data_end)

    def about(self) -> str:
        """Period, filters and data date, for captions and exports."""
        until = f", data to {self.data_end:%-d %b %Y}" if self.data_end else ""
        return f"{sentence(self.filters)}{until}"
