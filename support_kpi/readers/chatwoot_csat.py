"""Chatwoot CSAT report as CSV: one rating a row, its conversation named by a link."""

from support_kpi.drafts import Constant, Derived, Draft, Moment, Options, Person, Reading, Text
from support_kpi.parsing.sheet import Sheet

TITLE = "Chatwoot ratings"
REQUIRED = (("link to the conversation",), ("rating",), ("recorded date",))
AVERAGES = (
    "avg first response time",
    "avg resolution time",
    "avg reply time",
    "avg customer waiting time",
)
COUNTED = {
    "agent name": "agents",
    "inbox name": "inboxes",
    "team name": "teams",
    "label": "labels",
}
SCORE = "try_cast(label as double)"


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def refusal(sheet: Sheet) -> str | None:
    """Names Chatwoot's other reports, which hold no conversation by itself."""
    if sheet.has("sla policy", "breached events"):
        return (
            "is Chatwoot's report of missed targets: it lists breaches without the times of the"
            " conversations; it is not loaded. Load the CSAT report, or the conversations."
        )
    subject = next((COUNTED[name] for name in COUNTED if sheet.has(name)), None)
    if subject and sum(sheet.has(name) for name in AVERAGES) >= 2:
        return (
            f"is Chatwoot's report of {subject}: counts and averages of a period, from which no"
            " ticket and no interval can be told; it is not loaded. Load the CSAT report, or the"
            " conversations themselves."
        )
    return None


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("chatwoot", (_ratings(),))


def _ratings() -> Draft:
    return Draft(
        "response",
        {
            "_link": Text("link to the conversation"),
            "responded_at": Moment("recorded date"),
            "ticket_id": Derived("nullif(regexp_extract(_link, '([0-9]+)/?$', 1), '')"),
            # A conversation is rated anew each time that it is resolved.
            "response_id": Derived(
                "nullif(regexp_extract(_link, '([0-9]+)/?$', 1), '')"
                " || coalesce(strftime(responded_at, '-%Y%m%dT%H%M%S'), '')"
            ),
            "metric": Constant("csat"),
            "survey": Constant("Chatwoot survey"),
            "requester_id": Person("contact email address", "contact phone number", "contact name"),
            "is_answered": Constant(True),
            "label": Text("rating"),
            "score": Derived(SCORE),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(f"{SCORE} >= 4"),
            "agent": Text("agent name"),
            "comment": Text("feedback comment"),
        },
        when="label is not null",
    )
