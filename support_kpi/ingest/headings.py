"""Which row heads a table, where the first one is not the row that a reader knows."""

from support_kpi import readers
from support_kpi.drafts import Options
from support_kpi.errors import ExportError
from support_kpi.mappings.hints import exact
from support_kpi.mappings.translations import is_foreign, translated
from support_kpi.parsing import layers
from support_kpi.parsing.sheet import Sheet


def headed(sheet: Sheet, options: Options) -> Sheet:
    """The sheet under the headings that a reader claims, found by its own names for them too; as
    it is, where none does."""
    found = _headed(sheet, options)
    return translated(found, _reader(found, options)) if is_foreign(found) else found


def _headed(sheet: Sheet, options: Options) -> Sheet:
    lower = layers.lower(sheet)
    plain = layers.bare(sheet)
    if options.is_once or not (lower or plain):
        return sheet
    first = _reader(sheet, options)
    if first not in ("", readers.GENERIC) or (first and (options.mapping or options.reader)):
        return sheet
    for one in lower:
        claimed = _reader(one, options)
        if claimed not in ("", readers.GENERIC):
            return one
        if claimed and len(_known(one)) > len(_known(sheet)) and "ticket_id" in _known(one):
            return one
    parts = layers.grid(sheet) if first and "ticket_id" not in _known(sheet) else None
    if parts and _reader(parts, options) == readers.GENERIC:
        return parts
    return plain if plain and not first else sheet


def _reader(sheet: Sheet, options: Options) -> str:
    """Who claims the sheet; nobody is an empty name."""
    try:
        return readers.claim(sheet, options)[0]
    except ExportError:
        return ""


def _known(sheet: Sheet) -> dict[str, int]:
    return exact(sheet, "ticket")
