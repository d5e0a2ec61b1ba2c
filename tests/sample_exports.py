"""Sample exports, read and converted, as frames that a person can compare with the file."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from support_kpi import readers
from support_kpi.conversion import Converted, convert
from support_kpi.drafts import Options, Reading
from support_kpi.errors import UnknownFormat
from support_kpi.parsing import files
from support_kpi.parsing.sheet import Sheet
from tests.engine import engine

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_data" / "exports"
EXPECTED = Path(__file__).parent / "expected"
RESULTS = Path(__file__).parent / ".results"
UNCOMPARED = ("cells", "position", "record")
REJECTS = {"reason", "column_name"}
KEY = b"a key for golden frames"


@dataclass(frozen=True)
class Result:
    """What became of one file: a frame as CSV text for each table, and the sheets refused."""

    converted: list[Converted] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    frames: dict[str, str] = field(default_factory=dict)


def samples() -> list[Path]:
    """One or more files a reader: `<reader>.<ext>` or `<reader>.<variant>.<ext>`."""
    return sorted(path for path in SAMPLES.iterdir() if not path.name.startswith("."))


def reader_of(sample: Path) -> str:
    return sample.name.split(".")[0]


def stem(sample: Path) -> str:
    return sample.name.rsplit(".", 1)[0]


def golden(sample: Path, table: str) -> Path:
    return EXPECTED / f"{stem(sample)}.{table}.csv"


def result(path: Path, options: Options | None = None) -> Result:
    """Read every sheet of a file to the end."""
    options = options or Options(name=path.name)
    found = Result()
    parts: dict[str, list[Path]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, sheet in enumerate(files.sheets(path, folder / "sheets")):
            try:
                claimed, module = readers.claim(sheet, options)
            except UnknownFormat as error:
                found.refusals.append(str(error))
                continue
            found.claims.append(claimed)
            done = converted(sheet, module.read(sheet, options), options, folder / str(number))
            found.converted.append(done)
            for table, frame in (*done.tables.items(), ("rejects", done.rejects)):
                parts.setdefault(table, []).append(frame)
        found.frames.update((table, text) for table in parts if (text := _csv(parts[table])))
    return found


def converted(sheet: Sheet, reading: Reading, options: Options, folder: Path) -> Converted:
    with engine().cursor() as connection:
        return convert(connection, sheet, reading, options, KEY, folder)


def _csv(parts: list[Path]) -> str:
    """The rows of all sheets as CSV, without the columns that are empty throughout."""
    with engine().cursor() as connection, tempfile.NamedTemporaryFile() as target:
        listed = ", ".join(f"'{part}'" for part in parts)
        connection.execute(f"create temp view frame as from read_parquet([{listed}])")
        [counts] = connection.execute("select count(columns(*)) from frame").fetchall()
        names = [column[0] for column in connection.execute("from frame limit 0").description]
        filled = [name for name, count in zip(names, counts, strict=True) if count]
        if not filled:
            return ""
        left_out = UNCOMPARED if REJECTS.issubset(names) else ("cells",)
        chosen = ", ".join(_quoted(name) for name in filled if name not in left_out)
        connection.execute(
            f"copy (select {chosen} from frame order by all) to '{target.name}'"
            " (format csv, header, use_tmp_file false)"
        )
        return Path(target.name).read_text(encoding="utf-8")


def _quoted(name: str) -> str:
    return f'"{name}"'
