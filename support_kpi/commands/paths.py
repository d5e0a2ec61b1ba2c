"""Which files are meant: those named, those of folders and those that a pattern matches."""

import glob
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

from support_kpi.errors import UsageError
from support_kpi.parsing.archives import NO_TABLES

# Names of files that another program is still writing, or keeps beside an open one.
UNFINISHED = (
    ".*",
    "~$*",
    "*~",
    "*.part",
    "*.partial",
    "*.filepart",
    "*.crdownload",
    "*.download",
    "*.tmp",
)


def found(given: Sequence[str]) -> list[Path]:
    """Each file once, in order; a name that matches nothing is left for the reading to refuse."""
    paths: dict[Path, None] = {}
    for text in given:
        path = Path(text)
        if path.is_dir():
            paths |= dict.fromkeys(sorted(one for one in path.rglob("*") if is_export(one)))
        elif not path.exists() and is_pattern(text):
            matched = sorted(Path(one) for one in glob.glob(text, recursive=True))
            paths |= dict.fromkeys(one for one in matched if is_export(one))
        else:
            paths[path] = None
    return list(paths)


def some(given: Sequence[str]) -> list[Path]:
    """The same, of which there must be one."""
    paths = found(given)
    if not paths:
        raise UsageError(f"{' '.join(given)}: no file is there.")
    return paths


def is_pattern(text: str) -> bool:
    return any(mark in text for mark in "*?[")


def is_export(path: Path) -> bool:
    """Whether a file of a folder may be an export: finished, and of no kind that has no tables."""
    name = path.name.casefold()
    is_unfinished = any(fnmatch(name, pattern) for pattern in UNFINISHED)
    return not is_unfinished and not name.endswith(NO_TABLES) and path.is_file()
