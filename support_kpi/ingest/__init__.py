"""From a file to staged tables, in a child process that may fail without harm."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from support_kpi.drafts import Options
from support_kpi.errors import ExportError
from support_kpi.ingest.child import Watch, asked
from support_kpi.ingest.joining import belong_together
from support_kpi.ingest.limits import Limits
from support_kpi.ingest.staged import Beside, Staged
from support_kpi.parsing.progress import Progress

__all__ = [
    "DEFAULT",
    "Beside",
    "Limits",
    "Progress",
    "Staged",
    "Watch",
    "belong_together",
    "join",
    "stage",
    "unwatched",
]

DEFAULT = Limits()


def unwatched(progress: Progress) -> None:
    """For callers who only want the end."""


def stage(
    path: Path,
    folder: Path,
    options: Options,
    key: bytes,
    limits: Limits = DEFAULT,
    watch: Watch = unwatched,
    sha256: str | None = None,
) -> list[Staged]:
    """Read, convert and check every table of a file; what cannot be loaded has an `error`.

    `sha256` is its hash where that is known already.
    """
    path, folder = path.absolute(), folder.absolute()
    name = options.name or path.name
    if not path.is_file():
        return [Staged(name, "", 0, error=f"{name}: there is no such file.")]
    if sha256 is None:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    size = path.stat().st_size
    try:
        answered = asked({"path": str(path)}, folder, options, key, limits, watch)
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
        answered = asked(request, folder.absolute(), options, key, limits, unwatched)
    except ExportError as error:
        return [replace(one, error=f"{one.name}: {error}.") if one.held else one for one in staged]
    return [Staged.from_json(values) if values else None for values in answered]
