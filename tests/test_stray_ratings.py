"""A rating that is damaged or foreign costs itself, is said, and costs no other one."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from support_kpi.drafts import Options
from support_kpi.ingest import DEFAULT
from support_kpi.ingest.reading import read
from support_kpi.ingest.staged import Staged

RATED = ("Muy satisfecho", "Insatisfecho", "Muy satisfecho", "Insatisfecho", "Muy satisfecho")


COLUMNS = {"ticket_id": "Ticket ID", "created_at": "Created at", "csat_score": "CSAT"}


def one(
    folder: Path,
    heading: str,
    ratings: tuple[str, ...],
    mapping: dict[str, object] | None = None,
) -> Staged:
    rows = [
        f"{2000 + n};2026-02-{n + 1:02} 10:00;closed;email;{rating}"
        for n, rating in enumerate(ratings)
    ]
    path = folder / "list.csv"
    path.write_text("\n".join([f"Ticket ID;Created at;Status;Channel;{heading}", *rows, ""]))
    (found,) = read(path, folder / "out", folder / "work", Options(mapping=mapping), b"", DEFAULT)
    assert found.error is None
    return found


def scores(found: Staged) -> list[float]:
    query = "select score from read_parquet($path) order by source_row"
    path = {"path": str(found.tables["response"])}
    return [score for (score,) in duckdb.execute(query, path).fetchall()]


@pytest.mark.parametrize(
    ("heading", "ratings", "expected"),
    [
        ("CSAT", (*RATED, "Insatisf.cho"), [5, 2, 5, 2, 5]),
        ("CSAT", ("5", "4", "1", "2", "5", "3", "x"), [5, 4, 1, 2, 5, 3]),
    ],
)
def test_a_damaged_rating_costs_itself_only(
    tmp_path: Path, heading: str, ratings: tuple[str, ...], expected: list[float]
) -> None:
    found = one(tmp_path, heading, ratings)
    assert scores(found) == expected
    said = f"“CSAT”: 1 rating is none of its scale and left out: “{ratings[-1]}”."
    assert said in " ".join(found.warnings)


def test_ratings_that_nothing_tells_the_points_of_are_named(tmp_path: Path) -> None:
    mapping: dict[str, object] = {"table": "ticket", "columns": COLUMNS}
    found = one(tmp_path, "CSAT", ("so", "la", "la", "so", "la", "hm"), mapping)
    assert "response" not in found.tables
    said = "“CSAT” is not read as CSAT: nothing tells the points of “la”, “so”, “hm”."
    assert said in found.warnings


def test_ratings_of_a_known_scale_and_none_at_all_are_not_remarked_on(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert "left out" not in " ".join(one(tmp_path / "a", "CSAT", RATED).warnings)
    (tmp_path / "b").mkdir()
    assert "CSAT" not in " ".join(one(tmp_path / "b", "CSAT", ("",) * 5).warnings)


def test_tickets_offered_a_survey_count_as_asked_and_those_that_were_not_do_not(
    tmp_path: Path,
) -> None:
    ratings = ("Good", "Offered", "Unoffered", "Bad", "Not rated")
    found = one(tmp_path, "Satisfaction Score", ratings)
    query = """
        select is_answered, is_satisfied, offered_at::date, responded_at::date
        from read_parquet($path)
        order by source_row
    """
    path = {"path": str(found.tables["response"])}
    assert duckdb.execute(query, path).fetchall() == [
        (True, True, None, date(2026, 2, 1)),
        (False, None, date(2026, 2, 2), None),
        (True, False, None, date(2026, 2, 4)),
    ]
    assert "left out" not in " ".join(found.warnings)
