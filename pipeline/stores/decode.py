"""Raw content of any medium as tabs."""

from __future__ import annotations

from hashlib import sha256

from pipeline.read_shapes import Sheet
from pipeline.stores.google_read import MEDIA as REPLY
from pipeline.stores.google_read import answers_mark, tabs_of
from pipeline.stores.workbook_files import Limits, read_tabs
from schemas.kinds import quoted

SPREADSHEET = "spreadsheet-file"


def sheets_of(media: str, content: bytes, limits: Limits) -> list[Sheet]:
    """The tabs of a raw content; SheetUnreadable when it cannot be read."""
    if media == REPLY:
        return [tab.sheet for tab in tabs_of(content, limits.rows)]
    if media != SPREADSHEET:
        raise ValueError(media)
    return [
        Sheet(quoted(tab.title), tab.rows, tab.merged, n_rows=tab.n_rows, far=tab.far)
        for tab in read_tabs(content, limits)
    ]


def same_answers(media: str, before: bytes, now: bytes, limits: Limits) -> bool:
    """Whether two raw contents differ in nothing but what the tool itself writes."""
    if media != REPLY:
        return sha256(before).digest() == sha256(now).digest()
    return answers_mark(tabs_of(before, limits.rows)) == answers_mark(tabs_of(now, limits.rows))
