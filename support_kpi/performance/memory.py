"""Whether a contestant that holds all rows in memory fits into it."""

from pathlib import Path

# Bytes a ticket at their most, with some room, as measured at ten million tickets.
NEEDED = {"pandas read_csv": 800, "pandas": 350, "polars": 250}


def left_out(rows: int) -> list[str]:
    """Who would not fit at so many tickets."""
    free = _free()
    return [by for by, needed in NEEDED.items() if free is not None and rows * needed > free]


def _free() -> int | None:
    """Bytes of memory that nobody uses; None where the machine does not tell."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvail")), None)
