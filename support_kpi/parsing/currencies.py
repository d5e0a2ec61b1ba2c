"""Currencies by their signs and codes."""

import re

# Of signs that hold others the longer one first: `R$` is no dollar of the United States.
SIGNS: dict[str, str] = {
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD",
    "HK$": "HKD", "SG$": "SGD", "S$": "SGD", "MX$": "MXN", "R$": "BRL", "€": "EUR", "£": "GBP",
    "¥": "JPY", "₹": "INR", "zł": "PLN", "Kč": "CZK", "₩": "KRW", "₺": "TRY", "₪": "ILS",
    "$": "USD",
}  # fmt: skip
NAMED = """
    EUR USD GBP JPY CHF CAD AUD CNY INR BRL MXN SEK NOK DKK PLN CZK HUF RON TRY ILS NZD SGD HKD KRW
    ZAR AED SAR THB CLP COP
"""
CODES: dict[str, str] = {code: code for code in NAMED.split()} | {"RMB": "CNY"}
CURRENCIES: dict[str, str] = SIGNS | CODES


def _pattern(sign: str) -> str:
    """A code stands alone, a sign does anywhere but behind letters that make it another."""
    escaped = re.escape(sign)
    if sign in CODES:
        return rf"(?:^|[^A-Za-z]){sign}(?:$|[^A-Za-z])"
    return escaped if len(sign) == 1 and sign != "$" else rf"(?:^|[^A-Za-z]){escaped}"


PLAIN = re.compile(r"[\d\s.,()+-]*")
PATTERNS: dict[str, str] = {_pattern(sign): code for sign, code in CURRENCIES.items()}


def currency(text: str) -> str | None:
    """The currency that a text names first in the order of the table."""
    if PLAIN.fullmatch(text):
        return None
    return next((code for pattern, code in PATTERNS.items() if re.search(pattern, text)), None)
