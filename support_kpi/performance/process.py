"""What a command takes, with all that it starts: seconds, processor seconds and memory."""

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from support_kpi.errors import UsageError

TICK_SECONDS = 0.05
# Adding up the memory of a large process takes long: the looking is kept to this part of the time.
LOOKING = 0.02
ERROR_CHARACTERS = 400


@dataclass(frozen=True)
class Cost:
    """`memory` is the most bytes that all processes of a command were seen to hold at one moment,
    and no less than any of them ever held; None where the machine does not tell."""

    seconds: float
    processor_seconds: float
    memory: int | None
    said: str


def measured(words: Sequence[str], cwd: Path | None = None) -> Cost:
    """Run a command to its end; raises UsageError when it fails."""
    before = os.times()
    started = next_look = time.monotonic()
    most = 0
    with subprocess.Popen(
        words,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        while True:
            try:
                said, complained = process.communicate(timeout=TICK_SECONDS)
                break
            except subprocess.TimeoutExpired:
                family = _family(process.pid)
                most = max(most, *map(_peak, family))
                begun = time.monotonic()
                if begun >= next_look:
                    most = max(most, sum(map(held, family)))
                    next_look = begun + (time.monotonic() - begun) / LOOKING
    seconds = time.monotonic() - started
    after = os.times()
    if process.returncode:
        raise UsageError(f"{' '.join(words)} failed: {complained[-ERROR_CHARACTERS:]}")
    spent = (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )
    return Cost(seconds, spent, most or None, said)


def _family(number: int) -> list[int]:
    """A process and all below it."""
    try:
        text = "".join(path.read_text() for path in Path(f"/proc/{number}/task").glob("*/children"))
    except OSError:
        # Gone in the meantime.
        return [number]
    return [number, *(one for child in text.split() for one in _family(int(child)))]


def _peak(number: int) -> int:
    """The most bytes that a process ever held, as the kernel keeps it."""
    try:
        lines = Path(f"/proc/{number}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM:"))


def held(number: int) -> int:
    """Bytes of memory that a process holds, pages that it shares with others counted in part."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
