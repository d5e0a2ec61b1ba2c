"""Every reader over a folder of real exports: `python -m tests.primer FOLDER`, one line a file.

A file that needs a mapping finds it in tests/mappings/<its folder>.json.
"""

import json
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from support_kpi import ingest
from support_kpi.drafts import Options
from support_kpi.errors import SupportKpiError

MAPPINGS = Path(__file__).parent / "mappings"
KEY = bytes(32)
WORKERS = 2
NOT_EXPORTS = {"SOURCE.txt"}


def main(folder: Path) -> int:
    """Print a line a table; 1 when a row is neither kept nor rejected."""
    files = [
        path
        for kind in ("tickets", "surveys")
        for path in sorted((folder / kind).rglob("*"))
        if path.is_file() and path.name not in NOT_EXPORTS
    ]
    if not files:
        sys.stdout.write(f"{folder} has no tickets/ or surveys/ with files; nothing to try.\n")
        return 0
    totals: Counter[str] = Counter()
    with ThreadPoolExecutor(WORKERS) as pool:
        for path, staged in zip(files, pool.map(_staged, files), strict=True):
            for one in staged:
                totals[_told(path.relative_to(folder), one)] += 1
    sys.stdout.write(
        ", ".join(f"{count} {state}" for state, count in sorted(totals.items())) + "\n"
    )
    return 1 if totals["lost rows"] else 0


def _staged(path: Path) -> list[ingest.Staged]:
    mapping = MAPPINGS / f"{path.parent.name}.json"
    chosen = json.loads(mapping.read_text(encoding="utf-8")) if mapping.exists() else None
    with tempfile.TemporaryDirectory() as folder:
        try:
            return ingest.stage(path, Path(folder), Options(name=path.name, mapping=chosen), KEY)
        except SupportKpiError as error:
            return [ingest.Staged(path.name, "", 0, error=str(error))]


def _told(path: Path, staged: ingest.Staged) -> str:
    name = f"{path}{f' [{staged.sheet}]' if staged.sheet else ''}"
    if staged.error:
        sys.stdout.write(f"{name}: refused: {' '.join(staged.error.split())[:160]}\n")
        return "refused"
    sys.stdout.write(
        f"{name}: {staged.reader}, {staged.rows_read} read, {staged.rows_kept} kept,"
        f" {staged.rows_rejected} rejected, {staged.records} records\n"
    )
    is_whole = staged.rows_read == staged.rows_kept + staged.rows_rejected
    return "loaded" if is_whole else "lost rows"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
