"""Tables whose headings and values are in Chinese, Spanish, German, French and Portuguese."""

from pathlib import Path

import duckdb
import pytest

from support_kpi import readers
from support_kpi.conversion import convert
from support_kpi.drafts import Options
from support_kpi.mappings.meanings import known, meaning
from support_kpi.mappings.synonyms import spoken
from support_kpi.mappings.units import unit_in
from support_kpi.parsing.files import sheets
from support_kpi.schema import CHANNELS, PRIORITIES, STATUSES

FOREIGN = Path(__file__).parent / "foreign"
ALLOWED = {"channel": tuple(CHANNELS), "status": STATUSES, "priority": PRIORITIES}
COUNTED = """
    select
        count(*) as tickets,
        min(created_at)::varchar as first,
        count(*) filter (status in ('solved', 'closed')) as solved,
        count(*) filter (status = 'new') as new,
        count(*) filter (status = 'pending') as pending,
        count(*) filter (priority = 'urgent') as urgent,
        count(*) filter (channel = 'phone') as phone,
        count(*) filter (channel = 'live_chat') as live_chat,
        count(*) filter (channel = 'messaging') as messaging,
        sum(epoch(solved_at) - epoch(created_at)) / 3600 as hours,
        min(first_reply_seconds) as quickest,
        count(distinct team) as teams,
        count(requester_id) as requesters
    from read_parquet($path)
"""


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt", "zh"])
def test_a_help_desk_in_another_language_reads_right_without_options(
    tmp_path: Path, language: str
) -> None:
    (sheet,) = sheets(FOREIGN / f"{language}.csv", tmp_path / "sheets")
    name, reader = readers.claim(sheet, Options())
    assert name == "generic_table"
    with duckdb.connect() as connection:
        reading = reader.read(sheet, Options())
        read = convert(connection, sheet, reading, Options(), b"k" * 32, tmp_path / "tables")
        tickets = connection.execute(COUNTED, {"path": str(read.tables["ticket"])}).fetchone()
        answers = connection.execute(
            "select count(*), count(*) filter (is_satisfied) from read_parquet($path)",
            {"path": str(read.tables["response"])},
        ).fetchone()
    assert (read.rows_kept, read.rows_rejected, read.cells_bad) == (20, 0, 0)
    assert tickets == (20, "2026-03-01 09:10:00", 8, 4, 4, 5, 4, 4, 4, 240.0, 5580.0, 2, 20)
    assert answers == (8, 4)
    assert not [warning for warning in read.warnings if "not used" in warning]


@pytest.mark.parametrize("vocabulary", ["channel", "status", "priority"])
def test_every_known_word_means_an_allowed_value(vocabulary: str) -> None:
    assert set(known(vocabulary).values()) <= set(ALLOWED[vocabulary])


def test_a_word_without_its_accents_means_the_same() -> None:
    assert meaning("status", "Résolu") == meaning("status", "RESOLU") == "solved"
    assert meaning("channel", "Teléfono") == meaning("channel", "telefono") == "phone"


@pytest.mark.parametrize(
    ("value", "means"),
    [
        ("Warte auf Rückmeldung", "pending"),
        ("En attente d'un tiers", "pending"),
        ("Resuelto por el agente", "solved"),
        ("Ungelöst", "open"),
        ("已解决（自动）", "solved"),
        ("Nevada", None),
    ],
)
def test_a_phrase_is_known_by_its_words(value: str, means: str | None) -> None:
    assert meaning("status", value) == means


def test_an_online_chat_is_no_messenger_called_line() -> None:
    assert meaning("channel", "Online chat support") == "live_chat"
    assert meaning("channel", "LINE") == "messaging"


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Tiempo de respuesta (horas)", "hours"),
        ("Antwortzeit in Minuten", "minutes"),
        ("Délai (en heures)", "hours"),
        ("首次响应时长（分钟）", "minutes"),
        ("Bearbeitungszeit (Std.)", "hours"),
        ("Group d", None),
        ("First reply in business hours", None),
    ],
)
def test_headings_name_units_in_their_language(heading: str, unit: str | None) -> None:
    assert unit_in(heading) == unit


def test_headings_are_compared_without_accents_articles_and_units() -> None:
    assert spoken("ID del Ticket") == spoken("id ticket")
    assert spoken("Date d'ouverture") == spoken("date ouverture")
    assert spoken("Délai de réponse (en minutes)") == spoken("delai reponse")
