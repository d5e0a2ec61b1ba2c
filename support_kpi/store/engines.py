"""DuckDB as the store uses it: nothing from outside, and a place of its own to spill to."""

from pathlib import Path

import duckdb

from support_kpi.store.files import own_name

Config = dict[str, str | bool | int | float | list[str]]

# What DuckDB may hold before it spills. Work on all rows is no slower for having less, but what a
# join cannot spill grows with the rows: of fifty million tickets the answers did not fit.
MEMORY, MEMORY_AT_WORK = "4GB", "1GB"
MANY_ROWS = 20_000_000

CONFIG: Config = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "memory_limit": MEMORY,
    "max_temp_directory_size": "10GB",
}


def config(folder: Path, name: str = "") -> Config:
    """Settings of a database of the store in `folder`."""
    # Two databases that spill into one folder overwrite each other's files.
    return CONFIG | {"temp_directory": str(folder / "temporary" / own_name(name))}


def database(folder: Path, path: Path) -> duckdb.DuckDBPyConnection:
    """A database of the store, to be written."""
    connection = duckdb.connect(str(path), config=config(folder, path.stem))
    _set_to_work(connection)
    return connection


def scratch(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory, for one piece of work on Parquet files."""
    connection = duckdb.connect(config=config(folder))
    _set_to_work(connection)
    look_at_rows(connection, folder)
    return connection


def _set_to_work(connection: duckdb.DuckDBPyConnection) -> None:
    # It would be drawn wherever a statement takes long, logs included.
    connection.execute("set enable_progress_bar = false")
    allow(connection, MEMORY_AT_WORK)


def memory_for(rows: int) -> str:
    """What work on so many rows may hold."""
    return MEMORY if rows > MANY_ROWS else MEMORY_AT_WORK


def allow(connection: duckdb.DuckDBPyConnection, memory: str) -> None:
    connection.execute("set memory_limit = $memory", {"memory": memory})


def look_at_rows(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Let a connection read the rows that lie as Parquet beside the snapshots of a store."""
    look_in(connection, folder, *sorted((folder / "snapshots").glob("*.rows")))


def look_in(connection: duckdb.DuckDBPyConnection, folder: Path, *allowed: Path) -> None:
    """Let relative names mean files of the store, and those folders be read in spite of a lock.

    Views of rows name their files so, which lets a store be moved.
    """
    if not allowed:
        return
    connection.execute("set global file_search_path = $folder", {"folder": str(folder)})
    # A name is held against the list as it is written, and once more as it is found.
    names = [f"{name}/" for path in allowed for name in (path, path.relative_to(folder))]
    connection.execute("set global allowed_directories = $names", {"names": names})
