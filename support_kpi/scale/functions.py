"""What functions of DuckDB are called elsewhere, each where the usual translation errs.

Every one is held against DuckDB by a test over values that tell right from wrong.
"""

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from support_kpi.errors import QueryError

# What DuckDB's `trim` takes away: every space that Unicode knows, and no tab.
SPACES = " \u00a0\u1680" + "".join(chr(0x2000 + n) for n in range(11)) + "\u202f\u205f\u3000"
# Capitals whose small letter depends on their neighbours in Java, or is two letters there.
CAPITALS, SMALL = "Σİ", "σi"
MONDAY = "1970-01-05"
MICROSECONDS = 1_000_000


def translated(node: exp.Expr) -> exp.Expr:
    """One node as Spark SQL says it, and Sail with it."""
    for kind, say in SAID.items():
        if isinstance(node, kind):
            return say(node)
    return node


def _number(node: exp.Literal) -> exp.Expr:
    """1.01 is exact in Spark, and a quotient of such numbers is rounded to a few places."""
    is_exact = not node.is_string and "." in node.this
    return exp.cast(node.copy(), "double") if is_exact else node


def _moment(node: exp.Anonymous) -> exp.Expr:
    match node.name.lower():
        case "timezone":
            return _local(*node.expressions)
        case "to_seconds":
            seconds = exp.cast(node.expressions[0], "decimal(18, 6)")
            return exp.func("make_dt_interval", *[exp.Literal.number(0)] * 3, seconds)
    return node


def _local(zone: exp.Expr, moment: exp.Expr) -> exp.Expr:
    """`timezone(zone, timezone('UTC', moment))` is one step, whose moment has no zone either."""
    if isinstance(moment, exp.Anonymous) and moment.name.lower() == "timezone":
        return exp.func("convert_timezone", moment.expressions[0], zone, moment.expressions[1])
    return exp.func("timezone", zone, moment)


def _days(node: exp.ToDays) -> exp.Expr:
    return exp.func("make_dt_interval", node.this)


def _epoch(node: exp.TimeToUnix) -> exp.Expr:
    """`unix_timestamp` gives whole seconds only."""
    micros = exp.func("unix_micros", exp.cast(node.this, "timestamptz"))
    return exp.paren(
        exp.Div(
            this=micros, expression=exp.cast(exp.Literal.number(MICROSECONDS), "double"), typed=True
        )
    )


def _part(node: exp.Extract) -> exp.Expr:
    """The days of a week are counted from Monday, 1 to 7; `weekday` errs on Sail."""
    if node.name.lower() != "isodow":
        return node
    days = exp.func(
        "datediff", exp.cast(node.expression, "date"), exp.cast(exp.Literal.string(MONDAY), "date")
    )
    return exp.paren(
        exp.Add(
            this=exp.func("pmod", days, exp.Literal.number(7)), expression=exp.Literal.number(1)
        )
    )


def _trimmed(node: exp.Trim) -> exp.Expr:
    if node.expression:
        return node
    return exp.Trim(this=node.this, expression=exp.Literal.string(SPACES), position="BOTH")


def _lower(node: exp.Lower) -> exp.Expr:
    letters = exp.Anonymous(
        this="translate",
        expressions=[node.this, exp.Literal.string(CAPITALS), exp.Literal.string(SMALL)],
    )
    return exp.Lower(this=letters)


def _any(node: exp.IgnoreNulls) -> exp.Expr:
    """Any value will do, so the least one does, which is the same every time."""
    return exp.Min(this=node.this.this) if isinstance(node.this, exp.AnyValue) else node


def _contains(node: exp.ArrayContains) -> exp.Expr:
    """Whether a list holds null is unknown; Sail says no."""
    known = exp.Not(this=exp.Is(this=node.expression.copy(), expression=exp.Null()))
    return exp.Case().when(known, node.copy())


def _percentile(node: exp.PercentileCont) -> exp.Expr:
    return exp.Anonymous(this="percentile", expressions=[node.this, node.expression])


def _median(node: exp.Median) -> exp.Expr:
    return exp.Anonymous(this="percentile", expressions=[node.this, exp.cast("0.5", "double")])


def _unlisted(node: exp.Explode) -> exp.Expr:
    raise QueryError(
        "This query unfolds a list (unnest), which only DuckDB does; ask it without --engine."
    )


Say = Callable[[Any], exp.Expr]
SAID: dict[type[exp.Expr], Say] = {
    exp.Literal: _number,
    exp.Anonymous: _moment,
    exp.ToDays: _days,
    exp.TimeToUnix: _epoch,
    exp.Extract: _part,
    exp.Trim: _trimmed,
    exp.Lower: _lower,
    exp.IgnoreNulls: _any,
    exp.ArrayContains: _contains,
    exp.Explode: _unlisted,
    exp.PercentileCont: _percentile,
    exp.Median: _median,
}
