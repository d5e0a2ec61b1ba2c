"""A dashboard that runs beside a test, and the machine's own Chromium to look at it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

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
STOP_SECONDS = 30


def chromium() -> str:
    """The path of CHROMIUM, else of the first browser found."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, (named,) if named else BROWSERS)), None)
    if found is None:
        raise FileNotFoundError("no Chromium; `make test` installs one, or CHROMIUM names it")
    return found


@contextmanager
def running(store: Path, log: Path) -> Iterator[str]:
    """The address of a dashboard on that store, as long as the block lasts."""
    port = _free_port()
    with log.open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "dashboard.py", f"--server.port={port}"],
            cwd=PROJECT,
            env=os.environ | {"SUPPORT_KPI_STORE": str(store)},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        _await_health(server, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def _await_health(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        if _is_healthy(port):
            return
        time.sleep(0.2)
    raise RuntimeError(f"the dashboard did not start:\n{log.read_text(encoding='utf-8')}")


def _is_healthy(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
