"""Raw content of any medium as tabs."""

from __future__ import annotations

from pipeline.read_tabs import Sheet
from pipeline.stores.workbook_files import Limits, read_tabs

SPREADSHEET = "spreadsheet-file"


def sheets_of(media: str, content: bytes, limits: Limits) -> list[Sheet]:
    """The tabs of a raw content; SheetUnreadable when it cannot be read."""
    if media != SPREADSHEET:
        raise ValueError(media)
    return [
        Sheet(tab.title, tab.rows, tab.merged, tab.errors, tab.uncalculated, tab.n_rows)
        for tab in read_tabs(content, limits)
    ]
