"""What a target or an annotation is of: one channel, or all of them."""

from support_kpi.errors import UsageError
from support_kpi.schema import CHANNELS

ALL = "all channels"
EVERYWHERE = ("", "all", ALL, "total")


def scope(words: str, where: str) -> str | None:
    """The code of the channel that people name by code or label; None where they mean all."""
    wanted = words.strip().casefold()
    if wanted in EVERYWHERE:
        return None
    for code, label in CHANNELS.items():
        if wanted in (code, label.casefold()):
            return code
    raise UsageError(
        f'{where}: "{words.strip()}" is no channel; use one of {", ".join(CHANNELS)}, or {ALL}.'
    )
