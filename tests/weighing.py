"""Time and memory of a command with all that it starts: `python -m tests.weighing COMMAND...`."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TICK_SECONDS = 0.2


@dataclass(frozen=True)
class Weight:
    """What a command took: the most memory at one moment of all its processes together, the most
    of one of them, and how it ended."""

    seconds: float
    together: int
    alone: int
    code: int

    def __str__(self) -> str:
        return (
            f"{self.seconds:,.1f} s, {self.together / 1e6:,.0f} MB at most together,"
            f" {self.alone / 1e6:,.0f} MB in one process, exit {self.code}"
        )


def weighed(words: Sequence[str], cwd: Path | None = None) -> Weight:
    """Run a command to its end."""
    started = time.monotonic()
    together = alone = 0
    with subprocess.Popen(words, cwd=cwd) as process:
        while process.poll() is None:
            held = [_held(number) for number in _family(process.pid)]
            together, alone = max(together, sum(held)), max(alone, *held, 0)
            time.sleep(TICK_SECONDS)
    return Weight(time.monotonic() - started, together, alone, process.returncode)


def _family(number: int) -> list[int]:
    """A process and all below it."""
    try:
        text = "".join(path.read_text() for path in Path(f"/proc/{number}/task").glob("*/children"))
    except OSError:
        # Gone in the meantime.
        return [number]
    return [number, *(one for child in text.split() for one in _family(int(child)))]


def _held(number: int) -> int:
    """Bytes of memory that a process holds, pages that it shares with others counted in part."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    print(weighed(sys.argv[1:]), file=sys.stderr)
