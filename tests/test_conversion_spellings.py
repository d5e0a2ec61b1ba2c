"""Spellings of dates: as programs write them in other languages, and as people type them."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from support_kpi.conversion import moments
from support_kpi.conversion.texts import texts
from support_kpi.parsing.sheet import Sheet

SHEET = Sheet("", Path(), 1, ((), ()), (0,), 2)
AFTERNOON = datetime(2026, 2, 25, 15, 4)
EXACT = AFTERNOON.replace(second=5)
MIDNIGHT = datetime(2026, 2, 25)

MINUTES = (
    "25/févr./26 15:04", "25/fév./26 3:04 PM", "25. Feb. 2026 15:04", "25/fev/26 15:04",
    "25. Februar 2026 um 15:04 Uhr", "25.02.2026 15:04 Uhr", "Mi., 25. Feb. 2026, 15:04",
    "Mi 25.02.2026 15:04", "25/fev./2026 15:04", "25 de fevereiro de 2026 às 15:04",
    "qua., 25 de fev. de 2026 15:04", "25 février 2026 à 15:04", "mer. 25 févr. 2026 15:04",
    "mercredi 25 février 2026 15h04", "25/02/2026 à 15 h 04", "25 de febrero de 2026 15:04",
    "miércoles, 25 de febrero de 2026, 15:04", "25/02/2026 03:04 p. m.", "25/02/2026 03:04 p.m.",
    "25/02/2026 03:04 p.\u00a0m.", "Feb 25, 2026, 3:04\u202fPM", "25-feb-2026 15:04",
    "25 febbraio 2026 alle ore 15:04", "mercoledì 25 febbraio 2026 15:04",
    "woensdag 25 februari 2026 om 15:04", "2026年2月25日 15:04", "2026年02月25日 下午3:04",
    "2026年2月25日 15時04分", "2026年2月25日(水) 15:04", "2026年2月25日水曜日 15:04",
    "2026/02/25 午後3:04", "2026년 2월 25일 오후 3:04", "2026. 02. 25. 15:04",
    "25 lutego 2026 15:04", "25. února 2026 15:04", "25. 2. 2026 15:04", "25 Şub 2026 15:04",
    "25 февр. 2026 г., 15:04", "ср, 25 фев 2026 15:04", "25. feb. 2026 kl. 15.04",
    "25.2.2026 klo 15.04", "25.02.2026 15.04", "25/02/2026 - 15:04", "25/02/2026 15:04h",
    "2026-02-25 15:04 PM", "25 Feb 26, 03:04 PM", "2026-02-25 10:04 EST", "2026-02-25 18:04 GMT+3",
    "2026-02-25 15:04 (UTC)", "2026-02-25 17:04 (UTC+2)", "February 25, 2026 at 3:04 PM",
    "Wednesday 25 February 2026 15:04",
)  # fmt: skip
SECONDS = (
    "25.02.2026, 15:04:05", "Mittwoch, 25. Februar 2026 15:04:05", "25/02/2026, 3:04:05\u202fPM",
    "2026/2/25 下午3:04:05", "2026-02-25 星期三 15:04:05", "2026年2月25日 15时4分5秒",
    "2026. 2. 25. 오후 3:04:05", "2026.02.25. 15:04:05", "25.02.2026 15.04.05",
    "25-FEB-26 03.04.05.000000 PM", "2026-02-25T15:04:05.000+0000", "20260225150405",
    "2026-02-25T16:04:05+01:00[Europe/Berlin]", "2026-02-25 15:04:05 +0000 UTC",
    "2026-02-25 16:04:05 Europe/Berlin", "2026-02-25 16:04:05 CET", "Wed Feb 25 15:04:05 UTC 2026",
    "Wed Feb 25 15:04:05 2026", "Wed, 25 Feb 2026 15:04:05 +0000", "25/Feb/2026:15:04:05 +0000",
    "25FEB2026:15:04:05", "Feb 25 2026 03:04:05:000PM", "2026-02-25 PM 3:04:05",
    "\u200e25/\u200e02/\u200e2026 \u200f\u200e15:04:05", "1772031845000000000",
    "46078,6278356481", "46078.6278356481",
)  # fmt: skip
DAYS = (
    "25/févr./26", "25/Feb/26", "25. Februar 2026", "25 de fev. de 2026", "2026年2月25日",
    "mercredi 25 février 2026", "25th of February 2026", "quarta-feira, 25 de fevereiro de 2026",
)  # fmt: skip


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("set TimeZone = 'UTC'")
        yield opened


def moment(connection: duckdb.DuckDBPyConnection, written: str) -> datetime | None:
    connection.execute(
        "create or replace temp table sheet_row as select 1 as source_row, $text as c0",
        {"text": written},
    )
    found = moments.dates(connection, SHEET, "t0", set())
    parts = [part for part in (moments.clock(found, "dmy"), moments.instant(found, "dmy")) if part]
    if not parts:
        return None
    row = connection.execute(
        f"select coalesce({', '.join(parts)}, null) from {texts(SHEET, 't0')}"
    ).fetchone()
    return row[0] if row else None


@pytest.mark.parametrize("written", MINUTES)
def test_a_minute_is_read_however_it_is_spelt(
    connection: duckdb.DuckDBPyConnection, written: str
) -> None:
    assert moment(connection, written) == AFTERNOON


@pytest.mark.parametrize("written", SECONDS)
def test_a_second_is_read_however_it_is_spelt(
    connection: duckdb.DuckDBPyConnection, written: str
) -> None:
    assert moment(connection, written) == EXACT


@pytest.mark.parametrize("written", DAYS)
def test_a_day_is_read_however_it_is_spelt(
    connection: duckdb.DuckDBPyConnection, written: str
) -> None:
    assert moment(connection, written) == MIDNIGHT


@pytest.mark.parametrize(
    ("months", "template"),
    [
        ("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.", "25/{}/26"),
        ("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.", "25. {} 2026"),
        ("Jän Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez", "25/{}/26"),
        ("ene feb mar abr may jun jul ago sep oct nov dic", "25/{}/26"),
        ("ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.", "25 de {} de 2026"),
        ("jan fev mar abr mai jun jul ago set out nov dez", "25/{}/26"),
        ("gen feb mar apr mag giu lug ago set ott nov dic", "25-{}-2026"),
        ("jan feb mrt apr mei jun jul aug sep okt nov dec", "25 {} 2026"),
        ("sty lut mar kwi maj cze lip sie wrz paź lis gru", "25 {} 2026"),
        ("янв фев мар апр мая июн июл авг сен окт ноя дек", "25 {} 2026"),
        ("Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara", "25 {} 2026"),
        ("1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月", "2026年{}25日"),
    ],
)
def test_every_month_of_a_language_is_known(
    connection: duckdb.DuckDBPyConnection, months: str, template: str
) -> None:
    written = [template.format(month) for month in months.split()]
    expected = [datetime(2026, number, 25) for number in range(1, 13)]
    assert [moment(connection, one) for one in written] == expected
    assert [moment(connection, one.upper()) for one in written] == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-02-25 0:04 AM", datetime(2026, 2, 25, 0, 4)),
        ("2026-02-25 上午12:04", datetime(2026, 2, 25, 0, 4)),
        ("mar. 03/03/2026 10:00", datetime(2026, 3, 3, 10)),
        ("mar 3, 2026", datetime(2026, 3, 3)),
        ("mar. 3 mars 2026", datetime(2026, 3, 3)),
        ("2026-02-25 13:05 AM", None),
        ("25 foo 2026", None),
        ("2026-02-25 15:04:05 Europe/Atlantis", None),
        ("Today at 3:04 PM", None),
        ("1.772E+12", None),
    ],
)
def test_what_looks_like_something_else(
    connection: duckdb.DuckDBPyConnection, written: str, expected: datetime | None
) -> None:
    assert moment(connection, written) == expected
