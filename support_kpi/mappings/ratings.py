"""Ratings: a column of CSAT, NPS or CES, beside tickets or by itself, as drafts of responses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from support_kpi.drafts import Cell, Constant, Derived, Draft, Serial, Text
from support_kpi.mappings.nothing import NULL_WORDS, UNMEASURED_WORDS
from support_kpi.mappings.places import Constants, Place
from support_kpi.mappings.strays import tolerant
from support_kpi.mappings.synonyms import RATINGS
from support_kpi.parsing.sheet import Sheet
from support_kpi.questionnaires.metrics import TOPS, Metric, NotTheMetric, Scale, satisfied
from support_kpi.questionnaires.profile import OFFERED, UNRATED, Profile, is_substantive, profiles
from support_kpi.questionnaires.scales import labelled
from support_kpi.questionnaires.scores import score_sql

NO_RATINGS = UNRATED.union(NULL_WORDS, UNMEASURED_WORDS)
STAND_INS = ("solved_at", "closed_at", "updated_at", "created_at")
NUMBERED = r"\s*-?[0-9]+\s*[-–—:.=]\s*([^\W\d].*)"
EXTREME = r"\b(?:highly|very|extremely|completely|fully|excellent|outstanding|perfect|best)\b"
SATISFIED = (
    r"[\W\d]*(?:satisfied|happy|zufrieden|satisfait(?:\(?e\)?)?|satisfech[oa]|satisfeit[oa]|tevreden"
    r"|soddisfatt[oa])\W*"
)
IS_OFFERED = f"lower(_label) = '{OFFERED}'"
OF_TICKET = (
    "requester_id", "channel", "channel_detail", "team", "team_detail", "agent", "is_test",
)  # fmt: skip


def beside_tickets(
    sheet: Sheet, places: Mapping[str, Place], ticket: Mapping[str, Cell], heading_rows: int
) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """The ratings that a list of tickets holds, and what to warn of."""
    found: list[Draft] = []
    warnings: list[str] = []
    for name, metric in RATINGS.items():
        if name not in places:
            continue
        rating = _rating(sheet, metric, places[name], heading_rows)
        if isinstance(rating, NotTheMetric):
            warnings.append(rating.warning)
        elif rating:
            found.append(_rated(places[name], rating, places, ticket))
            warnings.append(
                "Nothing says when ratings were given; each is dated by its ticket: solved, closed,"
                " last changed or created, the first that is known."
            )
            warnings += [rating.warning] if rating.warning else []
    return tuple(found), tuple(warnings)


def responses(
    sheet: Sheet,
    places: Mapping[str, Place],
    constants: Constants,
    cells: dict[str, Cell],
    heading_rows: int,
) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """One draft for each metric column; `score` with a constant metric is one too."""
    scored = {RATINGS[name]: place for name, place in places.items() if name in RATINGS}
    metric = constants.get("metric")
    if isinstance(metric, str) and "score" in places:
        scored[metric] = places["score"]
    shared = {n: c for n, c in cells.items() if n not in ("metric", "score", "label")}
    shared.setdefault("is_answered", Constant(True))
    shared.setdefault("response_id", _response_id(places))
    found: list[Draft] = []
    warnings: list[str] = []
    for name, place in scored.items():
        rating = _rating(sheet, name, place, heading_rows)
        if isinstance(rating, NotTheMetric):
            warnings.append(rating.warning)
        elif rating:
            measured = {k: v for k, v in _measured(place, rating).items() if k not in shared}
            if rating.warning:
                warnings.append(rating.warning)
            all_cells = {**shared, "metric": Constant(rating.metric), **measured}
            found.append(Draft("response", all_cells, when="score is not null"))
    if not found:
        found.append(Draft("response", {"response_id": shared["response_id"], **cells}))
    return tuple(found), tuple(warnings)


def _response_id(places: Mapping[str, Place]) -> Cell:
    if "ticket_id" in places:
        return Text(places["ticket_id"].position)
    ids: Sequence[int] = [
        places[n].position for n in ("requester_id", "responded_at") if n in places
    ]
    return Serial(*ids)


def _rating(
    sheet: Sheet, metric: str, place: Place, heading_rows: int
) -> Scale | NotTheMetric | None:
    names: dict[str, Metric] = {"csat": "csat", "nps": "nps", "ces": "ces"}
    found = _answered(profiles(sheet, [place.position], heading_rows)[place.position])
    if place.low is not None and place.high is not None:
        return Scale(names[metric], place.low, place.high, labels=labelled(found))
    read = tolerant(names[metric], sheet.headings[place.position], found)
    return _named_to_the_end(read, found) if isinstance(read, Scale) else read


def _named_to_the_end(rating: Scale, found: Profile) -> Scale:
    """A scale whose every point has a name ends where the names do: `3 - Highly satisfied`."""
    named = {number: label for label, number in rating.labels.items()}
    points = [*range(1, len(named) + 1)]
    is_whole = rating.metric == "csat" and sorted(named) == points and len(points) in TOPS
    if not is_whole or len(named) < len(found.substantive):
        return rating
    if not re.search(EXTREME, named[points[-1]]):
        return rating
    told = replace(rating, low=1, high=len(points))
    if len(points) == 3 and re.fullmatch(SATISFIED, named[2]):
        return replace(
            told,
            warning="Of three points the highest alone counts as satisfied: "
            f"“{named[2]}” does not.",
        )
    return told


def _answered(found: Profile) -> Profile:
    """Without what stands for no answer: `Not rated`, `0 - Unknown`."""
    labels = ((value, re.fullmatch(NUMBERED, value)) for value, _ in found.values)
    none = {
        value
        for value, label in labels
        if value.strip().lower() in NO_RATINGS
        or (label and not (is_substantive(label[1]) and label[1].lower() not in UNRATED))
    }
    return replace(found, values=tuple(pair for pair in found.values if pair[0] not in none))


def _rated(
    place: Place, rating: Scale, places: Mapping[str, Place], ticket: Mapping[str, Cell]
) -> Draft:
    cells: dict[str, Cell] = {
        "response_id": ticket["ticket_id"],
        "ticket_id": ticket["ticket_id"],
        "metric": Constant(rating.metric),
        **_measured(place, rating),
        "is_answered": Derived("score is not null"),
    }
    known = [name for name in STAND_INS if name in ticket]
    cells |= {f"_{name}": ticket[name] for name in known}
    rated_at = f"coalesce({', '.join('_' + name for name in known)})"
    cells["offered_at"] = Derived(f"case when {IS_OFFERED} then {rated_at} end")
    cells["responded_at"] = Derived(f"case when score is not null then {rated_at} end")
    cells |= {name: ticket[name] for name in OF_TICKET if name in ticket}
    if "rating_comment" in places:
        cells["comment"] = Text(places["rating_comment"].position, keep_words=True)
    return Draft("response", cells, when=f"score is not null or {IS_OFFERED}")


def _measured(place: Place, rating: Scale) -> dict[str, Cell]:
    """Label, points and scale of a rating; words that mean no answer have neither."""
    unanswered = ", ".join(_quoted(word.casefold()) for word in place.none)
    label = f"case when lower(_label) not in ({unanswered}) then _label end"
    number = score_sql("label", rating.labels)
    if place.zero_is_none:
        number = f"nullif({number}, 0)"
    cells: dict[str, Cell] = {
        "_label": Text(place.position),
        "label": Derived(label if place.none else "_label"),
        "score": Derived(number),
        "scale_low": Constant(rating.low),
        "scale_high": Constant(rating.high),
        "scale_direction": Constant(rating.direction),
    }
    if rating.metric == "csat":
        cells["is_satisfied"] = Derived(satisfied(rating))
    return cells


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
