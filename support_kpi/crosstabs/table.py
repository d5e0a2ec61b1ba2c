"""A survey table: shares, means and scores in each column, with n, interval and letters."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from support_kpi import statistics
from support_kpi.crosstabs.counts import Counts
from support_kpi.crosstabs.groups import is_nps
from support_kpi.crosstabs.margins import Weighting
from support_kpi.crosstabs.request import Correction, Request

SMALL = 10


@dataclass(frozen=True)
class Column:
    """`letter` is empty for the total; `n` are the respondents who answered the row question."""

    label: str
    letter: str
    n: int
    weight: float
    effective_n: float
    mentions: int
    is_withheld: bool

    @property
    def is_small(self) -> bool:
        return not self.is_withheld and 0 < self.n < SMALL


@dataclass(frozen=True)
class Line:
    """One row: arrays by column, NaN where nothing is known or shown.

    `p` are the raw p values of the pairs of columns, `higher` the letters after the correction.
    """

    label: str
    unit: str
    values: np.ndarray
    low: np.ndarray
    high: np.ndarray
    n: np.ndarray
    is_withheld: np.ndarray
    p: np.ndarray
    higher: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A survey table as computed; `tested` of `pairs` comparisons of columns could be tested."""

    request: Request
    item: pd.Series
    column_item: pd.Series | None
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    tested: int
    pairs: int
    shared: int
    weighting: Weighting | None


def table(counts: Counts, request: Request) -> Table:
    """Compute every line, then correct all comparisons of the table at once."""
    columns = _columns(counts, request)
    lines = [_share(counts, request, columns, place) for place in range(len(counts.rows))]
    lines += _numbers(counts, request, columns)
    corrected, tested = _lettered(lines, columns, request)
    pairs = sum(line.p.size > 0 for line in lines) * (len(columns) - 1) * (len(columns) - 2) // 2
    return Table(
        request,
        counts.item,
        counts.column_item,
        columns,
        corrected,
        tested,
        pairs,
        counts.shared,
        counts.weighting,
    )


def _columns(counts: Counts, request: Request) -> tuple[Column, ...]:
    base = counts.base
    effective = statistics.effective_n(base["weight"], base["weight_squares"])
    letters = ["", *statistics.column_letters(len(counts.columns))]
    labels = ["Total", *(group.label for group in counts.columns)]
    return tuple(
        Column(
            label,
            letter,
            int(base["n"][place]),
            float(base["weight"][place]),
            float(effective[place]),
            int(base["mentions"][place]),
            is_withheld=bool(0 < base["n"][place] < request.least),
        )
        for place, (label, letter) in enumerate(zip(labels, letters, strict=True))
    )


def _share(counts: Counts, request: Request, columns: tuple[Column, ...], place: int) -> Line:
    group = counts.rows[place]
    base = counts.base
    n = counts.cells["n"][place]
    hidden = _hidden(n, columns, request)
    if request.of_mentions and counts.item["kind"] == "multiple":
        whole = base["mention_weight"]
        values = counts.cells["mention_weight"][place] / np.where(whole > 0, whole, np.nan)
        low = high = np.full(values.shape, np.nan)
        p = np.empty((0, 0))
    else:
        values, low, high = statistics.weighted_share(
            counts.cells["weight"][place], base["weight"], base["weight_squares"], request.level
        )
        shown = np.where(hidden, np.nan, values)
        p = statistics.share_tests(
            shown[1:], base["weight"][1:], base["weight_squares"][1:], counts.overlap
        )
    return _kept(Line(group.label, "share", values, low, high, n, hidden, p))


def _numbers(counts: Counts, request: Request, columns: tuple[Column, ...]) -> list[Line]:
    """Means of scales, numbers and ranks, and the net promoter score."""
    kind = counts.item["kind"]
    if kind == "rank":
        return [
            _mean(counts, request, columns, f"Mean rank: {group.label}", place)
            for place, group in enumerate(counts.rows)
            if group.kind == "option"
        ]
    if kind not in ("scale", "numeric"):
        return []
    lines = [_mean(counts, request, columns, "Mean"), _deviation(counts, request, columns)]
    if kind == "numeric":
        lines.insert(1, _median(counts, request, columns))
    if is_nps(counts.item):
        lines.append(_nps(counts, request, columns))
    return lines


def _sums(counts: Counts, place: int | None) -> dict[str, np.ndarray]:
    return (
        counts.base
        if place is None
        else {name: array[place] for name, array in counts.cells.items()}
    )


