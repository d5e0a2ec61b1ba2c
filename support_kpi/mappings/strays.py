"""Strays: ratings that are none of their scale, damaged or foreign, and what is said of them."""

from collections.abc import Container, Sequence
from dataclasses import replace

from support_kpi.questionnaires.metrics import Metric, NotTheMetric, Scale, answer_labels, scale
from support_kpi.questionnaires.profile import Profile, points

MOST = 0.2
SHOWN = 3

Pair = tuple[str, int]


def tolerant(metric: Metric, text: str, found: Profile) -> Scale | NotTheMetric | None:
    """The scale, that of the other answers where few are strays; what is left out is said."""
    read = scale(metric, text, found)
    if not found.substantive:
        return read
    if not isinstance(read, Scale):
        lone = _strays(found, {label for labels in answer_labels().values() for label in labels})
        rest = replace(found, values=tuple(pair for pair in found.values if pair not in lone))
        is_few = 0 < _rows(lone) <= MOST * _rows(found.substantive)
        again = scale(metric, text, rest) if is_few else None
        if not isinstance(again, Scale):
            return read or NotTheMetric(
                f"“{text}” is not read as {metric.upper()}: nothing tells the points of "
                f"{_listed(found.substantive)}."
            )
        read = again
    lone = _strays(found, read.labels.keys())
    if not lone:
        return read
    rows = _rows(lone)
    said = (
        f"“{text}”: {rows:,} rating{'s are' if rows != 1 else ' is'} none of its scale and left "
        f"out: {_listed(lone)}."
    )
    return replace(read, warning=f"{read.warning} {said}".strip())


def _strays(found: Profile, known: Container[str]) -> tuple[Pair, ...]:
    return tuple(
        (value, count)
        for value, count in found.substantive
        if points(value) is None and value.lower() not in known
    )


def _rows(values: Sequence[Pair]) -> int:
    return sum(count for _, count in values)


def _listed(values: Sequence[Pair]) -> str:
    shown = ", ".join(f"“{' '.join(value.split())[:60]}”" for value, _ in values[:SHOWN])
    more = len(values) - SHOWN
    return shown + (f" and {more:,} more" if more > 0 else "")
