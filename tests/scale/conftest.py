"""A cluster of Spark on this machine, started once: one master and two workers."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from support_kpi import scale
from support_kpi.scale import servers, spark
from support_kpi.store import building
from support_kpi.store.records import Segment
from tests.scale import staged

DEPLOY = "org.apache.spark.deploy"
# As little as will do: several machines of Java share one here.
DEFAULTS = """
spark.driver.memory 700m
spark.executor.memory 512m
spark.executor.cores 1
spark.sql.shuffle.partitions 2
spark.driver.host 127.0.0.1
"""
TICKETS = 2_000


@dataclass(frozen=True)
class Cluster:
    """`remote` is its server of Spark Connect."""

    remote: str
    workers: tuple[subprocess.Popen[bytes], ...]

    def kill_a_worker(self) -> None:
        """With all that it runs, and without a word."""
        os.killpg(self.workers[0].pid, signal.SIGKILL)


@dataclass(frozen=True)
class Staged:
    """Segments in a folder that is laid out as a store, and what DuckDB made of them."""

    folder: Path
    segments: list[Segment]
    snapshot: Path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    folder = tmp_path_factory.mktemp("store")
    (folder / "temporary").mkdir()
    segments = staged.written(folder, TICKETS)
    snapshot = folder / "snapshots" / "1.duckdb"
    building.build(snapshot, folder, segments, [], staged.SETTINGS, 1)
    return Staged(folder, segments, snapshot)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "spark-defaults.conf").write_text(DEFAULTS)
    spark.require_java()
    program = str(spark.spark_home() / "bin" / "spark-class")
    port = servers.free_port()
    master = f"spark://{servers.HOST}:{port}"
    with pytest.MonkeyPatch.context() as patch, ExitStack() as running:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("SPARK_LOCAL_IP", servers.HOST)
        words = [program, f"{DEPLOY}.master.Master", "--host", servers.HOST, "--port", str(port)]
        words += ["--webui-port", "0"]
        running.enter_context(servers.served("The master", words, port, folder / "master.log", {}))
        workers: list[subprocess.Popen[bytes]] = []
        for number in range(2):
            own = servers.free_port()
            words = [program, f"{DEPLOY}.worker.Worker", "--host", servers.HOST]
            words += ["--port", str(own), "--webui-port", "0", "--cores", "1", "--memory", "600m"]
            words += ["--work-dir", str(folder / f"worker{number}"), master]
            log = folder / f"worker{number}.log"
            workers.append(running.enter_context(servers.served("A worker", words, own, log, {})))
        to = scale.address(master)
        remote = running.enter_context(spark.serving(to, folder))
        yield Cluster(remote, tuple(workers))


@pytest.fixture(scope="session")
def on_spark(cluster: Cluster, built: Staged) -> Iterator[scale.Engine]:
    with scale.opened(scale.address(cluster.remote), built.folder) as engine:
        yield engine


@pytest.fixture(scope="session")
def on_sail(built: Staged) -> Iterator[scale.Engine]:
    with scale.opened(scale.address("sail"), built.folder) as engine:
        yield engine
