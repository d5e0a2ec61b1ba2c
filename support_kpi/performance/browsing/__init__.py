"""Pages as a visitor meets them: the dashboard beside pages that do less, served in turn."""

from support_kpi.performance.browsing.rounds import Scale, rounds

__all__ = ["Scale", "rounds"]
