"""Spellings of dates: what other languages and programs write, as patterns to replace.

Every pattern means the same to Python, for the shapes, and to DuckDB, for the values.
"""

import re
from unicodedata import normalize

from support_kpi.conversion.zones import OFFSET_HOURS
from support_kpi.parsing.periods import MONTHS

Cleaning = tuple[str, str]

NAMES = "|".join(sorted(OFFSET_HOURS, key=len, reverse=True))
ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LETTER = "a-zа-яё"
CLOCK = r"\d{1,2}:\d{1,2}(?::\d{1,2})?"
FORENOON, AFTERNOON = "上午|午前|오전|凌晨|早上|清晨", "下午|午後|오후|晚上|傍晚|中午"
WEEKDAYS = (
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so",
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim",
    "lunes martes miercoles jueves viernes sabado domingo mie jue vie sab",
    "lunedi martedi mercoledi giovedi venerdi gio",
    "segunda terca quarta quinta sexta seg ter qua qui sex",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo",
    "mandag tirsdag onsdag torsdag fredag lordag sondag man tir ons tor fre lor son tis",
    "poniedzialek wtorek sroda czwartek piatek sobota niedziela pon wt sr czw pt niedz nd",
    "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс",
)
WEEKDAY = "|".join(sorted({word for line in WEEKDAYS for word in line.split()}, key=len)[::-1])

