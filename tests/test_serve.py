"""Starting the dashboard from a shell."""

import socket
from contextlib import closing
from pathlib import Path

import pytest

from support_kpi import serve
from support_kpi.errors import UsageError
from support_kpi.store import Store
from tests.sample_store import copied


def test_an_empty_store_gets_every_file_of_the_sample(sample_store: Path) -> None:
    loads = Store.open(sample_store).loads()
    assert {load.file for load in loads} == {path.name for path in serve.sample_files()}
    assert {"synthetic_zendesk_tickets.csv.gz", "benchmarks.csv"} <= {load.file for load in loads}


def test_targets_and_annotations_of_the_sample_are_entered_with_it(
    sample_store: Path, tmp_path: Path
) -> None:
    store = Store.open(copied(sample_store, tmp_path / "store"))
    with closing(store.connect()[1]) as connection:
        origins = connection.execute("select distinct origin from target").fetchall()
        notes = connection.execute("select count(*) from annotation").fetchone()
    assert (origins, notes) == ([("synthetic sample target",)], (3,))


def test_a_store_with_loads_is_left_alone(sample_store: Path) -> None:
    before = Store.open(sample_store).loads()
    assert serve.fill(sample_store) == 0
    assert Store.open(sample_store).loads() == before


def test_a_port_in_use_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((serve.ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"Port {port} of 127.0.0.1 cannot be used"):
            serve.serve(tmp_path / "store", port)
    assert not (tmp_path / "store").exists()


def test_a_port_that_no_machine_has_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Port 99999"):
        serve.serve(tmp_path / "store", 99_999)
