"""A chart: a specification that is built once for each kind of it, and the rows it is fed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, ParamSpec, cast

import altair as alt
import pandas as pd
import pyarrow as pa
from altair.utils.schemapi import debug_mode

P = ParamSpec("P")
ROWS = "rows"
TEMPLATES_KEPT = 500


class Slot(str):
    """The name of what the rows fill in.

    It stands alone in a list or an object, which its value replaces: so a template is valid itself.
    """


@dataclass(frozen=True)
class Drawing:
    """A Vega-Lite specification without rows, and the rows by the names that it calls them."""

    specification: Mapping[str, Any]
    rows: Mapping[str, pd.DataFrame]

    def to_dict(self) -> dict[str, Any]:
        """The whole chart, rows included, as a picture is drawn from it."""
        datasets = {name: _records(rows) for name, rows in self.rows.items()}
        return {**self.specification, "datasets": datasets}

    def packed(self) -> dict[str, bytes]:
        """The rows as streams of Arrow, as a browser is sent them."""
        return {name: _packed(rows) for name, rows in self.rows.items()}


def template(
    build: Callable[P, alt.Chart | alt.LayerChart],
) -> Callable[P, Mapping[str, Any]]:
    """What `build` makes as a specification, once for the same options."""

    def built(*options: P.args, **named: P.kwargs) -> Mapping[str, Any]:
        # Checking each part against the schema takes longer than all the rest; the tests check it.
        with debug_mode(False):
            made = build(*options, **named).to_dict(validate=False)
        del made["$schema"]
        # Of Altair's own theme, for charts without a size.
        view = made.pop("config")["view"]
        if "stroke" in view:
            made["config"] = {"view": {"stroke": view["stroke"]}}
        return _shared(made)

    return cast(Callable[P, Mapping[str, Any]], lru_cache(TEMPLATES_KEPT)(wraps(build)(built)))


def filled(part: Any, values: Mapping[str, Any]) -> Any:
    """A template with every slot filled."""
    if isinstance(part, (dict, list)):
        inner = list(part.values()) if isinstance(part, dict) else part
        if len(inner) == 1 and isinstance(inner[0], Slot):
            return values[inner[0]]
        if isinstance(part, dict):
            return {key: filled(value, values) for key, value in part.items()}
        return [filled(value, values) for value in part]
    return part


def _shared(made: dict[str, Any]) -> dict[str, Any]:
    """Encodings that all layers have in common, said once."""
    first, *others = [layer["encoding"] for layer in made.get("layer", [])] or [{}]
    common = {
        channel: told
        for channel, told in first.items()
        if others and all(other.get(channel) == told for other in others)
    }
    if not common:
        return made
    for layer in made["layer"]:
        for channel in common:
            del layer["encoding"][channel]
    return {**made, "encoding": common}


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [_plain(rows[name]) for name in rows]
    return [dict(zip(rows.columns, values, strict=True)) for values in zip(*columns, strict=True)]


def _plain(values: pd.Series) -> list[Any]:
    if pd.api.types.is_datetime64_dtype(values):
        # With a time and no zone: a browser takes a bare day for one of Greenwich.
        values = values.dt.strftime("%Y-%m-%dT%H:%M:%S")
    return [None if pd.isna(value) else value for value in values.tolist()]


def _packed(rows: pd.DataFrame) -> bytes:
    table = pa.table({str(name): pa.array(rows[name], from_pandas=True) for name in rows})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()
