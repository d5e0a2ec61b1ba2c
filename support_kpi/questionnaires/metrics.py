"""Which question of a survey is CSAT, NPS or CES, and on which scale it was answered."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal

from support_kpi.questionnaires.profile import Profile
from support_kpi.questionnaires.scales import RANGE, ends, labelled, lower_is_better, stated

Metric = Literal["csat", "nps", "ces"]
Direction = Literal["higher_better", "lower_better"]

LABELS = Path(__file__).parents[1] / "vocabulary" / "answer_labels.csv"
WORDINGS: dict[Metric, str] = {
    "nps": r"recommend|recomend|empfehl|weiterempf|recommand|aanbeve|aanraden|raccomand|consigliere"
    r"|推荐|推薦|net promoter|\bnps\b",
    "csat": r"satisf(?!actor)|zufrieden|tevreden|soddisf|满意|滿意|\bcsat\b",
    "ces": r"\beas(?:y|ily|e)\b|\beffort|\bces\b|\bf[áa]cile?(?:mente?)?\b|\baufwand"
    r"|\bfacili(?:dade?|té|tà)\b|\bwie (?:einfach|leicht)\b|\besfuerzo|\besforço|makkelijk"
    r"|\bsforzo|容易|费力",
}
NOT_CUSTOMERS = (
    r"place to work|employee|your job|your manager|your salary|working (?:here|for|at)|"
    r"\btools?\b|\btechnology\b|\bworkload\b|\btraining\b"
)
HARD = (
    r"how much effort|how (?:difficult|hard)|wie viel aufwand|wie (?:schwer|schwierig|aufwendig)"
    r"|cuánto esfuerzo|qué tan difícil|quel effort|quanto esforço|(?:many|much) trouble"
)
NAMED_NPS = r"\bnps\b|net promoter"
LIKELIHOOD = r"how likely|likelihood|wahrscheinlich|probab|probable|可能"
TOPS = (3, 4, 5, 6, 7, 10)
SATISFIED_FROM = {1: 1, 2: 2, 3: 3, 4: 3, 5: 4, 6: 5, 7: 6, 10: 9}


@dataclass(frozen=True)
class Scale:
    """The points of a metric question; `labels` gives those of answers that are not plain numbers,
    in lower case."""

    metric: Metric
    low: float
    high: float
    direction: Direction = "higher_better"
    labels: Mapping[str, float] = field(default_factory=dict)
    warning: str = ""


@dataclass(frozen=True)
class NotTheMetric:
    """A question worded like a metric but answered on another scale; `warning` says so."""

    warning: str


def wording(text: str) -> Metric | None:
    """The metric that a question's words ask for."""
    folded = text.lower()
    if re.search(NOT_CUSTOMERS, folded):
        return None
    return next((m for m, words in WORDINGS.items() if re.search(words, folded)), None)


def scale(metric: Metric, text: str, profile: Profile) -> Scale | NotTheMetric | None:
    """The scale of a metric question from its words and all its answers, or why it has none."""
    if not profile.substantive:
        return None
    if profile.number_share < 0.5:
        return _in_words(metric, profile)
    labels = dict(labelled(profile))
    if profile.words:
        worded = ends(profile, text)
        if not worded and profile.number_share < 0.95:
            return NotTheMetric(
                f"“{_short(text)}” mixes numbers and words as answers and is kept as a question "
                f"of the survey, not as {metric.upper()}."
            )
        labels |= worded
    numbers = [number for number, _ in profile.numbers] + list(labels.values())
    low, high = min(numbers), max(numbers)
    limits = stated_ends(text)
    if limits and not (limits[0] <= low and high <= limits[1]):
        limits = None
    match metric:
        case "nps":
            found = _nps(text, low, high, limits)
        case "csat":
            found = _csat(text, low, high, limits)
        case "ces":
            found = _ces(text, low, high, limits)
    return replace(found, labels=labels) if isinstance(found, Scale) else found


def stated_ends(text: str) -> tuple[float, float] | None:
    """The ends of the scale that the question's words give, as in `1 = hard, 7 = easy`."""
    match = re.search(RANGE, text.lower())
    if match and float(match["high"]) in TOPS:
        return float(match["low"]), float(match["high"])
    said = stated(text).values()
    if len(said) >= 2 and min(said) in (0, 1) and max(said) in TOPS:
        return min(said), max(said)
    return None


