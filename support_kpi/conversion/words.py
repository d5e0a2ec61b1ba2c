"""Words: those that mean nothing, yes and no, and values that a reader's own table lacks."""

from support_kpi.conversion.literals import listed, literal
from support_kpi.mappings.meanings import OTHERWISE, RULES, known
from support_kpi.mappings.nothing import NULL_WORDS, UNMEASURED_WORDS

UNANSWERED_WORDS = ("-oth-", "-", "--", "na", "n/a", "#n/a", "nan", "null", "(null)", "\\n")
TRUE_WORDS = (
    "true", "t", "yes", "y", "1", "1.0", "x", "on", "✓", "✔", "☑", "ja", "oui", "si", "sí",
    "checked", "selected", "ticked",
)  # fmt: skip
FALSE_WORDS = (
    "false", "f", "no", "n", "0", "0.0", "off", "☐", "nein", "non", "unchecked", "unselected",
    "not selected",
)  # fmt: skip
LONGEST_NULL_WORD = max(len(word) for word in NULL_WORDS)


def cleaned(text: str) -> str:
    """SQL of a trimmed cell without the guard against formulas or against being taken for a number
    (`="007"`), null words as null."""
    # Most cells begin with a digit, or a letter that no null word begins with.
    begins = f"{text} >= '0' and {text} < ':' or {_has_letter(text)}"
    return (
        f"case when {begins} then {text}"
        f" when {is_null_word(text)} then null"
        f" when starts_with({text}, '=\"') and ends_with({text}, '\"')"
        f" then substr({text}, 3, length({text}) - 3)"
        f" when starts_with({text}, '''') and substr({text}, 2, 1) in ('=', '+', '-', '@')"
        f" then substr({text}, 2) else {text} end"
    )


def _has_letter(text: str) -> str:
    first = sorted({word[0] for word in NULL_WORDS if word[0].isalpha()})
    reserved = listed([*first, *map(str.upper, first)])
    return (
        f"({text} >= 'A' and {text} < '[' or {text} >= 'a' and {text} < '{{')"
        f" and left({text}, 1) not in ({reserved})"
    )


def is_said(text: str) -> str:
    """SQL: whether a cell says anything where a number, a time or a yes or no belongs."""
    return f"{text} is not null and not {is_word(text, UNMEASURED_WORDS)}"


def is_unread(text: str, is_empty: str) -> str:
    """SQL: whether such a cell says anything of which nothing could be read; the words are looked
    up only where it is empty, which is rare."""
    return (
        f"case when {text} is not null and {is_empty}"
        f" then not {is_word(text, UNMEASURED_WORDS)} else false end"
    )


def is_word(text: str, words: tuple[str, ...]) -> str:
    # DuckDB makes a join of all rows of an `in` with so many words, even within a case.
    return f"coalesce(list_position([{listed(words)}], lower({text})), 0) > 0"


def flag(text: str, true: tuple[str, ...], false: tuple[str, ...]) -> str:
    """SQL of yes or no; a vendor's own word wins over the usual meaning."""
    branches = (
        (tuple(word.lower() for word in true), "true"),
        (tuple(word.lower() for word in false), "false"),
        (TRUE_WORDS, "true"),
        (FALSE_WORDS, "false"),
    )
    cases = " ".join(
        f"when {is_word(text, words)} then {value}" for words, value in branches if words
    )
    return f"case {cases} end"


def spoken(text: str, vocabulary: str | None, otherwise: str | None) -> str:
    """SQL of the canonical value that a word means by `vocabulary`: known words, then its rules."""
    last = otherwise or OTHERWISE.get(vocabulary or "")
    if vocabulary is None:
        return literal(last)
    words = known(vocabulary)
    exact = " ".join(
        f"when {text} in ({listed(tuple(word for word in words if words[word] == value))})"
        f" then {literal(value)}"
        for value in dict.fromkeys(words.values())
    )
    rules = " ".join(
        f"when regexp_matches({text}, {literal(pattern)}) then {literal(value)}"
        for pattern, value in RULES[vocabulary]
    )
    return f"case {exact} {rules} else {literal(last)} end"


def is_null_word(text: str) -> str:
    return (
        f"{text} is null or {text} = '' or (length({text}) <= {LONGEST_NULL_WORD}"
        f" and {is_word(text, NULL_WORDS)})"
    )
