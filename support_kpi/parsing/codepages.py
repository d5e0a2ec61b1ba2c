"""Code pages: which one bytes that are no UTF-8 are written in."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import chardet

WESTERN = "cp1252"
NAMES = {
    "cp1252": "Windows-1252, Western European",
    "cp1250": "Windows-1250, Central European",
    "cp1251": "Windows-1251, Cyrillic",
    "cp1253": "Windows-1253, Greek",
    "cp1254": "Windows-1254, Turkish",
    "cp1255": "Windows-1255, Hebrew",
    "cp1256": "Windows-1256, Arabic",
    "cp1257": "Windows-1257, Baltic",
    "cp850": "DOS 850, Western European",
    "cp852": "DOS 852, Central European",
    "cp866": "DOS 866, Cyrillic",
    "iso8859-2": "ISO 8859-2, Central European",
    "koi8-r": "KOI8-R, Cyrillic",
    "mac-roman": "Mac Roman, Western European",
    "gb18030": "GB18030, simplified Chinese",
    "big5hkscs": "Big5, traditional Chinese",
    "cp932": "Shift-JIS, Japanese",
    "euc-jp": "EUC-JP, Japanese",
    "cp949": "EUC-KR, Korean",
}
WIDE = ("gb18030", "big5hkscs", "cp932", "euc-jp", "cp949")
NARROW = tuple(name for name in NAMES if name not in WIDE)
PYTHON_NAMES = {"euc-jis-2004": "euc-jp", "euc-jisx0213": "euc-jp", "shift-jis-2004": "cp932"}
FAVOUR = {"cp1252": 1.3, "mac-roman": 0.85}
RIVAL = 0.8
IN_ROWS, CLEAR, WHOLE = 1.6, 0.3, 0.95
FEW_WORDS, FEW_LETTERS, SCANT_LETTERS = 3, 8, 3
WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
HIGH = re.compile(rb"[\x80-\xff]+")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
RUN = re.compile(r"([a-z]?)[^\x00-\x7f]+([a-z]?)")
KANA = re.compile("[\u3041-\u30fe]")
# First bytes of the characters that texts are mostly made of.
COMMON = {
    "big5hkscs": re.compile(rb"(?:[\xa4-\xc6][\x40-\x7e\xa1-\xfe]|\xa1[\x40-\xfe])+"),
    "gb18030": re.compile(rb"(?:[\xb0-\xd7][\xa1-\xfe]|\xa3[\xa1-\xfe]|\xa1[\xa1-\xfe])+"),
}
LEAST_WIDE = 3
TURKISH, ICELANDIC = "ðþÐÝÞ", "áéíóúæÁÉÍÓÚÆ"
BETWEEN_LETTERS = "’‘'·‐‑–—…•\u00a0\u00ad"
AFTER_LETTERS = BETWEEN_LETTERS + "®™°²³ªº“”»›"
BEFORE_LETTERS = BETWEEN_LETTERS + "¿¡«‹“”„‚€£¥©§"
MOST_WORDS = 4_000


@dataclass(frozen=True)
class Guess:
    """`is_sure` is False where the bytes allow another reading nearly as well."""

    encoding: str
    is_sure: bool


def known(name: str) -> str | None:
    """The codec of an encoding that a user names, or None where there is none of text."""
    try:
        found = codecs.lookup(name.strip())
        is_text = "a".encode(found.name).decode(found.name) == "a"
    except (LookupError, ValueError):
        return None
    return found.name if is_text else None


def told(encoding: str) -> str:
    return NAMES.get(encoding, encoding)


def guess(sample: bytes) -> Guess:
    """The likeliest encoding of lines that hold bytes beyond ASCII and are no UTF-8."""
    return _wide(sample) or _short(sample) or _damaged(sample) or _narrow(sample)


def _short(sample: bytes) -> Guess | None:
    """Few characters of two bytes: kana, or nothing but common ones."""
    for name in ("cp932", "euc-jp"):
        wide = "".join(NOT_ASCII.findall(_decoded(sample, name)))
        is_kana = len(KANA.findall(wide)) * 2 >= len(wide) >= LEAST_WIDE and "\ufffd" not in wide
        if is_kana and not _is_in_words(sample, name):
            return Guess(name, len(wide) >= FEW_LETTERS)
    for name, common in COMMON.items():
        wide = "".join(NOT_ASCII.findall(_decoded(sample, name)))
        try:
            is_common = bool(common.fullmatch(wide.encode(name)))
        except UnicodeEncodeError:
            continue
        if len(wide) >= LEAST_WIDE and is_common and not _is_in_words(sample, name):
            return Guess(name, len(wide) >= FEW_LETTERS)
    return None


def _is_in_words(sample: bytes, name: str) -> bool:
    """Whether most of what a wide encoding reads stands amid small Latin letters, where the bytes
    are letters with accents."""
    runs = RUN.findall(_decoded(sample, name))
    return 2 * sum(bool(before or after) for before, after in runs) > len(runs)


def _damaged(sample: bytes) -> Guess | None:
    """The same where a few lines are broken: one stray byte must not spoil all others."""
    lines = sample.splitlines(keepends=True)
    for name in WIDE:
        whole = [line for line in lines if "\ufffd" not in line.decode(name, errors="replace")]
        if len(lines) * WHOLE < len(whole) < len(lines):
            found = _wide(b"".join(whole))
            if found and found.encoding == name:
                return found
    return None


def _wide(sample: bytes) -> Guess | None:
    """Chinese, Japanese and Korean: characters of two bytes, most of which come in a row."""
    runs = HIGH.findall(sample)
    high = sum(map(len, runs))
    found = chardet.detect(sample, include_encodings=(*WIDE, *NARROW), compat_names=False)
    name = str(found["encoding"]).lower().replace("_", "-")
    name = PYTHON_NAMES.get(name, name)
    is_in_rows = high >= IN_ROWS * len(runs) or found["confidence"] >= CLEAR
    if name not in WIDE or not is_in_rows or _is_in_words(sample, name):
        return None
    return Guess(name, high >= FEW_LETTERS)


def _narrow(sample: bytes) -> Guess:
    """Judged by words, each counted once: how common their letters are beside each other in some
    language, and how many signs stand where only a letter can."""
    words = sorted({word for word in WORD.findall(sample) if len(word) > 1})[:MOST_WORDS]
    if not words:
        return Guess(WESTERN, True)
    joined = b" ".join(words)
    ranked = chardet.detect_all(
        joined, ignore_threshold=True, include_encodings=NARROW, compat_names=False
    )
    scores: dict[str, float] = {WESTERN: 0.0}
    readings = {WESTERN: _decoded(joined, WESTERN)}
    for entry in ranked:
        name = str(entry["encoding"]).lower().replace("_", "-")
        readings[name] = _decoded(joined, name)
        letters = len(NOT_ASCII.findall(readings[name]))
        fitting = max(0.0, 1 - _misplaced(readings[name]) / max(1, letters))
        scores[name] = entry["confidence"] * fitting**4 * FAVOUR.get(name, 1)
    best = max(scores, key=lambda name: (scores[name], name == WESTERN))
    is_scant = len(NOT_ASCII.findall(joined.decode("latin-1"))) < SCANT_LETTERS
    if readings[best] == readings[WESTERN] or (is_scant and not _misplaced(readings[WESTERN])):
        best = _western(readings[WESTERN])
        readings.setdefault(best, _decoded(joined, best))
        scores.setdefault(best, scores[WESTERN])
    rivals = [scores[name] for name in scores if readings[name] != readings[best]]
    is_alone = all(rival <= RIVAL * scores[best] for rival in rivals)
    letters = len(NOT_ASCII.findall(readings[best]))
    is_ample = len(words) >= FEW_WORDS or letters >= FEW_LETTERS
    return Guess(best, is_alone and (best == WESTERN or is_ample))


def _western(reading: str) -> str:
    """Turkish has its letters where Western European has those of Icelandic alone."""
    is_turkish = any(letter in reading for letter in TURKISH)
    return "cp1254" if is_turkish and not any(one in reading for one in ICELANDIC) else WESTERN


def _decoded(raw: bytes, encoding: str) -> str:
    return raw.decode(encoding, errors="replace")


def _misplaced(text: str) -> int:
    """Characters that no writer puts where they stand, as a wrong code page makes them."""
    return sum(_is_misplaced(*around) for around in _neighbours(text))


def _neighbours(text: str) -> Iterator[tuple[str, str, str]]:
    for found in NOT_ASCII.finditer(text):
        place = found.start()
        yield text[place - 1 : place], found[0], text[place + 1 : place + 2]


def _is_misplaced(before: str, character: str, after: str) -> bool:
    category = unicodedata.category(character)
    if category in ("Cc", "Cn", "Co") or character == "\ufffd":
        return True
    if category.startswith("L") and character not in "ªº":
        if category == "Lu" and before.islower():
            return True
        beside = [one for one in (before, after) if one.isalpha()]
        return any(_script(one) != _script(character) for one in beside)
    if category.startswith("M"):
        return False
    if before.isalpha():
        return character not in (BETWEEN_LETTERS if after.isalpha() else AFTER_LETTERS)
    return after.isalpha() and character not in BEFORE_LETTERS


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]
