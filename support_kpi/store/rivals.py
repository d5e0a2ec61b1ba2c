"""Rivals: what was loaded before under each name, compared record by record with a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from support_kpi.ingest import Staged
from support_kpi.store.files import literal
from support_kpi.store.records import Segment

ALIKE = 0.5
MOST_CONFLICTS = 0.1
NEARLY_ALL = 0.9
# Other zones shift all times of a file by quarters of an hour; midnight is a day without a time.
SAME_TIME = "abs(epoch(a.at) - epoch(b.at)) <= 93600 and (epoch(a.at) - epoch(b.at)) % 900 = 0"
SAME = f"case when a.at is null or b.at is null then a.content = b.content else {SAME_TIME} end"
TIMED = "case when {0} <> date_trunc('day', {0}) then {0} end"
RECORDS = {
    "respondent": ("survey", "respondent_id", TIMED.format("coalesce(started_at, completed_at)")),
    "ticket": ("source", "ticket_id", "created_at"),
    "response": ("source", "response_id || metric", "responded_at"),
}
LOAD = "regexp_extract(filename, '([0-9]+)[^/\\\\]*$', 1)"


@dataclass(frozen=True)
class Rival:
    """One name: its records, those of the file, the ids in common, and how many of them agree in
    time (without times: in all answers). `likeness` is the share of questions in common."""

    name: str
    size: int
    arriving: int
    common: int
    agreeing: int
    likeness: float = 0.0

    @property
    def is_repeated(self) -> bool:
        return self.agreeing > 0 and self.common - self.agreeing <= MOST_CONFLICTS * self.common

    @property
    def is_same_survey(self) -> bool:
        nearly_all = self.agreeing >= NEARLY_ALL * min(self.size, self.arriving)
        return self.is_repeated and (self.likeness >= ALIKE or nearly_all)

    @property
    def goes_on(self) -> bool:
        """Whether a file of that name may hold later answers to the same questions."""
        return self.likeness >= ALIKE and self.common == self.agreeing


def rivals(
    engine: Connection, folder: Path, held: Sequence[Segment], staged: Staged
) -> list[Rival]:
    """Every name among the `held` segments, compared with the staged records."""
    earlier = _paths(folder, held, staged.table)
    if not earlier:
        return []
    _note(engine, "arriving", staged.table, [staged.tables[staged.table]], load="''")
    _note(engine, "earlier", staged.table, earlier, load=LOAD)
    if "answer" in staged.tables:
        _add_content(engine, "arriving", [staged.tables["answer"]], load="''")
        _add_content(engine, "earlier", _paths(folder, held, "answer"), load=LOAD)
    rows = engine.execute(
        f"""
        with
            compared as (
                select b.space, b.id, bool_or(coalesce({SAME}, true)) as is_same
                from arriving_record as a
                inner join earlier_record as b using (id)
                group by b.space, b.id
            ),
            sized as (
                select space, count(distinct id) as size from earlier_record group by space
            )
        select
            sized.space,
            any_value(sized.size),
            (select count(distinct id) from arriving_record),
            count(compared.id),
            count(*) filter (compared.is_same)
        from sized
        left join compared using (space)
        group by sized.space
        order by sized.space
        """
    ).fetchall()
    found = [Rival(*row) for row in rows]
    return _with_likeness(engine, found, _paths(folder, held, "answer"), staged)


def _note(engine: Connection, name: str, table: str, paths: Sequence[Path], *, load: str) -> None:
    space, identifier, at = RECORDS[table]
    engine.execute(
        f"""
        create or replace temp table {name}_record as
        select
            {space} as space,
            {identifier} as id,
            {at} as at,
            {load} as load,
            null::hugeint as content
        from read_parquet($files, filename = true, union_by_name = true)
        """,
        {"files": [literal(path) for path in paths]},
    )


def _add_content(engine: Connection, name: str, paths: Sequence[Path], *, load: str) -> None:
    """The answers of each respondent as a number, for surveys that tell no times."""
    if not paths:
        return
    engine.execute(
        f"""
        update {name}_record
        set content = summed.content
        from (
            select
                survey,
                respondent_id,
                {load} as load,
                sum(hash(question_id, option)::hugeint) as content
            from read_parquet($files, filename = true, union_by_name = true)
            group by all
        ) as summed
        where space = survey and id = respondent_id and {name}_record.load = summed.load
        """,
        {"files": [literal(path) for path in paths]},
    )


def _with_likeness(
    engine: Connection, found: list[Rival], earlier: Sequence[Path], staged: Staged
) -> list[Rival]:
    """Questions are alike by their ids or by their texts, whichever agree more."""
    if not found or not earlier or "answer" not in staged.tables:
        return found
    asked = "select distinct survey, lower(trim({0})) as asked from read_parquet({1})"
    likeness: dict[str, float] = {}
    for column in ("question_id", "question"):
        rows = engine.execute(
            f"""
            with
                arriving as ({asked.format(column, "$arriving")}),
                earlier as ({asked.format(column, "$earlier, union_by_name = true")})
            select
                earlier.survey,
                count(arriving.asked) / least(count(*), (select count(*) from arriving))
            from earlier
            left join arriving using (asked)
            group by earlier.survey
            order by earlier.survey
            """,
            {
                "arriving": [literal(staged.tables["answer"])],
                "earlier": [literal(path) for path in earlier],
            },
        ).fetchall()
        likeness |= {name: max(share or 0.0, likeness.get(name, 0.0)) for name, share in rows}
    return [replace(rival, likeness=likeness.get(rival.name, 0.0)) for rival in found]


def _paths(folder: Path, held: Sequence[Segment], table: str) -> list[Path]:
    return [folder / one.file for one in held if one.table == table]
