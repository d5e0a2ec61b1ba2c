"""Definitions of every KPI that the report uses."""

from support_kpi.report.contents import Column, Section, Table
from support_kpi.report.subject import Subject

TITLE = "Definitions"


def sections(subject: Subject) -> list[Section]:
    used = subject.whole.loc[subject.whole["value"].notna(), "kpi"]
    frame = subject.described[subject.described["kpi"].isin(used)]
    if frame.empty:
        return [Section(TITLE, "No KPI has data in this selection.")]
    columns = (
        Column("KPI", "text", ("label",)),
        Column("Formula", "text", ("formula",)),
        Column("Dated by", "text", ("anchor",)),
        Column("Left out", "text", ("exclusions",)),
        Column("Base (n)", "text", ("basis",)),
        Column("After", "text", ("reference",)),
    )
    lead = f"The {len(frame)} KPIs of this report: formula, date each counts by, what is left out."
    return [Section(TITLE, lead, Table(columns, frame))]
