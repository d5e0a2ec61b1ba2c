"""An engine that is open: SQL of DuckDB goes in, Parquet on the shared disk comes out."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa

from support_kpi.errors import EngineError
from support_kpi.scale import sail, servers, spark
from support_kpi.scale.addresses import Address

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    # Spark 4.2 refuses a union that takes one column twice, once this rule has been over it.
    "spark.sql.optimizer.excludedRules": (
        "org.apache.spark.sql.catalyst.optimizer.RemoveRedundantAliases"
    ),
}

SPARK_CONNECT_PORT = 15002
NUMBERED = ("_metadata.file_path as filename", "_metadata.row_index as file_row")


@dataclass(frozen=True)
class Engine:
    """A session of Spark Connect. `here` is the store on this machine, `there` the same folder as
    the machines of the engine see it."""

    session: Any
    here: Path
    there: str
    numbers_rows: bool

    def view(self, name: str, path: Path) -> None:
        """Let a name mean a Parquet file, or a folder of them."""
        self._do(lambda: self.session.read.parquet(self._seen(path)).createOrReplaceTempView(name))

    def define(self, name: str, sql: str) -> None:
        self._do(lambda: self.session.sql(sql).createOrReplaceTempView(name))

    def write(self, sql: str, folder: Path) -> None:
        self._do(lambda: self.session.sql(sql).write.parquet(self._seen(folder)))

    def ask(self, sql: str) -> pa.Table:
        return self._do(lambda: self.session.sql(sql).toArrow())

    def segments(self, name: str, shape: str, files: list[Path]) -> None:
        """Let a name mean the rows of files with the name of each file and the place in it."""
        read = self.session.read.schema(shape).parquet
        self._do(
            lambda: (
                read(*[self._seen(file) for file in files])
                .selectExpr("*", *NUMBERED)
                .createOrReplaceTempView(name)
            )
        )

    def _seen(self, path: Path) -> str:
        return f"{self.there}/{path.relative_to(self.here)}"

    def _do(self, work: Any) -> Any:
        try:
            return work()
        except _failures() as error:
            # What an engine says may quote rows; its class and condition do not.
            condition = getattr(error, "getCondition", lambda: None)() or type(error).__name__
            raise EngineError(
                f"The engine stopped with {condition}; the store is as it was before. Its own log "
                "says why; `--engine duckdb` needs no other machine."
            ) from error


@contextmanager
def opened(to: Address, folder: Path, shared: str | None = None) -> Iterator[Engine]:
    """Connect to an engine that reads the store in `folder`, which it sees as `shared`."""
    if find_spec("pyspark") is None:
        raise EngineError(
            f"The engine {to.text} needs the packages of requirements-scale.txt: `make scale` "
            "installs them; `--engine duckdb` needs none."
        )
    serving = sail.serving if to.kind == "sail" else spark.serving
    with serving(to, folder) as remote:
        session = _connected(remote)
        try:
            yield Engine(session, folder, shared or str(folder), to.kind != "sail")
        finally:
            session.stop()


def _connected(remote: str) -> Any:
    # The client would go on asking for minutes.
    host, _, port = urlsplit(remote).netloc.partition(":")
    if not servers.answers(host, int(port or SPARK_CONNECT_PORT)):
        raise _silent(remote)
    with warnings.catch_warnings():
        # pyspark warns of pandas 3, whose frames are not used here.
        warnings.simplefilter("ignore")
        try:
            session = import_module("pyspark.sql").SparkSession.builder.remote(remote).create()
            for name, value in SETTINGS.items():
                session.conf.set(name, value)
        except _failures():
            raise _silent(remote) from None
    return session


def _silent(remote: str) -> EngineError:
    return EngineError(
        f"{remote} does not answer; see that a server of Spark Connect listens there."
    )


def _failures() -> tuple[type[Exception], ...]:
    return import_module("pyspark.errors").PySparkException, import_module("grpc").RpcError
