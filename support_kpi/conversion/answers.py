"""Answers: the questions of a survey draft as rows, one per answer or picked option."""

from collections.abc import Sequence

from support_kpi.conversion.literals import listed, literal
from support_kpi.conversion.words import UNANSWERED_WORDS, UNPICKED_WORDS
from support_kpi.drafts import Question

LEADING_NUMBER = r"^\s*(-?[0-9]+(?:[.,][0-9]+)?)\s*(?:[-–—:=.)(/]|\s|$)"
WHOLE_NUMBER = r"^\s*(-?[0-9]+(?:[.,][0-9]+)?)\s*$"
RANK = r"^\s*#?\s*([0-9]+(?:[.,][0-9]+)?)"
HIDDEN = "\u0001"
COLUMNS = ("question_id", "question", "part", "kind", "option", "number")


def answers_sql(base: str, relation: str, questions: Sequence[Question], carried: str) -> str:
    """SQL of the answers in `relation` for the respondents in `base`, whose columns `carried` are
    kept on each."""
    entries = [
        (question, position, option)
        for question in questions
        for position, option in question.columns
    ]
    meaning = ",\n".join(
        f"({number}, {literal(question.question_id)}, {literal(question.text)},"
        f" {literal(question.part)}, {literal(question.kind)}, {literal(option)})"
        for number, (question, _, option) in enumerate(entries)
    )
    cells = ",\n".join(
        f"{{'entry': {number}, 'texts': {_texts(question, f'x{position}', option)}}}"
        for number, (question, position, option) in enumerate(entries)
    )
    return f"""
        with
            entry(entry, question_id, question, part, kind, picked) as (
                select
                    entry::integer,
                    question_id::varchar,
                    question::varchar,
                    part::varchar,
                    kind::varchar,
                    picked::varchar
                from (values {meaning}) given(entry, question_id, question, part, kind, picked)
            ),
            filled as (
                select {carried}, unnest([{cells}]) as cell
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
            coalesce(entry.picked, single.text) as option,
            {_number()} as number
        from single
        inner join entry on entry.entry = single.entry
        where single.text is not null and single.text <> ''
    """


def _texts(question: Question, cell: str, option: str | None) -> str:
    """SQL of the list of answers in one cell."""
    if option is not None:
        is_picked = f"{cell} <> '' and lower({cell}) not in ({listed(UNANSWERED_WORDS)})"
        if question.kind not in ("rank", "numeric", "scale"):
            is_picked += f" and lower({cell}) not in ({listed(UNPICKED_WORDS)})"
        return f"case when {is_picked} then [{cell}] end"
    answer = f"case when lower({cell}) not in ({listed(UNANSWERED_WORDS)}) then {cell} end"
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
    return f"list_transform({pieces}, lambda part: trim({shown}))"


def _number() -> str:
    def read(pattern: str) -> str:
        return f"replace(regexp_extract(single.text, {literal(pattern)}, 1), ',', '.')"

    digits = (
        f"case when entry.picked is not null and entry.kind in ('rank', 'numeric', 'scale')"
        f" then {read(RANK)}"
        " when entry.picked is not null then null"
        f" when entry.kind in ('single', 'scale', 'numeric', 'rank') then {read(LEADING_NUMBER)}"
        f" else {read(WHOLE_NUMBER)} end"
    )
    return f"try_cast({digits} as double)"
