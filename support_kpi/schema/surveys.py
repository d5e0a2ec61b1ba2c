"""Answers of customers, and of the people of a survey with many questions."""

from support_kpi.schema.columns import Table, column
from support_kpi.schema.vocabulary import CHANNELS, METRICS

RESPONSE = Table(
    "response",
    "One answer of a customer to a CSAT, NPS or CES question, or one offer left unanswered.",
    ("response_id", "metric"),
    (
        column("response_id", "text", "Identifier within the source", required=True),
        column("metric", "text", "Which of the three questions", allowed=METRICS, required=True),
        column("survey", "text", "Name of the survey"),
        column("ticket_id", "text", "Ticket it rates"),
        column("ticket_source", "text", "Source of that ticket, when the export names it"),
        column("requester_id", "text", "Customer, as a keyed pseudonym", personal=True),
        column("offered_at", "timestamp", "When the survey was sent"),
        column("responded_at", "timestamp", "When it was answered"),
        column("is_answered", "boolean", "False for an offer without an answer"),
        column("score", "number", "Raw points; null when only a label is known"),
        column("label", "text", "Answer as written"),
        column("scale_low", "number", "Least points of the scale"),
        column("scale_high", "number", "Most points of the scale"),
        column(
            "scale_direction",
            "text",
            "Which end is good",
            allowed=("higher_better", "lower_better"),
        ),
        column(
            "is_satisfied", "boolean", "CSAT only: counts as satisfied (top box rule of the scale)"
        ),
        column("channel", "text", "Channel, when the export names it", allowed=tuple(CHANNELS)),
        column("channel_detail", "text", "Channel as the vendor names it"),
        column("team", "text", "Team, when the export names it"),
        column("team_detail", "text", "Team as written, where a mapping renames it"),
        column("agent", "text", "Agent, when the export names it", personal=True),
        column("comment", "text", "Free text", personal=True),
        column("is_test", "boolean", "Preview or test: kept, out of the KPIs"),
    ),
    version="responded_at",
)

RESPONDENT = Table(
    "respondent",
    "One person of a survey with many questions.",
    ("survey", "respondent_id"),
    (
        column("survey", "text", "Name of the survey", required=True),
        column("respondent_id", "text", "Identifier within the survey", required=True),
        column("started_at", "timestamp", "When begun"),
        column("completed_at", "timestamp", "When sent"),
        column("is_complete", "boolean", "Reached the end"),
        column("is_test", "boolean", "Preview or test: kept, out of the tables"),
        column("language", "text", "Language answered in"),
        column("duration_seconds", "number", "Time taken", "s"),
        column("weight", "number", "Weight, when the export has one"),
    ),
    version="completed_at",
)

ANSWER = Table(
    "answer",
    "One answer of a respondent: one row per question, or per picked option of a multiple choice.",
    ("survey", "respondent_id", "question_id", "option"),
    (
        column("survey", "text", "Name of the survey", required=True),
        column("respondent_id", "text", "Person within the survey", required=True),
        column("question_id", "text", "Stable id of the question within the survey", required=True),
        column("question", "text", "Question as asked"),
        column("part", "text", "Row of a matrix question"),
        column(
            "kind",
            "text",
            "How it was asked",
            allowed=("single", "multiple", "scale", "numeric", "rank", "open"),
        ),
        column(
            "option",
            "text",
            "Picked option or text as written; null for who saw the options and picked none",
        ),
        column("number", "number", "The answer as a number, or the rank"),
        column("question_position", "integer", "Place of the question in the survey"),
        column("option_position", "integer", "Place of the option, where their order is known"),
    ),
)
