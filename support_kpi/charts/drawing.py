"""A chart: a specification that is built once for each kind of it, and the rows it is fed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, wraps
from itertools import groupby
from typing import Any, ParamSpec, cast

import altair as alt
import numpy as np
import pandas as pd
import pyarrow as pa
from altair.utils.schemapi import debug_mode

P = ParamSpec("P")
ROWS = "rows"
TEMPLATES_KEPT = 500
# Numbers below keep two decimals in the seven digits of 32 bits.
MOST_NARROW = 10_000


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

    @cached_property
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
    """Layers in groups, what those of a group have in common said once."""
    if "layer" not in made:
        return made
    groups = [list(layers) for _, layers in groupby(made["layer"], _kind)]
    if len(groups) > 1:
        return _merged(made, [_merged({}, group) for group in groups])
    return _merged(made, groups[0])


def _kind(layer: Mapping[str, Any]) -> tuple[Any, Any]:
    return layer.get("data"), layer["encoding"].get("tooltip")


def _merged(whole: dict[str, Any], layers: list[dict[str, Any]]) -> dict[str, Any]:
    """Layers as one, with rows and encodings that are the same in all."""
    first, *others = layers
    if not others:
        return {**whole, **first} if not whole else {**whole, "layer": layers}
    encodings = [layer.get("encoding", {}) for layer in layers]
    common = {
        channel: told
        for channel, told in encodings[0].items()
        if all(encoding.get(channel) == told for encoding in encodings)
    }
    told = {"encoding": common} if common else {}
    if "data" in first and all(layer.get("data") == first["data"] for layer in others):
        told["data"] = first["data"]
    return {**whole, **told, "layer": [_without(layer, told) for layer in layers]}


def _without(layer: dict[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """A layer less what is told of all."""
    kept = {key: value for key, value in layer.items() if key not in told}
    encoding = {
        channel: part
        for channel, part in layer.get("encoding", {}).items()
        if channel not in told.get("encoding", {})
    }
    return {**kept, **({"encoding": encoding} if encoding else {})}


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [_plain(rows[name]) for name in rows]
    return [dict(zip(rows.columns, values, strict=True)) for values in zip(*columns, strict=True)]


def _plain(values: pd.Series) -> list[Any]:
    if pd.api.types.is_datetime64_dtype(values):
        # With a time and no zone: a browser takes a bare day for one of Greenwich.
        values = values.dt.strftime("%Y-%m-%dT%H:%M:%S")
    return [None if pd.isna(value) else value for value in values.tolist()]


def _packed(rows: pd.DataFrame) -> bytes:
    table = pa.table({str(name): _narrow(rows[name]) for name in rows})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def _narrow(values: pd.Series) -> pa.Array:
    """Numbers with as many digits as are ever written of them."""
    packed = pa.array(values, from_pandas=True)
    if values.dtype != "float64":
        return packed
    numbers = values.to_numpy()
    is_exact = np.array_equal(numbers.astype("float32"), numbers, equal_nan=True)
    is_small = not (np.abs(numbers) >= MOST_NARROW).any()
    return packed.cast(pa.float32(), safe=False) if is_exact or is_small else packed
