"""What the people of the sample organisation entered: targets, and what happened when."""

import csv
from pathlib import Path

from support_kpi import annotations, queries, targets
from support_kpi.store import Store


def enter(store: Store, folder: Path, *, by: str) -> None:
    """The targets and annotations of a folder; those by `sample` count as long as its loads do."""
    _, connection = store.connect()
    with connection:
        described = queries.run(connection, queries.load("definitions"), {})
    levels = targets.of_csv((folder / "synthetic_targets.csv").read_bytes(), described)
    store.entries.enter("target", targets.entries(levels), by=by)
    with (folder / "synthetic_annotations.csv").open(encoding="utf-8", newline="") as file:
        notes = annotations.of_rows(csv.DictReader(file))
    store.entries.enter("annotation", annotations.replacing(notes, []), by=by)
