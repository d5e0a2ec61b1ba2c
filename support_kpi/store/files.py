"""Files that are either whole or absent: durable writes, hashes, free space, plain errors."""

import errno
import hashlib
import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import duckdb

from support_kpi.errors import StoreError

TEMPORARY = ".part"
FULL = (errno.ENOSPC, errno.EDQUOT)
ABANDONED_AFTER_SECONDS = 24 * 3600
PIECE_BYTES = 1 << 20


def sync(path: Path) -> None:
    """Force a file or a folder onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def written(target: Path) -> Iterator[Path]:
    """A path beside `target` that becomes `target`, durably, once the block ends well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.stem}.{uuid4().hex}{target.suffix}{TEMPORARY}")
    try:
        yield part
        sync(part)
        os.replace(part, target)
        sync(target.parent)
    finally:
        part.unlink(missing_ok=True)
        part.with_name(f"{part.name}.wal").unlink(missing_ok=True)


def copy(source: Path, target: Path) -> None:
    with written(target) as part:
        shutil.copyfile(source, part)


def taken(source: Path, folder: Path, went: Callable[[int], None]) -> Path:
    """Copy a file into a folder under its hash. `went` hears how many bytes are copied; what it
    raises stops the copying."""
    copied, done = hashlib.sha256(), 0
    part = folder / own_name()
    with source.open("rb") as read, part.open("wb") as write:
        while piece := read.read(PIECE_BYTES):
            write.write(piece)
            copied.update(piece)
            done += len(piece)
            went(done)
    return part.rename(folder / copied.hexdigest())


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def own_name(suffix: str = "") -> str:
    """A name for scratch that tells its process, so that others know when it is abandoned."""
    return f"{_host()}~{os.getpid()}~{suffix or uuid4().hex}"


def is_abandoned(scratch: Path) -> bool:
    """Whether the process that made it is gone, or has let it lie for a day."""
    host, _, rest = scratch.name.partition("~")
    process = rest.partition("~")[0]
    if host == _host() and process.isdigit():
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            pass
    return time.time() - scratch.stat().st_mtime > ABANDONED_AFTER_SECONDS


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _host() -> str:
    return "".join(letter for letter in socket.gethostname() if letter.isalnum() or letter == "-")


def literal(path: Path) -> str:
    """A path as DuckDB's file functions take it, with nothing left to match as a pattern."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))


def quoted(path: Path) -> str:
    """A path as an SQL string, for the statements that take no parameter."""
    return "'" + str(path).replace("'", "''") + "'"


def sizes(folder: Path) -> list[int]:
    """Bytes of each file below a folder; one that goes meanwhile is left out."""
    found: list[int] = []
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file():
                found.append(path.stat().st_size)
    return found


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def require_space(folder: Path, needed: int) -> None:
    """Refuse before a single byte is written what would fill the disk."""
    free = free_bytes(folder)
    if free < needed:
        raise StoreError(
            f"{folder}: {_megabytes(free)} are free and this load may need {_megabytes(needed)}; "
            "free some space and load again."
        )


@contextmanager
def plain_errors(folder: Path) -> Iterator[None]:
    """Turn what disk and databases raise into one sentence that quotes no row."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise _full(folder) from None
        reason = error.strerror or type(error).__name__
        raise StoreError(
            f"{error.filename or folder}: {reason}; the store is as it was before."
        ) from None
    except sqlite3.OperationalError as error:
        raise _ledger_trouble(folder, error) from None
    except sqlite3.DatabaseError:
        raise damaged_ledger(folder) from None
    except duckdb.Error as error:
        if "No space left" in str(error) or "max_temp_directory_size" in str(error):
            raise _full(folder) from None
        raise StoreError(
            f"{folder}: the database stopped ({type(error).__name__}); the store is as it was "
            "before, `doctor` says what is wrong with it."
        ) from None


def damaged_ledger(folder: Path) -> StoreError:
    return StoreError(
        f"{folder / 'ledger.sqlite'} is damaged; restore the latest backup of the store."
    )


def _ledger_trouble(folder: Path, error: sqlite3.OperationalError) -> StoreError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return _full(folder)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError(f"{folder}: another load is still being stored; try again in a moment.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return StoreError(f"{folder} cannot be written; give the user of the dashboard access.")
    return damaged_ledger(folder)


def _full(folder: Path) -> StoreError:
    return StoreError(
        f"The disk that holds {folder} is full; the store is as it was before. "
        "Free some space and try again."
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
