"""What the answers of a survey's columns look like, over all rows of the file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import duckdb

from support_kpi.parsing.sheet import Sheet

MOST_VALUES = 5_000
BLANKS = " \t\r\n\u00a0\u202f\u200b\ufeff"
NOT_ANSWERS = frozenset({"n/a", "na", "n.a.", "-", "--", "not applicable", "no answer"})
# In place of a rating: that nobody was asked, or was and said nothing.
OFFERED = "offered"
UNRATED = frozenset(
    {
        OFFERED, "not offered", "unoffered", "none", "not rated", "unrated", "not answered",
        "unanswered", "no response",
    }
)  # fmt: skip
NOT_SUBSTANTIVE = (
    r"(?:i )?(?:do not|don['’]?t) (?:know|remember|recall|want to (?:say|answer))\b.*|not sure"
    r"|unsure|(?:i(?:['’]d)? )?(?:would )?(?:prefer|rather|choose) not\b.*|no opinion"
    r"|not applicable\b.*|n/a\b.*|does(?: not|n['’]t) apply\b.*|no answer|decline to .*|unknown"
    r"|other(?: \(?please specify\)?)?:?|refused"
    r"|k(?:eine)?\.? ?a(?:ngaben?|\.)?|wei(?:ß|ss) (?:ich )?nicht|nicht zutreffend|trifft nicht zu"
    r"|no aplica|no s(?:é|abe).*|prefiero no .*|ns/nc|sans (?:objet|réponse)|ne sai[st] pas"
    r"|je ne sais pas|(?:je )?préfère ne pas .*|non applicable|ne s['’]applique pas"
    r"|não (?:se aplica|sei)|prefiro não .*|不适用|不清楚|不知道|不确定|無回答|わからない|該当なし"
)
# Words after a number that make it an amount and not a point of a scale.
AMOUNT = (
    r"to|until|or|and|bis|oder|und|et|ou|y|o|years?|yrs?|months?|weeks?|days?|hours?|hrs?"
    r"|minutes?|mins?|times?|people|persons?|employees?|agents?|staff|others?|more|plus"
    r"|jahren?|jahre?|monaten?|monate?|wochen?|tagen?|stunden?|personen|mal|ans?|années?|mois"
    r"|semaines?|jours?|heures?|fois|años?|meses|mes|semanas?|días?|horas?|veces|personas?|anos?"
    r"|vezes|dias?"
)
PLAIN = r"\s*-?[0-9]{1,9}(?:[.,][0-9]+)?\s*"
LEADING = (
    r"\s*(?P<points>-?[0-9]{1,3}(?:[.,][0-9]+)?)"
    rf"(?:\s*[(:=]|\s*[-–—]\s*(?=[^\W\d])|[.)]?\s+(?!(?:{AMOUNT})\b)(?=[^\W\d]))"
)
TRAILING = (
    r"(?:\((?P<points>-?[0-9]{1,3})\)"
    r"|(?:\s[-–—]\s*|(?<=[^\W\d])\s*[:=]\s*)(?P<last>-?[0-9]{1,3}))$"
)
TRAILED = 16  # Characters at an answer's end that hold such a number.
STARS = r"\s*([★⭐]+)[☆✩]*\ufe0f?\s*"
OUT_OF = r"\s*(?P<points>[0-9]{1,2})\s*(?:/|out of|of|von|sur|de)\s*(?:3|4|5|6|7|10)\s*"


def points(answer: str) -> float | None:
    """`7`, `3.0`, `4 / 5`, `5 (very good)`, `10 - Extremely likely`, `Agree (4)` as a number; an
    amount such as `18 to 24` or `2 years` is none."""
    if re.fullmatch(PLAIN, answer):
        return float(answer.strip().replace(",", "."))
    if stars := re.fullmatch(STARS, answer):
        return float(len(stars[1]))
    if found := re.fullmatch(OUT_OF, answer) or re.match(LEADING, answer, flags=re.IGNORECASE):
        return float(found["points"].replace(",", "."))
    words = answer.rstrip()
    found = re.search(TRAILING, words[-TRAILED:])
    if found is None or "\n" in words or not re.search(r"[^\W\d]", words[: -len(found[0])]):
        return None
    return float(found["points"] or found["last"])


def is_substantive(answer: str) -> bool:
    """Whether an answer says anything: `Prefer not to say` and `Don't know` do not."""
    folded = answer.strip(BLANKS).lower()
    return folded not in NOT_ANSWERS and re.fullmatch(NOT_SUBSTANTIVE, folded) is None


@dataclass(frozen=True)
class Profile:
    """The answers of one column: how many, and the most common ones with their counts."""

    filled: int
    distinct: int
    values: tuple[tuple[str, int], ...] = ()

    @cached_property
    def answers(self) -> tuple[tuple[str, int], ...]:
        return tuple((v, n) for v, n in self.values if v.lower() not in NOT_ANSWERS)

    @cached_property
    def substantive(self) -> tuple[tuple[str, int], ...]:
        return tuple((v, n) for v, n in self.answers if is_substantive(v))

    @cached_property
    def numbers(self) -> tuple[tuple[float, int], ...]:
        read = ((points(value), count) for value, count in self.substantive)
        return tuple((number, count) for number, count in read if number is not None)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The substantive answers that are not numbers, in lower case."""
        return tuple(value.lower() for value, _ in self.substantive if points(value) is None)

    @property
    def low(self) -> float | None:
        return min((number for number, _ in self.numbers), default=None)

    @property
    def high(self) -> float | None:
        return max((number for number, _ in self.numbers), default=None)

    @property
    def is_plain_numbers(self) -> bool:
        return bool(self.substantive) and all(_is_plain(value) for value, _ in self.substantive)

    @property
    def number_share(self) -> float:
        total = sum(count for _, count in self.substantive)
        return sum(count for _, count in self.numbers) / total if total else 0.0

    @property
    def mean_length(self) -> float:
        total = sum(count for _, count in self.answers)
        return sum(len(v) * count for v, count in self.answers) / total if total else 0.0


