"""How a column was asked, told by its answers, and the order of its choices."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from support_kpi.questionnaires.metrics import answer_labels
from support_kpi.questionnaires.profile import Profile, points

Kind = Literal["single", "multiple", "scale", "numeric", "rank", "open"]

HIGHEST_POINT = 10
MOST_LABELS = 11
MOST_WORDED_ENDS = 4
LONGEST_CHOICE = 160
LONGEST_UNREPEATED = 12
LARGE = 400
HOW_MANY = (
    r"\bhow many\b|\bnumber of\b|\bhow old\b|\bwhat year\b|\bin (?:which|what) year\b|\byears\b"
    r"|\bwie viele\b|\banzahl\b|\bcu[aá]nt[oa]s\b|\bn[uú]mero de\b|\bcombien\b|\bnombre de\b"
    r"|\bquant[oa]s\b|多少|几个|何人|何回"
)
YES_NO = frozenset(
    {
        "yes", "no", "y", "n", "true", "false", "sí", "si", "ja", "nein", "oui", "non", "sim",
        "não", "nao", "nee", "da", "nu", "да", "нет", "是", "否", "はい", "いいえ",
    }
)  # fmt: skip
LESS = r"^(?:<|≤|less than|under|fewer than|up to|below|weniger|unter|menos|moins|never\b|none\b)"
AMOUNT = r"[$€£¥]?\s*\d[\d.,]*\s*[km%]?"
BAND = (
    rf"{AMOUNT}\s*(?:-|–|—|to|bis|a|à)\s*{AMOUNT}(?: \w+)?|[<>≤≥]\s*{AMOUNT}(?: \w+)?"
    rf"|{AMOUNT}\s*(?:\+|or more|and more|and over|or over|and above)(?: \w+)?"
    rf"|(?:less than|more than|under|over|up to|fewer than|at least) {AMOUNT}(?: \w+)?"
)
NUMBER = r"\d[\d.,\u00a0\u202f' ]*"


def kind(profile: Profile, text: str = "") -> Kind:
    """How a column that holds one answer a cell was asked; `text` is the question."""
    if not profile.substantive:
        return "single" if profile.answers else "open"
    low, high = profile.low, profile.high
    if profile.is_plain_numbers:
        return _of_numbers(profile, text)
    words = set(profile.words)
    if words <= YES_NO and not profile.numbers:
        return "single"
    if profile.numbers and low is not None and high is not None:
        is_scale = low >= -HIGHEST_POINT and high <= HIGHEST_POINT
        labelled = {value for value, _ in profile.substantive}
        if not words and is_scale and len(labelled) <= MOST_LABELS:
            return "scale"
        if is_scale and profile.number_share >= 0.5 and len(words) <= MOST_WORDED_ENDS:
            return "scale"
        if profile.number_share >= 0.9 and not is_scale:
            return "numeric"
    if any(words <= labels.keys() for labels in answer_labels().values()):
        return "single"
    return "single" if _repeats(profile) or _are_bands(profile) else "open"


def _are_bands(profile: Profile) -> bool:
    """Whether every answer is a range of amounts, such as `1-10` and `1,001+`."""
    texts = [value.strip().lower() for value, _ in profile.substantive]
    return len(texts) <= MOST_LABELS and all(re.fullmatch(BAND, text) for text in texts)


def _of_numbers(profile: Profile, text: str) -> Kind:
    low, high = profile.low or 0.0, profile.high or 0.0
    if (low, high) == (0, 1):
        return "single"
    is_whole = all(number == int(number) for number, _ in profile.numbers)
    is_short = low >= 0 and high <= HIGHEST_POINT
    asks_amount = re.search(HOW_MANY, text.lower()) is not None
    return "scale" if is_whole and is_short and not asks_amount else "numeric"


def _repeats(profile: Profile) -> bool:
    """Whether the answers are few and given again and again, as picked ones are."""
    total = sum(count for _, count in profile.answers)
    distinct = len(profile.answers)
    most = max(2.0, 0.5 * total if total < LARGE else 0.1 * total)
    longest = LONGEST_CHOICE if distinct < total else LONGEST_UNREPEATED
    return distinct <= most and profile.mean_length <= longest


def ordered(profile: Profile, numbers: Mapping[str, float]) -> tuple[str, ...]:
    """The choices of a single answer from the least to the most, or none where no order is known.

    `numbers` are the points of answers in words. What is no answer to the question comes last.
    """
    choices = [value for value, _ in profile.substantive]
    rest = sorted(value for value, _ in profile.answers if value not in set(choices))
    rules = (
        [numbers.get(choice.lower(), points(choice)) for choice in choices],
        _in_family(choices),
        [_band(choice) for choice in choices],
    )
    for places in rules:
        known = [place for place in places if place is not None]
        if choices and len(known) == len(choices) and len(set(known)) > 1:
            paired = sorted(zip(known, choices, strict=True))
            return (*(choice for _, choice in paired), *rest)
    return ()


def _in_family(choices: Sequence[str]) -> list[float | None]:
    folded = [choice.lower() for choice in choices]
    for _, labels in sorted(answer_labels().items()):
        if set(folded) <= labels.keys():
            return [labels[choice] for choice in folded]
    return [None]


def _band(choice: str) -> float | None:
    """Where an amount begins: `18 to 24`, `1,001+`, `Less than 5`, `$10k - $20k`."""
    found = re.search(NUMBER, choice)
    if found is None:
        return None
    digits = re.sub(r"[^\d.]", "", re.sub(r"[,\u00a0\u202f' ](?=\d{3}\b)", "", found[0])).strip(".")
    number = float(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else 0.0
    return number - 0.5 if re.search(LESS, choice.strip().lower()) else number
