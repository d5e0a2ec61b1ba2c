"""Zendesk account export and view export as CSV, headings of any generation."""

from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Derived,
    Draft,
    Duration,
    Labels,
    Moment,
    Number,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet

TITLE = "Zendesk tickets (CSV)"
REQUIRED = (("id", "ticket id"), ("created at", "requested"))
WHOLE = (*REQUIRED, ("requester", "requester id", "requester email"), ("status", "ticket status"))
# Of these names no other product has any; without requesters, as some hand lists on, two must be.
TELLS = (
    ("summation column",),
    ("group stations",),
    ("assignee stations",),
    ("initially assigned at",),
    ("first reply time in minutes",),
    ("first resolution time in minutes",),
    ("full resolution time in minutes",),
    ("requester wait time in minutes",),
    ("agent wait time in minutes",),
)
USUAL = ("assignee", "group", "ticket type", "updated at", "solved at", "submitter", "tags")

VIA_VALUES = {
    "email": "mail|email|4",
    "phone": "voice|voicemail|phone|phone_call_inbound|phone_call_outbound|phone call (incoming)"
    "|phone call (outgoing)|phone call (inbound)|phone call (outbound)|33|34|35",
    "live_chat": "chat|chat_transcript|chat transcript|29|88",
    "messaging": "native_messaging|native messaging|messaging|whatsapp|line|wechat|any_channel"
    "|any channel|sunshine_conversations_api|sunshine conversations api|78|90|91|telegram|viber"
    "|kakaotalk|apple_business_chat|google_business_messages|sunshine_conversations_web"
    "|sunshine_conversations_facebook_messenger|sunshine_conversations_twitter_dm"
    "|business_messaging_slack_connect",
    "sms": "sms|text|text message|text_message|37",
    "social_media": "twitter|twitter_dm|twitter_favorite|twitter dm|twitter direct message"
    "|twitter like|x corp|x corp post|x corp direct message|facebook|facebook_post"
    "|facebook_message|facebook post|facebook message|facebook private message|instagram_dm"
    "|instagram dm|instagram direct|23|26|30|38|41",
    "web_form": "web|web form|web_form|web widget|web_widget|dropbox|feedback tab|0|17",
    "self_service": "help center|help_center|help centre|closed ticket|closed_ticket|27",
    "mobile_app": "mobile|mobile sdk|mobile_sdk|iphone|15|56",
    "chatbot": "answer bot|answer_bot_for_agents|answer_bot_for_slack|answer_bot_for_sdk"
    "|answer_bot_api|answer_bot_for_web_widget|63|64|65|66|67",
    "community": "forum|topic|forum topic|get satisfaction|get_satisfaction|16|24",
    "other": "api|web service|web_service|web service (api)|rule|batch|import|blog|github|merge"
    "|ticket sharing|ticket_sharing|linked problem|linked_problem|side conversation"
    "|side_conversation|sample ticket|sample_ticket|5|8|9|19|20|31|36|39|40|69",
}
VIA: dict[str, str | None] = {
    value: channel for channel, values in VIA_VALUES.items() for value in values.split("|")
}
STATUSES: dict[str, str | None] = {
    "new": "new",
    "open": "open",
    "pending": "pending",
    "hold": "hold",
    "on-hold": "hold",
    "on hold": "hold",
    "solved": "solved",
    "closed": "closed",
    "deleted": "closed",
}
PRIORITIES: dict[str, str | None] = {
    "urgent": "urgent",
    "high": "high",
    "normal": "normal",
    "low": "low",
    "-": None,
}
STATIONS_LESS_ONE = Derived(
    "case when _reassignments > 0 then _reassignments - 1 else _reassignments end"
)
FLAGS: dict[str, Cell] = {
    "is_deleted": Derived("lower(status_detail) = 'deleted'"),
    "is_spam": Derived("case when list_contains(tags, 'spam') then true end"),
    "is_merged": Derived("list_contains(tags, 'closed_by_merge')"),
    "is_agent_created": Derived(
        "regexp_matches(lower(channel_detail),"
        " '^(phone.call.*out(going|bound)\\)?|rule|batch|import|linked.problem|35|8|9|20|39)$')"
    ),
}
GOOD = r"^(good|gut|buen[ao]|bon(ne)?\b|satisf|boa\b|bom\b|满意|好)"
BAD = r"^(bad|schlecht|mal[ao]\b|mauvais|insatisf|ruim|má\b|mau\b|不满意|差)"
OFFERED = r"^(offered|angeboten|ofrecid|propos|offert|oferecid|已提供|已发送)"
UNOFFERED = (
    r"^(not offered|unoffered|nicht angeboten|no ofrecid|non (propos|offert)|não oferecid|未)"
)
IS_RATING = f"not regexp_matches(lower(label), '{UNOFFERED}') and label <> '-'"
STAND_IN = (
    "Zendesk gives no time of rating with a ticket: the time of solving stands in,"
    " or that of the last change where there is none."
)


