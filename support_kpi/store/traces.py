"""Traces of a person: whether a file of any container still holds a text."""

import gzip
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from support_kpi.store.files import literal, quoted

CHUNK = 1 << 20
PARQUET, GZIP, ZIP, DUCKDB = b"PAR1", b"\x1f\x8b", b"PK\x03\x04", b"DUCK"


class Bytes(Protocol):
    """A file to read bytes from, unpacked on the way."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Traces:
    """What to look for: `pseudonym` and an address anywhere, an id only as a word of its own."""

    pseudonym: str
    person: str

    @property
    def is_address(self) -> bool:
        return "@" in self.person

    def bytes_pattern(self) -> re.Pattern[bytes]:
        """Both, in lower-case bytes of the encodings that exports come in."""
        spellings = {self.person}
        if self.is_address:
            spellings |= {self.person.replace("@", sign) for sign in ("\\u0040", "%40", "&#64;")}
        encoded = {
            spelling.encode(encoding)
            for spelling in spellings
            for encoding in ("utf-8", "utf-16-le", "utf-16-be")
        }
        found = b"|".join(re.escape(one) for one in sorted(encoded))
        if not self.is_address:
            found = rb"(?<![0-9a-z])(?:" + found + rb")(?![0-9a-z])"
        return re.compile(found + b"|" + self.pseudonym.encode())


def holds(path: Path, traces: Traces) -> bool:
    """Whether the file holds the text, packed or not. What cannot be unpacked is read as bytes."""
    with path.open("rb") as file:
        magic = file.read(12)
    try:
        if magic.startswith(PARQUET):
            return _parquet_holds(path, traces)
        if magic[8:12] == DUCKDB:
            return _database_holds(path, traces) or _bytes_hold(path, traces)
        if magic.startswith(GZIP):
            with gzip.open(path) as unpacked:
                return _member_holds(unpacked, traces)
        if magic.startswith(ZIP):
            return _zip_holds(path, traces)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, duckdb.Error):
        # RuntimeError: a member with a password.
        return _bytes_hold(path, traces)
    return _bytes_hold(path, traces)


def matches(
    engine: duckdb.DuckDBPyConnection, relation: str, traces: Traces
) -> tuple[str, dict[str, object]]:
    """SQL that is true for a row of `relation` that holds the text in any of its cells."""
    columns = [
        f'cast("{name}" as varchar)'
        for name, kind, *_ in engine.execute(f"describe from {relation}").fetchall()
        if "VARCHAR" in kind or "BLOB" in kind or "JSON" in kind
    ]
    if not columns:
        return "false", {}
    text = f"lower(concat_ws(' ', {', '.join(columns)}))"
    found = f"contains({text}, $person)"
    values: dict[str, object] = {"pseudonym": traces.pseudonym, "person": traces.person}
    if not traces.is_address:
        # An id counts as a word of its own only; RE2 knows no look-behind.
        found = f"({found} and regexp_matches({text}, $pattern))"
        values["pattern"] = f"(^|[^0-9a-z]){re.escape(traces.person)}($|[^0-9a-z])"
    return f"(contains({text}, $pseudonym) or {found})", values


def _parquet_holds(path: Path, traces: Traces) -> bool:
    with duckdb.connect() as engine:
        file = quoted(Path(literal(path)))
        return _relation_holds(engine, f"read_parquet({file})", traces)


def _database_holds(path: Path, traces: Traces) -> bool:
    with duckdb.connect(str(path), read_only=True) as engine:
        tables = engine.execute(
            """
            select schema_name, table_name from duckdb_tables()
            order by schema_name, table_name
            """
        ).fetchall()
        return any(
            _relation_holds(engine, f'"{schema}"."{table}"', traces) for schema, table in tables
        )


def _relation_holds(engine: duckdb.DuckDBPyConnection, relation: str, traces: Traces) -> bool:
    condition, values = matches(engine, relation, traces)
    found = engine.execute(f"select 1 from {relation} where {condition} limit 1", values)
    return bool(found.fetchall())


def _zip_holds(path: Path, traces: Traces) -> bool:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            with archive.open(member) as unpacked:
                if _member_holds(unpacked, traces):
                    return True
    return False


def _member_holds(unpacked: Bytes, traces: Traces) -> bool:
    head = unpacked.read(CHUNK)
    if not head.startswith((PARQUET, GZIP, ZIP)):
        return _chunks_hold(_with_rest(head, unpacked), traces)
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder) / "member"
        with inner.open("wb") as file:
            for chunk in _with_rest(head, unpacked):
                file.write(chunk)
        return holds(inner, traces)


def _bytes_hold(path: Path, traces: Traces) -> bool:
    with path.open("rb") as file:
        return _chunks_hold(_with_rest(b"", file), traces)


def _with_rest(head: bytes, file: Bytes) -> Iterator[bytes]:
    yield head
    while chunk := file.read(CHUNK):
        yield chunk


def _chunks_hold(chunks: Iterable[bytes], traces: Traces) -> bool:
    pattern = traces.bytes_pattern()
    overlap = 4 * len(traces.person) + len(traces.pseudonym) + 8
    tail = b""
    for chunk in chunks:
        text = tail + chunk.lower()
        if pattern.search(text):
            return True
        tail = text[-overlap:]
    return False
