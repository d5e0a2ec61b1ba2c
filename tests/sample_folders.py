"""Sample exports of several files, packed, read and joined in this process."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from support_kpi.drafts import Options
from support_kpi.ingest import DEFAULT, Staged
from support_kpi.ingest.reading import read
from tests.sample_exports import EXPECTED, KEY, ROOT, _csv

FOLDERS = ROOT / "sample_data" / "folders"
GOLDEN = EXPECTED / "folders"


def folders() -> list[Path]:
    return sorted(FOLDERS.iterdir())


def golden(folder: Path, table: str) -> Path:
    return GOLDEN / f"{folder.name}.{table}.csv"


@contextmanager
def joined(
    paths: Iterable[Path], inside: str = "", strangers: Mapping[str, str] | None = None
) -> Iterator[list[Staged]]:
    """The tables of these files as one zip, perhaps in a folder of it and among other files; their
    Parquet is gone after the block."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        with zipfile.ZipFile(place / "export.zip", "w") as archive:
            for path in paths:
                archive.write(path, f"{inside}{path.name}")
            for stranger, text in (strangers or {}).items():
                archive.writestr(f"{inside}{stranger}", text)
        work = place / "work"
        work.mkdir()
        yield read(place / "export.zip", place, work, Options(), KEY, DEFAULT)


def frames(staged: list[Staged]) -> dict[str, str]:
    """Every canonical table and the rejects as CSV text."""
    parts: dict[str, list[Path]] = {}
    for one in staged:
        for table, path in (*one.tables.items(), ("rejects", one.rejects)):
            if path:
                parts.setdefault(table, []).append(path)
    return {table: text for table in parts if (text := _csv(parts[table]))}