FIRST: tuple[Cleaning, ...] = (
    ("[\u200b\u200e\u200f\u061c\u2066-\u2069\ufeff]", ""),
    ("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+", " "),
    ("：", ":"),
    ("−", "-"),
    (r"([z\d])\[[^\[\]]*\]$", r"\1"),
    (
        rf"(:\d{{2}}(?:[.,]\d+)?(?: ?[ap]\.? ?m\.?)?)\s*"
        rf"\((({NAMES})?\s*([-+]\d{{1,2}}(:?\d{{2}})?)?)\)$",
        r"\1 \2",
    ),
    (r"\s*\([^()]*\)$", ""),
)
EASTERN_MONTHS = (
    ("十二月", "dec"), ("十一月", "nov"), ("十月", "oct"), ("九月", "sep"), ("八月", "aug"),
    ("七月", "jul"), ("六月", "jun"), ("五月", "may"), ("四月", "apr"), ("三月", "mar"),
    ("二月", "feb"), ("一月", "jan"),
)  # fmt: skip
EASTERN: tuple[Cleaning, ...] = (
    (r"[(（]?(?:星期|周|週)[一二三四五六日天][)）]?", " "),
    (r"[(（]?[月火水木金土日](?:曜日?|요일)[)）]?|[(（][月火水木金土日월화수목금토일][)）]", " "),
    (r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?", r"\1-\2-\3 "),
    (r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]", r"\1-\2 "),
    (r"(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.", r"\1-\2-\3 "),
    (r"(\d{1,2})\s*[時时点點시]\s*(\d{1,2})\s*[分분]\s*(\d{1,2})\s*[秒초]", r"\1:\2:\3"),
    (r"(\d{1,2})\s*[時时点點시]\s*(\d{1,2})\s*[分분]", r"\1:\2"),
    *((rf"([/ -]){month}([/ -])", rf"\1{name}\2") for month, name in EASTERN_MONTHS),
    (r"^(\d{1,2})/(\d{1,2})[月월]/(\d{2,4})", r"\1.\2.\3"),
    (rf"({CLOCK})\s*(?:{FORENOON})$", r"\1 am"),
    (rf"({CLOCK})\s*(?:{AFTERNOON})$", r"\1 pm"),
    (rf"(?:{FORENOON})\s*({CLOCK})", r" \1 am"),
    (rf"(?:{AFTERNOON})\s*({CLOCK})", r" \1 pm"),
)
ACCENTS: tuple[Cleaning, ...] = (
    ("[àáâãäå]", "a"), ("[çč]", "c"), ("[èéêëěę]", "e"), ("[ìíî]", "i"), ("[òóôõöø]", "o"),
    ("[ùúûüů]", "u"), ("[řŕ]", "r"), ("[śşšș]", "s"), ("ň|ń", "n"), ("ł", "l"), ("ğ", "g"),
    ("[źżž]", "z"),
)  # fmt: skip
WESTERN: tuple[Cleaning, ...] = (
    (
        rf"^(?:{WEEKDAY})(?:-feira)?[.,]*\s+"
        rf"(\d{{1,2}}\.?[ /-]+(?:de )?[{LETTER}]|\d{{1,2}}[./-] ?\d|\d{{4}}[./-])",
        r"\1",
    ),
    (r"(\d) (?:de|del|di) ", r"\1 "),
    (rf"([{LETTER}]\.?) (?:de|del|di) (\d)", r"\1 \2"),
    (r"^(\d{1,2})(?:er|º|ª) ", r"\1 "),
    (r"(\d{4}) ?(?:г|р)\.?(?:,|$| )", r"\1 "),
)
LAST: tuple[Cleaning, ...] = (
    (rf"^(\d{{1,2}})\. ?([{LETTER}])", r"\1 \2"),
    (r"^(\d{1,2})\. (\d{1,2})\. (\d{4})", r"\1.\2.\3"),
    (r"^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?[.,]*\s+", ""),
    (
        r"^([a-z]{3})\s+(\d{1,2}) (\d{2}:\d{2}:\d{2})((?: [a-z]{2,4}| [-+]\d{4})?) (\d{4})$",
        r"\1 \2 \5 \3\4",
    ),
    (r"(\d)(st|nd|rd|th)\b(?: of)?", r"\1"),
    (r"\b([ap])\. ?m\b\.?", r"\1m"),
    (r"\b([ap]m)\.", r"\1"),
    (r"(\d)([ap]m)\b", r"\1 \2"),
    (rf"\b([ap]m) ({CLOCK})", r"\2 \1"),
    (r"\bsept\b", "sep"),
    (r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\.", r"\1"),
    (r",?\s+(?:at|um|om|a las?|as|a|alle ore|alle|ore|kl|klo|o|в|о)\.?\s+(\d)", r" \1"),
    (r"(:\d{2}|\d{2}\.\d{2}) ?(?:uhr|uur|hrs?|hours|hs?|godz|ч)\.?$", r"\1"),
    (r"([ ,t]\d{1,2}) ?h ?(\d{2}) ?(?:min|m)? ?(\d{2}) ?s?$", r"\1:\2:\3"),
    (r"([ ,t]\d{1,2}) ?h ?(\d{2})(?: ?min| ?m)?$", r"\1:\2"),
    (
        r"(\d{4}|[./-]\d{2})[, ] ?(\d{1,2})\.(\d{2})\.(\d{2})((?:[.,]\d+)?(?: [ap]m)?)$",
        r"\1 \2:\3:\4\5",
    ),
    (r"(\d{4}|[./-]\d{2})[, ] ?(\d{1,2})\.(\d{2}(?: [ap]m)?)$", r"\1 \2:\3"),
    (r"(\d{4}):(\d{2}:\d{2})", r"\1 \2"),
    (r"(:\d{2}:\d{2}):(\d{3})\b", r"\1.\2"),
    (r"(\d{2}) [-–|] (\d{1,2}:)", r"\1 \2"),
    (r",\s*([^\d\s]|\d{1,2}:)", r" \1"),
    (r",\s+(\d+[: ]|\d{4})", r" \1"),
    (r"([-+]\d{2}:?\d{2}) [a-z]{3,4}$", r"\1"),
    (r"\s\s+", " "),
    (r"\s+$", ""),
)


def _months() -> tuple[Cleaning, ...]:
    """The names of months in other languages as the English ones, where they are not the same."""
    found: dict[int, set[str]] = {}
    for word, number in MONTHS.items():
        plain = _plain(word)
        if plain != ENGLISH[number - 1] and re.fullmatch(f"[{LETTER}]+", plain):
            found.setdefault(number, set()).add(plain)
    listed = {n: "|".join(sorted(words, key=len, reverse=True)) for n, words in found.items()}
    return tuple(
        (rf"([^{LETTER}]|^)(?:{listed[n]})\.?([^{LETTER}]|$)", rf"\1{ENGLISH[n - 1]}\2")
        for n in sorted(listed)
    )


def _plain(word: str) -> str:
    """A month as the accents' cleanings leave it."""
    if re.fullmatch("[а-яё]+", word):
        return word
    for pattern, replacement in ACCENTS:
        word = re.sub(pattern, replacement, normalize("NFC", word))
    return word


CLEANINGS = (*FIRST, *EASTERN, *ACCENTS, *WESTERN, *_months(), *LAST)


def cleaned(shape: str) -> str:
    """A shape without weekdays, commas, ordinals and dots, as the SQL will clean its values."""
    for pattern, replacement in CLEANINGS:
        shape = re.sub(pattern, replacement, shape)
    return shape


def cleanings(shapes: list[str]) -> list[Cleaning]:
    """The cleanings that at least one of these shapes needs, in order."""
    needed: set[int] = set()
    for shape in shapes:
        for number, (pattern, replacement) in enumerate(CLEANINGS):
            changed = re.sub(pattern, replacement, shape)
            if changed != shape:
                needed.add(number)
            shape = changed
    return [CLEANINGS[number] for number in sorted(needed)]
