"""A cluster of Spark, a server of Sail and a snapshot of DuckDB, each started or built once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support_kpi import scale
from support_kpi.store import building
from support_kpi.store.records import Segment
from tests.scale import clusters, staged
from tests.scale.clusters import Cluster

TICKETS = 2_000


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
    with clusters.started(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def on_spark(cluster: Cluster, built: Staged) -> Iterator[scale.Engine]:
    with scale.opened(scale.address(cluster.remote), built.folder) as engine:
        yield engine


@pytest.fixture(scope="session")
def on_sail(built: Staged) -> Iterator[scale.Engine]:
    with scale.opened(scale.address("sail"), built.folder) as engine:
        yield engine
