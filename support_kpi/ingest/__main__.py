"""The child process: a request on standard input, the answer in the work folder."""

import json
import sys
from pathlib import Path
from typing import Any

from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.ingest.child import ANSWER, PROGRESS
from support_kpi.ingest.joining import joined
from support_kpi.ingest.limits import Limits, restrict
from support_kpi.ingest.reading import connected, read
from support_kpi.ingest.staged import Staged
from support_kpi.parsing.progress import told_to


class WithoutPandas:
    """pyarrow would import it at the first list, which takes a third of a second."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


def main() -> None:
    sys.meta_path.insert(0, WithoutPandas)
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    restrict(limits)
    folder, options = Path(request["folder"]), Options(**request["options"])
    work = folder / "work"
    answer: dict[str, Any]
    key = bytes.fromhex(request["key"])
    try:
        if "joined" in request:
            staged = [Staged.from_json(one) for one in request["joined"]]
            with connected(work, limits) as connection:
                together = joined(connection, staged, options, key)
        else:
            with told_to(work / PROGRESS):
                together = read(Path(request["path"]), folder, work, options, key, limits)
        answer = {"staged": [one and one.as_json() for one in together]}
    except UsageError as error:
        answer = {"usage": str(error)}
    (work / ANSWER).write_text(json.dumps(answer), encoding="utf-8")


main()
