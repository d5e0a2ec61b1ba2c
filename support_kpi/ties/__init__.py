"""Which question of a survey asks which question of a study: what is known, proposed, written."""

from support_kpi.ties.drafts import Draft, best_study, draft, lines, sure
from support_kpi.ties.files import COLUMNS, as_lines, read, to_csv, to_json
from support_kpi.ties.known import Known, known, wording
from support_kpi.ties.proposals import Proposal, option_proposals, proposals

__all__ = [
    "COLUMNS",
    "Draft",
    "Known",
    "Proposal",
    "as_lines",
    "best_study",
    "draft",
    "known",
    "lines",
    "option_proposals",
    "proposals",
    "read",
    "sure",
    "to_csv",
    "to_json",
    "wording",
]
