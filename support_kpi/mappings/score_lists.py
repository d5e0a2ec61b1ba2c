"""Lists of one score a row, of any tool: which metric the scores are, or that nothing tells."""

import re
from collections.abc import Mapping

from support_kpi.drafts import Cell, Reading, Serial
from support_kpi.errors import UnknownFormat
from support_kpi.mappings.columns import drafts
from support_kpi.mappings.hints import exact
from support_kpi.mappings.places import Place
from support_kpi.mappings.synonyms import RATINGS, spoken
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.metrics import Metric, answer_labels, wording
from support_kpi.questionnaires.profile import Profile, profiles

SCORES = (
    "score", "rating", "answer", "points", "stars", "star rating", "value", "nps", "nps score",
    "csat", "csat score", "ces", "ces score", "note", "nota", "puntuación", "calificación",
    "valoración", "bewertung", "punktzahl", "pontuação", "avaliação", "评分", "分数", "評価",
)  # fmt: skip
STARS = ("rating", "stars", "star rating", "bewertung", "valoración", "avaliação", "评分", "評価")
NAMED: dict[Metric, str] = {
    "nps": r"\bnps\b|net promoter|promoter|likelihood|recommend",
    "csat": r"\bcsat\b|satisf|zufrieden|满意",
    "ces": r"\bces\b|effort|ease\b|aufwand|esfuerzo",
}
# A heading of these tells a survey of many questions.
IDS = ("respondent_id", "respondent id", "respondent")
GROUPS = frozenset({"promoter", "passive", "detractor", "promoters", "passives", "detractors"})
OF_TICKETS = ("status", "priority", "subject", "solved_at", "closed_at", "first_reply_at")
MOST_OTHERS = 6
HIGHEST = 10
Places = Mapping[str, int]


def places(sheet: Sheet) -> Places | None:
    """The columns of a list of scores, or None where the table is another."""
    found = exact(sheet, "response")
    score = found.pop("score", None)
    if score is None:
        score = sheet.find(*SCORES)
    if score is None:
        score = _asked(sheet, found)
    if score is None or score in {at for name, at in found.items() if name not in RATINGS}:
        return None
    rated = RATINGS.keys() & found.keys()
    is_known = "responded_at" in found and found.keys() & {
        "response_id",
        "ticket_id",
        "requester_id",
    }
    if len(rated) > 1 or (rated and is_known) or sheet.has_any(*IDS):
        return None
    named = {name: at for name, at in found.items() if name not in RATINGS} | {"score": score}
    others = [h for i, h in enumerate(sheet.headings) if h.strip() and i not in named.values()]
    is_dated = named.keys() & {"responded_at", "offered_at"}
    is_list = is_dated and len(others) <= MOST_OTHERS and not _of_tickets(sheet)
    return named if is_list and _are_scores(_scores(sheet, score)) else None


def metric(sheet: Sheet, name: str = "") -> Metric | None:
    """The metric that headings, groups, a score of 0 or the file's `name` prove."""
    found = places(sheet)
    if found is None:
        return None
    heading = sheet.headings[found["score"]]
    told = _named(heading) or wording(heading) or _told(sheet, found)
    scores = _scores(sheet, found["score"])
    if told:
        return told
    if scores.low == 0 and (scores.high or 0) > 5:
        return "nps"
    if told := _named(re.sub(r"[_\-.]+", " ", name)):
        return told
    if _are_words(scores):
        return "csat"
    is_stars = spoken(heading) in STARS and scores.low is not None and scores.low >= 1
    return "csat" if is_stars and (scores.high or HIGHEST) <= 5 else None


def undecided(sheet: Sheet) -> str:
    """What to ask where nothing tells the metric."""
    found = places(sheet) or {}
    heading = sheet.headings[found["score"]] if found else ""
    scores = _scores(sheet, found["score"]) if found else Profile(0, 0)
    return (
        f"is a list of scores from {scores.low or 0:g} to {scores.high or 0:g} under "
        f'"{" ".join(heading.split())}", and nothing tells which metric they are. Say it with '
        "--reader nps_list, --reader csat_list or --reader ces_list."
    )


