"""The canonical tables, as data: what a reader may deliver and what the store keeps.

Timestamps are UTC without a zone, durations are seconds, shares are 0 to 1.
Each stored row also carries `source`, `load_id` and `source_row`.
"""

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "timestamp", "date", "integer", "number", "boolean", "list"]

SQL_TYPES: dict[Type, str] = {
    "text": "varchar",
    "timestamp": "timestamp",
    "date": "date",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "list": "varchar[]",
}

CHANNELS: dict[str, str] = {
    "phone": "Phone",
    "email": "Email",
    "live_chat": "Live chat",
    "messaging": "Messaging",
    "sms": "SMS",
    "social_media": "Social media",
    "web_form": "Web form",
    "self_service": "Self-service",
    "mobile_app": "Mobile app",
    "chatbot": "Chatbot",
    "community": "Community",
    "video": "Video",
    "in_person": "In person",
    "other": "Other",
}
STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
PRIORITIES = ("urgent", "high", "normal", "low")
TIERS = ("Champion", "Riser", "Starter")
METRICS = ("csat", "nps", "ces")
CHARACTERISTICS: dict[str, str] = {
    "training": "Agent training",
    "staffing": "Appropriate staffing",
    "feedback_use": "Acting on customer feedback",
    "feedback_speed": "Agility in acting on feedback",
    "data_quality": "Strong data and visualisation",
    "data_timeliness": "Timeliness of data",
    "agent_technology": "Quality of agent technology",
    "security": "Importance of security",
}


@dataclass(frozen=True)
class Column:
    """One canonical column. `required` cells reject their row when they cannot be read."""

    name: str
    type: Type
    description: str
    unit: str = ""
    allowed: tuple[str, ...] = ()
    required: bool = False
    personal: bool = False