def recognises(sheet: Sheet) -> bool:
    if not all(sheet.has_any(*aliases) for aliases in REQUIRED):
        return False
    if sheet.count(WHOLE) < len(WHOLE):
        return sheet.count(TELLS) >= 2
    is_view = sheet.has_any("via", "requested", "satisfaction score")
    return is_view or sheet.count(TELLS) >= 1 or sum(sheet.has(name) for name in USUAL) >= 3


def read(sheet: Sheet, options: Options) -> Reading:
    ticket_id = Text("id", "ticket id")
    requester = Person("requester email", "requester id", "requester")
    ratings = ("satisfaction score", "satisfaction rating", "satisfaction")
    ticket = Draft(
        "ticket",
        {
            "ticket_id": ticket_id,
            "created_at": Moment("created at", "requested"),
            "solved_at": Moment("solved at", "solved"),
            "updated_at": Moment("updated at", "updated"),
            "channel": Choice("via", "channel", values=VIA, vocabulary="channel"),
            "channel_detail": Text("via", "channel"),
            "status": Choice("status", "ticket status", values=STATUSES, vocabulary="status"),
            "status_detail": Text("status", "ticket status"),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority"),
            "ticket_type": Text("ticket type", "type"),
            "category": Text("category", "ticket category", "contact reason"),
            "team": Text("group"),
            "agent": Text("assignee"),
            "requester_id": requester,
            "organization": Text("organization"),
            "subject": Text("subject"),
            "tags": Labels("tags", separator=_tag_separator(sheet)),
            "reopens": Number("reopens"),
            "agent_replies": Number("replies"),
            "_reassignments": Number("assignee stations"),
            "reassignments": STATIONS_LESS_ONE,
            "_first_reply_seconds": _minutes("first reply time"),
            "_first_reply_business_seconds": _business_minutes("first reply time"),
            "first_reply_seconds": unless_unanswered("_first_reply_seconds"),
            "first_reply_business_seconds": unless_unanswered("_first_reply_business_seconds"),
            "first_resolution_seconds": _minutes("first resolution time"),
            "resolution_seconds": _resolution(sheet),
            "resolution_business_seconds": _business_minutes("full resolution time"),
            "requester_wait_seconds": _minutes("requester wait time"),
            "agent_wait_seconds": _minutes("agent wait time"),
            "on_hold_seconds": _minutes("on hold time"),
            **FLAGS,
        },
    )
    response = Draft(
        "response",
        {
            "ticket_id": ticket_id,
            "requester_id": requester,
            "label": Text(*ratings),
            "_solved_at": Moment("solved at", "solved"),
            "_updated_at": Moment("updated at", "updated"),
            "team": Text("group"),
            "agent": Text("assignee"),
            "comment": Text("satisfaction comment"),
            **rating(when="coalesce(_solved_at, _updated_at)"),
        },
        when=IS_RATING,
    )
    if not sheet.has_any(*ratings):
        return Reading("zendesk", (ticket,))
    return Reading("zendesk", (ticket, response), warnings=(STAND_IN,))


def rating(*, when: str) -> dict[str, Cell]:
    """The cells that follow from `label`: Good, Bad, Offered or a score of 1 to 5."""
    score = "try_cast(label as double)"
    return {
        "response_id": Derived("ticket_id || '-csat'"),
        "metric": Constant("csat"),
        "survey": Constant("Zendesk satisfaction"),
        "offered_at": Derived(when),
        "is_answered": Derived(f"not regexp_matches(lower(label), '{OFFERED}')"),
        "responded_at": Derived(
            f"case when not regexp_matches(lower(label), '{OFFERED}') then {when} end"
        ),
        "score": Derived(score),
        "scale_low": Derived(f"case when {score} is not null then 1 end"),
        "scale_high": Derived(f"case when {score} is not null then 5 end"),
        "scale_direction": Constant("higher_better"),
        "is_satisfied": Derived(
            f"case when regexp_matches(lower(label), '{GOOD}') then true"
            f" when regexp_matches(lower(label), '{BAD}') then false else {score} >= 4 end"
        ),
    }


def _minutes(name: str) -> Duration:
    return Duration(f"{name} in minutes", name, unit="minutes")


def _business_minutes(name: str) -> Duration:
    business = "within business hours"
    return Duration(f"{name} in minutes {business}", f"{name} {business}", unit="minutes")


def _resolution(sheet: Sheet) -> Duration:
    """The column `Resolution time` names no unit and is in hours; its successor is in minutes."""
    successor = _minutes("full resolution time")
    return (
        successor
        if sheet.has_any(*map(str, successor.places))
        else Duration("resolution time", unit="hours")
    )


def unless_unanswered(name: str) -> Derived:
    """Zero minutes to the first reply of a ticket without replies is no reply."""
    return Derived(f"case when {name} > 0 or agent_replies > 0 then {name} end")


def _tag_separator(sheet: Sheet) -> str:
    position = sheet.find("tags")
    has_comma = position is not None and any("," in cell for cell in sheet.values(position))
    return "," if has_comma else " "
