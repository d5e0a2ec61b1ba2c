"""Money, staff, teams, and the figures of studies."""

from support_kpi.schema.columns import Table, column
from support_kpi.schema.vocabulary import CHANNELS, CHARACTERISTICS, EDITIONS, TIERS

BUDGET_LINE = Table(
    "budget_line",
    "One amount of money of one period.",
    ("scenario", "period_start", "category", "channel", "team", "note"),
    (
        column(
            "scenario",
            "text",
            "Plan or actual",
            allowed=("plan", "actual", "forecast"),
            required=True,
        ),
        column("period_start", "date", "First day", required=True),
        column("period_end", "date", "First day after the period", required=True),
        column("category", "text", "Kind of cost as written", required=True),
        column(
            "cost_group",
            "text",
            "People, technology or other",
            allowed=("people", "technology", "other"),
        ),
        column("channel", "text", "Channel, when given", allowed=tuple(CHANNELS)),
        column("channel_detail", "text", "Channel as written"),
        column("team", "text", "Team, when given"),
        column("amount", "number", "Money in `currency`", required=True),
        column("currency", "text", "ISO 4217 code"),
        column("note", "text", "Remark of the sheet"),
    ),
)

STAFF_MONTH = Table(
    "staff_month",
    "One team in one month.",
    ("team", "month"),
    (
        column("team", "text", "Team", required=True),
        column("month", "date", "First day of the month", required=True),
        column("headcount", "number", "Agents employed, mean of the month", "agents"),
        column("joiners", "number", "Agents who joined", "agents"),
        column("leavers", "number", "Agents who left", "agents"),
        column("training_days", "number", "Days of training taken, all agents together", "days"),
    ),
)

TEAM = Table(
    "team",
    "One team on one date: what it covers and how mature it is, when an export says so.",
    ("team", "assessed_on", "edition"),
    (
        column("team", "text", "Team", required=True),
        column("channel_scope", "list", "Channels it serves"),
        column("maturity_tier", "text", "Tier given by the export", allowed=TIERS),
        column("assessed_on", "date", "Date of the assessment that gives the tier"),
        column("edition", "text", "List of seven that the tier is of", allowed=EDITIONS),
    ),
    version="assessed_on",
)

ASSESSMENT = Table(
    "assessment",
    "One of the seven characteristics of one team on one date.",
    ("team", "assessed_on", "characteristic"),
    (
        column("team", "text", "Team", required=True),
        column("assessed_on", "date", "Date of the assessment", required=True),
        column(
            "characteristic", "text", "Which one", allowed=tuple(CHARACTERISTICS), required=True
        ),
        column("state", "text", "In place or not", allowed=("met", "not_met", "unknown")),
        column("evidence", "text", "What the judgement rests on"),
        column("edition", "text", "List of seven that was asked", allowed=EDITIONS),
    ),
)

PUBLISHED_FIGURE = Table(
    "published_figure",
    "One figure of a published study.",
    ("figure_id",),
    (
        column("figure_id", "text", "Identifier", required=True),
        column("study", "text", "Study", required=True),
        column("publisher", "text", "Publisher"),
        column("year", "integer", "Year the figure refers to"),
        column("fieldwork", "text", "When and how asked"),
        column("sample_size", "integer", "Respondents of the whole study"),
        column("population", "text", "Who was asked"),
        column("topic", "text", "Subject"),
        column("question", "text", "What was asked"),
        column("segment_dimension", "text", "What it is split by"),
        column("segment", "text", "Which part"),
        column("answer", "text", "Answer counted"),
        column("statistic", "text", "share, mean, score, rank, ratio, ..."),
        column("value", "number", "Figure"),
        column("unit", "text", "Unit of the figure"),
        column("comparator", "text", "exact, approx, gt, lt, range"),
        column("low", "number", "Lower end of a range"),
        column("high", "number", "Upper end of a range"),
        column("original_source", "text", "Source named by the document"),
        column("document", "text", "Document"),
        column("document_line", "text", "Line of the document"),
        column("note", "text", "What to know"),
    ),
)
