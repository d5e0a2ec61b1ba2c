"""The history of a ticket: every state that the active loads hold of it."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from support_kpi.schema import TABLES
from support_kpi.store import engines, segments
from support_kpi.store.records import Load, Segment

SHOWN = (
    "status",
    "status_detail",
    "channel",
    "team",
    "priority",
    "reopens",
    "agent_replies",
    "is_spam",
    "is_deleted",
    "is_merged",
    "is_test",
)
MOMENTS = ("updated_at", "created_at", "first_reply_at", "solved_at", "closed_at")


def states(
    folder: Path,
    active: Sequence[Segment],
    loads: Sequence[Load],
    ticket_id: str,
    source: str | None,
    zone: str,
) -> pd.DataFrame:
    """The state that counts first, then the former ones; times local to the reporting zone."""
    table = TABLES["ticket"]
    files = segments.paths(folder, list(active), table.name)
    names = {load.load_id: load.file for load in loads}
    if not files:
        return pd.DataFrame(columns=["source", "ticket_id"])
    versions, parameters = segments.versions(table, files)
    local = [f"timezone($zone, timezone('UTC', {name})) as {name}" for name in MOMENTS]
    with engines.scratch(folder) as engine:
        found = engine.execute(
            f"""
            select
                source,
                ticket_id,
                row_number() over (partition by source order by {segments.newest(table)}) = 1
                as is_current,
                load_id,
                source_row,
                {", ".join(local)},
                {", ".join(SHOWN)}
            from ({versions})
            where ticket_id = $ticket_id and ($source is null or source = $source)
            order by source, {segments.newest(table)}
            """,
            parameters | {"ticket_id": ticket_id, "source": source, "zone": zone},
        ).df()
    found.insert(4, "file", found["load_id"].map(names))
    return found
