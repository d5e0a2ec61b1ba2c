"""A store with the sample organisation, made once for all workers of a test run."""

import fcntl
import shutil
from pathlib import Path

from support_kpi import serve


def shared(folder: Path) -> Path:
    """The store below `folder`; the first worker fills it while the others wait."""
    folder.mkdir(parents=True, exist_ok=True)
    store, done = folder / "store", folder / "done"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            serve.fill(store)
            done.touch()
    return store


def copied(store: Path, target: Path) -> Path:
    """A copy to be changed; scratch of those who read the store comes and goes meanwhile."""
    return shutil.copytree(store, target, ignore=shutil.ignore_patterns("temporary"))
