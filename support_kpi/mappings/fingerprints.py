"""Fingerprints: tables of the same headings, in any order, have the same one."""

import hashlib
from collections.abc import Sequence

from support_kpi.parsing.sheet import normal

LENGTH = 16


def fingerprint(headings: Sequence[str]) -> str:
    """A digest of the headings as they are compared; blank ones do not count."""
    known = sorted(filter(None, map(normal, headings)))
    return hashlib.sha256("\x1f".join(known).encode()).hexdigest()[:LENGTH]
