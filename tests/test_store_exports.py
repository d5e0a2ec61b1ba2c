"""Real files through the whole way: staged, stored, found again."""

import gzip
from pathlib import Path

import pytest

from support_kpi.conversion.people import pseudonym
from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.store import Step, Store
from tests import staged

SAMPLES = Path(__file__).parents[1] / "sample_data" / "exports"
SAMPLE = SAMPLES / "zendesk_csv.csv"
UTC = Options(zone="UTC")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    staged.without_model(tmp_path, monkeypatch)
    # A folder that a pattern would take for another.
    return Store.open(tmp_path / "store[1]*")


def rows(store: Store, sql: str) -> list[tuple]:
    _, connection = store.connect()
    with connection:
        return connection.cursor().execute(sql).fetchall()


def scratch(store: Store) -> list[Path]:
    return list((store.folder / "staging").iterdir())


def test_an_export_is_loaded_with_its_original_and_every_row_accounted_for(store):
    (result,) = store.load(SAMPLE, UTC, by="ana")
    assert (result.status, result.reader, result.table) == ("loaded", "zendesk_csv", "ticket")
    assert result.rows_read == result.rows_kept + result.rows_rejected > 10
    assert rows(store, "select count(*) from ticket") == [(result.records,)]
    assert (store.folder / "originals" / result.sha256).read_bytes() == SAMPLE.read_bytes()
    assert store.rejects(1).is_file()
    assert scratch(store) == []


def test_the_name_of_an_upload_is_the_one_the_user_knows(store, tmp_path):
    copy = tmp_path / "upload-8f3a"
    copy.write_bytes(SAMPLE.read_bytes())
    (result,) = store.load(copy, UTC, name="march.csv")
    assert (result.file, store.loads()[0].file) == ("march.csv", "march.csv")


def test_files_load_together_and_a_refused_one_does_not_stop_the_others(store, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,\n\nno table here.\n")
    moves: list[Step] = []
    paths = [SAMPLE, letter, tmp_path / "missing.csv", SAMPLES / "freshdesk_csv.csv"]
    results = store.load_many(paths, UTC, "ana", moves.append)
    assert [result.status for result in results] == ["loaded", "refused", "refused", "loaded"]
    assert results[1].error and results[2].error
    assert results[1].rows_read == 0
    assert store.snapshot().number == 2
    assert (moves[0].done, moves[0].whole, moves[0].name) == (0, 4, "zendesk_csv.csv")
    assert (moves[-1].done, moves[-1].whole, moves[-1].name) == (4, 4, "")
    assert scratch(store) == []


def test_checking_answers_like_loading_and_stores_nothing(store):
    (checked,) = store.check(SAMPLE, UTC)
    assert store.loads() == []
    assert scratch(store) == []
    assert list((store.folder / "originals").iterdir()) == []
    (loaded,) = store.load(SAMPLE, UTC)
    assert (checked.load_id, loaded.load_id) == (None, 1)
    assert checked.records_new == loaded.records_new


def test_requesters_are_stored_as_pseudonyms_unless_a_setting_says_otherwise(store):
    store.set_setting("pseudonyms", False)
    store.load(SAMPLE, UTC)
    raw = {text for (text,) in rows(store, "select distinct requester_id from ticket")}
    store.set_setting("pseudonyms", True)
    key = (store.folder / "pseudonym.key").read_bytes()
    other = Store.open(store.folder.with_name("other"))
    (other.folder / "pseudonym.key").write_bytes(key)
    other.load(SAMPLE, UTC)
    kept = {text for (text,) in rows(other, "select distinct requester_id from ticket")}
    assert kept == {text and pseudonym(key, text) for text in raw}
    assert len(kept) > 3


def test_originals_are_not_kept_where_a_setting_says_so(store):
    store.set_setting("keep_originals", False)
    store.load(SAMPLE, UTC)
    assert list((store.folder / "originals").iterdir()) == []
    assert not store.loads()[0].has_original


def test_a_wrong_option_leaves_no_scratch(store):
    with pytest.raises(UsageError):
        store.load_many([SAMPLE, SAMPLE], Options(reader="no_such_reader"))
    assert scratch(store) == []
    assert store.loads() == []


def test_a_requester_of_an_export_can_be_erased_with_the_original(store, tmp_path):
    store.set_setting("pseudonyms", False)
    packed = tmp_path / "export.csv.gz"
    packed.write_bytes(gzip.compress(SAMPLE.read_bytes()))
    store.load(packed, UTC)
    (person,) = rows(store, "select max(requester_id) from ticket where requester_id is not null")[
        0
    ]
    erased = store.erase(person)
    assert erased.rows > 0
    assert (erased.originals, erased.remains) == (1, ())
    found = rows(store, f"select count(*) from ticket where requester_id = '{person}'")
    assert found == [(0,)]
