"""Clock changes: the half hours that a zone skips in spring and shows twice in autumn.

A time that is skipped counts by the offset before the change, so it is an hour later on the clock;
one that is shown twice counts as the second, which is standard time. Both are counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from support_kpi.conversion.literals import literal
from support_kpi.conversion.zones import FIXED

FIRST_DAY, LAST_DAY = "1990-01-01", "2051-01-01"
SKIPPED, REPEATED = 1, 2


@dataclass(frozen=True)
class ClockChanges:
    """The beginnings of such half hours, on the clock of one zone."""

    skipped: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


def changes(connection: DuckDBPyConnection, zone: str) -> ClockChanges:
    """Found by walking the days, then the half hours of the days on which the offset moves."""
    if zone == "UTC" or FIXED.fullmatch(zone):
        return ClockChanges()
    rows = connection.execute(
        f"""
        with
            day as (
                select
                    unnest(generate_series(
                        timestamp '{FIRST_DAY}', timestamp '{LAST_DAY}', interval 1 day
                    )) as start
            ),
            shifted as (
                select start, timezone($zone, timezone('UTC', start)) - start as shift from day
            ),
            restless as (
                select start - interval 1 day as start
                from shifted
                qualify shift <> lag(shift) over (order by start)
            ),
            moment as (
                select unnest(generate_series(
                    start, start + interval 1 day, interval 30 minutes
                )) as instant
                from restless
            ),
            moved as (
                select
                    instant,
                    timezone($zone, timezone('UTC', instant)) - instant as shift,
                    lag(timezone($zone, timezone('UTC', instant)) - instant)
                        over (order by instant) as earlier
                from moment
            )
        select
            shift > earlier,
            unnest(generate_series(
                instant + least(shift, earlier),
                instant + greatest(shift, earlier) - interval 30 minutes,
                interval 30 minutes
            ))::varchar as slot
        from moved
        where shift <> earlier
        order by slot
        """,
        {"zone": zone},
    ).fetchall()
    return ClockChanges(
        skipped=tuple(slot for is_skipped, slot in rows if is_skipped),
        repeated=tuple(slot for is_skipped, slot in rows if not is_skipped),
    )


def doubt(connection: DuckDBPyConnection, moment: str, zone: str) -> str:
    """SQL: SKIPPED or REPEATED for a clock time of the zone that is one, else null."""
    found = changes(connection, zone)
    branches = " ".join(
        f"when time_bucket(interval '30 minutes', {moment}) in ({_listed(slots)}) then {kind}"
        for slots, kind in ((found.skipped, SKIPPED), (found.repeated, REPEATED))
        if slots
    )
    return f"case {branches} end" if branches else ""


def _listed(slots: Sequence[str]) -> str:
    return ", ".join(f"timestamp {literal(slot)}" for slot in slots)


def warning(heading: str, zones: Sequence[str], skipped: int, repeated: int) -> list[str]:
    """What to say of the doubtful times of one column."""
    zone = ", ".join(zones)
    said: list[str] = []
    if skipped:
        said.append(
            f'"{heading}": {_times(skipped)} in an hour that the clocks of {zone} skip in '
            "spring; read an hour later. Perhaps the zone is another: --zone"
        )
    if repeated:
        said.append(
            f'"{heading}": {_times(repeated)} in the hour that the clocks of {zone} show '
            "twice in autumn; read as the second, in standard time"
        )
    return said


def _times(count: int) -> str:
    return f"{count:,} {'time' if count == 1 else 'times'}"
