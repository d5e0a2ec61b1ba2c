"""Who the invented respondents are, study by study.

The studies print no sizes of subgroups. Those of Aircall follow from the figures themselves: the
sizes at which the shares of the parts add up to the share of all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from support_kpi.sample.studies.answers import Answers
from support_kpi.sample.studies.figures import Study

Quota = Mapping[str, float]


@dataclass(frozen=True)
class Profile:
    """How many people, in which parts, and which questions go to one part only."""

    people: int
    quotas: Mapping[str, Quota]
    customers: int = 0
    only: Mapping[str, str] = field(default_factory=dict)


PROFILES: Mapping[str, Profile] = {
    "aircall2018": Profile(
        475,
        {
            "role": {"team_lead": 0.474, "director": 0.25, "vp": 0.126, "c_level": 0.15},
            "team_headcount": {"small": 0.278, "medium": 0.497, "large": 0.225},
            "uses_crm_helpdesk": {"yes": 0.512, "no": 0.488},
            "business_model": {"b2b": 0.308, "b2c": 0.461, "nonprofit": 0.231},
            "self_rating": {
                "best_in_class": 0.269,
                "good": 0.45,
                "room_to_improve": 0.181,
                "basics": 0.1,
            },
        },
    ),
    "salesforce2020": Profile(
        1400,
        {
            "respondent_type": {
                "decision_maker": 0.35,
                "agent": 0.4,
                "mobile_worker": 0.2,
                "dispatcher": 0.05,
            },
            "performance_level": {"high_performer": 0.3, "moderate": 0.45, "underperformer": 0.25},
            "survey_year": {"2020": 0.7, "2018": 0.3},
        },
        customers=300,
    ),
    "intercom2021": Profile(500, {}, customers=150),
    "esg2020": Profile(600, {"maturity_tier": {"champion": 0.3, "riser": 0.37, "starter": 0.33}}),
    "liveagent": Profile(300, {"agent_channel": {"live_chat": 0.4, "phone": 0.25, "email": 0.25}}),
}


def profiled(study: Study, profile: Profile, rng: np.random.Generator) -> Answers:
    """The people of a study with their profile answered, customers last."""
    people = profile.people + profile.customers
    is_customer = np.arange(people) >= profile.people
    answers = Answers(study, people)
    for question in study.questions:
        of_customers = question.asked == "customer" and profile.customers > 0
        answers.asked[question.code] = is_customer if of_customers else ~is_customer
    for code, quota in profile.quotas.items():
        names = study.question(code).names
        rest = max(1 - sum(quota.values()), 0.0)
        spare = [name for name in names if name not in quota]
        weights = {**quota, **({spare[-1]: rest} if spare and rest > 1e-9 else {})}
        ends = np.round(np.cumsum(list(weights.values())) * profile.people).astype(int)
        rows = np.repeat([names.index(name) for name in weights], np.diff(ends, prepend=0))
        ticks = np.zeros((len(names), people), dtype=np.bool_)
        ticks[rng.permutation(rows), np.arange(profile.people)] = True
        answers.ticks[code] = ticks
    return answers
