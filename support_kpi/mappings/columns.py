"""One table's columns as drafts, whoever named their headings: a mapping file or the synonyms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Day,
    Derived,
    Draft,
    Duration,
    Flag,
    Labels,
    Moment,
    Number,
    Person,
    Serial,
    Text,
    Unit,
)
from support_kpi.mappings.synonyms import RATINGS, kind, spoken
from support_kpi.parsing.sheet import Sheet
from support_kpi.questionnaires.metrics import Metric, NotTheMetric, Scale, satisfied, scale
from support_kpi.questionnaires.profile import profiles
from support_kpi.questionnaires.scales import labelled
from support_kpi.questionnaires.scores import score_sql
from support_kpi.schema import TABLES

KEPT_AS_WRITTEN = {
    "channel": "channel_detail",
    "status": "status_detail",
    "priority": "priority_detail",
}
NO_PRIORITY: dict[str, str | None] = dict.fromkeys(
    ("unassigned", "0 - unassigned", "not set", "unknown", "undefined", "no priority")
)
STAND_INS = ("solved_at", "closed_at", "updated_at", "created_at")
MET = ("met", "ontime", "on time", "within", "within sla", "sla met")
MISSED = ("missed", "breached", "overdue", "late", "violated", "sla violated", "not met")


@dataclass(frozen=True)
class Place:
    """The heading of a canonical column and how its cells are written."""

    position: int
    time: int | None = None
    zone: str | None = None
    unit: Unit = "seconds"
    values: Mapping[str, str | None] = field(default_factory=dict)
    none: tuple[str, ...] = ()
    separator: str | None = None
    zero_is_none: bool = False
    low: float | None = None
    high: float | None = None


Constants = Mapping[str, str | float | bool | None]


def cell(table: str, name: str, place: Place) -> Cell:
    """The declaration of one canonical column."""
    at = place.position
    if name in ("requester_id",):
        return Person(at)
    match kind(table, name):
        case "timestamp":
            return Moment(at, zone=place.zone, and_time=place.time)
        case "date":
            return Day(at)
        case "duration":
            return Duration(at, unit=place.unit, zero_is_none=place.zero_is_none)
        case "integer" | "number":
            return Number(at)
        case "boolean":
            own = {value: word for word, value in place.values.items()}
            true = (own["true"],) if own.get("true") else ()
            false = (own["false"],) if own.get("false") else ()
            return Flag(at, true=(*true, *MET), false=(*false, *MISSED))
        case "list":
            return Labels(at, separator=place.separator or ",")
    values = {**place.values, **dict.fromkeys(place.none, None)}
    if name in ("channel", "channel_last"):
        return Choice(at, values=values, vocabulary="channel", otherwise="other")
    if name == "status":
        return Choice(at, values=values, vocabulary="status")
    if name == "priority":
        return Choice(at, values={**NO_PRIORITY, **values}, vocabulary="priority")
    if TABLES[table].column(name).allowed:
        return Choice(at, values=values or _themselves(table, name))
    return Text(at)


def _themselves(table: str, name: str) -> dict[str, str | None]:
    return {word: word for word in TABLES[table].column(name).allowed}


def drafts(
    sheet: Sheet,
    table: str,
    places: Mapping[str, Place],
    constants: Constants,
    heading_rows: int = 1,
) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """The drafts of a table, ratings beside tickets included, and what to warn of."""
    names = TABLES[table].column_names
    cells: dict[str, Cell] = {
        name: cell(table, name, place) for name, place in places.items() if name in names
    }
    cells |= {name: Constant(value) for name, value in constants.items() if name in names}
    if table == "ticket":
        return _tickets(sheet, places, cells, heading_rows)
    if table == "response":
        return _responses(sheet, places, constants, cells, heading_rows)
    return (Draft(table, cells),), ()


def _tickets(
    sheet: Sheet, places: Mapping[str, Place], cells: dict[str, Cell], heading_rows: int
) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    created = places.get("created_at")
    if created and created.time is None and "created_time" in places:
        cells["created_at"] = Moment(
            created.position, zone=created.zone, and_time=places["created_time"].position
        )
    for name, detail in KEPT_AS_WRITTEN.items():
        if name in places:
            cells.setdefault(detail, Text(places[name].position))
    if "closed_at" in cells and "solved_at" not in cells:
        cells["solved_at"] = cells["closed_at"]
    if "sla_breached" in places:
        flag = Flag(places["sla_breached"].position, true=_NO, false=_YES)
        cells.setdefault("is_sla_resolution_met", flag)
    if "resolved_flag" in places and "status" not in cells:
        words: dict[str, str | None] = {
            **dict.fromkeys(_YES, "solved"),
            **dict.fromkeys(_NO, "open"),
        }
        cells["status"] = Choice(places["resolved_flag"].position, values=words)
    if "channel" not in cells and _are_calls(sheet, places):
        cells["channel"] = Constant("phone")
    if "tags" in places and places["tags"].separator is None:
        cells["tags"] = Labels(places["tags"].position, separator=_separator(sheet, places["tags"]))
    found: list[Draft] = [Draft("ticket", cells)]
    warnings: list[str] = []
    for name, metric in RATINGS.items():
        if name not in places:
            continue
        rating = _rating(sheet, metric, places[name], heading_rows)
        if isinstance(rating, NotTheMetric):
            warnings.append(rating.warning)
        elif rating:
            found.append(_rated(places[name], rating, places, cells))
            warnings.append(
                "Nothing says when ratings were given; each is dated by its ticket: solved, closed,"
                " last changed or created, the first that is known."
            )
            warnings += [rating.warning] if rating.warning else []
    return tuple(found), tuple(warnings)


_YES = ("yes", "y", "true", "1", "t", "sí", "si", "ja", "oui", "sim", "是")
_NO = ("no", "n", "false", "0", "f", "nein", "non", "não", "否")


def _are_calls(sheet: Sheet, places: Mapping[str, Place]) -> bool:
    ids = places.get("ticket_id")
    heading = spoken(sheet.headings[ids.position]) if ids else ""
    return "call" in heading.split() or "is_answered" in places


def _separator(sheet: Sheet, place: Place) -> str:
    values = " ".join(sheet.values(place.position)[:50])
    return next((sign for sign in (";", "|", ",") if sign in values), ",")


def _rating(
    sheet: Sheet, metric: str, place: Place, heading_rows: int
) -> Scale | NotTheMetric | None:
    names: dict[str, Metric] = {"csat": "csat", "nps": "nps", "ces": "ces"}
    found = profiles(sheet, [place.position], heading_rows)[place.position]
    if place.low is not None and place.high is not None:
        return Scale(names[metric], place.low, place.high, labels=labelled(found))
    return scale(names[metric], sheet.headings[place.position], found)


def _rated(
    place: Place, rating: Scale, places: Mapping[str, Place], ticket: Mapping[str, Cell]
) -> Draft:
    cells: dict[str, Cell] = {
        "response_id": ticket["ticket_id"],
        "ticket_id": ticket["ticket_id"],
        "metric": Constant(rating.metric),
        "is_answered": Constant(True),
        **_measured(place, rating),
    }
    known = [name for name in STAND_INS if name in ticket]
    cells |= {f"_{name}": ticket[name] for name in known}
    cells["responded_at"] = Derived(f"coalesce({', '.join('_' + name for name in known)})")
    for name in ("requester_id", "channel", "team", "agent", "is_test"):
        if name in ticket:
            cells[name] = ticket[name]
    if "rating_comment" in places:
        cells["comment"] = Text(places["rating_comment"].position, keep_words=True)
    return Draft("response", cells, when="score is not null")


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


def _responses(
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
