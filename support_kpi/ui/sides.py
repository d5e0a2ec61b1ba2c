"""Two sides in words: what a study prints and what is your own, for tables and beneath marks."""

import math

import pandas as pd

from support_kpi.formats import DASH, count, shown

SHOWN = {
    "answer": "Answer",
    "segment": "Of whom",
    "published": "Published",
    "own": "Own",
    "verdict": "Verdict",
    "question": "Question",
    "reason": "To bear in mind",
    "fact": "Your own fact",
    "doubt": "Doubts about the figure",
    "own_scope": "The own side counts",
    "kind": "Comparison",
    "note": "Note on the figure",
    "source": "Where it is printed",
    "figure_id": "Figure",
}
POSITIONS = {
    "above": "clearly above",
    "below": "clearly below",
    "confirms": "confirms the direction",
    "contradicts": "contradicts the direction",
}
COMPARATORS = {"above": "more than ", "below": "less than ", "dashed line": "about "}
PLACES = ("rank", "count", "hour_of_day")


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """The comparison as a table: both sides with interval and n, verdict, facts and doubts."""
    source = rows["document"].fillna("") + ", line " + rows["document_line"].astype("string")
    told = rows.assign(
        segment=rows["segment"].fillna("all").str.replace("_", " "),
        published=both(rows, "published"),
        own=both(rows, "own"),
        fact=facts(rows),
        doubt=["; ".join(doubts) for doubts in rows["doubts"]],
        source=source,
    )
    return told[list(SHOWN)].rename(columns=SHOWN)


def study_name(rows: pd.DataFrame) -> str:
    """Who published a study, and when."""
    publisher = str(rows["publisher"].iloc[0]).split("(")[0].strip()
    years = rows["year"].dropna()
    return f"{publisher} {int(years.max())}" if len(years) else publisher


def row_names(rows: pd.DataFrame) -> list[str]:
    """What each figure counts and of whom; two that would be called the same tell them apart."""
    is_whole = rows["segment"].fillna("all").isin(("all", ""))
    segment = rows["segment"].fillna("").str.replace("_", " ")
    names = rows["answer"].astype(str).where(is_whole, rows["answer"] + " · " + segment)
    if rows["year"].nunique() > 1:
        names = names + " · " + rows["year"].astype("Int64").astype("string").fillna("no year")
    is_repeated = names.duplicated(keep=False)
    tails = rows["figure_id"].str.split(".", n=1).str[1]
    return list(names.where(~is_repeated, names + " · " + tails).astype(str))


def verdicts(rows: pd.DataFrame) -> list[str]:
    """Each verdict, and why it is none."""
    return [
        _verdict(*told)
        for told in zip(rows["verdict"], rows["position"], rows["reason"], strict=True)
    ]


def _verdict(verdict: str, position: object, reason: object) -> str:
    word = str(verdict).capitalize()
    if verdict == "not comparable":
        return f"{word}: {str(reason).split('; ')[0]}"
    return f"{word}: {POSITIONS[str(position)]}" if position in POSITIONS else word


def side_words(rows: pd.DataFrame) -> list[str]:
    """Both numbers with their n, as they stand below the marks."""
    kept = ["unit", "shape", "published_value", "published_low", "published_high", "published_n"]
    kept += ["own_value", "own_n"]
    return [
        f"{_mine(unit, own, own_n)} · {_study(unit, *study)}"
        for unit, *study, own, own_n in rows[kept].to_numpy()
    ]


def study_words(rows: pd.DataFrame) -> list[str]:
    """The published number with its n."""
    kept = ["unit", "shape", "published_value", "published_low", "published_high", "published_n"]
    said = [_study(*values) for values in rows[kept].to_numpy()]
    return [f"{words[:1].upper()}{words[1:]}" for words in said]


def facts(rows: pd.DataFrame) -> list[str]:
    """What holds of the organisation itself, where peers are counted for it."""
    names = ["practice", "practice_holds", "practice_value", "practice_unit", "practice_n"]
    return [_fact(*values) for values in rows[names].to_numpy()]


def both(rows: pd.DataFrame, side: str) -> list[str]:
    """Value, interval and n of one side."""
    names = [f"{side}_{end}" for end in ("value", "low", "high", "n")]
    return [_in_words(str(unit), *ends) for unit, *ends in rows[["unit", *names]].to_numpy()]


def _fact(words: object, holds: object, value: float, unit: str, n: float) -> str:
    if not isinstance(words, str):
        return DASH
    said = words[:1].upper() + words[1:]
    base = "" if pd.isna(n) or unit == "rate" else f" (n {count(n)})"
    if unit == "holds":
        return f"{said}{base}"
    number = f"{value:.0f}" if unit in PLACES else _change(value, unit)
    return f"{said}: {number}{base}"


def _change(value: float, unit: str) -> str:
    return shown(value, "relative change" if unit == "rate" else unit)


def _in_words(unit: str, value: float, low: float, high: float, n: float) -> str:
    ends = [None if pd.isna(end) or math.isinf(end) else _number(end, unit) for end in (low, high)]
    said = DASH if pd.isna(value) else _number(value, unit)
    if ends[0] and ends[1]:
        reach = f" ({ends[0]} to {ends[1]})"
    elif ends[0]:
        reach = f" (from {ends[0]})"
    else:
        reach = f" (up to {ends[1]})" if ends[1] else ""
    base = "" if pd.isna(n) else f", n {count(n)}"
    return DASH if said == DASH and not reach else f"{said}{reach}{base}"


def _number(value: float, unit: str) -> str:
    return f"{value:.0f}" if unit in PLACES else shown(value, unit)


def _mine(unit: str, value: float, n: float) -> str:
    return "You no number" if pd.isna(value) else f"You {_number(value, unit)} (n {count(n)})"


def _study(unit: str, shape: str, value: float, low: float, high: float, n: float) -> str:
    base = "n not printed" if pd.isna(n) else f"n {count(n)}"
    if pd.notna(value):
        said = f"{COMPARATORS.get(shape, '')}{_number(value, str(unit))}"
    elif shape == "direction":
        said = "a direction"
    else:
        least, most = (DASH if pd.isna(end) else _number(end, str(unit)) for end in (low, high))
        said = f"up to {most}" if pd.isna(low) or not low else f"{least} to {most}"
        said = f"from {least}" if pd.isna(high) and low else said
    return f"study {said} ({base})"
