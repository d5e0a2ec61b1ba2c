"""Changes answers, one at a time, until the figures of their question hold."""

from collections.abc import Sequence

import numpy as np

from support_kpi.sample.studies.answers import Answers, Ticks
from support_kpi.sample.studies.figures import Figure, Question, Study

MOST_TRIES = 60_000
MOST_PICKS = {"goals": 3}
# A rank or a count must hold clear of ties.
CLEAR = 0.0022
WARMTH = 0.0004
# How often a change of several picks starts from none.
FRESH = 0.2


def calibrate(study: Study, answers: Answers, rng: np.random.Generator) -> None:
    """Answer every open question; questions that others are set against come after them."""
    for question in _ordered(study):
        if not question.options:
            continue
        is_profile = question.code in answers.ticks
        figures = [
            figure
            for figure in study.figures
            if figure.code == question.code or _other(figure) == question.code
        ]
        if not is_profile:
            answers.ticks[question.code] = _started(question, figures, answers, rng)
        known = [
            figure
            for at, figure in enumerate(figures)
            if _is_known(figure, answers) and not figure.conflict(figures[at + 1 :])
        ]
        _improve(question, known, answers, rng, swaps=is_profile)


def distance(figure: Figure, answers: Answers) -> float:
    """How far the figure is from holding, as a share; 0 when it holds."""
    return DISTANCES[_family(figure.measure)](figure, answers)


def _improve(
    question: Question,
    figures: Sequence[Figure],
    answers: Answers,
    rng: np.random.Generator,
    *,
    swaps: bool,
) -> None:
    """Keep what brings the figures nearer; `swaps` leaves the size of every answer as it is."""
    ticks, asked = answers.ticks[question.code], np.flatnonzero(answers.asked[question.code])
    if not figures or not len(asked):
        return
    now = sum(distance(figure, answers) for figure in figures)
    best, kept = now, ticks.copy()
    for attempt in range(MOST_TRIES):
        if now == 0:
            break
        people = rng.choice(asked, size=2 if swaps else 1, replace=False)
        before = ticks[:, people].copy()
        if swaps:
            ticks[:, people] = before[:, ::-1]
        else:
            ticks[:, people[0]] = _changed(question, before[:, 0], rng)
        then = sum(distance(figure, answers) for figure in figures)
        warmth = WARMTH * (1 - attempt / MOST_TRIES) * rng.random() ** 3
        if then > now + warmth * (now > 0.01):
            ticks[:, people] = before
            continue
        now = then
        if now < best:
            best, kept = now, ticks.copy()
    ticks[:] = kept


def _changed(question: Question, before: Ticks, rng: np.random.Generator) -> Ticks:
    after = before.copy()
    if question.kind != "multiple":
        after[:] = False
        after[rng.integers(len(after))] = True
        return after
    real = [row for row, name in enumerate(question.names) if name != "none"]
    row = real[rng.integers(len(real))]
    if rng.random() < FRESH:
        after[:] = False
    after[row] = ~before[row]
    most = MOST_PICKS.get(question.code)
    if most and after.sum() > most:
        others = [one for one in np.flatnonzero(after).tolist() if one != row]
        after[others[rng.integers(len(others))]] = False
    return _filled(question, after, real, rng)


def _filled(
    question: Question, column: Ticks, real: Sequence[int], rng: np.random.Generator
) -> Ticks:
    """Who picks nothing says so, or picks one where nothing is no answer."""
    if "none" in question.names:
        column[question.names.index("none")] = not column[list(real)].any()
    elif not column.any():
        column[real[int(rng.integers(len(real)))]] = True
    return column


def _started(
    question: Question, figures: Sequence[Figure], answers: Answers, rng: np.random.Generator
) -> Ticks:
    """Answers near the figures of everyone; figures of subgroups are for the search."""
    names, people = question.names, answers.people
    if question.code not in answers.asked:
        answers.asked[question.code] = np.ones(people, dtype=np.bool_)
    asked = answers.asked[question.code]
    usual = 0.3 if question.kind == "multiple" else 1.0
    share = dict.fromkeys(names, usual)
    for figure in figures:
        if figure.measure == "rank" and not figure.segments and figure.high < len(names):
            share[figure.options[0]] = usual * (1.6 - 0.1 * figure.high)
        if figure.measure == "share" and len(figure.options) == 1 and not figure.segments:
            middle = (max(figure.low, 0.0) + min(figure.high, 1.0)) / 2
            share[figure.options[0]] = middle if question.kind == "multiple" else 3 * middle
    ticks = np.zeros((len(names), people), dtype=np.bool_)
    if question.kind == "multiple":
        real = [row for row, name in enumerate(names) if name != "none"]
        for row in real:
            ticks[row] = rng.random(people) < share.get(names[row], 0.3)
        for person in range(people):
            most = MOST_PICKS.get(question.code, len(names))
            extra = np.flatnonzero(ticks[:, person])
            ticks[rng.permutation(extra)[most:], person] = False
            ticks[:, person] = _filled(question, ticks[:, person], real, rng)
    else:
        weights = np.array([share[name] for name in names])
        chosen = rng.choice(len(names), size=people, p=weights / weights.sum())
        ticks[chosen, np.arange(people)] = True
    ticks[:, ~asked] = False
    return ticks


