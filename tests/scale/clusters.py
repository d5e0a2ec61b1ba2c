"""A cluster of Spark on this machine: one master and two workers, one core each."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from support_kpi import scale
from support_kpi.scale import servers, spark

DEPLOY = "org.apache.spark.deploy"
# Six machines of Java share few cores here, for a minute: none is worth optimising for hours.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@dataclass(frozen=True)
class Cluster:
    """`remote` is its server of Spark Connect."""

    remote: str
    workers: tuple[subprocess.Popen[bytes], ...]

    def kill_a_worker(self) -> None:
        """With all that it runs, and without a word."""
        os.killpg(self.workers[0].pid, signal.SIGKILL)


@contextmanager
def started(folder: Path, memory: int = 512) -> Iterator[Cluster]:
    """`memory` is megabytes of each worker."""
    settings = {
        "spark.driver.memory": "700m",
        "spark.driver.extraJavaOptions": JAVA,
        "spark.executor.extraJavaOptions": JAVA,
        "spark.executor.memory": f"{memory}m",
        "spark.executor.cores": "1",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": servers.HOST,
    }
    written = "".join(f"{name} {value}\n" for name, value in settings.items())
    (folder / "spark-defaults.conf").write_text(written)
    spark.require_java()
    program = str(spark.spark_home() / "bin" / "spark-class")
    port = servers.free_port()
    master = f"spark://{servers.HOST}:{port}"
    with pytest.MonkeyPatch.context() as patch, ExitStack() as running:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("SPARK_LOCAL_IP", servers.HOST)
        patch.setenv("SPARK_DAEMON_JAVA_OPTS", JAVA)
        words = [program, f"{DEPLOY}.master.Master", "--host", servers.HOST, "--port", str(port)]
        words += ["--webui-port", "0"]
        running.enter_context(servers.served("The master", words, port, folder / "master.log", {}))
        workers: list[subprocess.Popen[bytes]] = []
        for number in range(2):
            own = servers.free_port()
            words = [program, f"{DEPLOY}.worker.Worker", "--host", servers.HOST]
            words += ["--port", str(own), "--webui-port", "0", "--cores", "1"]
            words += ["--memory", f"{memory + 100}m"]
            words += ["--work-dir", str(folder / f"worker{number}"), master]
            log = folder / f"worker{number}.log"
            workers.append(running.enter_context(servers.served("A worker", words, own, log, {})))
        remote = running.enter_context(spark.serving(scale.address(master), folder))
        yield Cluster(remote, tuple(workers))
