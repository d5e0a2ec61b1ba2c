"""SurveyMonkey: two heading rows, the question and under it its choices.

Publishers remove the metadata columns and number the questions in a row above, so the row of
choices decides, or blank headings behind questions. Where the respondent id is gone, a row is known
by a digest of its answers.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from support_kpi.drafts import Cell, Moment, Options, Reading, Serial, Text
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.blocks import prefixed, spread
from support_kpi.questionnaires.profile import Profile, count_rows, profiles
from support_kpi.questionnaires.questions import Block, plain
from support_kpi.questionnaires.states import states
from support_kpi.questionnaires.survey import NO_ID, Survey, reading, survey_name

TITLE = "SurveyMonkey survey"

METADATA: dict[str, tuple[str, ...]] = {
    "respondent_id": (
        "respondent id", "respondentid", "teilnehmer-id", "befragten-id",
        "id del encuestado", "identificación del encuestado", "id du répondant",
        "identifiant du répondant", "id do respondente", "id do entrevistado", "回答者id",
    ),
    "started_at": (
        "start date", "startdate", "date created", "startdatum", "anfangsdatum", "fecha de inicio",
        "date de début", "data de início", "data inicial",
    ),
    "completed_at": (
        "end date", "enddate", "date modified", "enddatum", "fecha final", "fecha de finalización",
        "date de fin", "data de término", "data final",
    ),
    "status": ("response status", "status"),
    "language": ("language",),
    "unused": (
        "collector id", "collectorid", "ip address", "ipaddress", "first name", "last name",
        "email address", "emailaddress", "rds", "seq #",
    ),
}  # fmt: skip
EMAILS = ("email address", "emailaddress")
OPEN_LABELS = frozenset(
    {
        "open-ended response", "offen formulierte antwort", "offene antwort", "respuesta abierta",
        "réponse ouverte", "resposta aberta", "自由回答",
    }
)  # fmt: skip
ONE_LABELS = frozenset({"response", "antwort", "respuesta", "réponse", "resposta", "回答"})
ANSWER_LABELS = ONE_LABELS | OPEN_LABELS | {""}
FREE_LABEL = (
    r"other \(please specify\)|other, please specify|other|why\??|why not\??|comments?:?|"
    r"please (?:specify|explain|elaborate).*|additional comments?.*|optional comments?.*|"
    r"if (?:yes|no|other|so),? (?:please|which|what|why|how).*|otro \(especifique\)|"
    r"sonstiges \(bitte angeben\)|autre \((?:veuillez )?préciser\)|outro \(especifique\)"
)
SPECIFY = "other (please specify)"
MOST_HEADING_ROWS = 3
SUMMARY = ("answer choices", "response percent", "weighted average")


class Layout(NamedTuple):
    """Which of the first rows hold the questions and the choices under them."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    rows: int


def recognises(sheet: Sheet) -> bool:
    return _layout(sheet) is not None or _is_stripped(sheet)


def refusal(sheet: Sheet) -> str | None:
    """Names the summary that SurveyMonkey offers beside the responses."""
    cells = {normal(cell) for row in sheet.head for cell in row}
    if SUMMARY[0] in cells and cells & set(SUMMARY[1:]):
        return (
            "is SurveyMonkey's summary: how often each choice was picked, without the responses; "
            "it is not loaded. Export “All individual responses” instead."
        )
    return None


def read(sheet: Sheet, options: Options) -> Reading:
    blank = ("",) * sheet.width
    layout = _layout(sheet) or Layout(_padded(sheet.head[0], sheet.width), blank, 1)
    metadata = _metadata(layout.texts)
    warnings: list[str] = []
    respondent: dict[str, Cell] = {}
    if "respondent_id" in metadata:
        respondent["respondent_id"] = Text(metadata["respondent_id"][0])
    else:
        respondent["respondent_id"] = Serial(*range(sheet.width))
        warnings.append(NO_ID)
    for column in ("started_at", "completed_at"):
        if column in metadata:
            respondent[column] = Moment(metadata[column][0])
    if "status" in metadata:
        respondent |= states(metadata["status"][0])
    if "language" in metadata:
        respondent["language"] = Text(metadata["language"][0])
    used = {position for positions in metadata.values() for position in positions}
    email = next((p for p in sorted(used) if normal(layout.texts[p]) in EMAILS), None)
    survey = Survey(
        name=survey_name(sheet, options),
        source="surveymonkey",
        heading_rows=layout.rows,
        blocks=_blocks(sheet, layout, used),
        respondent=respondent,
        fields={} if email is None else {"email": email},
        warnings=tuple(warnings),
    )
    return reading(sheet, survey)


def _layout(sheet: Sheet) -> Layout | None:
    rows = [_padded(row, sheet.width) for row in sheet.head[:MOST_HEADING_ROWS]]
    for number, row in enumerate(rows):
        ids = [p for p, cell in enumerate(row) if normal(cell) in METADATA["respondent_id"]]
        if ids and (number or ids[0] <= MOST_HEADING_ROWS):
            return _below(rows, number, ids[0])
    for number, row in enumerate(rows[1:], start=1):
        cells = [normal(cell) for cell in row]
        # One such word proves nothing of an answer; the metadata row would stand right above.
        is_labels = {*cells} & (ONE_LABELS | OPEN_LABELS) or cells.count(SPECIFY) > 1
        if is_labels and not _metadata(row) and any(cell.strip() for cell in rows[number - 1]):
            return Layout(rows[number - 1], row, number + 1)
    return None


