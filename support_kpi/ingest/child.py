"""The child process: started with a request, watched, held to its limits, and understood."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from support_kpi.drafts import Options
from support_kpi.errors import ExportError, UsageError
from support_kpi.ingest.limits import Limits
from support_kpi.parsing.progress import Progress, heard

Watch = Callable[[Progress], None]

PROJECT = Path(__file__).parents[2]
TICK_SECONDS = 0.2
# Parsing and converting take turns: what one has used is for the other.
MEMORY_GIVEN_BACK = {"MALLOC_ARENA_MAX": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
PROGRESS, ANSWER = "progress.json", "staged.json"
MEMORY_ERRORS = (b"MemoryError", b"OutOfMemoryException", b"bad_alloc")
ERROR_NAME = re.compile(rb"^(?:[a-z_]+\.)*([A-Z]\w*(?:Error|Exception|Interrupt|Exit))\b", re.M)


def asked(
    request: Mapping[str, object],
    folder: Path,
    options: Options,
    key: bytes,
    limits: Limits,
    watch: Watch,
) -> list[Any]:
    """What the child answers to a request; it writes into the folder.

    `watch` hears how far it is. What `watch` raises stops the child.
    """
    work = folder / "work"
    work.mkdir(parents=True, exist_ok=True)
    common = {
        "folder": str(folder),
        "options": asdict(options),
        "key": key.hex(),
        "limits": asdict(limits),
    }
    try:
        message = json.dumps({**request, **common}, default=str).encode()
        trouble = _run(message, work / PROGRESS, limits, watch)
        answered = work / ANSWER
        if trouble or not answered.exists():
            raise ExportError(trouble or "reading it came to nothing")
        answer = json.loads(answered.read_text(encoding="utf-8"))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if usage := answer.get("usage"):
        raise UsageError(usage)
    return answer["staged"]


def _run(request: bytes, progress: Path, limits: Limits, watch: Watch) -> str | None:
    """Run the child; what went wrong, in words, or None."""
    deadline = time.monotonic() + limits.wall_seconds
    with (
        TemporaryFile() as said,
        subprocess.Popen(
            [sys.executable, "-m", "support_kpi.ingest"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
            cwd=PROJECT,
            start_new_session=True,
            env={**os.environ, **MEMORY_GIVEN_BACK},
        ) as child,
    ):
        try:
            _send(child, request)
            while not _has_ended(child):
                if time.monotonic() > deadline:
                    limit = _spoken(limits.wall_seconds)
                    return f"reading it took longer than {limit} and was stopped"
                watch(heard(progress))
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
        said.seek(0)
        return _trouble(child.returncode, said.read(), limits)


def _send(child: subprocess.Popen[bytes], request: bytes) -> None:
    if child.stdin is not None:
        with suppress(BrokenPipeError), child.stdin as target:
            target.write(request)


def _has_ended(child: subprocess.Popen[bytes]) -> bool:
    try:
        child.wait(TICK_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def _trouble(code: int, said: bytes, limits: Limits) -> str | None:
    if code == 0:
        return None
    if code == -signal.SIGXCPU:
        return f"reading it took more than {_spoken(limits.cpu_seconds)} of work and was stopped"
    if b"No space left on device" in said:
        return "the disk is full; nothing was loaded"
    names = ERROR_NAME.findall(said)
    error = names[-1].decode() if names else ""
    if code == -signal.SIGKILL or any(word in said for word in MEMORY_ERRORS):
        return "reading it needs more memory than is allowed; load it in parts"
    # Only the name of an error: its text may quote a customer's row.
    return f"reading it stopped unexpectedly{f' ({error})' if error else ''}; export it as CSV"


def _spoken(seconds: int) -> str:
    return f"{seconds // 60} minutes" if seconds >= 120 else f"{seconds} seconds"
