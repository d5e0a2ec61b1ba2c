"""Numbers as people write them: thousands, decimal commas, currencies, brackets, percent."""

import re
from collections.abc import Iterable

from support_kpi.conversion.literals import literal
from support_kpi.conversion.shapes import Shape

PLAIN = re.compile(r"[-+]?(9+(\.9*)?|\.9+)(e[-+]?9+)?")
CURRENCY = r"(?:[A-Za-z]{0,3}\p{Sc}|[A-Za-z]{3}|kr\.?|zł|Kč|Ft|R)"
SPACES = "\u00a0\u2007\u2009\u202f' ’"
FACTORS = {"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "b": 1e9, "bn": 1e9}
PYTHON_CURRENCY = CURRENCY.replace(r"\p{Sc}", "[$€£¥₹₽₩₪₺฿₫₴₦]")


def decimal_mark(shapes: Iterable[Shape], is_money: bool = False) -> str:
    """The decimal mark of a column: what most of the values that tell use; a point if none does.

    Where none does, one mark before three digits of money parts thousands.
    """
    votes = {",": 0, ".": 0}
    thousands = {",": 0, ".": 0}
    for shape in shapes:
        marks = re.findall(r"[.,]9*", shape.text)
        if not marks:
            continue
        kinds = {mark[0] for mark in marks}
        last = marks[-1]
        if len(kinds) == 2:
            votes[last[0]] += shape.count
        elif len(marks) > 1:
            votes["." if last[0] == "," else ","] += shape.count
        elif last[0] == "," and len(last) != 4:
            votes[","] += shape.count
        elif last[0] == "." and len(last) != 4:
            votes["."] += shape.count
        else:
            thousands[last[0]] += shape.count
    if is_money and not any(votes.values()):
        return "," if thousands["."] > thousands[","] else "."
    return "," if votes[","] > votes["."] else "."


def _written(decimal: str) -> str:
    """Pattern of the digits of one number."""
    thousands = "," if decimal == "." else r"\."
    mark = re.escape(decimal)
    lakhs = r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?|" if decimal == "." else ""
    return (
        rf"{lakhs}\d{{1,3}}(?:[{thousands}{SPACES}]\d{{3}})+(?:{mark}\d+)?"
        rf"|\d+(?:{mark}\d*)?(?:[eE][-+]?\d+)?|{mark}\d+"
    )


def _whole(decimal: str, currency: str, is_bare: bool) -> str:
    """Pattern of a whole cell: sign and bracket, currency, digits, size, percent; a bare number
    has none of these but the sign, for `5 m` may be minutes and `5 min` is no currency."""
    if is_bare:
        return rf"()([-+−]?)\s*()({_written(decimal)})()()()"
    return (
        rf"(\(?)\s*([-+−]?)\s*{currency}?\s*([-+−]?)\s*({_written(decimal)})"
        rf"\s*(?:(k|m|mn|mio|b|bn)\b\.?)?\s*(%?)\s*{currency}?\s*(-?)\s*\)?"
    )


def is_number(shape: str, decimal: str, is_bare: bool = False) -> bool:
    """Whether values of this shape read as numbers."""
    pattern = _whole(decimal, PYTHON_CURRENCY, is_bare)
    return re.fullmatch(pattern, shape.strip(), flags=re.IGNORECASE) is not None


def number_sql(
    text: str, shapes: Iterable[Shape], is_bare: bool = False, mark: str | None = None
) -> str:
    """SQL of the number in `text`, for a column of these shapes; null where there is none.

    `mark` is the decimal mark where more than the column tells it.
    """
    shapes = tuple(shapes)
    decimal = mark or decimal_mark(shapes)
    read = [shape.text for shape in shapes if is_number(shape.text, decimal, is_bare)]
    if decimal == "." and all(PLAIN.fullmatch(shape) for shape in read):
        value = f"try_cast({text} as double)"
        return f"case when isfinite({value}) then {value} end"
    whole = literal(f"(?i)^{_whole(decimal, CURRENCY, is_bare)}$")

    def group(number: int) -> str:
        return f"regexp_extract({text}, {whole}, {number})"

    thousands = "," if decimal == "." else "."
    digits = f"translate({group(4)}, {literal(thousands + SPACES)}, '')"
    if decimal == ",":
        digits = f"replace({digits}, ',', '.')"
    sizes = " ".join(f"when {literal(word)} then {factor}" for word, factor in FACTORS.items())
    negative = " or ".join(f"{group(number)} in ('-', '−', '(')" for number in (1, 2, 3, 7))
    return (
        f"try_cast({digits} as double)"
        f" * case lower({group(5)}) {sizes} else 1 end"
        f" * case when {group(6)} = '%' then 0.01 else 1 end"
        f" * case when {negative} then -1 else 1 end"
    )
