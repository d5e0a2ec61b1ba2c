"""Invented people: numbers instead of names, addresses of domains that nobody can own."""

import numpy as np

from support_kpi.sample.clock import Ints, Texts
from support_kpi.sample.export import labels
from support_kpi.sample.organisation import PRODUCTS

_DOMAINS = ("example.com", "example.org", "example.net")


def requester_name(requester: Ints) -> Texts:
    return np.char.mod("requester %05d", requester)


def requester_domain(requester: Ints) -> Texts:
    return labels(_DOMAINS, requester % 3)


def requester_email(requester: Ints) -> Texts:
    """The same address in every source, so that repeat contacts can be seen."""
    return np.char.add(np.char.mod("requester%05d@", requester), requester_domain(requester))


def requester_number(requester: Ints) -> Texts:
    """A telephone number of a country code that is not in use."""
    return np.char.mod("+999%07d", requester)


def organization(requester: Ints) -> Texts:
    """Only business customers have one."""
    is_business = (requester % 4 == 1) | (requester % 4 == 2)
    return np.where(is_business, np.char.mod("Organisation %03d", requester % 211), "")


def product(requester: Ints) -> Texts:
    return labels(PRODUCTS, requester % 4)


def agent_name(agent: Ints) -> Texts:
    return np.where(agent < 0, "", np.char.mod("Agent %02d", agent))
