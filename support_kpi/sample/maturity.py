"""Maturity assessments: every team twice, a year apart, seven characteristics each."""

from collections.abc import Iterator

import numpy as np

from support_kpi.sample.export import Columns
from support_kpi.sample.organisation import CHANNELS, TEAMS
from support_kpi.schema import CHARACTERISTICS

EDITION = tuple(key for key in CHARACTERISTICS if key != "security")
DATES = ("2025-09-15", "2026-09-14")
# One letter a characteristic in the order of EDITION (Met, Not met, Unknown), and the tier as far
# as the assessors gave one; what is unknown of `Returns` leaves it between Starter and Riser.
FINDINGS = {
    "Billing": (("MNMNMNN", ""), ("MMMNMNN", "")),
    "Technical support": (("MMMMMNN", ""), ("MMMMMMM", "Champion")),
    "Onboarding": (("MNMMNMN", "Riser"), ("MMMMNMN", "")),
    "Orders": (("NMMNMNM", ""), ("NMMNMMM", "Riser")),
    "Enterprise care": (("MMMNMMM", "Champion"), ("MMMMMMN", "")),
    "Community": (("NNMNNNN", ""), ("NNMMNNN", "Starter")),
    "Voice desk": (("NMNNNNN", ""), ("NMNNMNM", "")),
    "Returns": (("NNMNNUN", ""), ("NMMNNUM", "Starter")),
}
_STATES = {"M": "Met", "N": "Not met", "U": "Unknown"}
_EVIDENCE = {
    "M": "Interview and records of the quarter (synthetic)",
    "N": "No records found (synthetic)",
    "U": "Owner not reached (synthetic)",
}


def columns() -> Iterator[Columns]:
    """One row per team and date."""
    rows = [(team, DATES[i], *FINDINGS[team.name][i]) for i in range(len(DATES)) for team in TEAMS]
    table = {
        "Team": [team.name for team, *_ in rows],
        "Channels": [
            "; ".join(CHANNELS[row].label for row in sorted(team.channels)) for team, *_ in rows
        ],
        "Assessed on": [date for _, date, *_ in rows],
        "Maturity tier": [tier for *_, tier in rows],
    }
    for place, key in enumerate(EDITION):
        found = [letters[place] for _, _, letters, _ in rows]
        table[CHARACTERISTICS[key]] = [_STATES[letter] for letter in found]
        table[f"{CHARACTERISTICS[key]} evidence"] = [_EVIDENCE[letter] for letter in found]
    yield {name: np.array(cells) for name, cells in table.items()}
