"""The command line. Names and JSON fields are stable: other tools rely on them.

Exit code 0 when all went well, 2 when a file, an option or the store was refused.
"""

from support_kpi.commands.grammar import main

__all__ = ["main"]
