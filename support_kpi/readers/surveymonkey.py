"""SurveyMonkey: two heading rows, the question and under it its choices.

Publishers remove the metadata columns, so the second heading row decides, or blank headings behind
questions. Where the respondent id is gone, a row is known by a digest of its answers.
"""

import re
from collections.abc import Sequence

from support_kpi.drafts import Cell, Flag, Moment, Options, Reading, Serial, Text
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.profile import count_rows
from support_kpi.questionnaires.questions import Block
from support_kpi.questionnaires.survey import Survey, reading, survey_name

TITLE = "SurveyMonkey survey"

METADATA: dict[str, tuple[str, ...]] = {
    "respondent_id": ("respondent id", "respondentid"),
    "started_at": ("start date", "date created"),
    "completed_at": ("end date", "date modified"),
    "status": ("response status", "status"),
    "unused": ("collector id", "ip address", "first name", "last name", "email address"),
}
EMAIL = "email address"
ANSWER_LABELS = frozenset({"response", "open-ended response", ""})
OPEN_LABEL = "open-ended response"
FREE_LABEL = (
    r"other \(please specify\)|other, please specify|other|why\??|why not\??|comments?:?|"
    r"please (?:specify|explain|elaborate).*|additional comments?.*|optional comments?.*"
)
MOST_HEADING_ROWS = 3


def recognises(sheet: Sheet) -> bool:
    first = normal(sheet.headings[0]) if sheet.headings else ""
    if first in METADATA["respondent_id"]:
        return True
    return _label_row(sheet) is not None or _is_stripped(sheet)


def read(sheet: Sheet, options: Options) -> Reading:
    labels_at = _label_row(sheet)
    heading_rows = 1 if labels_at is None else labels_at + 1
    texts = _padded(sheet.head[heading_rows - 2 if labels_at else 0], sheet.width)
    labels = _padded(sheet.head[labels_at], sheet.width) if labels_at else ("",) * sheet.width
    metadata = _metadata(texts)
    warnings: list[str] = []
    respondent: dict[str, Cell] = {}
    if "respondent_id" in metadata:
        respondent["respondent_id"] = Text(metadata["respondent_id"][0])
    else:
        respondent["respondent_id"] = Serial(*range(sheet.width))
        warnings.append(
            "The export has no respondent id; a respondent is known by all of the row's answers, "
            "so a row that was edited since the last load counts as a new respondent."
        )
    for column in ("started_at", "completed_at"):
        if column in metadata:
            respondent[column] = Moment(metadata[column][0])
    if "status" in metadata:
        respondent["is_complete"] = Flag(
            metadata["status"][0], true=("completed",), false=("partial", "overquota")
        )
    used = {position for positions in metadata.values() for position in positions}
    email = next((p for p in sorted(used) if normal(texts[p]) == EMAIL), None)
    survey = Survey(
        name=survey_name(sheet, options),
        source="surveymonkey",
        heading_rows=heading_rows,
        blocks=_blocks(sheet, texts, labels, used, heading_rows),
        respondent=respondent,
        fields={} if email is None else {"email": email},
        warnings=tuple(warnings),
    )
    return reading(sheet, survey)


def _label_row(sheet: Sheet) -> int | None:
    """The heading row that holds the choices; 0 is never one."""
    for number, row in enumerate(sheet.head[1:MOST_HEADING_ROWS], start=1):
        cells = [normal(cell) for cell in row]
        above = _padded(sheet.head[number - 1], len(row))
        under_metadata = [
            cell
            for cell, heading in zip(cells, above, strict=False)
            if any(normal(heading) in names for names in METADATA.values())
        ]
        if any(under_metadata) or not any(cells):
            continue
        if {"response", OPEN_LABEL} & set(cells) or "other (please specify)" in cells:
            return number
        blank_above = [cell for cell, heading in zip(cells, above, strict=False) if not heading]
        if under_metadata and any(blank_above):
            return number
    return None


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


def _blocks(
    sheet: Sheet, texts: Sequence[str], labels: Sequence[str], used: set[int], heading_rows: int
) -> tuple[Block, ...]:
    groups: list[tuple[str, list[int]]] = []
    for position, text in enumerate(texts):
        if position in used:
            continue
        if text.strip() or not groups or position - 1 in used:
            groups.append((text.replace("&apos;", "'"), [position]))
        elif _ends_block(groups[-1][1], position, labels):
            groups.append(("", [position]))
        else:
            groups[-1][1].append(position)
    return tuple(
        _block(sheet, text.strip() or f"Column {positions[0] + 1}", positions, labels, heading_rows)
        for text, positions in groups
        if text.strip() or any(labels[position].strip() for position in positions)
    )


def _ends_block(positions: Sequence[int], position: int, labels: Sequence[str]) -> bool:
    """Whether a choice follows a plain answer: the heading of its own question was removed."""
    first, label = normal(labels[positions[0]]), normal(labels[position])
    is_plain = first in ANSWER_LABELS and first != ""
    return is_plain and label != "" and not re.fullmatch(FREE_LABEL, label)


def _block(
    sheet: Sheet, text: str, positions: list[int], labels: Sequence[str], heading_rows: int
) -> Block:
    named = {position: " ".join(labels[position].split()) for position in positions}
    free = [p for p in positions[1:] if re.fullmatch(FREE_LABEL, normal(named[p]))]
    if heading_rows == 1 and len(positions) == 2:
        free = positions[1:]
    columns = [p for p in positions if p not in free]
    if len(columns) == 1 and normal(named[columns[0]]) in ANSWER_LABELS:
        answer = columns[0]
        if free and _is_option(sheet, answer, free[0], heading_rows):
            both = tuple((position, "") for position in (answer, free[0]))
            rest = tuple((position, named[position]) for position in free[1:])
            return Block(text, both, free=rest, is_one_of=True)
        return Block(
            text,
            ((answer, ""),),
            free=tuple((position, named[position] or "comment") for position in free),
            is_open=normal(named[answer]) == OPEN_LABEL,
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
