"""Answers: the questions of a survey draft as rows, one per answer or picked option."""

from collections.abc import Iterator, Mapping, Sequence

from support_kpi.conversion.literals import listed, literal
from support_kpi.conversion.words import UNANSWERED_WORDS
from support_kpi.drafts import Question
from support_kpi.questionnaires.ticks import NO_TICKS

WHOLE_NUMBER = r"^\s*(-?[0-9]+(?:[.,][0-9]+)?)\s*$"
RANK = r"^\s*#?\s*([0-9]+(?:[.,][0-9]+)?)"
GUARDED = r"^'([=+@-])"
UNPICKED_WORDS = tuple(sorted(NO_TICKS - set(UNANSWERED_WORDS)))
MOST_COLUMNS = 100
HIDDEN, NOTHING = "\u0001", "\u0002"
GIVEN = (
    "question_id", "question", "part", "kind", "option", "number", "question_position",
    "option_position",
)  # fmt: skip

Entry = tuple[int, Question, int, str | None]


def grouped(questions: Sequence[Question]) -> Iterator[Sequence[Question]]:
    """The questions in their order, a few at a time: together those of a wide survey take more
    memory to plan than its rows do to read."""
    group: list[Question] = []
    width = 0
    for question in questions:
        if group and width + len(question.columns) > MOST_COLUMNS:
            yield group
            group, width = [], 0
        group.append(question)
        width += len(question.columns)
    if group:
        yield group


def answers_sql(
    base: str,
    relation: str,
    questions: Sequence[Question],
    carried: str,
    places: Mapping[str, int],
) -> str:
    """SQL of the answers in `relation` for the respondents in `base`, whose columns `carried` are
    kept on each; `places` are those of the questions in the survey, by id.

    Who left all options of a multiple choice unpicked, and was seen to, gets a row without option:
    the base of its shares counts respondents.
    """
    entries = _entries(questions)
    meaning = ",\n".join(_meaning(entry, places) for entry in entries)
    cells = [_cell(entry) for entry in entries if entry[2] >= 0]
    cells += [_nothing(entries, question) for question in questions if _has_ticks(question)]
    choices = ",\n".join(_choices(entries)) or "(null, null, null, null)"
    return f"""
        with
            entry(
                entry, question_id, question, part, kind, picked, rank, position, question_position
            ) as (
                select
                    entry::integer,
                    question_id::varchar,
                    question::varchar,
                    part::varchar,
                    kind::varchar,
                    picked::varchar,
                    rank::double,
                    position::integer,
                    question_position::integer
                from (values {meaning}) given(
                    entry, question_id, question, part, kind, picked, rank, position,
                    question_position
                )
            ),
            choice(entry, label, points, position) as (
                select entry::integer, label::varchar, points::double, position::integer
                from (values {choices}) given(entry, label, points, position)
            ),
            filled as (
                select {carried}, unnest([{", ".join(cells)}]) as cell
                from {base} as respondent
                inner join {relation} as sheet_row using (source_row)
            ),
            single as (
                select * exclude (cell), cell.entry as entry, unnest(cell.texts) as text from filled
            )
        select
            single.* exclude (entry, text),
            entry.question_id,
            entry.question,
            entry.part,
            entry.kind,
            nullif(coalesce(entry.picked, single.text), {literal(NOTHING)}) as option,
            {_number()} as number,
            entry.question_position,
            case when single.text <> {literal(NOTHING)}
                then coalesce(entry.position, choice.position) end as option_position
        from single
        inner join entry on entry.entry = single.entry
        left join choice on choice.entry = single.entry and choice.label = lower(single.text)
        where single.text is not null and single.text <> ''
    """


def _entries(questions: Sequence[Question]) -> list[Entry]:
    """Every column of every question, numbered; one more for a question left without a pick."""
    columns = [
        (question, position, option)
        for question in questions
        for position, option in question.columns
    ]
    columns += [(question, -1, None) for question in questions if _has_ticks(question)]
    return [(number, *column) for number, column in enumerate(columns)]


def _has_ticks(question: Question) -> bool:
    return question.kind == "multiple" and any(option for _, option in question.columns)


