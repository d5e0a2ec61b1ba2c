"""Tickets and their events."""

from support_kpi.schema.columns import Table, column
from support_kpi.schema.vocabulary import CHANNELS, PRIORITIES, STATUSES

TICKET = Table(
    "ticket",
    "One request for help, latest known state; a call is a ticket of channel phone.",
    ("ticket_id",),
    (
        column("ticket_id", "text", "Identifier within the source", required=True),
        column("created_at", "timestamp", "When the requester first wrote or rang", required=True),
        column("first_reply_at", "timestamp", "First public reply of a human agent"),
        column("first_solved_at", "timestamp", "First time solved"),
        column("solved_at", "timestamp", "Last time solved"),
        column("closed_at", "timestamp", "When it became final"),
        column("updated_at", "timestamp", "Last change; decides which version is newer"),
        column("channel", "text", "Channel the requester first used", allowed=tuple(CHANNELS)),
        column("channel_detail", "text", "Channel as the vendor names it"),
        column("channel_last", "text", "Channel the ticket ended in", allowed=tuple(CHANNELS)),
        column("channel_last_detail", "text", "That channel as the vendor names it"),
        column("status", "text", "State of work", allowed=STATUSES),
        column("status_detail", "text", "State as the vendor names it"),
        column("priority", "text", "Urgency", allowed=PRIORITIES),
        column("priority_detail", "text", "Urgency as the vendor names it"),
        column("ticket_type", "text", "Kind of request"),
        column("category", "text", "Subject matter"),
        column("team", "text", "Group that owns the ticket"),
        column("team_detail", "text", "That group as written, where a mapping renames it"),
        column("agent", "text", "Agent who owns the ticket", personal=True),
        column("requester_id", "text", "Requester, as a keyed pseudonym", personal=True),
        column("organization", "text", "Requester's organisation", personal=True),
        column("subject", "text", "Subject line", personal=True),
        column("tags", "list", "Labels"),
        column("reopens", "integer", "Times reopened after being solved"),
        column("agent_replies", "integer", "Public replies of agents"),
        column("customer_messages", "integer", "Messages of the requester"),
        column("reassignments", "integer", "Changes of agent or team"),
        column(
            "first_reply_seconds", "number", "Creation to first reply, as exported", "s calendar"
        ),
        column("first_reply_business_seconds", "number", "The same in business time", "s business"),
        column(
            "first_resolution_seconds",
            "number",
            "Creation to first solve, as exported",
            "s calendar",
        ),
        column("resolution_seconds", "number", "Creation to last solve, as exported", "s calendar"),
        column("resolution_business_seconds", "number", "The same in business time", "s business"),
        column("handle_seconds", "number", "Time agents worked on it; talk time of a call", "s"),
        column("requester_wait_seconds", "number", "Time the requester waited", "s calendar"),
        column(
            "agent_wait_seconds", "number", "Time agents waited for the requester", "s calendar"
        ),
        column("on_hold_seconds", "number", "Time on hold", "s calendar"),
        column("is_one_touch", "boolean", "Solved at first contact, as exported"),
        column("is_escalated", "boolean", "Escalated, as exported"),
        column(
            "is_sla_first_reply_met",
            "boolean",
            "First reply within its target; null without target",
        ),
        column("is_sla_resolution_met", "boolean", "Solved within its target; null without target"),
        column("is_spam", "boolean", "Marked as spam: kept, out of the KPIs"),
        column("is_deleted", "boolean", "Deleted: kept, out of the KPIs"),
        column("is_merged", "boolean", "Merged into another: kept, out of the KPIs"),
        column("is_test", "boolean", "Test or preview: kept, out of the KPIs"),
        column(
            "is_agent_created", "boolean", "Created by an agent or a machine: out of first reply"
        ),
        column("direction", "text", "Direction of a call", allowed=("inbound", "outbound")),
        column("is_answered", "boolean", "Call answered by an agent; null when not a call"),
        column(
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
        column("speed_of_answer_seconds", "number", "Queue entry to pick-up of a call", "s"),
    ),
    version="updated_at",
)

TICKET_EVENT = Table(
    "ticket_event",
    "One change of a ticket, where an export has a log.",
    ("ticket_id", "event_at", "event_type", "position"),
    (
        column("ticket_id", "text", "Ticket within the source", required=True),
        column("event_at", "timestamp", "When it happened", required=True),
        column("position", "integer", "Order within the ticket", required=True),
        column(
            "event_type",
            "text",
            "created, update, reply, note, status, assignment, reopen, solve, close",
        ),
        column("status", "text", "State after the event", allowed=STATUSES),
        column("team", "text", "Team after the event"),
        column("agent", "text", "Agent after the event", personal=True),
        column("channel", "text", "Channel of the event", allowed=tuple(CHANNELS)),
    ),
)
