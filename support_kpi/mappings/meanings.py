"""What values of channel, status and priority mean: known words first, then rules for the rest.

The rules of a vocabulary are tried in the order written; both Python and DuckDB read them.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

STATES = "new|open|pending|solved|resolved|closed"
WORDS = Path(__file__).parents[1] / "vocabulary" / "values.csv"
# No value: a rule that finds it settles that the word is not understood.
RULES: dict[str, tuple[tuple[str, str | None], ...]] = {
    "channel": (
        (r"phone|call|voice|tel\b|teleph|ivr", "phone"),
        (r"e-?mail|mail\b", "email"),
        (r"whats|messenger|telegram|\bline\b|wechat|viber|in-?app|messaging", "messaging"),
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
        # Two states run together, such as `OpenPending`, tell neither.
        (rf"^({STATES})({STATES})$", None),
        (r"^(auto-?)?(closed|cancell?ed)\b", "closed"),
        (r"re-?open|un(re)?solved|not (yet )?(re)?solved|not closed", "open"),
        (r"\b(not (yet )?|in-?|un-?)(done|completed?|fixed|finished)", "open"),
        (r"waiting (on|for) (us|agent|support|me)\b", "open"),
        (r"hold|third.?part|vendor|supplier|awaiting problem|blocked|suspend", "hold"),
        (r"wait|pending|snooz|postpon|customer repl|need.?s? info", "pending"),
        (r"clos|cancel|reject|declin|withdrawn|archiv|abandon|delet", "closed"),
        (r"solv|done|complete|fixed|finished", "solved"),
        (r"new\b|to.?do|backlog|unassigned|submitted|received|logged", "new"),
        (r"open|\bactive|progress|work|assign|escalat|investigat|triage|review", "open"),
        (r"ungelöst|nicht gelöst|no resuelt|non résolu|não resolvid|未解决", "open"),
        (r"wart(e|et|en)\b|\b(en|à la) attente|espera|aguardando|pendient|pendent|等待", "pending"),
        (r"geschlossen|storniert|cerrad|ferm(é|ée)|clôtur|annul|fechad|encerrad|关闭", "closed"),
        (
            r"gelöst|erledigt|behoben|resuelt|résolu|resolvid|solucionad|concluíd|解决|完成",
            "solved",
        ),
        (r"bearbeit|offen|abiert|en cours|en curso|ouvert|abert|andamento|处理中|进行中", "open"),
    ),
    "priority": (
        (r"urgent|critical|emergency|blocker|highest|immediate|very high|\bp[01]\b", "urgent"),
        (r"low|minor|trivial|planning|\bp[45]\b", "low"),
        (r"high|major|important|\bp2\b", "high"),
        (r"normal|medium|moderate|standard|average|default|\bp3\b", "normal"),
        (r"sehr hoch|très (haut|élev)|mu[iy]t?o? alt|zeer hoog|molto alt", "urgent"),
        (r"dringend|kritisch|critique|cr[ií]tic[ao]|urgente|紧急|严重|最高", "urgent"),
        (r"niedrig|baj[ao]\b|basse|faible|baix[ao]\b|低|planung|planif|planej|规划|计划", "low"),
        (r"hoch|alt[ao]\b|haute|élevé|高", "high"),
        (r"mittel|medi[ao]\b|moyen|médi[ao]\b|moderad|mod[ée]r[ée]|moderat|mäßig|中", "normal"),
    ),
}
OTHERWISE: Mapping[str, str] = {"channel": "other"}
LANGUAGES = {
    "en": "English",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "pt": "Portuguese",
    "zh": "Chinese",
    "nl": "Dutch",
    "it": "Italian",
}


@cache
def known(vocabulary: str) -> Mapping[str, str]:
    """The exact words of a vocabulary, in lower case, with and without their accents."""
    found: dict[str, str] = {}
    with WORDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["vocabulary"] == vocabulary:
                for word in (row["value"], without_accents(row["value"])):
                    found.setdefault(word, row["meaning"])
    return found


def meaning(vocabulary: str, value: str) -> str | None:
    """What a value means by the words and rules; None where neither knows it."""
    word = value.strip().lower()
    if word in known(vocabulary):
        return known(vocabulary)[word]
    return next((then for rule, then in RULES[vocabulary] if re.search(rule, word)), None)


def without_accents(text: str) -> str:
    """`Priorité` as `Priorite`; letters that are no accented Latin ones stay."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    bare = "".join(sign for sign in apart if not "\u0300" <= sign <= "\u036f")
    return unicodedata.normalize("NFC", bare)