def _meaning(entry: Entry, places: Mapping[str, int]) -> str:
    number, question, position, option = entry
    place: int | None = None
    if option is not None:
        place = [at for at, _ in question.columns].index(position) + 1
    values = (
        literal(question.question_id),
        literal(question.text),
        literal(question.part),
        literal(question.kind),
        literal(option),
        literal(question.points.get(option.lower()) if option else question.rank),
        literal(place),
        f"{places[question.question_id]}",
    )
    return f"({number}, {', '.join(values)})"


def _choices(entries: Sequence[Entry]) -> list[str]:
    """Points and places of the answers that have any, by entry and label in lower case."""
    rows: list[str] = []
    for number, question, position, option in entries:
        if option is not None or position < 0 or question.kind == "multiple":
            continue
        places = {label.lower(): place for place, label in enumerate(question.options, 1)}
        for label in dict.fromkeys((*places, *question.points)):
            points, place = question.points.get(label), places.get(label)
            rows.append(f"({number}, {literal(label)}, {literal(points)}, {literal(place)})")
    return rows


def _cell(entry: Entry) -> str:
    number, question, position, option = entry
    texts = _texts(question, f"x{position}", option)
    return f"{{'entry': {number}, 'texts': {texts}}}"


def _is_picked(question: Question, cell: str, option: str) -> str:
    words = set(UNANSWERED_WORDS)
    if question.kind not in ("rank", "numeric"):
        words |= set(UNPICKED_WORDS)
    words.discard(option.lower())
    return f"{cell} <> '' and lower({cell}) not in ({listed(tuple(sorted(words)))})"


def _nothing(entries: Sequence[Entry], question: Question) -> str:
    """The mark of a question seen and left: its cells say so, where unpicked ones are not blank."""
    number = next(n for n, asked, position, _ in entries if asked is question and position < 0)
    seen = " or ".join(
        f"lower(x{position}) in ({listed(UNPICKED_WORDS)})"
        for position, option in question.columns
        if option is not None
    )
    picked = " or ".join(
        f"({_is_picked(question, f'x{position}', option)})"
        if option is not None
        else f"coalesce(x{position}, '') <> ''"
        for position, option in question.columns
    )
    return (
        f"{{'entry': {number}, 'texts': case when ({seen}) and not coalesce({picked}, false)"
        f" then [{literal(NOTHING)}] end}}"
    )


def _texts(question: Question, cell: str, option: str | None) -> str:
    """SQL of the list of answers in one cell."""
    if option is not None:
        return f"case when {_is_picked(question, cell, option)} then [{cell}] end"
    bare = f"regexp_replace({cell}, {literal(GUARDED)}, '\\1')"
    answer = f"case when lower({cell}) not in ({listed(UNANSWERED_WORDS)}) then {bare} end"
    if not question.separator:
        return f"[{answer}]"
    separator = question.separator
    whole = [known for known in question.options if separator in known]
    for known in sorted(whole, key=len, reverse=True):
        hidden = known.replace(separator, HIDDEN)
        answer = f"replace({answer}, {literal(known)}, {literal(hidden)})"
    shown = f"replace(part, {literal(HIDDEN)}, {literal(separator)})"
    # The blank gives a trimmed trailing separator back its own.
    pieces = f"string_split({answer} || ' ', {literal(separator)})"
    picks = f"list_transform({pieces}, lambda part: trim({shown}))"
    if not question.is_closed:
        return picks
    known = f"[{listed(question.options)}]::varchar[]"
    rest = f"list_filter({picks}, lambda pick: not list_contains({known}, pick))"
    return (
        f"list_append(list_filter({picks}, lambda pick: list_contains({known}, pick)),"
        f" array_to_string({rest}, {literal(separator)}))"
    )


def _number() -> str:
    def read(pattern: str) -> str:
        return f"replace(regexp_extract(single.text, {literal(pattern)}, 1), ',', '.')"

    digits = (
        f"case when entry.picked is not null and entry.kind in ('rank', 'numeric')"
        f" then {read(RANK)}"
        f" when entry.picked is not null then null else {read(WHOLE_NUMBER)} end"
    )
    return f"coalesce(entry.rank, choice.points, try_cast({digits} as double))"
