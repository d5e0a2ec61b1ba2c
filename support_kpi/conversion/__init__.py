"""From sheets of text to typed canonical rows, in SQL; Python only decides how columns read."""

from support_kpi.conversion.convert import Converted, convert
from support_kpi.conversion.people import pseudonym

__all__ = ["Converted", "convert", "pseudonym"]
