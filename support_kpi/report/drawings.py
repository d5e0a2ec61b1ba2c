"""Charts as pictures, drawn on this machine: no request leaves it."""

from typing import Any

import vl_convert

from support_kpi.charts import Drawing

Size = tuple[int, int]


def svg(chart: Drawing, *, font: str = "sans-serif", size: Size | None = None) -> str:
    """The chart as SVG text, its letters in `font`; without a size it has its own."""
    spec: dict[str, Any] = chart.to_dict()
    if size:
        spec |= {"width": size[0], "height": size[1]}
    return vl_convert.vegalite_to_svg(
        spec, config=_config(font), allowed_base_urls=[], show_warnings=False
    )


def png(chart: Drawing, size: Size) -> bytes:
    """The chart as a picture that fits the size, with letters for a slide."""
    spec: dict[str, Any] = chart.to_dict() | {"width": size[0], "height": size[1]}
    spec["autosize"] = {"type": "fit", "contains": "padding"}
    return vl_convert.vegalite_to_png(
        spec, scale=2, config=_config("sans-serif"), allowed_base_urls=[], show_warnings=False
    )


def _config(font: str) -> dict[str, Any]:
    return {
        "font": font,
        "axis": {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"},
        "legend": {"labelFontSize": 11},
        "view": {"stroke": None},
    }
