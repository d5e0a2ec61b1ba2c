"""Time the questions of a page in a process of its own: ENGINE PATH, prints JSON."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from support_kpi.filters import Filters
from support_kpi.performance.questions import FILTERS, PAGE, Question

ROUNDS = 5


def main(engine: str, path: Path) -> dict[str, object]:
    """Milliseconds of the whole page by filter, the first time and then, and the answers."""
    asking = import_module(f"support_kpi.performance.asking.{engine}")
    page = getattr(asking, "page", partial(_one_by_one, asking.asked))
    begun = time.perf_counter()
    handle = asking.opened(path)
    opened = time.perf_counter() - begun
    pages = {}
    for name, filters in FILTERS.items():
        rounds: list[float] = []
        results: list[object] = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            results = page(handle, PAGE, filters)
            rounds.append(1000 * (time.perf_counter() - begun))
        told = [
            sorted([*key, *numbers] for key, numbers in asking.told(question, result).items())
            for question, result in zip(PAGE, results, strict=True)
        ]
        pages[name] = {"milliseconds": rounds, "answers": told}
    return {"opened_seconds": opened, "pages": pages}


def _one_by_one(
    asked: Callable[[Any, Question, Filters], Any],
    handle: object,
    questions: Sequence[Question],
    filters: Filters,
) -> list[Any]:
    return [asked(handle, question, filters) for question in questions]


if __name__ == "__main__":
    json.dump(main(sys.argv[1], Path(sys.argv[2])), sys.stdout)
