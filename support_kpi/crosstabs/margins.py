"""Raking a survey to shares that the user knows: from rows of question, option and share."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from support_kpi import statistics
from support_kpi.crosstabs.request import Margin
from support_kpi.errors import UsageError
from support_kpi.statistics import Raking

ROUNDING = 0.0051
REST = "(all other answers)"


@dataclass(frozen=True)
class Weighting:
    """What raking did: the factor of each combination, as the queries take it, and the margins.

    `margins` has a row a category: question, option, n, its share before, the target, its share
    with the weights.
    """

    factors: str
    raking: Raking
    margins: pd.DataFrame


def weighting(
    combinations: pd.DataFrame,
    margins: Sequence[Margin],
    limit: float | None,
    names: Mapping[str, str],
) -> Weighting:
    """Fit the combinations of answers to the margins; `names` are the questions' wordings."""
    questions = list(dict.fromkeys(margin.question_id for margin in margins))
    answers = [json.loads(text) for text in combinations["combination"]]
    sizes = combinations["weight"].to_numpy(dtype=float)
    counts = combinations["n"].to_numpy(dtype=float)
    coded, labels = [], []
    for place, question in enumerate(questions):
        wanted = {one.option: one.share for one in margins if one.question_id == question}
        picked = [answer[place] for answer in answers]
        targets = _targets(wanted, picked, counts, names.get(question, question))
        order = list(targets)
        codes = np.array([order.index(one if one in wanted else REST) for one in picked])
        coded.append((codes, dict(enumerate(targets.values()))))
        labels.append(order)
    raked = statistics.rake(sizes, coded, limit)
    rows = [
        {
            "question": names.get(question, question),
            "option": option,
            "n": counts[codes == place].sum(),
            "share_before": sizes[codes == place].sum() / sizes.sum(),
            "target_share": targets[place],
            "share_after": (sizes * raked.factors)[codes == place].sum()
            / (sizes * raked.factors).sum(),
        }
        for question, (codes, targets), order in zip(questions, coded, labels, strict=True)
        for place, option in enumerate(order)
    ]
    factors = [
        {"combination": text, "factor": float(factor)}
        for text, factor in zip(combinations["combination"], raked.factors, strict=True)
    ]
    return Weighting(json.dumps(factors), raked, pd.DataFrame(rows))


def _targets(
    wanted: Mapping[str, float], picked: Sequence[str | None], counts: np.ndarray, question: str
) -> dict[str, float]:
    """The share of each category; who gave no listed answer shares what the others leave."""
    total = sum(wanted.values())
    if min(wanted.values()) < 0 or total <= 0:
        raise UsageError(f"“{question}”: a share of a margin is below 0; write 0 to 100 %.")
    for option, share in wanted.items():
        if share > 0 and option not in picked:
            raise UsageError(
                f"“{question}”: nobody here answered “{option}”, so no weight can give it "
                f"{100 * share:.1f} %; put it together with another option or leave it out."
            )
    others = sum(n for one, n in zip(picked, counts, strict=True) if one not in wanted)
    if total > 1 + ROUNDING or (abs(total - 1) > ROUNDING and not others):
        raise UsageError(
            f"“{question}”: the shares of the margin add up to {100 * total:.1f} %; they should be "
            "100 %."
        )
    if not others:
        return {option: share / total for option, share in wanted.items()}
    if total > 1 - ROUNDING:
        raise UsageError(
            f"“{question}”: the shares add up to {100 * total:.1f} %, but {others:,.0f} "
            "respondents gave another answer or none; lower the shares so that they have one too."
        )
    return {**wanted, REST: 1 - total}
