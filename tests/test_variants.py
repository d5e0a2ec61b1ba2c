"""Damaged and rearranged exports: read or refused in words, no row lost, nothing read wrong."""

import csv
import io
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support_kpi.drafts import Options
from support_kpi.errors import ExportError
from support_kpi.ingest import DEFAULT, Staged
from support_kpi.ingest.reading import read
from tests import variants
from tests.sample_exports import Result, result, samples

MOST_SECONDS = 10  # Of work: how long that takes depends on what else goes on.

each = settings(
    max_examples=variants.EXAMPLES,
    derandomize=not variants.IS_FRESH,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
few = settings(parent=each, max_examples=variants.EXAMPLES // 2)


def staged(content: bytes, name: str) -> list[Staged]:
    """The tables of a file with this content; any error but a refusal is raised."""
    started = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        path, work = Path(folder) / name, Path(folder) / "work"
        path.write_bytes(content)
        work.mkdir()
        found = read(path, Path(folder), work, Options(name=name), bytes(32), DEFAULT)
    assert time.process_time() - started < MOST_SECONDS
    assert found
    return found


def frames(content: bytes, name: str) -> dict[str, str]:
    """The tables that a file with this content reads to."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        found = result(path)
    assert not found.refusals
    return found.frames


Rows = dict[tuple[str, str], list[dict[str, str]]]


def rows_of(found: Result) -> Rows:
    """What each row of a file became, by table and row; filled cells only."""
    rows: Rows = {}
    for table, text in found.frames.items():
        for one in csv.DictReader(io.StringIO(text)) if table != "rejects" else ():
            filled = {name: cell for name, cell in one.items() if cell}
            rows.setdefault((table, one["source_row"]), []).append(filled)
    return rows


def said(found: Result) -> set[str]:
    return {warning for one in found.converted for warning in one.warnings}


@cache
def whole(sample: Path) -> Result:
    return result_of(variants.as_csv(variants.rows_of(sample)), sample.name)


def result_of(content: bytes, name: str) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return result(path)


golden = cache(lambda sample: frames(sample.read_bytes(), sample.name))


def assert_nothing_is_lost(content: bytes, name: str) -> None:
    for one in staged(content, name):
        assert one.error or one.rows_read == one.rows_kept + one.rows_rejected


@given(st.data(), st.sampled_from(samples()))
@each
def test_flipped_bytes_stop_nothing_and_lose_nothing(data: st.DataObject, sample: Path) -> None:
    content = data.draw(variants.flipped(sample.read_bytes()))
    assert_nothing_is_lost(content, sample.name)


@given(st.data(), st.sampled_from(samples()))
@each
def test_pieces_cut_or_repeated_stop_nothing_and_lose_nothing(
    data: st.DataObject, sample: Path
) -> None:
    content = data.draw(variants.cut(sample.read_bytes()))
    assert_nothing_is_lost(content, sample.name)


@given(st.data(), st.sampled_from(variants.comma_separated()))
@each
def test_rows_cut_short_or_long_stop_nothing_and_lose_nothing(
    data: st.DataObject, sample: Path
) -> None:
    rows = data.draw(variants.cut_rows(variants.rows_of(sample)))
    assert_nothing_is_lost(variants.as_csv(rows), sample.name)


@given(st.data(), st.sampled_from(variants.comma_separated()))
@each
def test_columns_dropped_stop_nothing_and_lose_nothing(data: st.DataObject, sample: Path) -> None:
    rows = data.draw(variants.fewer_columns(variants.rows_of(sample)))
    assert_nothing_is_lost(variants.as_csv(rows), sample.name)


@given(st.data(), st.sampled_from(variants.comma_separated()))
@each
def test_archives_and_workbooks_broken_off_are_refused_or_whole(
    data: st.DataObject, sample: Path
) -> None:
    content = data.draw(variants.packed(sample.name, sample.read_bytes()))
    damaged = data.draw(st.one_of(variants.flipped(content), variants.cut(content)))
    assert_nothing_is_lost(damaged, sample.name)


@given(st.data(), st.sampled_from(variants.comma_separated()))
@each
def test_workbooks_with_flipped_bytes_are_refused_or_whole(
    data: st.DataObject, sample: Path
) -> None:
    content = variants.as_workbook(variants.rows_of(sample))
    damaged = data.draw(st.one_of(variants.flipped(content), variants.cut(content)))
    assert_nothing_is_lost(damaged, sample.name)


@given(st.data(), st.sampled_from(variants.by_heading()))
@few
def test_columns_in_another_order_read_the_same(data: st.DataObject, sample: Path) -> None:
    found = frames(
        variants.as_csv(data.draw(variants.shuffled(variants.rows_of(sample)))), sample.name
    )
    found.pop("rejects", None)
    assert found == {name: text for name, text in golden(sample).items() if name != "rejects"}


@given(st.sampled_from(variants.comma_separated()), st.sampled_from(variants.ENCODINGS))
@each
def test_another_encoding_reads_the_same(sample: Path, encoding: str) -> None:
    text = sample.read_text(encoding="utf-8-sig")
    with suppress(UnicodeEncodeError):
        assert frames(text.encode(encoding), sample.name) == golden(sample)


@given(st.data(), st.sampled_from(variants.of_tickets()))
@few
def test_a_damaged_cell_changes_no_other_row_without_a_word(
    data: st.DataObject, sample: Path
) -> None:
    content, row = data.draw(variants.damaged_cell(variants.rows_of(sample)))
    try:
        found = result_of(content, sample.name)
    except ExportError:
        return
    before, after = rows_of(whole(sample)), rows_of(found)
    changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    others = {number for _, number in changed} - {str(row)}
    assert not others or found.refusals or said(found) - said(whole(sample))


@given(st.data(), st.sampled_from(variants.of_surveys()))
@few
def test_a_damaged_cell_changes_no_other_respondent_without_a_word(
    data: st.DataObject, sample: Path
) -> None:
    """What the answers to one question have in common may change with one of them; who answered,
    when, and how much of it may not."""
    content, row = data.draw(variants.damaged_cell(variants.rows_of(sample), headings=3))
    try:
        found = result_of(content, sample.name)
    except ExportError:
        return
    others = {key for key in (*rows_of(whole(sample)), *rows_of(found)) if key[1] != str(row)}
    lost = {
        key
        for key in others
        if key[0] == "respondent" and rows_of(whole(sample)).get(key) != rows_of(found).get(key)
    }
    assert not lost or found.refusals or said(found) - said(whole(sample))