def _below(rows: Sequence[tuple[str, ...]], number: int, id_at: int) -> Layout:
    """The layout of a sheet whose row `number` names the respondent id."""
    texts, following = rows[number], rows[number + 1 : number + 2]
    for row in following:
        if not re.search(r"\d", row[id_at]):
            same = (normal(a) == normal(b) for a, b in zip(texts, row, strict=True))
            labels = tuple("" if is_same else b for b, is_same in zip(row, same, strict=True))
            return Layout(texts, labels, number + 2)
    return Layout(texts, ("",) * len(texts), number + 1)


def _is_stripped(sheet: Sheet) -> bool:
    """One heading row without metadata: long questions, blank headings of comments between them."""
    headings = sheet.headings
    questions = [h for h in headings if h.strip().endswith(("?", ":")) or len(h.split()) >= 5]
    blanks = [
        i
        for i, heading in enumerate(headings)
        if i and not heading.strip() and headings[i - 1].strip()
    ]
    is_form = bool(headings) and normal(headings[0]).startswith("timestamp")
    return len(questions) >= 3 and len(blanks) >= 3 and not is_form and headings[0].strip() != ""


def _metadata(texts: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for position, text in enumerate(texts):
        for column, names in METADATA.items():
            if normal(text) in names and (column == "unused" or column not in found):
                found.setdefault(column, []).append(position)
    return found


def _blocks(sheet: Sheet, layout: Layout, used: set[int]) -> tuple[Block, ...]:
    """Blank headings go on with the question before them, unless it has had its answer."""
    groups: list[tuple[str, list[int]]] = []
    for position, text in enumerate(layout.texts):
        if position in used:
            continue
        before = groups[-1] if groups else ("", [])
        is_again = normal(text) == normal(before[0]) and _is_choice(layout, position)
        if (text.strip() and not is_again) or not groups or position - 1 in used:
            groups.append((text, [position]))
        elif not text.strip() and _ends_block(before[1], position, layout.labels):
            groups.append(("", [position]))
        else:
            before[1].append(position)
    answers = profiles(sheet, range(sheet.width), layout.rows)
    named = [
        (" ".join(text.split()) or f"Column {positions[0] + 1}", positions)
        for text, positions in groups
        if text.strip() or any(layout.labels[position].strip() for position in positions)
    ]
    if any(label.strip() for label in layout.labels):
        return tuple(_block(sheet, text, positions, layout) for text, positions in named)
    return _unlabelled(named, answers)


def _is_choice(layout: Layout, position: int) -> bool:
    """Whether a column whose heading repeats the one before it is a further choice of it."""
    label = normal(layout.labels[position])
    return label not in ANSWER_LABELS and position > 0


def _unlabelled(
    named: Sequence[tuple[str, list[int]]], answers: Mapping[int, Profile]
) -> tuple[Block, ...]:
    """Blocks of a sheet whose row of choices is gone: the second column of two is a comment."""
    found: list[Block] = []
    alone = [(positions[0], text) for text, positions in named if len(positions) == 1]
    ticked = {
        part.columns[0][0]: part for part in prefixed(alone, answers) if isinstance(part, Block)
    }
    taken = {p for block in ticked.values() for p, _ in (*block.columns, *block.free)}
    for text, positions in named:
        if positions[0] in ticked:
            found.append(ticked[positions[0]])
        if positions[0] in taken:
            continue
        block = spread(text, positions, answers) if len(positions) > 2 else None
        free = tuple((position, "comment") for position in positions[1:])
        found.append(block or Block(text, ((positions[0], ""),), free=free))
    return tuple(found)


def _ends_block(positions: Sequence[int], position: int, labels: Sequence[str]) -> bool:
    """Whether a choice follows a plain answer: the heading of its own question was removed."""
    first, label = normal(labels[positions[0]]), normal(labels[position])
    is_plain = first in ANSWER_LABELS and first != ""
    return is_plain and label != "" and not re.fullmatch(FREE_LABEL, label)


def _block(sheet: Sheet, text: str, positions: list[int], layout: Layout) -> Block:
    named = {position: plain(layout.labels[position]) for position in positions}
    free = [p for p in positions[1:] if re.fullmatch(FREE_LABEL, normal(named[p]))]
    columns = [p for p in positions if p not in free]
    if len(columns) > 1 and normal(named[columns[0]]) in ONE_LABELS:
        # Blank cells behind the answer are what a sheet program leaves of merged headings.
        columns = [columns[0], *(p for p in columns[1:] if named[p])]
    if len(columns) == 1 and normal(named[columns[0]]) in ANSWER_LABELS:
        answer = columns[0]
        if free and _is_option(sheet, answer, free[0], layout.rows):
            both = tuple((position, "") for position in (answer, free[0]))
            rest = tuple((position, named[position]) for position in free[1:])
            return Block(text, both, free=rest, is_one_of=True)
        return Block(
            text,
            ((answer, ""),),
            free=tuple((position, named[position] or "comment") for position in free),
            is_open=normal(named[answer]) in OPEN_LABELS,
        )
    return Block(
        text,
        tuple((position, named[position]) for position in columns),
        free=tuple((position, named[position]) for position in free),
    )


def _is_option(sheet: Sheet, answer: int, free: int, heading_rows: int) -> bool:
    """Whether the free text stands instead of an answer (`Other`) and not beside it (a comment)."""
    filled = f"trim(coalesce(c{free}, '')) <> ''"
    alone = f"{filled} and trim(coalesce(c{answer}, '')) = ''"
    rows = count_rows(sheet, filled, heading_rows)
    return rows > 0 and count_rows(sheet, alone, heading_rows) > rows / 2


def _padded(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row, *[""] * (width - len(row)))[:width]
