"""Rules of values in the ledger: what was said at which change, and what of it counts."""

import json
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection


@dataclass(frozen=True)
class Rule:
    """A value as a source writes it and what it means; a meaning of None is no value at all."""

    source: str
    field: str
    value: str
    meaning: str | None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.source, self.field, self.value.strip().lower()


@dataclass(frozen=True)
class Change:
    """What was said at one go. With `is_forgotten` its values count as they were read."""

    change: int
    rules: tuple[Rule, ...]
    is_forgotten: bool
    who: str
    made_at: datetime
    is_active: bool


def effective(connection: Connection) -> list[Rule]:
    """The meanings that count: of each value the latest change that is not undone."""
    said: dict[tuple[str, str, str], Rule | None] = {}
    for change in reversed(changes(connection)):
        if change.is_active:
            said |= {rule.key: None if change.is_forgotten else rule for rule in change.rules}
    return [rule for _, rule in sorted(said.items()) if rule]


def as_json(connection: Connection) -> str:
    """The meanings that count, as the model reads them."""
    return json.dumps([vars(rule) for rule in effective(connection)], ensure_ascii=False)


def changes(connection: Connection) -> list[Change]:
    rows = connection.execute("select * from value_rule order by change desc, rule_id").fetchall()
    numbers = dict.fromkeys(row["change"] for row in rows)
    return [
        Change(
            change=number,
            rules=tuple(
                Rule(row["source"], row["field"], row["value"], row["meaning"]) for row in same
            ),
            is_forgotten=not same[0]["is_rule"],
            who=same[0]["who"],
            made_at=datetime.fromisoformat(same[0]["made_at"]),
            is_active=bool(same[0]["is_active"]),
        )
        for number in numbers
        for same in [[row for row in rows if row["change"] == number]]
    ]
