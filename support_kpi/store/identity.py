"""Identity: which survey or list a file is of, told by its records and not by its name.

Ids of a survey count within the survey only, and those of a table without a vendor within its list
only: `1` of one is not `1` of another. A file belongs to what was loaded before when it repeats its
records: the same ids with the same times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from support_kpi.ingest import Staged
from support_kpi.store.files import literal
from support_kpi.store.records import Load, Segment
from support_kpi.store.rivals import RECORDS, Rival, rivals

UNNAMED = "generic"


@dataclass(frozen=True)
class Identity:
    """The source of a load, the survey it is of, and what to tell of how they were found."""

    source: str
    survey: str | None = None
    remarks: tuple[str, ...] = ()

    def columns(self, table: str) -> Mapping[str, str]:
        """SQL over staged rows for the canonical columns that hold the identity."""
        changed = {"source": _text(self.source)} if self.source.startswith(UNNAMED) else {}
        if self.survey is not None:
            changed["survey"] = _text(self.survey)
            if table == "response":
                changed["response_id"] = f"{_text(self.survey + ' ')} || response_id"
        return changed


def identified(
    engine: Connection,
    folder: Path,
    loads: Sequence[Load],
    known: Sequence[Segment],
    staged: Staged,
) -> Identity:
    """Whom the records of a staged file belong to, undone loads considered too."""
    is_survey = staged.table == "respondent"
    if not is_survey and (staged.source != UNNAMED or staged.table not in RECORDS):
        return Identity(staged.source)
    of_source = {load.load_id: load for load in loads if _is_of(load, staged.source)}
    held = [one for one in known if one.load_id in of_source]
    again = [one for one in held if _is_same_sheet(of_source[one.load_id], staged)]
    if again:
        load = of_source[again[0].load_id]
        mains = [folder / one.file for one in again if one.table == staged.table]
        return Identity(load.source, _survey(engine, mains[0]) if is_survey else None)
    found = rivals(engine, folder, held, staged)
    if is_survey:
        name = _survey(engine, staged.tables["respondent"]) or staged.name
        return _of_survey(found, staged.source, name)
    return _of_list(found)


def _of_survey(found: Sequence[Rival], source: str, name: str) -> Identity:
    same = [rival for rival in found if rival.is_same_survey]
    if same:
        best = max(same, key=lambda rival: (rival.agreeing, rival.name == name))
        return Identity(source, best.name, (_recognised(best, name),))
    namesake = next((rival for rival in found if rival.name == name), None)
    if namesake is None or namesake.goes_on:
        return Identity(source, name)
    own = _free(name, {rival.name for rival in found})
    remark = f"Another survey is loaded under the name “{name}”; this one is kept apart as “{own}”."
    return Identity(source, own, (remark,))


def _of_list(found: Sequence[Rival]) -> Identity:
    repeated = [rival for rival in found if rival.agreeing and rival.agreeing * 2 >= rival.common]
    if repeated:
        return Identity(max(repeated, key=lambda rival: rival.agreeing).name)
    free = [rival.name for rival in found if not rival.common] if found else [UNNAMED]
    if free:
        return Identity(free[0])
    own = _free(UNNAMED, {rival.name for rival in found})
    remark = (
        f"{max(rival.common for rival in found):,} of its ids are those of other records that were "
        f"loaded before, so this list is kept apart as the source “{own}”; a mapping can name it."
    )
    return Identity(own, remarks=(remark,))


def _recognised(rival: Rival, name: str) -> str:
    under = "" if rival.name == name else f", though the file calls it “{name}”"
    new = rival.arriving - rival.agreeing
    return (
        f"Recognised as the survey “{rival.name}” by {rival.agreeing:,} responses that are loaded "
        f"already{under}: they are updated and not repeated; {new:,} are new."
    )


def _survey(engine: Connection, respondents: Path) -> str | None:
    """The name that a file of respondents gives its survey."""
    row = engine.execute(
        "select min(survey) from read_parquet($file)", {"file": literal(respondents)}
    ).fetchone()
    return row[0] if row else None


def _is_of(load: Load, source: str) -> bool:
    is_unnamed = source == UNNAMED and load.source.startswith(f"{UNNAMED} (")
    return load.source == source or is_unnamed


def _is_same_sheet(load: Load, staged: Staged) -> bool:
    other = (load.sha256, load.sheet, load.table)
    return other == (staged.sha256, staged.sheet, staged.table)


def _free(name: str, taken: set[str]) -> str:
    number = 2
    while (own := f"{name} ({number})") in taken:
        number += 1
    return own


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
