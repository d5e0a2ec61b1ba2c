"""Requesters as pseudonyms: the same person, the same name, and no way back without the key."""

import hashlib
import hmac
import re

from support_kpi.conversion.ids import DECIMAL, whole_id
from support_kpi.conversion.literals import BLANK_CHARACTERS, BLANKS

LENGTH = 24
BLOCK = 64
NAMED = r"^[^<>]*<\s*([^;,\s<>]+@[^;,\s<>]+)\s*>\s*$"
SEVERAL = r"^\s*([^;,\s<>]+@[^;,\s<>]+)\s*[;,]"


def pseudonym(key: bytes, person: str) -> str:
    """What a requester's address or id is stored as: HMAC-SHA256 of it, shortened.

    Without a key it is stored as written, in lower case.
    """
    text = re.sub(DECIMAL, r"\1", person.strip(BLANK_CHARACTERS).lower())
    if not key:
        return text
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:LENGTH]


def pseudonym_sql(key: bytes, text: str) -> str:
    """The same in SQL, of a name with its address the address, of several addresses the first.

    HMAC is written out because DuckDB has only the hash."""
    first = f"case when regexp_matches({text}, '{SEVERAL}') then"
    first += f" regexp_extract({text}, '{SEVERAL}', 1)"
    first += f" when regexp_matches({text}, '{NAMED}') then"
    first += f" regexp_extract({text}, '{NAMED}', 1) else {text} end"
    person = whole_id(f"lower(trim({first}, {BLANKS}))")
    if not key:
        return person
    block = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    outer, inner = (bytes(byte ^ pad for byte in block).hex() for pad in (0x5C, 0x36))
    digest = f"sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode({person}))))"
    return f"left({digest}, {LENGTH})"
