"""Ids of records and people, which other programs like to take for numbers."""

RECORDS = ("ticket_id", "response_id", "respondent_id")
DECIMAL = r"^(\d+)\.0$"


def whole_id(text: str) -> str:
    """SQL of an id: `1001.0`, as a column of numbers with gaps is saved, is 1001."""
    return f"regexp_replace({text}, '{DECIMAL}', '\\1')"
