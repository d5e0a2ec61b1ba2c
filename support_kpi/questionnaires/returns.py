"""Respondents who answer more than once: an id that is a person's and not a response's."""

from collections.abc import Mapping

import duckdb

from support_kpi.drafts import Cell, Derived, Moment, Text
from support_kpi.parsing.sheet import Sheet

ID = "case when _person is not null then concat_ws(' ', _person, _answered_at) end"


def told_apart(
    sheet: Sheet, respondent: Mapping[str, Cell], heading_rows: int
) -> tuple[Mapping[str, Cell], tuple[str, ...]]:
    """The cells of a respondent, known by id and time where ids come back at other times."""
    person = respondent.get("respondent_id")
    time = respondent.get("started_at") or respondent.get("completed_at")
    if not isinstance(person, Text) or not isinstance(time, Moment):
        return respondent, ()
    places = [_position(sheet, cell) for cell in (person, time)]
    returning = _returning(sheet, places[0], places[1], heading_rows)
    if not returning:
        return respondent, ()
    said = (
        f"respondents who answered more than once, at different times: {returning:,}; each answer "
        "is kept, known by respondent and time"
    )
    known = {"_person": person, "_answered_at": time, "respondent_id": Derived(ID)}
    return {**respondent, **known}, (said,)


def scratch(respondent: Mapping[str, Cell]) -> Mapping[str, Cell]:
    """The cells that the id of a respondent is made of."""
    return {name: cell for name, cell in respondent.items() if name in ("_person", "_answered_at")}


def _position(sheet: Sheet, cell: Text | Moment) -> int | None:
    found = (one if isinstance(one, int) else sheet.find(one) for one in cell.places)
    return next((position for position in found if position is not None), None)


def _returning(sheet: Sheet, person: int | None, time: int | None, heading_rows: int) -> int:
    if person is None or time is None:
        return 0
    with duckdb.connect() as connection:
        row = connection.execute(
            f"""
            select count(*) from (
                select trim(c{person})
                from read_parquet($path)
                where
                    source_row not in (select unnest($headings::bigint[]))
                    and trim(coalesce(c{person}, '')) <> ''
                group by all
                having count(distinct nullif(trim(c{time}), '')) > 1
            )
            """,
            {"path": str(sheet.path), "headings": sheet.above(heading_rows)},
        ).fetchone()
    return row[0] if row else 0