def _direction(text: str) -> Direction:
    return "lower_better" if lower_is_better(text) else "higher_better"


def _nps(
    text: str, low: float, high: float, limits: tuple[float, float] | None
) -> Scale | NotTheMetric:
    if limits == (0, 10) or (limits is None and low == 0 and high <= 10):
        return Scale("nps", 0, 10)
    if limits is None and re.search(NAMED_NPS, text.lower()) and low >= 0 and high <= 10:
        return Scale("nps", 0, 10)
    if limits is None and 5 < high <= 10 and re.search(LIKELIHOOD, text.lower()):
        return Scale(
            "nps",
            0,
            10,
            warning=f"“{_short(text)}” has no answer of 0 and does not name its scale; it is read "
            "as NPS from 0 to 10.",
        )
    found = f"{limits[0]:.0f} to {limits[1]:.0f}" if limits else f"{low:g} to {high:g}"
    return NotTheMetric(
        f"“{_short(text)}” is answered from {found}, and NPS needs 0 to 10; it is kept as a "
        "question of the survey, not as NPS."
    )


def _csat(
    text: str, low: float, high: float, limits: tuple[float, float] | None
) -> Scale | NotTheMetric:
    if limits is None and high > 10:
        return NotTheMetric(
            f"“{_short(text)}” has answers up to {high:g}, which is no CSAT scale; it is kept as "
            "a question of the survey."
        )
    if limits:
        return Scale("csat", *limits, _direction(text))
    if high <= 1 and low == 0:
        return Scale("csat", 0, 1)
    top = next(top for top in (5.0, 7.0, 10.0) if high <= top)
    least = 0.0 if low == 0 else 1.0
    return Scale("csat", least, top, _direction(text), warning=_assumed(text, "CSAT", top))


def _ces(
    text: str, low: float, high: float, limits: tuple[float, float] | None
) -> Scale | NotTheMetric:
    is_effort = re.search(HARD, text.lower()) and len(stated(text)) < 2
    direction: Direction = "lower_better" if is_effort else _direction(text)
    if limits:
        return Scale("ces", *limits, direction)
    if low < 1 or high > 10:
        return NotTheMetric(
            f"“{_short(text)}” is answered from {low:g} to {high:g}, which is no CES scale; it is "
            "kept as a question of the survey."
        )
    top = next(top for top in (5.0, 7.0, 10.0) if high <= top)
    return Scale("ces", 1, top, direction, warning=_assumed(text, "CES", top))


def _assumed(text: str, metric: str, top: float) -> str:
    if (metric == "CSAT" and top == 5) or (metric == "CES" and top == 7):
        return ""
    return (
        f"“{_short(text)}” does not name its scale; going by its answers it is read as {metric} "
        f"up to {top:g}."
    )


def _in_words(metric: Metric, profile: Profile) -> Scale | None:
    families = {"csat": ("satisfied_", "agree_"), "ces": ("agree_", "easy_", "effort_"), "nps": ()}
    words = set(profile.words)
    for name, labels in sorted(answer_labels().items()):
        if name.startswith(families[metric]) and words <= labels.keys():
            top = max(labels.values())
            used = {label: labels[label] for label in sorted(words)}
            low = 0.0 if top == 1 else 1.0
            direction: Direction = "lower_better" if "effort" in name else "higher_better"
            return Scale(metric, low, top, direction, used)
    return None


@cache
def answer_labels() -> Mapping[str, Mapping[str, float]]:
    """Points of the usual answer labels, by scale."""
    scales: dict[str, dict[str, float]] = {}
    with LABELS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            scales.setdefault(row["scale"], {})[row["label"]] = float(row["points"])
    return scales


def satisfied(scale: Scale) -> str:
    """SQL: whether a score counts as satisfied on a CSAT scale, whichever end of it is good."""
    least = float(SATISFIED_FROM.get(int(scale.high), scale.high))
    if scale.direction == "lower_better":
        return f"score <= {scale.low + scale.high - least:g}"
    return f"score >= {least:g}"


def prefer(texts: Sequence[str]) -> int:
    """Of several questions for one metric, the one about the whole experience."""
    overall = (i for i, text in enumerate(texts) if "overall" in text.lower())
    return next(overall, 0)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:77]}..."
