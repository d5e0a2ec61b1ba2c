"""Medallia Agent Connect: one row for each request for a rating, answered or not."""

from support_kpi.drafts import (
    Choice,
    Constant,
    Derived,
    Draft,
    Moment,
    Number,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet

TITLE = "Medallia Agent Connect ratings"
REQUIRED = (
    ("request_id", "request id"),
    ("response_received_at", "response received at"),
    ("star_rating", "star rating"),
)
UNDELIVERED = """
    lower(_delivery)
    similar to '.*(fail|bounc|undeliver|not delivered|reject|block|unsubscrib|suppress|error).*'
"""


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    rating = Draft(
        "response",
        {
            "response_id": Text("request_id", "request id"),
            "metric": Constant("csat"),
            "survey": Text("brand"),
            "ticket_id": Text("ext_interaction_id", "ext interaction id"),
            "requester_id": Person("request_sent_to", "request sent to"),
            "offered_at": Moment("request_sent_at", "request sent at", zone="UTC"),
            "responded_at": Moment("response_received_at", "response received at", zone="UTC"),
            "score": Number("star_rating", "star rating"),
            "is_answered": Derived("score is not null"),
            "label": Text("star_rating", "star rating"),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived("score >= 4"),
            "channel": Choice("channel", vocabulary="channel", otherwise="other"),
            "channel_detail": Text("channel"),
            "team": Text("team", "team_name"),
            "_first": Text("employee_first_name", "employee first name"),
            "_last": Text("employee_last_name", "employee last name"),
            "agent": Derived("nullif(concat_ws(' ', _first, _last), '')"),
            "comment": Text("comments", keep_words=True),
            "_delivery": Text("request_delivery_status", "request delivery status"),
        },
        # What never arrived was offered to nobody.
        when=f"score is not null or not coalesce({UNDELIVERED}, false)",
    )
    return Reading("medallia", (rating,))