def _ordered(study: Study) -> list[Question]:
    """Questions that make subgroups come first, then those that other figures need."""
    parting = {code for code, _ in study.segments.values()}
    needed = {_other(figure) for figure in study.figures}
    return sorted(
        study.questions,
        key=lambda question: (question.code not in parting, question.code not in needed),
    )


def _other(figure: Figure) -> str:
    return figure.against[0].split("=")[0] if figure.measure.endswith("_of_questions") else ""


def _is_known(figure: Figure, answers: Answers) -> bool:
    wanted = {figure.code, _other(figure)} - {""}
    return wanted <= set(answers.ticks)


def _family(measure: str) -> str:
    return measure.removesuffix("_of_questions")


def _outside(value: float, figure: Figure) -> float:
    return max(figure.low - value, value - figure.high, 0.0)


def _groups(figure: Figure, answers: Answers) -> tuple[float, float]:
    """The two shares that a figure sets against each other."""
    own = answers.share(figure.code, figure.options, figure.segments)
    if _other(figure):
        code, option = figure.against[0].split("=")
        return own, answers.share(code, (option,), figure.segments)
    return own, answers.share(figure.code, figure.options, figure.against)


def _share(figure: Figure, answers: Answers) -> float:
    return _outside(answers.share(figure.code, figure.options, figure.segments), figure)


def _difference(figure: Figure, answers: Answers) -> float:
    own, other = _groups(figure, answers)
    return _outside(own - other, figure)


def _ratio(figure: Figure, answers: Answers) -> float:
    own, other = _groups(figure, answers)
    return _outside(own / max(other, 1e-9), figure) * max(other, 0.01)


def _relative(figure: Figure, answers: Answers) -> float:
    own, other = _groups(figure, answers)
    return _outside(own / max(other, 1e-9) - 1, figure) * max(other, 0.01)


def _rank(figure: Figure, answers: Answers) -> float:
    shares = answers.shares(figure.code, figure.segments)
    return _place(shares, figure.options[0], figure)


def _rank_of_segment(figure: Figure, answers: Answers) -> float:
    shares = {
        segment: answers.share(figure.code, figure.options, [segment])
        for segment in answers.study.segments
    }
    return _place(shares, figure.segments[0], figure)


def _place(shares: dict[str, float], name: str, figure: Figure) -> float:
    own = shares[name]
    others = sorted((share for other, share in shares.items() if other != name), reverse=True)
    first, last = max(int(figure.low), 1), min(figure.high, len(others) + 1)
    away = 0.0
    if first > 1:
        away += max(own + CLEAR - others[first - 2], 0.0)
    if last <= len(others):
        away += max(others[int(last) - 1] + CLEAR - own, 0.0)
    return away


def _rank_ahead(figure: Figure, answers: Answers) -> float:
    shares = answers.shares(figure.code, figure.segments)
    worst = min(shares[name] for name in figure.options)
    best = max(shares[name] for name in figure.against)
    return _outside(worst - best, figure)


def _count_above(figure: Figure, answers: Answers) -> float:
    shares = answers.shares(figure.code, figure.segments)
    return _counted(list(shares.values()), figure)


def _count_cells_above(figure: Figure, answers: Answers) -> float:
    cells = [
        share
        for segment in answers.study.segments
        for share in answers.shares(figure.code, [segment]).values()
    ]
    return _counted(cells, figure)


def _counted(shares: list[float], figure: Figure) -> float:
    ordered, mark, count = sorted(shares, reverse=True), figure.mark / 100, round(figure.low)
    above = sum(max(mark + 1e-6 - share, 0.0) for share in ordered[:count])
    below = sum(max(share - mark, 0.0) for share in ordered[count:])
    return above + below


def _count_different_top(figure: Figure, answers: Answers) -> float:
    """All subgroups but so many have the leading options of everyone."""
    most, may_differ = int(figure.mark), round(figure.low)
    whole = answers.shares(figure.code, ["all"])
    top = sorted(whole, key=lambda name: -whole[name])[:most]
    gaps = []
    for segment in answers.study.segments:
        shares = answers.shares(figure.code, [segment])
        gaps.append(max(s for n, s in shares.items() if n not in top) - min(shares[n] for n in top))
    gaps.sort(reverse=True)
    same = sum(max(gap + CLEAR, 0.0) for gap in gaps[may_differ:])
    return same + sum(max(CLEAR - gap, 0.0) for gap in gaps[:may_differ])


def _count_in_top(figure: Figure, answers: Answers) -> float:
    shares = answers.shares(figure.code, figure.segments)
    top = sorted(shares, key=lambda name: -shares[name])[: int(figure.mark)]
    return abs(len(set(top) & set(figure.options)) - figure.low) * 0.01


def _least(figure: Figure, answers: Answers) -> float:
    shares = answers.shares(figure.code, figure.segments)
    return _outside(min(shares.values()), figure)


DISTANCES = {
    "share": _share,
    "difference": _difference,
    "ratio": _ratio,
    "relative_change": _relative,
    "rank": _rank,
    "rank_of_segment": _rank_of_segment,
    "rank_ahead": _rank_ahead,
    "count_above": _count_above,
    "count_cells_above": _count_cells_above,
    "count_different_top": _count_different_top,
    "count_in_top": _count_in_top,
    "least_share": _least,
}
