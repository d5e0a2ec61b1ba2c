"""Serve the dashboard from this machine, with the sample organisation in an empty store."""

import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

from rich.progress import Progress

from support_kpi.drafts import Options
from support_kpi.errors import ExportError, UsageError

ADDRESS = "127.0.0.1"
PROJECT = Path(__file__).parents[1]
SAMPLE = PROJECT / "sample_data"


def serve(store: Path, port: int) -> NoReturn:
    """Become the dashboard's server; it prints its address once it answers."""
    _require_free(port)
    fill(store)
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "dashboard.py",
        f"--server.address={ADDRESS}",
        f"--server.port={port}",
    ]
    environment = os.environ | {"SUPPORT_KPI_STORE": str(store.absolute())}
    # Streamlit looks for its settings in the working folder.
    os.chdir(PROJECT)
    sys.stdout.flush()
    os.execve(sys.executable, command, environment)


def fill(folder: Path) -> int:
    """Load the sample organisation into a store without loads, with what it aims at; the number of
    tables loaded."""
    # Imported here so that a wrong port is told before the store's libraries are read.
    from support_kpi.sample import entries
    from support_kpi.store import Store
    from support_kpi.store.entered import SAMPLE as BY

    store = Store.open(folder)
    if store.loads():
        return 0
    paths = sample_files()
    with Progress(transient=True) as bar:
        task = bar.add_task("Loading the sample organisation", total=len(paths))
        results = store.load_many(
            paths,
            Options(),
            by=BY,
            moved=lambda step: bar.update(task, completed=step.done),
        )
    for result in results:
        if result.error:
            raise ExportError(result.error)
    entries.enter(store, SAMPLE / "entries", by=BY)
    return len(results)


def sample_files() -> list[Path]:
    """The sample organisation's exports and the published figures, in the order of their names."""
    return [
        path
        for folder in ("organisation", "studies")
        for path in sorted((SAMPLE / folder).glob("*.*"))
        if not path.name.startswith((".", "README"))
    ]


def _require_free(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((ADDRESS, port))
        except (OSError, OverflowError):
            raise UsageError(
                f"Port {port} of {ADDRESS} cannot be used, perhaps it is taken; name another port."
            ) from None
