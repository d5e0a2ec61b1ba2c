"""The rules of the house that no other tool holds."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "support_kpi"
MODULES = sorted(PACKAGE.rglob("*.py"))
DATA = PACKAGE / "schema.py"
PAGES = sorted((PROJECT / "pages").rglob("*.py"))
# The pages that the dashboard is measured against are Streamlit's too.
STREAMLIT_FOLDERS = (PACKAGE / "ui", PACKAGE / "performance" / "browsing")
STREAMLIT_USERS = [
    PROJECT / "dashboard.py",
    *PAGES,
    *(path for folder in STREAMLIT_FOLDERS for path in sorted(folder.rglob("*.py"))),
]
MOST_LINES = 300
NAMELESS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
ARITHMETIC = {"pandas", "numpy", "duckdb", "pyarrow", "scipy", "statsmodels"}
RAW_HTML = {"unsafe_allow_html", "html", "iframe"}
SQL = re.compile(r"\s*(select\s|from\s+\w+\s|with\s+\w+\s+as\b)", re.IGNORECASE)
REGISTRY = re.compile(
    r"https?://[^\s\"']*(?:pypi\.|pythonhosted|registry\.|/simple\b|artifactory|nexus|/debian\b)"
    r"|--(?:extra-)?index-url|--find-links|--trusted-host",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(r"(?<![\w.~*$}])/(?:work|root|home|Users)/[/\w]*")


def _id(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imported(tree: ast.Module) -> set[str]:
    """The top-level names that a module imports, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def _texts(tree: ast.Module) -> Iterator[str]:
    """Every string of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _tracked() -> list[Path]:
    """Every file of the repository, or of the folder where there is no repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=False, text=True
    )
    if listed.returncode:
        pytest.skip("not a git repository: which files belong to the project is unknown")
    return [PROJECT / name for name in listed.stdout.split("\0") if (PROJECT / name).is_file()]


@pytest.mark.parametrize("path", [module for module in MODULES if module != DATA], ids=_id)
def test_modules_are_short(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) <= MOST_LINES, "make it a folder of that name"


@pytest.mark.parametrize("path", [*MODULES, *PAGES], ids=_id)
def test_names_say_what_a_module_holds(path: Path) -> None:
    folders_and_stem = path.relative_to(PROJECT).with_suffix("").parts
    assert not {word for part in folders_and_stem for word in part.split("_")} & NAMELESS


@pytest.mark.parametrize("path", [m for m in MODULES if m not in STREAMLIT_USERS], ids=_id)
def test_only_the_interface_knows_streamlit(path: Path) -> None:
    assert "streamlit" not in _imported(_tree(path))


@pytest.mark.parametrize("path", PAGES, ids=_id)
def test_pages_hold_no_arithmetic(path: Path) -> None:
    tree = _tree(path)
    assert not _imported(tree) & ARITHMETIC
    assert not [text for text in _texts(tree) if SQL.match(text)]


@pytest.mark.parametrize("path", PAGES, ids=_id)
def test_pages_stay_one_folder_down(path: Path) -> None:
    """Streamlit runs files directly in pages/ by itself, without dashboard.py and its guard."""
    assert len(path.relative_to(PROJECT / "pages").parts) == 2


@pytest.mark.parametrize("path", STREAMLIT_USERS, ids=_id)
def test_no_raw_html_reaches_the_page(path: Path) -> None:
    tree = _tree(path)
    named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    named |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
    assert not named & RAW_HTML


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = []
    for path in _tracked():
        if path == Path(__file__):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if REGISTRY.search(line) or MACHINE_PATH.search(line):
                found.append(f"{_id(path)}:{number}: {line.strip()[:80]}")
    assert not found
