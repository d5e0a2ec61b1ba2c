"""The script that the server runs for each visit."""

from pathlib import Path

from support_kpi.ui import shell

if __name__ == "__main__":
    shell.dashboard(Path(__file__).parents[2] / "pages")
