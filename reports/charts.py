"""Charts as options for the drawing library: fixed scale, few colours, shapes that differ as well as colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from reports import theme
from reports.sheet import Cell, Chart, Series, Table, plain
from reports.text import chart_text

_FONT = {"name": theme.FONT, "size": 10, "color": theme.INK}
_LABEL = {**_FONT, "size": 9}
_SCALE = {"min": 0, "max": 100, "major_unit": 25}
#: Pixels of a row of the default height.
ROW_PIXELS = 20
_GRID = {"visible": True, "line": {"color": theme.LINE, "width": 0.75}}

Options = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What to make, what to set on it by the name of the setter, and its series."""

    kind: Options
    looks: Options
    series: list[Options]


def chart_options(chart: Chart, title: str, header_row: int, table: Table) -> Drawn:
    """A chart over a table of the sheet with the tab `title`, whose headers stand in `header_row`."""
    start, count = chart.rows or (0, table.n_rows)
    rows = (header_row + 1 + start, header_row + start + count)
    series = [_series(chart, one, title, rows, table) for one in chart.series]
    looks: Options = {
        "set_title": {"name": chart_text(chart.title), "name_font": {**_FONT, "size": 12, "bold": True}},
        "set_size": {"width": chart.width, "height": chart.height_rows * ROW_PIXELS - 10},
        "set_legend": {"position": "bottom", "font": _FONT} if len(series) > 1 else {"none": True},
        **_axes(chart),
        "show_blanks_as": "gap",
    }
    return Drawn(_KINDS[chart.kind], looks, series)


_KINDS: dict[str, Options] = {
    "radar": {"type": "radar", "subtype": "with_markers"},
    "bar": {"type": "bar"},
    "dots": {"type": "line"},
}


def _series(chart: Chart, one: Series, title: str, rows: tuple[int, int], table: Table) -> Options:
    first, last = rows
    look = _bar(one) if chart.kind == "bar" else _dots(one) if chart.kind == "dots" else _line(one)
    found = {
        "name": chart_text(one.name),
        "categories": [title, first, chart.categories, last, chart.categories],
        "values": [title, first, one.column, last, one.column],
        **look,
    }
    if chart.kind == "bar":
        found["data_labels"] = _labels(chart, table, one.column)
    if one.above is not None and one.below is not None:
        found["y_error_bars"] = {
            "type": "custom",
            "plus_values": _area(title, rows, one.above),
            "plus_data": _values(chart, table, one.above),
            "minus_values": _area(title, rows, one.below),
            "minus_data": _values(chart, table, one.below),
            "line": {"color": one.colour, "width": 2},
        }
    return found


def _area(title: str, rows: tuple[int, int], column: int) -> str:
    return f"={quote_sheetname(title)}!{xl_range_abs(rows[0], column, rows[1], column)}"


def _values(chart: Chart, table: Table, column: int) -> list[float]:
    """What stands in a column now, so that a program that does not recalculate draws it; 0 where nothing does."""
    start, count = chart.rows or (0, table.n_rows)
    drawn = table.rows[start : start + count] if isinstance(table.rows, Sequence) else ()
    values = (row[column] for row in drawn)
    plain = (one.value if isinstance(one, Cell) else one for one in values)
    return [float(one) if isinstance(one, int | float) else 0.0 for one in plain]


def _labels(chart: Chart, table: Table, column: int) -> Options:
    """The number at the end of each bar; where nothing is drawn, the mark that says why."""
    start, count = chart.rows or (0, table.n_rows)
    drawn = table.rows[start : start + count] if isinstance(table.rows, Sequence) else ()
    shown = [plain(row[column]) for row in drawn]
    marks = [{"value": one, "font": _LABEL} if isinstance(one, str) and one else None for one in shown]
    labels: Options = {"value": True, "num_format": "0", "font": _LABEL}
    return {**labels, "custom": marks} if any(marks) else labels


def _marker(one: Series, size: int, fill: str) -> Options:
    """A circle or a diamond: told apart without colour."""
    return {
        "type": "diamond" if one.dashed else "circle",
        "size": size,
        "fill": {"color": fill},
        "border": {"color": one.colour, "width": 1.5},
    }


def _line(one: Series) -> Options:
    line = {"color": one.colour, "width": 1.75 if one.dashed else 2.5}
    marker = _marker(one, 6, theme.WHITE if one.dashed else one.colour)
    return {"line": {**line, "dash_type": "dash"} if one.dashed else line, "marker": marker}


def _dots(one: Series) -> Options:
    """Marks that are full, since LibreOffice draws no border where there is no line; a diamond shows behind a circle."""
    return {"line": {"none": True}, "marker": _marker(one, 13 if one.dashed else 7, one.colour)}


def _bar(one: Series) -> Options:
    if one.dashed:
        hatched = {"pattern": "wide_upward_diagonal", "fg_color": one.colour, "bg_color": theme.WHITE}
        return {"pattern": hatched, "border": {"color": one.colour}, "gap": 60}
    return {"fill": {"color": one.colour}, "border": {"color": one.colour}, "gap": 60}


def _axes(chart: Chart) -> Options:
    scale: Options = {**_SCALE, "num_format": "0"} if chart.percent else {"min": 0, "major_unit": 1, "num_format": "0"}
    if chart.kind == "radar":
        small = {**_FONT, "size": 9}
        return {
            "set_x_axis": {"num_font": _FONT},
            "set_y_axis": {**scale, "num_font": small, "major_gridlines": _GRID},
        }
    if chart.kind == "bar":
        values = {**scale, "num_font": _FONT, "major_gridlines": _GRID, "label_position": "high"}
        return {"set_x_axis": values, "set_y_axis": {"num_font": _FONT, "reverse": True}}
    return {
        "set_x_axis": {"num_font": _FONT},
        "set_y_axis": {**scale, "num_font": {**_FONT, "size": 9}, "major_gridlines": _GRID},
    }
