"""The answers of invented respondents, as one table of ticks a question."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from support_kpi.sample.studies.figures import Study

Ticks = NDArray[np.bool_]


@dataclass
class Answers:
    """`ticks[code]` has a row an option and a column a respondent; `asked[code]` says of whom."""

    study: Study
    people: int
    ticks: dict[str, Ticks] = field(default_factory=dict)
    asked: dict[str, Ticks] = field(default_factory=dict)
    _bases: dict[tuple[str, tuple[str, ...]], NDArray[np.intp]] = field(default_factory=dict)

    def base(self, code: str, segments: Sequence[str]) -> NDArray[np.intp]:
        """Who was asked and is in all of the segments, each written `dimension=segment`.

        Found once: the questions that make subgroups are settled before any that needs them.
        """
        key = (code, tuple(segments))
        if key not in self._bases:
            found = self.asked[code].copy()
            for segment in segments:
                if segment != "all":
                    found &= self._chose(*self.study.segments[segment])
            self._bases[key] = np.flatnonzero(found)
        return self._bases[key]

    def shares(self, code: str, segments: Sequence[str]) -> dict[str, float]:
        """Each option's share of those of the group who were asked; none and unsure left out."""
        base = self.base(code, segments)
        counts = np.count_nonzero(self.ticks[code][:, base], axis=1).tolist()
        n = max(len(base), 1)
        return {
            name: count / n
            for name, count in zip(self.study.question(code).names, counts, strict=True)
            if name not in ("none", "unsure")
        }

    def share(self, code: str, options: Sequence[str], segments: Sequence[str]) -> float:
        """The share of the group who chose any of the options; `*` is any but none."""
        base = self.base(code, segments)
        ticks = self.ticks[code][self._rows(code, options)][:, base]
        return int(np.count_nonzero(ticks.any(axis=0))) / max(len(base), 1)

    def _chose(self, code: str, options: Sequence[str]) -> Ticks:
        rows = self.ticks[code][self._rows(code, options)]
        return np.asarray(rows.any(axis=0), dtype=np.bool_)

    def _rows(self, code: str, options: Sequence[str]) -> list[int]:
        names = self.study.question(code).names
        if options[0] == "*":
            return [row for row, name in enumerate(names) if name != "none"]
        return [names.index(name) for name in options]
