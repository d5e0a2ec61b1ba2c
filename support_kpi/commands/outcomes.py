"""What became of the files of a load, a line each and their sum."""

from collections import Counter
from collections.abc import Sequence

from support_kpi.commands.console import REFUSED, complain, say
from support_kpi.store import LoadResult


def code(results: Sequence[LoadResult]) -> int:
    """The exit code: a refused file is one that somebody has to look at."""
    return REFUSED if any(result.status == "refused" for result in results) else 0


def line(result: LoadResult, *, is_check: bool = False, is_brief: bool = False) -> None:
    """One table and, unless it is to be brief, what to know of it; refusals to standard error."""
    if result.status == "refused":
        complain(f"refused    {refusal(result)}")
        return
    status = "would load" if is_check and result.status == "loaded" else result.status
    load = f" (load {result.load_id})" if result.load_id is not None else ""
    said = f"{result.file}: {result.reader}, {result.rows_read:,} rows read, "
    if result.table is None:
        status = (
            status if result.status == "unchanged" else "joined" if result.rows_kept else "read"
        )
        say(f"{status:<10} {said}{'; '.join(result.warnings)}{load}")
        return
    say(
        f"{status:<10} {said}{result.rows_kept:,} kept, {result.rows_rejected:,} rejected; "
        f"{result.records:,} records: {result.records_new:,} new, "
        f"{result.records_updated:,} updated, {result.records_unchanged:,} unchanged{load}"
    )
    for warning in () if is_brief else result.warnings:
        say(f"           {warning}")


def refusal(result: LoadResult) -> str:
    """Why a file is refused, its name in front once."""
    error = result.error or "refused"
    return error if error.startswith(result.file) else f"{result.file}: {error}"


def total(results: Sequence[LoadResult], *, is_check: bool = False) -> None:
    """The sum of several files; always rows read = kept + rejected."""
    if len(results) < 2:
        return
    counts = Counter(result.status for result in results)
    loaded = "would load" if is_check else "loaded"
    states = ", ".join(
        f"{counts[status]:,} {words}"
        for status, words in (
            ("loaded", loaded),
            ("unchanged", "unchanged"),
            ("refused", "refused"),
        )
        if counts[status]
    )
    rows = [(one.rows_read, one.rows_kept, one.rows_rejected) for one in results]
    read, kept, rejected = (sum(column) for column in zip(*rows, strict=True))
    say(
        f"{len(results):,} tables: {states}; "
        f"{read:,} rows read, {kept:,} kept, {rejected:,} rejected or not needed"
    )
