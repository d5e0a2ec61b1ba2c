"""A real browser and a running dashboard with a store of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
START_SECONDS = 90


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, which talks to nobody but the page."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, (named,) if named else BROWSERS)), None)
    if found is None:
        pytest.fail("No Chromium was found; `make test` installs one, or CHROMIUM names it.")
    return browser_type_launch_args | {"executable_path": found, "args": list(QUIET)}


@pytest.fixture(scope="session")
def dashboard_store(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of this worker's dashboard: the sample organisation, free to be changed."""
    return shutil.copytree(sample_store, tmp_path_factory.mktemp("dashboard") / "store")


@pytest.fixture(scope="session")
def dashboard_url(dashboard_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard that runs as long as the worker."""
    port = _free_port()
    said = tmp_path_factory.mktemp("server") / "said.txt"
    with said.open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "dashboard.py", f"--server.port={port}"],
            cwd=PROJECT,
            env=os.environ | {"SUPPORT_KPI_STORE": str(dashboard_store)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _await_health(server, port, said)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def _await_health(server: subprocess.Popen[bytes], port: int, said: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        if _is_healthy(port):
            return
        time.sleep(0.2)
    pytest.fail(f"The dashboard did not start:\n{said.read_text()}")


def _is_healthy(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
