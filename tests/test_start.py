"""What a server reads before the first words of a page, and what it reads then."""

import subprocess
import sys

from tests.pages import PROJECT

SHELL = """
import sys
from threading import Thread

from support_kpi.ui import shell

print(sorted({"altair", "duckdb", "numpy", "pandas", "pyarrow"} & set(sys.modules)))
threads = [Thread(target=shell.read_modules) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
    print("support_kpi.ui.uploads" in sys.modules)
"""


def test_the_shell_reads_no_library_of_numbers_and_visitors_at_once_read_them_in_turn() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHELL], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["[]", "True", "True", "True"]
    assert "Traceback" not in done.stderr
