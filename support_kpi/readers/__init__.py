"""The export formats: one module each, found by being in this folder.

A module offers `TITLE`, `recognises` and `read` (drafts.Reader). It may also offer `REQUIRED`, the
headings it cannot do without (each a tuple of aliases), `refusal`, a sentence on a table that it
knows and cannot load, `YIELDS`, where it leaves to a vendor's reader what that knows too, and
`is_named`, whether the name of a file, or a person who names the reader, settles what the table
leaves open.
"""

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType

from support_kpi.drafts import Options
from support_kpi.errors import AmbiguousFormat, UnknownFormat, UsageError
from support_kpi.mappings.files import chosen, named
from support_kpi.mappings.translations import translated
from support_kpi.parsing.sheet import Sheet

GENERIC = "generic_table"
HEADINGS_SHOWN = 20
NEAREST_SHOWN = 3


def names() -> list[str]:
    """Every reader, the generic one included, by name."""
    return list(_listed())


@cache
def _listed() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def reader(name: str) -> ModuleType:
    """The module of one reader."""
    if name not in names():
        raise UsageError(f'There is no reader "{name}"; the readers are {", ".join(names())}.')
    return import_module(f"{__name__}.{name}")


def missing(sheet: Sheet, module: ModuleType) -> list[str]:
    """Required headings of a reader that the sheet lacks."""
    required: tuple[tuple[str, ...], ...] = getattr(module, "REQUIRED", ())
    return [aliases[0] for aliases in required if not sheet.has_any(*aliases)]


def claim(sheet: Sheet, options: Options) -> tuple[str, ModuleType]:
    """The reader of the sheet: the user's, the mapping's, the vendor's, else the generic one."""
    if options.reader is not None:
        return _forced(sheet, options.reader)
    if (mapping := chosen(sheet, options)) is not None:
        named(sheet, mapping)
        return GENERIC, reader(GENERIC)
    claims = [
        name for name in names() if name != GENERIC and _recognises(name, sheet, options.name)
    ]
    vendors = [name for name in claims if not getattr(reader(name), "YIELDS", False)]
    claims = vendors or claims
    if len(claims) > 1:
        raise AmbiguousFormat(
            f"{_where(sheet)} fits {len(claims)} readers: {', '.join(claims)}."
            " Say which one with --reader NAME."
        )
    if not claims and GENERIC in names() and reader(GENERIC).recognises(sheet):
        claims = [GENERIC]
    if not claims:
        raise UnknownFormat(_refusal(sheet))
    return claims[0], reader(claims[0])


def _recognises(name: str, sheet: Sheet, file: str) -> bool:
    module, known = reader(name), translated(sheet, name)
    is_named = getattr(module, "is_named", None)
    return module.recognises(known) or (is_named is not None and is_named(known, file))


def _forced(sheet: Sheet, name: str) -> tuple[str, ModuleType]:
    module, sheet = reader(name), translated(sheet, name)
    lacking = missing(sheet, module)
    # Who names a reader settles as much as a file of its name would.
    fits = not lacking if hasattr(module, "REQUIRED") else _recognises(name, sheet, module.TITLE)
    if not fits and name != GENERIC:
        lack = (
            f" It lacks the heading{'s' * (len(lacking) > 1)} {_quoted(lacking)}."
            if lacking
            else ""
        )
        raise UnknownFormat(
            f"{_where(sheet)} cannot be read as {module.TITLE}.{lack} Found: {_seen(sheet)}."
        )
    return name, module


def _refusal(sheet: Sheet) -> str:
    known = _nearest(sheet)
    nearest = f" Nearest: {'; '.join(known)}." if known else ""
    for name in sorted(names(), key=lambda name: name == GENERIC):
        refusal = getattr(reader(name), "refusal", None)
        sentence = refusal(sheet) if refusal else None
        if sentence:
            hint = nearest if name == GENERIC and "totals" not in sentence else ""
            return f"{_where(sheet)} {sentence}{hint}"
    return (
        f"No reader knows {_where(sheet, start=False)}. Headings found: {_seen(sheet)}.{nearest}"
        + " Name the columns in a mapping file, or say which reader to use with --reader NAME."
    )


def _nearest(sheet: Sheet) -> list[str]:
    """Formats of which the sheet has more than half of the required headings."""
    found = []
    for name in names():
        module = reader(name)
        required = getattr(module, "REQUIRED", ())
        lacking = missing(translated(sheet, name), module)
        if required and len(lacking) * 2 < len(required):
            lack = (
                f"without {_quoted(lacking)}" if lacking else "without its other tell-tale headings"
            )
            found.append((len(lacking) / len(required), f"{module.TITLE} ({name}), {lack}"))
    return [text for _, text in sorted(found)[:NEAREST_SHOWN]]


def _where(sheet: Sheet, *, start: bool = True) -> str:
    if sheet.name:
        return f'{"The" if start else "the"} table "{sheet.name}"'
    return "The table" if start else "this table"


def _seen(sheet: Sheet) -> str:
    shown = [heading.strip()[:60] for heading in sheet.headings if heading.strip()]
    more = len(shown) - HEADINGS_SHOWN
    return (_quoted(shown[:HEADINGS_SHOWN]) or "none") + (f" and {more} more" if more > 0 else "")


def _quoted(headings: list[str]) -> str:
    return ", ".join(f'"{heading}"' for heading in headings)
