"""Write the golden frames that are missing: `python -m tests.expected`. Read them before keeping.

A frame that exists is never written over: delete it first, on purpose.
"""

import sys

from tests.sample_exports import golden, result, samples


def main() -> None:
    for sample in samples():
        for table, text in result(sample).frames.items():
            path = golden(sample, table)
            if not path.exists():
                path.write_text(text, encoding="utf-8")
                sys.stdout.write(f"{path.name}: {text.count(chr(10)) - 1} lines\n")


if __name__ == "__main__":
    main()
