"""How far the reading of a file is, left in a small file for whoever waits for it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace
from pathlib import Path

SECONDS = 0.2


@dataclass(frozen=True)
class Progress:
    """What is done, how many bytes of how many were read, and the rows found; 0 is not known."""

    doing: str = "reading"
    read: int = 0
    size: int = 0
    rows: int = 0


@dataclass
class Meter:
    """What was told, and when it was last written."""

    target: Path
    progress: Progress = Progress()
    written_at: float = 0


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def told_to(target: Path) -> Iterator[None]:
    """Whatever is told in the block is written to a file, a few times a second."""
    before = _METER.set(Meter(target))
    try:
        yield
    finally:
        _METER.reset(before)


def tell(**changed: int | str) -> None:
    """Change some of what is known, where anybody wants to hear it."""
    meter = _METER.get()
    if meter is None:
        return
    is_new = changed.get("doing", meter.progress.doing) != meter.progress.doing
    meter.progress = replace(meter.progress, **changed)
    now = time.monotonic()
    if is_new or now - meter.written_at > SECONDS:
        meter.written_at = now
        meter.target.write_text(json.dumps(asdict(meter.progress)), encoding="utf-8")


def heard(target: Path) -> Progress:
    """What was told last; nothing yet, or a line half written, is a reading that has begun."""
    try:
        return Progress(**json.loads(target.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return Progress()