@dataclass(frozen=True)
class Table:
    """One canonical table: `key` identifies a row within a source; `version` says which is newer."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    version: str | None = None

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _c(name: str, type: Type, description: str, unit: str = "", **options: object) -> Column:
    return Column(name, type, description, unit, **options)  # type: ignore[arg-type]


PROVENANCE = (
    _c("source", "text", "System that wrote the export, such as zendesk", required=True),
    _c("load_id", "integer", "Load in the ledger", required=True),
    _c("source_row", "integer", "Row of the file as a spreadsheet counts it", required=True),
)

TICKET = Table(
    "ticket",
    "One request for help, latest known state; a call is a ticket of channel phone.",
    ("ticket_id",),
    (
        _c("ticket_id", "text", "Identifier within the source", required=True),
        _c("created_at", "timestamp", "When the requester first wrote or rang", required=True),
        _c("first_reply_at", "timestamp", "First public reply of a human agent"),
        _c("first_solved_at", "timestamp", "First time solved"),
        _c("solved_at", "timestamp", "Last time solved"),
        _c("closed_at", "timestamp", "When it became final"),
        _c("updated_at", "timestamp", "Last change; decides which version is newer"),
        _c("channel", "text", "Channel the requester first used", allowed=tuple(CHANNELS)),
        _c("channel_detail", "text", "Channel as the vendor names it"),
        _c("channel_last", "text", "Channel the ticket ended in", allowed=tuple(CHANNELS)),
        _c("status", "text", "State of work", allowed=STATUSES),
        _c("status_detail", "text", "State as the vendor names it"),
        _c("priority", "text", "Urgency", allowed=PRIORITIES),
        _c("priority_detail", "text", "Urgency as the vendor names it"),
        _c("ticket_type", "text", "Kind of request"),
        _c("category", "text", "Subject matter"),
        _c("team", "text", "Group that owns the ticket"),
        _c("agent", "text", "Agent who owns the ticket", personal=True),
        _c("requester_id", "text", "Requester, as a keyed pseudonym", personal=True),
        _c("organization", "text", "Requester's organisation", personal=True),
        _c("subject", "text", "Subject line", personal=True),
        _c("tags", "list", "Labels"),
        _c("reopens", "integer", "Times reopened after being solved"),
        _c("agent_replies", "integer", "Public replies of agents"),
        _c("customer_messages", "integer", "Messages of the requester"),
        _c("reassignments", "integer", "Changes of agent or team"),
        _c("first_reply_seconds", "number", "Creation to first reply, as exported", "s calendar"),
        _c("first_reply_business_seconds", "number", "The same in business time", "s business"),
        _c(
            "first_resolution_seconds",
            "number",
            "Creation to first solve, as exported",
            "s calendar",
        ),
        _c("resolution_seconds", "number", "Creation to last solve, as exported", "s calendar"),
        _c("resolution_business_seconds", "number", "The same in business time", "s business"),
        _c("handle_seconds", "number", "Time agents worked on it; talk time of a call", "s"),
        _c("requester_wait_seconds", "number", "Time the requester waited", "s calendar"),
        _c("agent_wait_seconds", "number", "Time agents waited for the requester", "s calendar"),
        _c("on_hold_seconds", "number", "Time on hold", "s calendar"),
        _c("is_one_touch", "boolean", "Solved at first contact, as exported"),
        _c("is_escalated", "boolean", "Escalated, as exported"),
        _c(
            "is_sla_first_reply_met",
            "boolean",
            "First reply within its target; null without target",
        ),
        _c("is_sla_resolution_met", "boolean", "Solved within its target; null without target"),
        _c("is_spam", "boolean", "Marked as spam: kept, out of the KPIs"),
        _c("is_deleted", "boolean", "Deleted: kept, out of the KPIs"),
        _c("is_merged", "boolean", "Merged into another: kept, out of the KPIs"),
        _c("is_test", "boolean", "Test or preview: kept, out of the KPIs"),
        _c("is_agent_created", "boolean", "Created by an agent or a machine: out of first reply"),
        _c("direction", "text", "Direction of a call", allowed=("inbound", "outbound")),
        _c("is_answered", "boolean", "Call answered by an agent; null when not a call"),
        _c(
            "call_outcome",
            "text",
            "How a call ended",
            allowed=(
                "answered",
                "abandoned",
                "short_abandon",
                "missed",
                "voicemail",
                "out_of_hours",
                "ivr_only",
                "callback",
            ),
        ),
        _c("speed_of_answer_seconds", "number", "Queue entry to pick-up of a call", "s"),
    ),
    version="updated_at",
)

TICKET_EVENT = Table(
    "ticket_event",
    "One change of a ticket, where an export has a log.",
    ("ticket_id", "event_at", "event_type", "position"),
    (
        _c("ticket_id", "text", "Ticket within the source", required=True),
        _c("event_at", "timestamp", "When it happened", required=True),
        _c("position", "integer", "Order within the ticket", required=True),
        _c(
            "event_type",
            "text",
            "created, update, reply, note, status, assignment, reopen, solve, close",
        ),
        _c("status", "text", "State after the event", allowed=STATUSES),
        _c("team", "text", "Team after the event"),
        _c("agent", "text", "Agent after the event", personal=True),
        _c("channel", "text", "Channel of the event", allowed=tuple(CHANNELS)),
    ),
)

RESPONSE = Table(
    "response",
    "One answer of a customer to a CSAT, NPS or CES question, or one offer left unanswered.",
    ("response_id", "metric"),
    (
        _c("response_id", "text", "Identifier within the source", required=True),
        _c("metric", "text", "Which of the three questions", allowed=METRICS, required=True),
        _c("survey", "text", "Name of the survey"),
        _c("ticket_id", "text", "Ticket it rates"),
        _c("ticket_source", "text", "Source of that ticket, when the export names it"),
        _c("requester_id", "text", "Customer, as a keyed pseudonym", personal=True),
        _c("offered_at", "timestamp", "When the survey was sent"),
        _c("responded_at", "timestamp", "When it was answered"),
        _c("is_answered", "boolean", "False for an offer without an answer"),
        _c("score", "number", "Raw points; null when only a label is known"),
        _c("label", "text", "Answer as written"),
        _c("scale_low", "number", "Least points of the scale"),
        _c("scale_high", "number", "Most points of the scale"),
        _c(
            "scale_direction",
            "text",
            "Which end is good",
            allowed=("higher_better", "lower_better"),
        ),
        _c("is_satisfied", "boolean", "CSAT only: counts as satisfied (top box rule of the scale)"),
        _c("channel", "text", "Channel, when the export names it", allowed=tuple(CHANNELS)),
        _c("team", "text", "Team, when the export names it"),
        _c("agent", "text", "Agent, when the export names it", personal=True),
        _c("comment", "text", "Free text", personal=True),
        _c("is_test", "boolean", "Preview or test: kept, out of the KPIs"),
    ),
    version="responded_at",
)

RESPONDENT = Table(
    "respondent",
    "One person of a survey with many questions.",
    ("survey", "respondent_id"),
    (
        _c("survey", "text", "Name of the survey", required=True),
        _c("respondent_id", "text", "Identifier within the survey", required=True),
        _c("started_at", "timestamp", "When begun"),
        _c("completed_at", "timestamp", "When sent"),
        _c("is_complete", "boolean", "Reached the end"),
        _c("is_test", "boolean", "Preview or test: kept, out of the tables"),
        _c("language", "text", "Language answered in"),
        _c("duration_seconds", "number", "Time taken", "s"),
        _c("weight", "number", "Weight, when the export has one"),
    ),
    version="completed_at",
)

ANSWER = Table(
    "answer",
    "One answer of a respondent: one row per question, or per picked option of a multiple choice.",
    ("survey", "respondent_id", "question_id", "option"),
    (
        _c("survey", "text", "Name of the survey", required=True),
        _c("respondent_id", "text", "Person within the survey", required=True),
        _c("question_id", "text", "Stable id of the question within the survey", required=True),
        _c("question", "text", "Question as asked"),
        _c("part", "text", "Row of a matrix question"),
        _c(
            "kind",
            "text",
            "How it was asked",
            allowed=("single", "multiple", "scale", "numeric", "rank", "open"),
        ),
        _c("option", "text", "Picked option or text as written", required=True),
        _c("number", "number", "The answer as a number, or the rank"),
    ),
)

BUDGET_LINE = Table(
    "budget_line",
    "One amount of money of one period.",
    ("scenario", "period_start", "category", "channel", "team", "note"),
    (
        _c(
            "scenario",
            "text",
            "Plan or actual",
            allowed=("plan", "actual", "forecast"),
            required=True,
        ),
        _c("period_start", "date", "First day", required=True),
        _c("period_end", "date", "First day after the period", required=True),
        _c("category", "text", "Kind of cost as written", required=True),
        _c(
            "cost_group",
            "text",
            "People, technology or other",
            allowed=("people", "technology", "other"),
        ),
        _c("channel", "text", "Channel, when given", allowed=tuple(CHANNELS)),
        _c("team", "text", "Team, when given"),
        _c("amount", "number", "Money in `currency`", required=True),
        _c("currency", "text", "ISO 4217 code"),
        _c("note", "text", "Remark of the sheet"),
    ),
)

STAFF_MONTH = Table(
    "staff_month",
    "One team in one month.",
    ("team", "month"),
    (
        _c("team", "text", "Team", required=True),
        _c("month", "date", "First day of the month", required=True),
        _c("headcount", "number", "Agents employed, mean of the month", "agents"),
        _c("joiners", "number", "Agents who joined", "agents"),
        _c("leavers", "number", "Agents who left", "agents"),
        _c("training_days", "number", "Days of training taken, all agents together", "days"),
    ),
)

TEAM = Table(
    "team",
    "One team: what it covers and how mature it is, when an export says so.",
    ("team",),
    (
        _c("team", "text", "Team", required=True),
        _c("channel_scope", "list", "Channels it serves"),
        _c("maturity_tier", "text", "Tier given by the export", allowed=TIERS),
        _c("assessed_on", "date", "Date of the assessment that gives the tier"),
    ),
    version="assessed_on",
)

ASSESSMENT = Table(
    "assessment",
    "One of the seven characteristics of one team on one date.",
    ("team", "assessed_on", "characteristic"),
    (
        _c("team", "text", "Team", required=True),
        _c("assessed_on", "date", "Date of the assessment", required=True),
        _c("characteristic", "text", "Which one", allowed=tuple(CHARACTERISTICS), required=True),
        _c("state", "text", "In place or not", allowed=("met", "not_met", "unknown")),
        _c("evidence", "text", "What the judgement rests on"),
    ),
)

PUBLISHED_FIGURE = Table(
    "published_figure",
    "One figure of a published study.",
    ("figure_id",),
    (
        _c("figure_id", "text", "Identifier", required=True),
        _c("study", "text", "Study", required=True),
        _c("publisher", "text", "Publisher"),
        _c("year", "integer", "Year the figure refers to"),
        _c("fieldwork", "text", "When and how asked"),
        _c("sample_size", "integer", "Respondents of the whole study"),
        _c("population", "text", "Who was asked"),
        _c("topic", "text", "Subject"),
        _c("question", "text", "What was asked"),
        _c("segment_dimension", "text", "What it is split by"),
        _c("segment", "text", "Which part"),
        _c("answer", "text", "Answer counted"),
        _c("statistic", "text", "share, mean, score, rank, ratio, ..."),
        _c("value", "number", "Figure"),
        _c("unit", "text", "Unit of the figure"),
        _c("comparator", "text", "exact, approx, gt, lt, range"),
        _c("low", "number", "Lower end of a range"),
        _c("high", "number", "Upper end of a range"),
        _c("original_source", "text", "Source named by the document"),
        _c("document", "text", "Document"),
        _c("document_line", "text", "Line of the document"),
        _c("note", "text", "What to know"),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        TICKET,
        TICKET_EVENT,
        RESPONSE,
        RESPONDENT,
        ANSWER,
        BUDGET_LINE,
        STAFF_MONTH,
        TEAM,
        ASSESSMENT,
        PUBLISHED_FIGURE,
    )
}


def ddl(table: Table) -> str:
    """The `create table` statement of one canonical table, provenance included."""
    columns = ",\n    ".join(f'"{c.name}" {SQL_TYPES[c.type]}' for c in PROVENANCE + table.columns)
    return f"create table {table.name} (\n    {columns}\n)"
