"""Words: those that mean nothing, yes and no, and the free-text vocabularies.

The vocabularies decide what a vendor's value means once its reader's own table has no entry for
it. Rules are tried in the order written.
"""

from support_kpi.conversion.literals import listed, literal

NULL_WORDS = (
    "-", "--", "?", "na", "n/a", "#n/a", "nan", "null", "none", "(null)", "\\n", "nil",
)  # fmt: skip
UNANSWERED_WORDS = ("-", "--", "na", "n/a", "#n/a", "nan", "null", "(null)", "\\n")
UNPICKED_WORDS = (
    "0", "0.0", "no", "n", "false", "f", "off", "nein", "non", "not selected", "unselected",
    "not checked", "unchecked", "not ticked",
)  # fmt: skip
TRUE_WORDS = (
    "true", "t", "yes", "y", "1", "1.0", "x", "on", "✓", "✔", "☑", "ja", "oui", "si", "sí",
    "checked", "selected", "ticked",
)  # fmt: skip
FALSE_WORDS = (
    "false", "f", "no", "n", "0", "0.0", "off", "☐", "nein", "non", "unchecked", "unselected",
    "not selected",
)  # fmt: skip
LONGEST_NULL_WORD = max(len(word) for word in NULL_WORDS)

VOCABULARIES: dict[str, tuple[tuple[str, str], ...]] = {
    "channel": (
        (r"phone|call|voice|tel\b|teleph|ivr", "phone"),
        (r"e-?mail|mail\b", "email"),
        (r"whats|messenger|telegram|line\b|wechat|viber|in-?app|messaging", "messaging"),
        (r"sms|text", "sms"),
        (r"chat ?-?bot|virtual|bot\b|ai agent", "chatbot"),
        (r"chat", "live_chat"),
        (r"twitter|\bx\b|facebook|insta|linkedin|tiktok|social", "social_media"),
        (r"portal|self|help[ _-]?cent|\bkb\b|knowledge", "self_service"),
        (r"forum|community", "community"),
        (r"walk|person|store|branch|face", "in_person"),
        (r"video|zoom|teams", "video"),
        (r"form|widget|web", "web_form"),
        (r"mobile|\bapp\b|application", "mobile_app"),
    ),
    "status": (
        (r"re-?open|un(re)?solved|not (yet )?(re)?solved|not closed", "open"),
        (r"waiting (on|for) (us|agent|support|me)\b", "open"),
        (r"hold|third.?part|vendor|supplier|awaiting problem|blocked|suspend", "hold"),
        (r"wait|pending|snooz|postpon|customer repl|need.?s? info", "pending"),
        (r"clos|cancel|reject|declin|withdrawn|archiv", "closed"),
        (r"solv|done|complete|fixed|finished", "solved"),
        (r"new\b|to.?do|backlog|unassigned|submitted|received|logged", "new"),
        (r"open|active|progress|work|assign|escalat|investigat|triage|review", "open"),
    ),
    "priority": (
        (r"urgent|critical|emergency|blocker|highest|immediate|very high|\bp[01]\b", "urgent"),
        (r"low|minor|trivial|planning|\bp[45]\b", "low"),
        (r"high|major|important|\bp2\b", "high"),
        (r"normal|medium|moderate|standard|average|default|\bp3\b", "normal"),
    ),
}
OTHERWISE = {"channel": "other"}


def cleaned(text: str) -> str:
    """SQL of a trimmed cell without the guard against formulas, null words as null."""
    unguarded = (
        f"case when starts_with({text}, '''') and substr({text}, 2, 1) in ('=', '+', '-', '@')"
        f" then substr({text}, 2) else {text} end"
    )
    return f"case when {is_null_word(text)} then null else {unguarded} end"


def is_word(text: str, words: tuple[str, ...]) -> str:
    return f"lower({text}) in ({listed(words)})"


def flag(text: str, true: tuple[str, ...], false: tuple[str, ...]) -> str:
    """SQL of yes or no; a vendor's own word wins over the usual meaning."""
    branches = (
        (tuple(word.lower() for word in true), "true"),
        (tuple(word.lower() for word in false), "false"),
        (TRUE_WORDS, "true"),
        (FALSE_WORDS, "false"),
    )
    cases = " ".join(
        f"when lower({text}) in ({listed(words)}) then {value}"
        for words, value in branches
        if words
    )
    return f"case {cases} end"


def spoken(text: str, vocabulary: str | None, otherwise: str | None) -> str:
    """SQL of the canonical value that free text means by the rules of `vocabulary`."""
    rules = VOCABULARIES.get(vocabulary or "", ())
    last = otherwise or OTHERWISE.get(vocabulary or "")
    cases = " ".join(
        f"when regexp_matches({text}, {literal(pattern)}) then {literal(value)}"
        for pattern, value in rules
    )
    return f"case {cases} else {literal(last)} end" if cases else literal(last)


def is_null_word(text: str) -> str:
    return (
        f"{text} is null or {text} = '' or (length({text}) <= {LONGEST_NULL_WORD}"
        f" and lower({text}) in ({listed(NULL_WORDS)}))"
    )
