"""What the reading of one file may take, and how a process is held to it."""

import os
import resource
import signal
from collections.abc import Sequence
from dataclasses import dataclass

from support_kpi.parsing.sheet import Sheet


@dataclass(frozen=True)
class Limits:
    """Most memory, disk and time; `duckdb_memory` is what DuckDB uses before it spills, and
    `duckdb_little` for tables of up to `little_bytes` and `little_width`, of which it would keep
    more than it needs.
    """

    memory_bytes: int = 6 << 30
    duckdb_memory: str = "1GB"
    duckdb_little: str = "300MB"
    little_bytes: int = 32 << 20
    little_width: int = 200
    file_bytes: int = 16 << 30
    cpu_seconds: int = 3600
    wall_seconds: int = 3600
    niceness: int = 5

    def are_little(self, sheets: Sequence[Sheet]) -> bool:
        """Whether tables are so small, all together, that little memory is enough for them."""
        is_narrow = all(sheet.width <= self.little_width for sheet in sheets)
        return is_narrow and sum(sheet.path.stat().st_size for sheet in sheets) <= self.little_bytes


DEFAULT = Limits()


def restrict(limits: Limits) -> None:
    """Hold this process to the limits, for good."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    os.nice(limits.niceness)
    # Should the parent die, the child ends by itself.
    signal.alarm(limits.wall_seconds + 5)
