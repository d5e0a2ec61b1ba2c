"""From a file to staged tables, in a child process that may fail without harm."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from support_kpi.drafts import Options
from support_kpi.errors import ExportError, UsageError
from support_kpi.ingest.joining import belong_together
from support_kpi.ingest.limits import Limits
from support_kpi.ingest.staged import Beside, Staged

__all__ = ["DEFAULT", "Beside", "Limits", "Staged", "belong_together", "join", "stage"]

PROJECT = Path(__file__).parents[2]
DEFAULT = Limits()
MEMORY_ERRORS = ("MemoryError", "OutOfMemoryException", "bad_alloc")
ERROR_NAME = re.compile(rb"^(?:[a-z_]+\.)*([A-Z]\w*(?:Error|Exception|Interrupt|Exit))\b", re.M)


def stage(
    path: Path, folder: Path, options: Options, key: bytes, limits: Limits = DEFAULT
) -> list[Staged]:
    """Read, convert and check every table of a file; what cannot be loaded has an `error`."""
    path, folder = path.absolute(), folder.absolute()
    name = options.name or path.name
    if not path.is_file():
        return [Staged(name, "", 0, error=f"{name}: there is no such file.")]
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    size = path.stat().st_size
    try:
        answered = _asked({"path": str(path)}, folder, options, key, limits)
    except ExportError as error:
        return [Staged(name, sha256, size, error=f"{name}: {error}.")]
    return [
        Staged.from_json(values | {"name": name, "sha256": sha256, "size": size})
        for values in answered
    ]


def join(
    staged: Sequence[Staged],
    folder: Path,
    options: Options,
    key: bytes,
    limits: Limits = DEFAULT,
) -> list[Staged | None]:
    """The same tables in their places, those that belong together joined; None for one that is only
    part of another. What was staged before stays on disk."""
    if not belong_together(staged):
        return list(staged)
    request = {"joined": [one.as_json() for one in staged]}
    try:
        answered = _asked(request, folder.absolute(), options, key, limits)
    except ExportError as error:
        return [replace(one, error=f"{one.name}: {error}.") if one.held else one for one in staged]
    return [Staged.from_json(values) if values else None for values in answered]


def _asked(
    request: Mapping[str, object], folder: Path, options: Options, key: bytes, limits: Limits
) -> list[Any]:
    """What the child answers to a request; it writes into the folder."""
    work = folder / "work"
    work.mkdir(parents=True, exist_ok=True)
    common = {
        "folder": str(folder),
        "options": asdict(options),
        "key": key.hex(),
        "limits": asdict(limits),
    }
    try:
        trouble = _run(json.dumps({**request, **common}, default=str).encode(), limits)
        manifest = work / "staged.json"
        if trouble or not manifest.exists():
            raise ExportError(trouble or "reading it came to nothing")
        answer = json.loads(manifest.read_text(encoding="utf-8"))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if usage := answer.get("usage"):
        raise UsageError(usage)
    return answer["staged"]


def _run(request: bytes, limits: Limits) -> str | None:
    """Run the child; what went wrong, in words, or None."""
    with subprocess.Popen(
        [sys.executable, "-m", "support_kpi.ingest"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=PROJECT,
        start_new_session=True,
    ) as child:
        try:
            _, said = child.communicate(request, timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            return f"reading it took longer than {_spoken(limits.wall_seconds)} and was stopped"
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
    if child.returncode == 0:
        return None
    if child.returncode == -signal.SIGXCPU:
        return f"reading it took more than {_spoken(limits.cpu_seconds)} of work and was stopped"
    if b"No space left on device" in said:
        return "the disk is full; nothing was loaded"
    names = ERROR_NAME.findall(said)
    error = names[-1].decode() if names else ""
    if child.returncode == -signal.SIGKILL or any(word.encode() in said for word in MEMORY_ERRORS):
        return "reading it needs more memory than is allowed; load it in parts"
    # Only the name of an error: its text may quote a customer's row.
    return f"reading it stopped unexpectedly{f' ({error})' if error else ''}"


def _spoken(seconds: int) -> str:
    return f"{seconds // 60} minutes" if seconds >= 120 else f"{seconds} seconds"
