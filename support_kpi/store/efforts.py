"""What people think each characteristic costs to put in place, in a unit of their own."""

import json
import math
from collections.abc import Mapping

from support_kpi.errors import UsageError
from support_kpi.schema import CHARACTERISTICS

SETTING = "characteristic_efforts"


def read(text: str) -> dict[str, float]:
    """The efforts that a setting holds; raises UsageError where it holds something else."""
    try:
        given = json.loads(text or "{}")
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise UsageError(f'{SETTING} is a JSON object such as {{"training": 2}}.')
    return _checked(given)


def written(efforts: Mapping[str, float]) -> str:
    """The efforts as the setting holds them."""
    return json.dumps(_checked(efforts), sort_keys=True)


def _checked(given: Mapping[str, object]) -> dict[str, float]:
    for name, effort in given.items():
        if name not in CHARACTERISTICS:
            raise UsageError(
                f'"{name}" is no characteristic; there are {", ".join(CHARACTERISTICS)}.'
            )
        is_number = isinstance(effort, int | float) and not isinstance(effort, bool)
        if not is_number or not math.isfinite(effort) or effort < 0:  # type: ignore[operator]
            raise UsageError(f"The effort of {name} is {effort}; write a number from 0 up.")
    return {name: float(effort) for name, effort in given.items()}  # type: ignore[arg-type]
