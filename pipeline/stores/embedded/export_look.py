"""What an exported cell needs beyond its format: runs of letters, where a link leads, rows as tall as their text."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.stores.embedded.cell_json import font_size
from pipeline.stores.embedded.model import Cell, Json, Sheet
from sheet_templates.layout.measure import PADDING, TALLEST, text_height

_COLUMN_PIXELS, _PIXELS_PER_CHARACTER = 100, 7
_GID, _RANGE = "#gid=", "&range="


def runs(cell: Cell) -> list[tuple[str, Json]]:
    """The pieces of a text that look different, each with its TextFormat; empty when all of it looks alike.

    Runs begin at UTF-16 units, as Google counts.
    """
    if not cell.runs or not isinstance(cell.value, str):
        return []
    units = cell.value.encode("utf-16-le", "surrogatepass")
    starts = [2 * int(run.get("startIndex", 0)) for run in cell.runs]
    ends = [*starts[1:], len(units)]
    pieces = [
        (units[start:end].decode("utf-16-le", "replace"), run.get("format", {}))
        for start, end, run in zip(starts, ends, cell.runs, strict=True)
    ]
    whole = [(units[: starts[0]].decode("utf-16-le", "replace"), {}), *pieces]
    return [(text, look) for text, look in whole if text]


def target(cell: Cell, titles: Mapping[int, str]) -> str:
    """Where a cell leads, in xlsxwriter's words, "" for nowhere. `titles`: sheet id -> name in the file."""
    link = str((cell.format or {}).get("textFormat", {}).get("link", {}).get("uri", ""))
    if not link.startswith(_GID):
        return link if link.startswith(("https://", "http://", "mailto:")) else ""
    gid, _, place = link.removeprefix(_GID).partition(_RANGE)
    title = titles.get(int(gid)) if gid.isdigit() else None
    if title is None:
        return ""
    quoted = title.replace("'", "''")
    return f"internal:'{quoted}'!{place or 'A1'}"


def fitted_rows(sheet: Sheet) -> dict[int, float]:
    """Row -> points, for rows whose height nobody set and whose text is wrapped: as tall as it needs."""
    heights: dict[int, float] = {}
    for (row, column), cell in sheet.cells.items():
        wrapped = (cell.format or {}).get("wrapStrategy") == "WRAP" and isinstance(cell.value, str)
        by_hand = "pixelSize" in sheet.row_properties.get(row, {})
        if wrapped and not by_hand and not any(box.holds(row, column) for box in sheet.merges):
            pixels = sheet.column_properties.get(column, {}).get("pixelSize", _COLUMN_PIXELS)
            needed = _height(cell, pixels / _PIXELS_PER_CHARACTER)
            heights[row] = min(TALLEST, max(heights.get(row, 0.0), needed))
    return heights


def _height(cell: Cell, width: float) -> float:
    """Points that a cell's wrapped text needs, `width` in characters; each run by the size of its own letters."""
    text = (cell.format or {}).get("textFormat", {})
    bold, total = bool(text.get("bold")), 0.0
    pieces = runs(cell) or [(str(cell.value), {})]
    if not all(piece.endswith("\n") for piece, _ in pieces[:-1]):
        pieces = [(str(cell.value), {})]
    for piece, look in pieces:
        size = float(look.get("fontSize", font_size(cell)))
        total += text_height(piece.removesuffix("\n"), width, size, bold=bool(look.get("bold", bold)))
    return total + PADDING
