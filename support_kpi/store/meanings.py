"""Meanings: what people say that a source's values of channel, status, priority and team mean.

Each saying is a change of the ledger that can be undone; of one value the latest one counts.
The rows stay as they were loaded: the model applies the meanings whenever a snapshot is built.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from support_kpi.errors import UsageError
from support_kpi.schema import CHANNELS, PRIORITIES, STATUSES
from support_kpi.store import files, ledger, rules
from support_kpi.store.publication import publication
from support_kpi.store.rules import Change, Rule

FIELDS: Mapping[str, tuple[str, ...]] = {
    "channel": tuple(CHANNELS),
    "status": STATUSES,
    "priority": PRIORITIES,
    "team": (),
}


@dataclass(frozen=True)
class Meanings:
    """The meanings of values that a store keeps."""

    folder: Path

    def rules(self) -> list[Rule]:
        """Every meaning that counts now, by source, field and value."""
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            return rules.effective(connection)

    def changes(self) -> list[Change]:
        """Every change, undone ones too, the newest first."""
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            return rules.changes(connection)

    def say(self, said: Sequence[Rule], by: str = "") -> Change:
        """Give values a meaning, as one change and one publication."""
        for rule in said:
            _require(rule)
        return self._add(said, by, is_rule=True)

    def forget(self, said: Sequence[Rule], by: str = "") -> Change:
        """Let values count as they were read."""
        known = {rule.key for rule in self.rules()}
        strange = next((rule for rule in said if rule.key not in known), None)
        if strange:
            raise UsageError(
                f'Nothing is said of the {strange.field} "{strange.value}" of {strange.source}.'
            )
        return self._add(said, by, is_rule=False)

    def undo(self, change: int) -> Change:
        """Take a change back; what was said before counts again."""
        return self._flip(change, is_active=False)

    def redo(self, change: int) -> Change:
        return self._flip(change, is_active=True)

    def _add(self, said: Sequence[Rule], by: str, *, is_rule: bool) -> Change:
        if not said:
            raise UsageError("Name at least one value.")
        with files.plain_errors(self.folder), publication(self.folder) as published:
            number = max((one.change for one in rules.changes(published.ledger)), default=0) + 1
            for rule in said:
                ledger.insert(
                    published.ledger,
                    "value_rule",
                    {
                        "change": number,
                        "source": rule.source,
                        "field": rule.field,
                        "value": rule.value,
                        "meaning": rule.meaning,
                        "is_rule": int(is_rule),
                        "who": by,
                        "made_at": ledger.now(),
                        "is_active": 1,
                    },
                )
            published.publish(f"values {number}")
        return self._one(number)

    def _flip(self, change: int, *, is_active: bool) -> Change:
        if self._one(change).is_active is not is_active:
            with files.plain_errors(self.folder), publication(self.folder) as published:
                published.ledger.execute(
                    "update value_rule set is_active = ? where change = ?", (is_active, change)
                )
                published.publish(f"values {change} {'redone' if is_active else 'undone'}")
        return self._one(change)

    def _one(self, change: int) -> Change:
        known = self.changes()
        for one in known:
            if one.change == change:
                return one
        latest = ", ".join(str(one.change) for one in known[:5]) or "none"
        raise UsageError(f"There is no change {change} of values; the latest are: {latest}.")


def _require(rule: Rule) -> None:
    if rule.field not in FIELDS:
        raise UsageError(f'"{rule.field}" has no meanings; say {", ".join(FIELDS)}.')
    if not rule.value.strip():
        raise UsageError(f"A {rule.field} that is blank has no meaning to give.")
    allowed = FIELDS[rule.field]
    if rule.meaning is not None and allowed and rule.meaning not in allowed:
        raise UsageError(
            f'"{rule.meaning}" is no {rule.field}; it may be {", ".join(allowed)}, or none.'
        )
