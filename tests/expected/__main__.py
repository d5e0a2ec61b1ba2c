"""Write the golden frames that are missing: `python -m tests.expected`. Read them before keeping.

A frame that exists is never written over: delete it first, on purpose.
"""

import sys
from pathlib import Path

from tests import sample_folders
from tests.sample_exports import golden, result, samples


def main() -> None:
    for sample in samples():
        for table, text in result(sample).frames.items():
            _write(golden(sample, table), text)
    for folder in sample_folders.folders():
        with sample_folders.joined(folder.iterdir()) as staged:
            for table, text in sample_folders.frames(staged).items():
                _write(sample_folders.golden(folder, table), text)


def _write(path: Path, text: str) -> None:
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.name}: {text.count(chr(10)) - 1} lines\n")


if __name__ == "__main__":
    main()
