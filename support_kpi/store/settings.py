"""Settings of a store: their defaults, the values that fit, and those that the model reads."""

from collections.abc import Mapping
from sqlite3 import Connection
from zoneinfo import available_timezones

from support_kpi.errors import UsageError
from support_kpi.store import efforts, entered, ledger, rules, ties

DEFAULTS: Mapping[str, object] = {
    "reporting_zone": "UTC",
    "keep_originals": True,
    "pseudonyms": True,
    "survey_join_days": 14,
    "least_answers": 5,
    "questionnaire_map": "[]",
    "option_map": "[]",
    "characteristic_efforts": "{}",
}
OF_MODEL = (
    "reporting_zone",
    "survey_join_days",
    "least_answers",
    "questionnaire_map",
    "option_map",
    "value_rules",
    "entries",
)
MOST_JOIN_DAYS = 366
MOST_LEAST_ANSWERS = 100


def of(connection: Connection) -> Mapping[str, object]:
    """Every setting, as a person set it or by default, the rules of values and the entries."""
    return {
        **DEFAULTS,
        **ledger.settings(connection),
        "value_rules": rules.as_json(connection),
        "entries": entered.as_json(connection),
    }


def require_name(name: str) -> None:
    if name not in DEFAULTS:
        raise UsageError(f'There is no setting "{name}". There are: {", ".join(DEFAULTS)}.')


def require_value(name: str, value: object) -> None:
    require_name(name)
    if type(value) is not type(DEFAULTS[name]):
        raise UsageError(f'"{value}" does not fit the setting {name}.')
    if name == efforts.SETTING:
        efforts.read(str(value))
    if name == "reporting_zone" and value not in available_timezones():
        raise UsageError(f'"{value}" is no time zone; write one such as Europe/Berlin or UTC.')
    if isinstance(value, int) and name == "survey_join_days" and not 0 <= value <= MOST_JOIN_DAYS:
        raise UsageError(f"survey_join_days is {value}; write 0 to {MOST_JOIN_DAYS} days.")
    if isinstance(value, int) and name == "least_answers" and not 1 <= value <= MOST_LEAST_ANSWERS:
        raise UsageError(f"least_answers is {value}; write 1 to {MOST_LEAST_ANSWERS} answers.")
    if name in ties.NAMES:
        ties.from_text(str(value), ties.NAMES[name], name)
