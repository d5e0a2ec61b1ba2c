"""Budgets: what stands under their figures, and the empty state."""

import pandas as pd
import streamlit as st


def has_budget(months: pd.DataFrame) -> bool:
    """Whether the period has a budget; says what to load when it has none."""
    if len(months):
        return True
    st.info(
        "Load a budget sheet (month, category, amount) on Upload exports, widen the dates, or "
        "take away filters: a line that names no channel or team is in none of them.",
        title="No budget line falls in this selection",
        icon=":material/payments:",
    )
    return False


def currencies(rows: pd.DataFrame) -> str:
    found = sorted(set(rows["currency"]))
    if len(found) > 1:
        return f"Amounts are in {', '.join(found)} and are not converted."
    return f"Amounts in {found[0]}." if found else ""


def allocation(costs: pd.DataFrame) -> str:
    """The rule that spread the spend which names no channel."""
    rules = sorted(set(costs["allocation_rule"]))
    rule = rules[0] if rules else "by tickets"
    return f"{currencies(costs)} Spend that names no channel is spread {rule}."


def known(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    return rows[rows[column].notna()]
