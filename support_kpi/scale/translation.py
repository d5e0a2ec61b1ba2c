"""SQL of the model in words that every engine knows: macros written out, columns named in full.

Only what is written differently is changed; what a function means elsewhere is in `functions`.
"""

from collections.abc import Mapping

from sqlglot import ErrorLevel, exp
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify

from support_kpi.scale import functions
from support_kpi.scale.statements import Macro

Schema = Mapping[str, Mapping[str, str]]
MOST_MACROS = 20


def spark(
    query: exp.Expr,
    schema: Schema,
    macros: Mapping[str, Macro],
    variables: Mapping[str, object],
    *,
    is_ordered: bool = False,
) -> str:
    """A query of DuckDB in Spark SQL. `schema` has the columns of the tables that it reads and
    their types, `variables` what `getvariable` gives and the parameters."""
    tree = written_out(query.copy(), macros)
    tree = tree.transform(lambda node: _valued(node, variables))
    if not is_ordered:
        tree.set("order", None)
    tree = qualify(tree, schema=dict(schema), dialect="duckdb", validate_qualify_columns=False)
    tree = annotate_types(tree, schema=dict(schema), dialect="duckdb")
    for select in list(tree.find_all(exp.Select)):
        _group_by_name(select)
        _order_by_name(select)
        _join_as_of(select)
    tree = _said(tree)
    for node in tree.walk():
        node.comments = None
    return tree.sql("spark", unsupported_level=ErrorLevel.RAISE)


def updated(change: exp.Update, read: str, columns: list[str]) -> exp.Select:
    """The rows of the table at `read` as an update from another table would leave them."""
    name = change.this.name
    source = change.args["from_"].this
    given = source.alias_or_name
    values = {one.this.name: one.expression.copy() for one in change.expressions}
    where = change.args["where"].this.copy()
    for tree in (where, *values.values()):
        for column in tree.find_all(exp.Column):
            column.set("table", exp.to_identifier("rule" if column.table == given else name))
    hit = exp.column("is_hit", "rule")
    selected = [
        exp.alias_(exp.case().when(hit.copy(), value).else_(exp.column(column, name)), column)
        if (value := values.get(column))
        else exp.column(column, name)
        for column in columns
    ]
    # Whether a row is met is told by a column that is never null where there is one.
    rules = exp.select("*", exp.alias_(exp.true(), "is_hit")).from_(source.name).subquery("rule")
    return (
        exp.select(*selected)
        .from_(exp.alias_(exp.to_table(read), name, table=True))
        .join(rules, on=where, join_type="left")
    )


def written_out(tree: exp.Expr, macros: Mapping[str, Macro]) -> exp.Expr:
    """The tree with every macro in the place of its name."""
    for _ in range(MOST_MACROS):
        called = [node for node in tree.find_all(exp.Anonymous) if node.name.lower() in macros]
        if not called:
            break
        for node in called:
            macro = macros[node.name.lower()]
            given = dict(zip(macro.parameters, node.expressions, strict=True))
            body = _filled(macro.body.copy(), given)
            if isinstance(node.parent, exp.Table) and isinstance(body, exp.Query):
                of = node.parent
                of.replace(body.subquery(of.alias or node.name, copy=False))
            else:
                node.replace(exp.paren(body, copy=False))
    return tree


def _filled(body: exp.Expr, given: Mapping[str, exp.Expr]) -> exp.Expr:
    def fill(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and not node.table and node.name in given:
            return exp.paren(given[node.name].copy(), copy=False)
        return node

    return body.transform(fill)


def _said(tree: exp.Expr) -> exp.Expr:
    """The tree with every function as the engine calls it, the inner ones first."""
    for node in reversed(list(tree.bfs())):
        said = functions.translated(node)
        if said is not node:
            node.replace(said)
    return tree


def _valued(node: exp.Expr, variables: Mapping[str, object]) -> exp.Expr:
    if isinstance(node, exp.Anonymous) and node.name.lower() == "getvariable":
        return exp.convert(variables[node.expressions[0].name])
    if isinstance(node, exp.Placeholder):
        return exp.convert(variables[node.name])
    return node


def _group_by_name(select: exp.Select) -> None:
    """`group by all` is by every column that counts or sums nothing."""
    group = select.args.get("group")
    if not group or not (group.args.get("all") or _is_all(group.expressions)):
        return
    plain = [
        shown.unalias().copy()
        for shown in select.expressions
        if not _is_aggregate(shown) and not isinstance(shown.unalias(), exp.Literal | exp.Boolean)
    ]
    select.set("group", exp.Group(expressions=plain) if plain else None)


def _order_by_name(select: exp.Select) -> None:
    order = select.args.get("order")
    if order and _is_all([part.this for part in order.expressions]):
        select.set(
            "order",
            exp.Order(
                expressions=[exp.Ordered(this=exp.column(s.alias)) for s in select.expressions]
            ),
        )


def _join_as_of(select: exp.Select) -> None:
    """The last row that is not later: all of them, and of those the last.

    The left side must not hold one row twice.
    """
    for join in select.args.get("joins") or []:
        if join.method != "ASOF":
            continue
        join.set("method", None)
        right = join.this.alias_or_name
        (later,) = [
            part
            for part in join.args["on"].flatten()
            if isinstance(part, exp.GTE) and part.expression.find(exp.Column).table == right
        ]
        columns = sorted(
            {c.name for c in select.find_all(exp.Column) if c.table != right and c.table}
        )
        left = select.args["from_"].this.alias_or_name
        first = exp.Window(
            this=exp.RowNumber(),
            partition_by=[exp.column(name, left) for name in columns],
            order=exp.Order(
                expressions=[
                    exp.Ordered(this=later.expression.copy(), desc=True, nulls_first=False)
                ]
            ),
        )
        select.set(
            "qualify", exp.Qualify(this=exp.EQ(this=first, expression=exp.Literal.number(1)))
        )


def _is_aggregate(shown: exp.Expr) -> bool:
    return any(
        isinstance(node, exp.AggFunc) and not isinstance(node.parent, exp.Window)
        for node in shown.walk()
    )


def _is_all(parts: list[exp.Expr]) -> bool:
    return len(parts) == 1 and parts[0].name.lower() == "all"
