"""`python -m tests.pollock FOLDER`: the benchmark of our parsing and of its rivals."""

import sys
from pathlib import Path

from tests.pollock.run import measure, summary

folder = Path(sys.argv[1])
if not (folder / "csv").is_dir():
    sys.stdout.write(f"{folder} has no csv/ with polluted files; nothing to measure.\n")
else:
    sys.stdout.write(summary(measure(folder)))
