"""A server of one page, in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from support_kpi.errors import UsageError
from support_kpi.performance.files import PROJECT
from support_kpi.performance.process import held

START_SECONDS = 120
STOP_SECONDS = 30
TICK_SECONDS = 0.02
SAID_CHARACTERS = 2000


@dataclass(frozen=True)
class Served:
    """`started` is when its process began, by the clock that only moves on."""

    port: int
    process: int
    started: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def memory(self) -> int:
        """Bytes that it holds."""
        return held(self.process)


@contextmanager
def serving(
    script: Path, environment: Mapping[str, str], log: Path = Path(os.devnull)
) -> Iterator[Served]:
    """A script as a page at 127.0.0.1, as long as the block lasts; `log` gets what it says."""
    port = free_port()
    words = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    own = {**environment, "PYTHONPATH": str(PROJECT)}
    with running(words, own, port, "/_stcore/health", script.name, log) as served:
        yield served


@contextmanager
def running(
    words: Sequence[str],
    environment: Mapping[str, str],
    port: int,
    health: str,
    name: str,
    log: Path = Path(os.devnull),
) -> Iterator[Served]:
    """A server, from when it says that it is healthy until the block ends."""
    started = time.monotonic()
    # The settings of the dashboard, for every contestant: they are those of the working folder.
    with log.open("wb") as said:
        server = subprocess.Popen(
            words,
            cwd=PROJECT,
            env={**os.environ, **environment},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        _await(server, port, health, name, log)
        yield Served(port, server.pid, started)
    finally:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def _await(server: subprocess.Popen[bytes], port: int, health: str, name: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        if _is_healthy(port, health):
            return
        time.sleep(TICK_SECONDS)
    told = log.read_text(encoding="utf-8", errors="replace")[-SAID_CHARACTERS:]
    raise UsageError(f"{name} was not served within {START_SECONDS} seconds. {told}".strip())


def _is_healthy(port: int, health: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", health)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
