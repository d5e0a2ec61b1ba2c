"""Sail: one process without Java, on this machine."""

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support_kpi.errors import EngineError
from support_kpi.scale.addresses import Address
from support_kpi.scale.servers import HOST, free_port, served


@contextmanager
def serving(to: Address, folder: Path) -> Iterator[str]:
    """Where a server of Sail listens that lives as long as the block."""
    if importlib.util.find_spec("pysail") is None:
        raise EngineError(
            "Sail is not installed: `make scale` installs requirements-scale.txt; "
            f"without it {to.text} cannot run, and `--engine duckdb` can."
        )
    port = free_port()
    words = [sys.executable, "-m", "pysail", "spark", "server", "--ip", HOST, "--port", str(port)]
    log = folder / "temporary" / "sail.log"
    with served("Sail", words, port, log, {"RUST_LOG": "error"}):
        yield f"sc://{HOST}:{port}"
