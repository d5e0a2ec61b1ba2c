"""Texts that programs trip over, in the samples of every reader: each comes back as it was written,
no row is lost, and nothing else of the row changes."""

import csv
import io
from functools import cache
from pathlib import Path

import pytest

from support_kpi import readers
from tests import variants
from tests.sample_exports import Result, reader_of, result, samples

ODD = (
    # Letters of many scripts, apart and composed, from the right and above the basic plane.
    "Ünïcødé Ǆungla ﬁ ß İı", "Cafe\u0301 नमस्ते กำลัง ગુજરાતી", "שלום עולם مرحبا بالعالم",
    "工单已解决「注」", "👩🏽‍🚒🇧🇷 a\ufe0f𝒳𐍈", "z\u0336a\u0321l\u0353g\u0316o",
    # What nobody sees: joiners, marks of direction, soft hyphens, unusual blanks.
    "zero\u200bwidth\u200djoined", "\u202eturned round\u202c", "soft\u00adhyphen\u2060word",
    "thin\u2009and\u3000wide", "next\u0085line\u2028separator",
    # Control characters.
    "bell\x07 escape\x1b[31m delete\x7f", "tab\tinside", "two\nlines and\nanother",
    # What databases, browsers and spreadsheets would run.
    "'; drop table ticket; --", '" or ""="', "$name ${home} {0} %s %(a)d",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt; &amp;amp; &#x41;",
    "=HYPERLINK(\"http://x.example\")", "+SUM(1;2)", "@cmd|' /C calc'!A0", "-2+3",
    "`rm -rf /`; $(reboot)", "{{7*7}} <%= 7*7 %> #{7*7}",
    # Paths, addresses, markup and other people's formats.
    "../../etc/passwd", "C:\\temp\\new\\report.csv", "file:///dev/null", "javascript:void(0)",
    "![x](http://x.example/y.png)", '{"a": [1, null]}', "<?xml version='1.0'?>", "a;b|c\\,d",
    # Numbers, dates and yes or no that are texts here.
    "007", "1e309", "0x1F", "1,000,000.00", "31/02/2026", "TRUE story", "½ ² ٣ Ⅷ", "١٢٣",
    # Long ones.
    "x" * 5_000, "ab " * 1_500 + "end",
)  # fmt: skip
TEXTS = ("subject", "comment", "agent", "organization", "team")


def plain_samples() -> list[Path]:
    """One list of tickets or responses for each reader, its headings in one row."""
    found: dict[str, Path] = {}
    for sample in samples():
        if sample.suffix == ".csv" and hasattr(readers.reader(reader_of(sample)), "REQUIRED"):
            found.setdefault(reader_of(sample), sample)
    return list(found.values())


@cache
def whole(sample: Path) -> Result:
    return result(sample)


def place(sample: Path) -> tuple[str, int] | None:
    """A column that is read as the text it holds, and where it stands."""
    (done,) = whole(sample).converted
    headings = variants.rows_of(sample)[0]
    texts = {name: heading for name, heading, how in done.columns if how == "text"}
    return next(
        ((name, headings.index(texts[name])) for name in TEXTS if texts.get(name) in headings), None
    )


def rows_by_number(found: Result, name: str) -> dict[str, dict[str, str]]:
    """The rows of the table that has such a column, by their row in the file."""
    for text in found.frames.values():
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        if rows and name in rows[0] and "reason" not in rows[0]:
            return {row["source_row"]: row for row in rows}
    return {}


@pytest.mark.parametrize("sample", plain_samples(), ids=lambda path: path.stem)
def test_odd_texts_come_back_as_they_were(sample: Path, tmp_path: Path) -> None:
    found = place(sample)
    if found is None:
        pytest.skip("it keeps no text as it is written")
    name, position = found
    rows = variants.rows_of(sample)
    kept = sorted(map(int, rows_by_number(whole(sample), name)))
    filled = [number for number in kept if rows[number - 1][position].strip()]
    wanted: dict[str, str] = {}
    for odd, number in zip(_turn(sample), filled, strict=False):
        rows[number - 1][position], wanted[str(number)] = odd, odd
    (tmp_path / sample.name).write_bytes(variants.as_csv(rows))
    after = result(tmp_path / sample.name)
    read = rows_by_number(after, name)
    assert {number: read[number][name] for number in wanted} == {
        number: text.strip() for number, text in wanted.items()
    }
    before = [(one.rows_kept, one.rows_rejected) for one in whole(sample).converted]
    assert [(one.rows_kept, one.rows_rejected) for one in after.converted] == before
    for number, row in rows_by_number(whole(sample), name).items():
        for column in row.keys() - {name, "team_detail"}:
            assert read[number].get(column, "") == row[column], (number, column)


def _turn(sample: Path) -> tuple[str, ...]:
    """The texts, another one first in each sample, as samples have fewer rows than there are."""
    start = sum(sample.name.encode()) % len(ODD)
    return (*ODD[start:], *ODD[:start])
