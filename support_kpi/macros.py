"""The macros of the model: what the names in a query stand for."""

import re
from functools import cache

from support_kpi.queries import FOLDER

MACRO = re.compile(r"(?:^--[^\n]*\n)*^create macro (\w+)\(.*?^;$", re.MULTILINE | re.DOTALL)
CALLED = re.compile(r"\b(\w+)\s*\(")


def used(sql: str) -> tuple[str, ...]:
    """The definitions of the macros that a statement calls, and that those call in turn, in the
    order of their first use."""
    known = _known()
    found: dict[str, str] = {}
    waiting = [sql]
    while waiting:
        for name in CALLED.findall(_bare(waiting.pop(0))):
            if name in known and name not in found:
                found[name] = known[name]
                waiting.append(known[name].partition("create macro")[2].partition("(")[2])
    return tuple(found.values())


@cache
def _known() -> dict[str, str]:
    """Each macro by its name, with the comment above it."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("model/*.sql"))]
    return {
        macro.group(1): macro.group().strip() for text in texts for macro in MACRO.finditer(text)
    }


def _bare(sql: str) -> str:
    return re.sub(r"--.*", "", sql)
