"""Answers to a metric question as points, in SQL."""

from collections.abc import Mapping

PLAIN_NUMBER = r"^\s*(-?[0-9]{1,9}(?:[.,][0-9]+)?)\s*$"


def score_sql(label: str, points: Mapping[str, float]) -> str:
    """SQL of the points of a label: those that its words stand for, else the number it is."""
    digits = f"replace(regexp_extract({label}, '{PLAIN_NUMBER}', 1), ',', '.')"
    number = f"try_cast({digits} as double)"
    if not points:
        return number
    cases = " ".join(f"when {_quoted(word)} then {value:g}" for word, value in points.items())
    return f"case lower({label}) {cases} else {number} end"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
