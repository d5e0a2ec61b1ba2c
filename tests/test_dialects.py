"""The sample exports in other dialects: each reads to the same rows as the sample itself."""

import csv
import io
from functools import cache
from pathlib import Path

import pytest

from support_kpi.drafts import Options
from tests import dialects
from tests.sample_exports import SAMPLES, result

# What tells where a row stood and under which heading, as it was written.
PLACES = ("source_row", "position", "record", "heading", "survey")
EVERY = ("zendesk_csv.csv",)
OTHERS = (
    "servicenow_incident.csv",
    "jira_service_management.csv", "freshdesk_csv.csv", "intercom_conversations.csv",
    "salesforce_cases.csv", "talkdesk_contacts.csv", "aircall_calls.csv", "hubspot_tickets.csv",
    "delighted.csv", "qualtrics.csv", "surveymonkey.csv", "typeform.csv", "generic_table.csv",
)  # fmt: skip
EACH = 4
PAIRS = [(name, dialect) for name in EVERY for dialect in dialects.DIALECTS] + [
    (name, dialects.DIALECTS[(place * EACH + step) % len(dialects.DIALECTS)])
    for place, name in enumerate(OTHERS)
    for step in range(EACH)
]


def told(name: str, path: Path) -> dict[str, list[list[tuple[str, str]]]]:
    """The frames of a file without the places of their rows."""
    frames = result(path, Options(name=name)).frames
    return {
        table: sorted(
            [(column, cell) for column, cell in row.items() if column not in PLACES]
            for row in csv.DictReader(io.StringIO(text))
        )
        for table, text in frames.items()
    }


@cache
def expected(name: str) -> dict[str, list[list[tuple[str, str]]]]:
    return told(name, SAMPLES / name)


@pytest.mark.parametrize(
    ("name", "dialect"), PAIRS, ids=[f"{name} {dialect.__name__}" for name, dialect in PAIRS]
)
def test_a_sample_reads_the_same_in_another_dialect(
    name: str, dialect: dialects.Dialect, tmp_path: Path
) -> None:
    with (SAMPLES / name).open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    path = tmp_path / "export.csv"
    try:
        path.write_bytes(dialect(rows))
    except UnicodeEncodeError:
        pytest.skip("the sample holds characters that the encoding lacks")
    assert told(name, path) == expected(name)
