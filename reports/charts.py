"""Charts as options for the drawing library: fixed scale, few colours, shapes that differ as well as colours."""

from __future__ import annotations

from typing import Any

from reports import theme
from reports.sheet import Chart
from reports.text import chart_text

_FONT = {"name": theme.FONT, "size": 10, "color": theme.INK}
_SCALE = {"min": 0, "max": 100, "major_unit": 25}
_ROW_HEIGHT = 20

Options = dict[str, Any]


def chart_options(chart: Chart, title: str, header_row: int, n_rows: int) -> tuple[Options, Options, list[Options]]:
    """What to make, what to set on it, and its series, for a chart of the sheet with the tab `title`."""
    first, last = header_row + 1, header_row + n_rows
    radar = chart.kind == "radar"
    series = [
        {
            "name": chart_text(one.name),
            "categories": [title, first, chart.categories, last, chart.categories],
            "values": [title, first, one.column, last, one.column],
            **(_line(one.colour, dashed=one.dashed) if radar else _bar(one.colour)),
        }
        for one in chart.series
    ]
    looks: Options = {
        "set_title": {"name": chart_text(chart.title), "name_font": {**_FONT, "size": 12, "bold": True}},
        "set_size": {"width": chart.width, "height": chart.height_rows * _ROW_HEIGHT - 10},
        "set_legend": {"position": "bottom", "font": _FONT} if len(series) > 1 else {"none": True},
        "set_x_axis": {"num_font": _FONT} if radar else _percent_axis(),
        "set_y_axis": _radar_axis() if radar else {"num_font": _FONT, "reverse": True},
        "show_blanks_as": "gap",
    }
    kind = {"type": "radar", "subtype": "with_markers"} if radar else {"type": "bar"}
    return kind, looks, series


def _line(colour: str, *, dashed: bool) -> Options:
    line = {"color": colour, "width": 1.75 if dashed else 2.5}
    shape = "diamond" if dashed else "circle"
    return {
        "line": {**line, "dash_type": "dash"} if dashed else line,
        "marker": {
            "type": shape,
            "size": 6,
            "fill": {"color": theme.WHITE if dashed else colour},
            "border": {"color": colour},
        },
    }


def _bar(colour: str) -> Options:
    return {"fill": {"color": colour}, "border": {"none": True}, "gap": 60}


def _radar_axis() -> Options:
    grid = {"visible": True, "line": {"color": theme.LINE, "width": 0.75}}
    return {**_SCALE, "num_font": {**_FONT, "size": 9}, "major_gridlines": grid, "num_format": "0"}


def _percent_axis() -> Options:
    grid = {"visible": True, "line": {"color": theme.LINE, "width": 0.75}}
    return {
        **_SCALE,
        "num_font": _FONT,
        "major_gridlines": grid,
        "num_format": "0",
        "label_position": "high",
    }
