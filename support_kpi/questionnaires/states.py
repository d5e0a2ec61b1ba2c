"""States of survey responses: whole, broken off, or no answer of a customer at all."""

from support_kpi.drafts import Cell, Derived, Flag, Place, Text

WHOLE = ("complete", "completed", "finished", "submitted")
BROKEN_OFF = (
    "partial", "incomplete", "started", "in progress", "saved", "abandoned", "disqualified",
    "screened out", "overquota", "over quota", "quota full", "terminated",
)  # fmt: skip
# Answers that nobody gave as a customer, or that somebody took out.
NO_ANSWER = (
    "preview", "survey preview", "test", "test data", "test response", "test mode", "simulated",
    "simulation", "spam", "deleted",
)  # fmt: skip


def states(place: Place) -> dict[str, Cell]:
    """The cells that follow from the column of states."""
    words = ", ".join(f"'{word}'" for word in NO_ANSWER)
    return {
        "_state": Text(place),
        "is_complete": Flag(place, true=WHOLE, false=(*BROKEN_OFF, *NO_ANSWER)),
        "is_test": Derived(f"lower(_state) in ({words})"),
    }
