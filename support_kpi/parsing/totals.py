"""Labels of rows and columns that add up others."""

import re

SUM = (
    r"(?:totals?|subtotals?|sums?|gesamt|gesamt(?:summe|kosten|budget|betrag)|insgesamt"
    r"|(?:zwischen|end|teil)?summe|totaux|sous-total|somme|totales|subtotales|suma|totais"
    r"|subtotais|soma|total[ei]|subtotale|somma|(?:sub|eind)?totaal|razem|ogółem|summa|totalt"
    r"|i alt|итого|всего)"
)
# Lower-case labels; without \b, which DuckDB takes for letters of ASCII only.
LABEL = (
    rf"^\s*(?:(?:grand|overall|net|gross|sub|sous)[\s-]*)?{SUM}(?:[\s:(].*)?$"
    r"|^.*\s(?:totals?|gesamt|totaal|totale)\s*:?\s*$"
    r"|^\s*(?:合计|合計|总计|總計|総計|小计|小計)"
)


def is_total(label: str) -> bool:
    """Whether a label such as `Sub-total:`, `People total` or `Gesamtsumme` says a sum."""
    return re.search(LABEL, label.casefold()) is not None
