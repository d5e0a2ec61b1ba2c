"""Spark: a server of Spark Connect that is there, or one started here for a cluster."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from support_kpi.errors import EngineError
from support_kpi.scale.addresses import Address
from support_kpi.scale.servers import HOST, free_port, served

HOME = "SPARK_HOME"
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
SETTINGS: Mapping[str, str] = {
    "spark.connect.grpc.binding.address": HOST,
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
}


@contextmanager
def serving(to: Address, folder: Path) -> Iterator[str]:
    """Where a server of Spark Connect listens; one started here lives as long as the block."""
    if to.kind == "sc":
        yield to.text
        return
    home = spark_home()
    require_java()
    port = free_port()
    settings = {**SETTINGS, "spark.connect.grpc.binding.port": str(port)}
    words = [str(home / "bin" / "spark-submit"), "--master", to.text, "--class", SERVER]
    for name, value in settings.items():
        words += ["--conf", f"{name}={value}"]
    with served("Spark Connect", words, port, folder / "temporary" / "spark-connect.log", {}):
        yield f"sc://{HOST}:{port}"


def spark_home() -> Path:
    """The folder of a Spark distribution."""
    home = Path(os.environ.get(HOME, ""))
    if not (home / "bin" / "spark-submit").is_file():
        raise EngineError(
            f"A spark:// address needs a Spark distribution on this machine: name its folder in "
            f"{HOME}, or start Spark Connect on the cluster and name that as sc://HOST:15002."
        )
    return home


def require_java() -> None:
    java = Path(os.environ.get("JAVA_HOME", "")) / "bin" / "java"
    if not java.is_file() and not shutil.which("java"):
        raise EngineError(
            "Spark needs Java 17, which is not installed (Debian: openjdk-17-jre-headless). "
            "`--engine sail` needs no Java and gives the same cubes on one machine."
        )