def _mean(
    counts: Counts,
    request: Request,
    columns: tuple[Column, ...],
    label: str,
    place: int | None = None,
) -> Line:
    sums = _sums(counts, place)
    total, squares = sums["number_weight"], sums["number_weight_squares"]
    mean, variance = statistics.weighted_moments(
        total, squares, sums["number_sum"], sums["number_square_sum"]
    )
    base = statistics.effective_n(total, squares)
    low, high = statistics.mean_interval(
        base * mean, variance * (base - 1) + base * mean**2, base, request.level
    )
    hidden = _hidden(sums["numbers"], columns, request)
    shown = np.where(hidden, np.nan, mean)
    p = statistics.mean_tests(shown[1:], variance[1:], total[1:], squares[1:], counts.overlap)
    return _kept(Line(label, "mean", mean, low, high, sums["numbers"], hidden, p))


def _median(counts: Counts, request: Request, columns: tuple[Column, ...]) -> Line:
    values = [statistics.weighted_median(*of) for of in counts.numbers]
    ends = [statistics.median_interval(*of, request.level) for of in counts.numbers]
    low, high = np.array(ends).T
    n = counts.base["numbers"]
    hidden = _hidden(n, columns, request)
    line = Line("Median", "median", np.array(values), low, high, n, hidden, np.empty((0, 0)))
    return _kept(line)


def _deviation(counts: Counts, request: Request, columns: tuple[Column, ...]) -> Line:
    sums = counts.base
    _, variance = statistics.weighted_moments(
        sums["number_weight"],
        sums["number_weight_squares"],
        sums["number_sum"],
        sums["number_square_sum"],
    )
    nothing = np.full(variance.shape, np.nan)
    hidden = _hidden(sums["numbers"], columns, request)
    return _kept(
        Line(
            "Standard deviation",
            "deviation",
            np.sqrt(variance),
            nothing,
            nothing,
            sums["numbers"],
            hidden,
            np.empty((0, 0)),
        )
    )


def _nps(counts: Counts, request: Request, columns: tuple[Column, ...]) -> Line:
    """Promoters less detractors, in points; its test is that of a mean of +1, 0 and -1."""
    at = {group.label.split()[0]: place for place, group in enumerate(counts.rows)}
    up, down = (counts.cells["weight"][at[name]] for name in ("Promoters", "Detractors"))
    total, squares = counts.base["number_weight"], counts.base["number_weight_squares"]
    mean, variance = statistics.weighted_moments(total, squares, up - down, up + down)
    base = statistics.effective_n(total, squares)
    scale = base / np.where(total > 0, total, np.nan)
    low, high = statistics.nps_interval(up * scale, down * scale, base, request.level)
    n = counts.base["numbers"]
    hidden = _hidden(n, columns, request)
    shown = np.where(hidden, np.nan, mean)
    p = statistics.mean_tests(shown[1:], variance[1:], total[1:], squares[1:], counts.overlap)
    return _kept(Line("NPS", "nps points", 100 * mean, low, high, n, hidden, p))


def _hidden(n: np.ndarray, columns: tuple[Column, ...], request: Request) -> np.ndarray:
    """Whether a cell is withheld: its column is, or somebody but too few are in it."""
    whole = np.array([column.is_withheld for column in columns])
    return whole | ((n > 0) & (n < request.least))


def _kept(line: Line) -> Line:
    """The line without what is withheld."""
    hidden = line.is_withheld
    return replace(
        line,
        values=np.where(hidden, np.nan, line.values),
        low=np.where(hidden, np.nan, line.low),
        high=np.where(hidden, np.nan, line.high),
        n=np.where(hidden, np.nan, line.n),
    )


def _lettered(
    lines: list[Line], columns: tuple[Column, ...], request: Request
) -> tuple[tuple[Line, ...], int]:
    """Correct the p values of all lines together; the number of tests that were possible."""
    if len(columns) < 3:
        return tuple(replace(line, higher=("",) * len(columns)) for line in lines), 0
    joined = np.concatenate([line.p.ravel() for line in lines]) if lines else np.empty(0)
    adjusted = _adjusted(joined, request.correction)
    letters = [column.letter for column in columns[1:]]
    found, start = [], 0
    for line in lines:
        p = adjusted[start : start + line.p.size].reshape(line.p.shape)
        start += line.p.size
        higher = [""] * len(letters)
        if p.size:
            both = np.fmin(p, p.T)
            higher = statistics.higher_than(line.values[1:], both, letters, 1 - request.level)
        found.append(replace(line, higher=("", *higher)))
    return tuple(found), int(np.sum(~np.isnan(joined)))


def _adjusted(p: np.ndarray, correction: Correction) -> np.ndarray:
    if correction == "none":
        return p
    adjust = statistics.holm if correction == "holm" else statistics.benjamini_hochberg
    return adjust(p)
