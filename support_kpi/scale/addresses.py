"""Engines by name: `duckdb`, `sail`, `spark://host:port`, `sc://host:port`."""

import re
from dataclasses import dataclass
from typing import Literal

from support_kpi.errors import UsageError

DUCKDB = "duckdb"
REMOTE = re.compile(r"(spark|sc)://[^\s/:;]+(:\d+)?([/;]\S*)?")


@dataclass(frozen=True)
class Address:
    """An engine and where it listens; `sc` is Spark Connect, `spark` the master of a cluster."""

    kind: Literal["duckdb", "sail", "spark", "sc"]
    text: str


def address(text: str) -> Address:
    if text == DUCKDB:
        return Address("duckdb", text)
    if text == "sail":
        return Address("sail", text)
    if REMOTE.fullmatch(text):
        return Address("sc" if text.startswith("sc:") else "spark", text)
    raise UsageError(
        f'"{text}" is no engine; write duckdb, sail, spark://HOST:PORT for the master of a cluster '
        "or sc://HOST:PORT for a server of Spark Connect."
    )
