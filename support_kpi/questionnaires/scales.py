"""Points of answers in words: what the question says of its ends, and which end is the good one."""

import re
from collections.abc import Iterable, Mapping, Sequence

from support_kpi.questionnaires.profile import PLAIN, Profile, points

Labels = Mapping[str, float]

NEGATIVE = (
    r"\bnot\b|\bno\b|n['’]t\b|\bnever\b|\bnone\b|\bnothing\b|\brarely\b|\bdis\w+|\bunsat\w+"
    r"|\bunlikely|\bunhappy|\bunhelpful|\bunimportant|\bleast\b|\bworst?e?\b|\bpoor|\bbad(?:ly)?\b"
    r"|\bterribl|\bawful|\bhorribl|\bdifficult|\bhard\b|\blow(?:est|er)?\b|\bweak|\bvery little\b"
    r"|\bnicht\b|\bunzufrieden|\bunwahrscheinlich|\bschlecht|\bschw(?:er|ierig)|\bnie(?:mals)?\b"
    r"|\bungenügend|\bmangelhaft|\bpas\b|\bjamais\b|\bmauvais|\bdifficile|\bin?satisf|\bnullement"
    r"|\bdésaccord|\bnada\b|\bnunca\b|\bmal[oa]?\b|\bp[eé]sim[oa]|\bdif[ií]cil|\bdesacuerdo"
    r"|\bimprobable|\bnão\b|\bruim\b|\bpéssim|\bdiscord|不|非常差|困难|困難|从不|決して"
)
POSITIVE = (
    r"\bagree|\bsatisfied|\blikely|\bhappy|\bhelpful|\bimportant|\bvaluable|\buseful|\beasy"
    r"|\beasily|\bexcellent|\bbest\b|\bgood\b|\bgreat\b|\balways\b|\bevery ?day\b|\bdaily\b"
    r"|\bmost\b|\bhigh(?:est|ly)?\b|\bextremely|\bcompletely|\bfully|\bamazing|\boutstanding"
    r"|\bperfect|\bstrong(?:ly)?\b|\bexceed|\byes\b|\bzufrieden|\bwahrscheinlich|\bgut\b|\bleicht"
    r"|\beinfach|\bimmer\b|\bvoll\b|\bstimme\b|\bd['’]accord|\bsatisfait|\bfacile|\btoujours"
    r"|\bprobable|\btrès bien|\bde acuerdo|\bsatisfech|\bsatisfeit|\bfácil|\bsiempre|\bsempre"
    r"|\bconcord|\bmuy buen|\bexcelente|满意|滿意|容易|非常好|同意|总是|とても"
)
STATED_POINT = (
    r"(?<![\d./])(?P<number>\d{1,2})\s*(?:=|:|\bis\b|\bmeans\b|\bbeing\b|\bfor\b"
    r"|[-–—(](?=\s*[^\W\d]))\s*[\"“'‘(]?(?P<label>[^\W\d][^\d;,.()\[\]\"”“/]*)"
)
STATED_LABEL = (
    r"(?P<label>[^\W\d][^\d;,.()\[\]=:]{2,60}?)\s*[=(]\s*(?P<number>\d{1,2})(?:\)|\s*(?:[,;.]|$))"
)
RANGE = (
    r"(?<![\d./])(?P<low>0|1)\s*(?:-|–|—|to|bis|a|à|and|through|至|到|〜|~)\s*(?P<high>\d{1,2})\b"
)
USUAL = ((1, 3), (1, 4), (1, 5), (1, 7), (1, 10), (0, 10))
MOST_END_WORDS = 4
CONNECTIVES = r"\b(?:and|to|where|with|und|y|et|e|a|bis|being)\s*$"


def stated(text: str) -> Labels:
    """What a question says of its points, such as `1 = strongly disagree, 5 - strongly agree`."""
    folded = " ".join(text.lower().split())
    found: dict[str, float] = {}
    for pattern in (STATED_POINT, STATED_LABEL):
        for match in re.finditer(pattern, folded):
            label = re.sub(CONNECTIVES, "", match["label"].strip()).strip(" '’\"”-–—")
            if label:
                found.setdefault(label, float(match["number"]))
        if len(found) >= 2:
            break
    return found


def polarity(label: str) -> int:
    """-1 for a label of the bad end, 1 for one of the good end, 0 where its words do not tell."""
    folded = label.lower()
    if re.search(NEGATIVE, folded):
        return -1
    return 1 if re.search(POSITIVE, folded) else 0


def lower_is_better(text: str) -> bool:
    """Whether the question says that its least point is the good one."""
    said = stated(text)
    if len(said) < 2:
        return False
    low = min(said, key=lambda label: said[label])
    high = max(said, key=lambda label: said[label])
    return polarity(low) > polarity(high)


def labelled(profile: Profile) -> Labels:
    """The points of the answers that carry them beside words, in lower case: `5: everyday`."""
    read = ((value.lower(), points(value)) for value, _ in profile.substantive)
    return {
        label: number
        for label, number in read
        if number is not None and re.fullmatch(PLAIN, label) is None
    }


def ends(profile: Profile, text: str, siblings: Iterable[Profile] = ()) -> Labels:
    """The points of worded ends between plain numbers: `Strongly agree`, 9, 8, ... 2, `Strongly
    disagree`. `siblings` are columns that were answered on the same scale."""
    words = profile.words
    if not profile.numbers or not 0 < len(words) <= MOST_END_WORDS:
        return {}
    told = stated(text)
    known = {word: told[word] for word in words if word in told}
    if len(known) == len(words):
        return known
    poles = {word: polarity(word) for word in words}
    if 0 in poles.values() or len(set(poles.values())) < len(words):
        return {}
    limits = _limits(text, told, [profile, *siblings])
    if limits is None:
        return {}
    low, high = limits
    if lower_is_better(text):
        low, high = high, low
    return {word: high if pole > 0 else low for word, pole in poles.items()}


def _limits(text: str, told: Labels, profiles: Sequence[Profile]) -> tuple[float, float] | None:
    """The ends of the scale: as the question says, else the least usual ones around its numbers."""
    if len(told) >= 2:
        return min(told.values()), max(told.values())
    if match := re.search(RANGE, text.lower()):
        return float(match["low"]), float(match["high"])
    numbers = [number for profile in profiles for number, _ in profile.numbers]
    around = ((lo, hi) for lo, hi in USUAL if lo < min(numbers) and max(numbers) < hi)
    return next(around, None)


def alike(profile: Profile, others: Iterable[Profile]) -> list[Profile]:
    """The columns of a survey that share worded ends with this one."""
    words = set(profile.words)
    return [
        other
        for other in others
        if other is not profile and other.numbers and words & set(other.words)
    ]
