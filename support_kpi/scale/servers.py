"""A server that lives as long as a piece of work: started, waited for, stopped."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from support_kpi.errors import EngineError

HOST = "127.0.0.1"
START_SECONDS = 180
STOP_SECONDS = 10
GLANCE_SECONDS = 0.1
ANSWER_SECONDS = 5


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind((HOST, 0))
        return bound.getsockname()[1]


def answers(host: str, port: int) -> bool:
    """Whether anything listens there."""
    try:
        socket.create_connection((host, port), ANSWER_SECONDS).close()
    except OSError:
        return False
    return True


@contextmanager
def served(
    name: str, words: Sequence[str], port: int, log: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the block ends, which begins when the program answers at its port."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("wb") as said,
        subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
            start_new_session=True,
        ) as process,
    ):
        try:
            _wait(name, process, port, log)
            yield process
        finally:
            _stop(process)


def _wait(name: str, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        if answers(HOST, port):
            return
        time.sleep(GLANCE_SECONDS)
    ended = process.poll()
    how = f"ended with {ended}" if ended is not None else f"did not answer in {START_SECONDS} s"
    raise EngineError(f"{name} {how}; {log} says why.")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        os.killpg(process.pid, how)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
