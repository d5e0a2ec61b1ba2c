"""Increments: a snapshot made from the one before by what came and what went since."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from support_kpi.schema import TABLES, ddl
from support_kpi.store import current, layers, records, spread
from support_kpi.store.current import Files
from support_kpi.store.files import quoted
from support_kpi.store.snapshots import (
    Origin,
    Snapshot,
    file_name,
    origin,
    run_definitions,
    run_script,
    stated,
)

LEAST_ROWS = 100_000
MOST_SHARE = 0.1
KEYED = ("ticket", "response")
PLANS = ("budget_line", "staff_month", "team", "assessment")
TALLIED = (*KEYED, *PLANS)
TALLIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "value_tally": ("source, field, value, as_read", ("tickets", "other_records")),
    "source_tally": ("source", ("tickets", "replies", "escalations", "requesters")),
    "offer_tally": ("source, metric", ("responses", "unanswered")),
}


@dataclass(frozen=True)
class Step:
    """From the snapshot `present` to the active segments."""

    folder: Path
    present: Snapshot
    origin: Origin
    active: Sequence[records.Segment]

    @property
    def base(self) -> int:
        return self.present.number if self.origin.base is None else self.origin.base

    @property
    def added(self) -> list[records.Segment]:
        return [s for s in self.active if s.file not in self.origin.files]

    @property
    def removed(self) -> list[tuple[str, str]]:
        """Table and file."""
        named = {segment.file for segment in self.active}
        return [(t, file) for file, t in self.origin.files.items() if file not in named]

    @property
    def weight(self) -> int:
        """Rows that came or went since the whole snapshot."""
        rows = sum(segment.rows for segment in self.added)
        gone = sum(self.origin.rows[file] for _, file in self.removed)
        return self.origin.changed_rows + rows + gone

    @property
    def tables(self) -> set[str]:
        return {s.table for s in self.added} | {table for table, _ in self.removed}

    def files(self, table: str) -> Files:
        return Files(
            [self.folder / s.file for s in self.added if s.table == table],
            [self.folder / file for of, file in self.removed if of == table],
            [self.folder / s.file for s in self.active if s.table == table],
        )

    def before(self, table: str) -> list[Path]:
        return [self.folder / file for file, of in self.origin.files.items() if of == table]


def step(
    folder: Path,
    present: Snapshot,
    active: Sequence[records.Segment],
    settings: Mapping[str, object],
) -> Step | None:
    """The way from the present snapshot, or None where building it whole is needed or cheaper."""
    known = origin(present.path)
    if known is None or known.settings != stated(settings):
        return None
    found = Step(folder, present, known, active)
    if known.base_rows < LEAST_ROWS or found.weight > MOST_SHARE * known.base_rows:
        return None
    return found


def prepare(engine: Connection, way: Step, part: Path) -> None:
    """Attach the whole snapshot as `base` and the file to be as `home`."""
    base = way.folder / file_name(way.base)
    if way.origin.base is not None:
        shutil.copyfile(way.present.path, part)
    engine.execute(f"attach {quoted(base)} as base (read_only)")
    # The part is kept whole or not at all: there is nothing to recover.
    engine.execute(f"attach {quoted(part)} as home (recovery_mode no_wal_writes)")
    if way.origin.base is None:
        layers.lay(engine)
        run_definitions(engine)
    for schema in ("former", "fresh", "changed"):
        engine.execute(f"create schema memory.{schema}")
    _work_in(engine, "fresh")


def apply(engine: Connection, way: Step) -> bool:
    """Bring `home` up to the active segments; False where a whole build has to."""
    _gather(engine, way)
    if not _tally(engine):
        return False
    run_script(engine, "values")
    _keep_touched(engine, way)
    if way.tables & set(KEYED):
        spread.begin(engine)
        if "ticket" in way.tables:
            spread.tickets(engine)
        spread.responses(engine)
        spread.cubes(engine)
    if "ticket_event" in way.tables:
        current.change(engine, TABLES["ticket_event"], way.files("ticket_event"))
        layers.put(engine, "ticket_event", "changed.ticket_event")
        layers.clear(engine)
    if way.tables and not _keeps_tiers(engine):
        return False
    if way.tables & set(TALLIED):
        run_script(engine, "plans")
        run_script(engine, "costs")
        layers.replace_all(engine)
    if way.tables & {"respondent", "answer"}:
        for name in ("respondent", "answer"):
            _refill(engine, name, way.files(name).active)
        layers.replace_all(engine)
        run_script(engine, "studies")
        run_script(engine, "survey_tables")
        layers.replace_all(engine)
    if "published_figure" in way.tables:
        _refill(engine, "published_figure", way.files("published_figure").active)
        layers.replace_all(engine)
    return True


def _gather(engine: Connection, way: Step) -> None:
    """What counted and what counts now of every table that is tallied, as it was loaded."""
    has_rules = bool(engine.execute("select 1 from home.main.value_rule limit 1").fetchall())
    for name in KEYED:
        if name in way.tables:
            current.change(engine, TABLES[name], way.files(name))
            if has_rules:
                current.as_loaded(engine, TABLES[name], way.before(name))
        else:
            _empty(engine, name)
    for name in PLANS:
        if name in way.tables:
            _refill(engine, name, way.before(name), "former")
            _refill(engine, name, way.files(name).active)
        else:
            _empty(engine, name)


def _tally(engine: Connection) -> bool:
    """Count anew what is counted over all rows; False where it makes old rows mean other things."""
    for schema in ("former", "fresh"):
        _work_in(engine, schema)
        run_script(engine, "tallies")
    for name, (keys, counts) in TALLIES.items():
        sums = ", ".join(f"sum({count})::bigint as {count}" for count in counts)
        minus = ", ".join(f"-{count} as {count}" for count in counts)
        engine.execute(
            f"""
            create or replace table fresh.{name}_sum as
            select {keys}, {sums} from (
                from home.main.{name}
                union all by name
                from fresh.{name}
                union all by name
                select {keys}, {minus} from former.{name}
            )
            group by {keys}
            having {" or ".join(f"sum({count}) <> 0" for count in counts)}
            """
        )
        engine.execute(f"drop table fresh.{name}")
        engine.execute(f"alter table fresh.{name}_sum rename to {name}")
    run_script(engine, "knowledge")
    return not any(
        engine.execute(
            f"""
            select 1 from fresh.{name} as new
            inner join home.main.{name} as old using ({keys})
            where new is distinct from old
            limit 1
            """
        ).fetchall()
        for name, keys in (("source_knowledge", "source"), ("source_offers", "source, metric"))
    )


def _keep_touched(engine: Connection, way: Step) -> None:
    """Store what is small, and leave in `fresh` only the changed rows of large tables."""
    for name in (*TALLIES, "value_seen", "source_knowledge", "source_offers"):
        layers.replace(engine, name)
        engine.execute(f"drop table fresh.{name}")
    for name in TALLIED:
        if name in PLANS and name in way.tables:
            layers.replace(engine, name)
        if name in PLANS or name not in way.tables:
            engine.execute(f"drop table fresh.{name}")


def _keeps_tiers(engine: Connection) -> bool:
    """Judge the teams anew; False where a tier that stands with tickets is another one."""
    run_script(engine, "29_maturity")
    tiers = "select distinct lower(team), tier"
    is_same = not engine.execute(
        f"""
        ({tiers} from fresh.team_tier where tier is not null
        except {tiers} from home.main.team_tier)
        union all
        ({tiers} from home.main.team_tier where tier is not null
        except {tiers} from fresh.team_tier)
        """
    ).fetchall()
    layers.replace_all(engine)
    return is_same


def _refill(engine: Connection, name: str, files: Sequence[Path], schema: str = "fresh") -> None:
    _work_in(engine, schema)
    current.fill(engine, TABLES[name], files)
    _work_in(engine, "fresh")


def _empty(engine: Connection, name: str) -> None:
    for schema in ("former", "fresh"):
        _work_in(engine, schema)
        engine.execute(ddl(TABLES[name]))


def _work_in(engine: Connection, schema: str) -> None:
    """What is made lands in a schema in memory; what is not there is read in the snapshot."""
    engine.execute(f"set search_path = 'memory.{schema},home.main'")