def reading(sheet: Sheet, chosen: Metric) -> Reading:
    """The list as responses to one metric."""
    found = places(sheet) or _forced(sheet)
    scores = _scores(sheet, found["score"])
    if chosen == "nps" and ((scores.low or 0) < 0 or (scores.high or 0) > HIGHEST):
        raise UnknownFormat(
            f'The scores under "{sheet.headings[found["score"]]}" go from {scores.low:g} to '
            f"{scores.high:g}, and NPS needs 0 to 10. Load another column, or say what they are "
            "in a mapping file (--mapping)."
        )
    limits = Place(found["score"], low=0, high=HIGHEST) if chosen == "nps" else None
    at = {name: Place(position) for name, position in found.items() if name != "metric"}
    at["score"] = limits or at["score"]
    made, warnings = drafts(sheet, "response", at, {"metric": chosen})
    used = {place.position for place in at.values()}
    unused = [h for i, h in enumerate(sheet.headings) if i not in used and h.strip()]
    said = [f"The scores are read as {chosen.upper()}.", *warnings]
    if unused:
        said.append(f"Columns that are not used: {', '.join(unused)}.")
    if not found.keys() & {"response_id", "ticket_id", "requester_id"}:
        # Nothing names a row: the whole of it does.
        whole: dict[str, Cell] = {"response_id": Serial(*range(sheet.width))}
        made = tuple(type(one)(one.table, {**one.cells, **whole}, one.when) for one in made)
    return Reading("generic", made, warnings=tuple(said))


def _asked(sheet: Sheet, found: Places) -> int | None:
    """The only column that asks one of the three questions."""
    free = [p for p in range(sheet.width) if p not in found.values()]
    asked = [p for p in free if p < len(sheet.headings) and wording(sheet.headings[p])]
    return asked[0] if len(asked) == 1 and not RATINGS.keys() & found.keys() else None


def _forced(sheet: Sheet) -> Places:
    """The columns of a table that a person calls a list of scores."""
    found = exact(sheet, "response")
    named = {name: at for name, at in found.items() if name not in RATINGS}
    rated = [found[name] for name in RATINGS if name in found]
    score = found.get("score", rated[0] if rated else sheet.find(*SCORES))
    if score is None:
        raise UnknownFormat(
            "The table has no heading of a score; name the column in a mapping file (--mapping)."
        )
    return named | {"score": score}


def _of_tickets(sheet: Sheet) -> bool:
    return bool(exact(sheet, "ticket").keys() & set(OF_TICKETS))


def _scores(sheet: Sheet, position: int) -> Profile:
    return profiles(sheet, [position], 1)[position]


def _are_scores(scores: Profile) -> bool:
    low, high = scores.low, scores.high
    if low is None or high is None:
        return _are_words(scores)
    return low >= 0 and high <= HIGHEST and scores.number_share >= 0.95


def _are_words(scores: Profile) -> bool:
    """Whether every score is a usual word for more or less satisfied."""
    words = set(scores.words)
    families = (labels for name, labels in answer_labels().items() if name.startswith("satisfied"))
    return bool(words) and any(words <= labels.keys() for labels in families)


def _named(text: str) -> Metric | None:
    folded = text.lower()
    return next((metric for metric, words in NAMED.items() if re.search(words, folded)), None)


def _told(sheet: Sheet, found: Places) -> Metric | None:
    """What a column of groups or kinds beside the scores says, or another heading."""
    for position, heading in enumerate(sheet.headings):
        if position == found["score"] or not heading.strip():
            continue
        values = {normal(value) for value in sheet.values(position)}
        if values and values <= GROUPS:
            return "nps"
        is_free = position not in found.values()
        is_kind = is_free or position in (found.get("metric"), found.get("survey"))
        if is_kind and len(values) == 1 and (told := _named(next(iter(values)))):
            return told
        if is_free and (told := _named(heading)):
            return told
    return None