EMPTY = Profile(0, 0)


def _is_plain(text: str) -> bool:
    return re.fullmatch(PLAIN, text) is not None


def profiles(sheet: Sheet, positions: Iterable[int], heading_rows: int) -> dict[int, Profile]:
    """The profile of each column, blanks left out."""
    wanted = tuple(positions)
    if not wanted:
        return {}
    columns = ", ".join(f"c{position}" for position in wanted)
    query = f"""
        with
            cells as (
                unpivot (
                    select {columns}
                    from read_parquet($path)
                    where source_row not in (select unnest($headings::bigint[]))
                )
                on {columns}
                into name place value answer
            ),
            counted as (
                select place, trim(answer, $blanks) as answer, count(*) as answers
                from cells
                where trim(answer, $blanks) <> ''
                group by all
            )
        select
            place,
            answer,
            answers,
            sum(answers) over (partition by place) as filled,
            count(*) over (partition by place) as different
        from counted
        qualify row_number() over (partition by place order by answers desc, answer) <= $most
        order by place, answers desc, answer
    """
    parameters = {
        "path": str(sheet.path),
        "headings": sheet.above(heading_rows),
        "most": MOST_VALUES,
        "blanks": BLANKS,
    }
    with duckdb.connect() as connection:
        rows = connection.execute(query, parameters).fetchall()
    values: dict[int, list[tuple[str, int]]] = {}
    sizes: dict[int, tuple[int, int]] = {}
    for place, answer, answers, filled, different in rows:
        position = int(place[1:])
        values.setdefault(position, []).append((answer, answers))
        sizes[position] = (int(filled), int(different))
    return {p: Profile(*sizes[p], tuple(values[p])) if p in sizes else EMPTY for p in wanted}


def count_rows(sheet: Sheet, condition: str, heading_rows: int) -> int:
    """How many rows meet `condition`, SQL over the raw cells written by this package only."""
    query = f"""
        select count(*)
        from read_parquet($path)
        where source_row not in (select unnest($headings::bigint[])) and ({condition})
    """
    parameters = {"path": str(sheet.path), "headings": sheet.above(heading_rows)}
    with duckdb.connect() as connection:
        row = connection.execute(query, parameters).fetchone()
    return int(row[0]) if row else 0
