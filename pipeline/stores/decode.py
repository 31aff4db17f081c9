"""Raw content of any medium as tabs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.read_shapes import Sheet
from pipeline.stores import google_read
from pipeline.stores.google_read import MEDIA as REPLY
from pipeline.stores.google_read import parsed_reply, tabs_of_reply
from pipeline.stores.store import Raw
from pipeline.stores.workbook_files import Limits, read_tabs
from schemas.kinds import quoted

SPREADSHEET = "spreadsheet-file"


def sheets_of(media: str, content: bytes, limits: Limits, parsed: Mapping[str, Any] | None = None) -> list[Sheet]:
    """The tabs of a raw content; SheetUnreadable when it cannot be read. `parsed`: it, where it is taken apart already."""
    if media == REPLY:
        return [tab.sheet for tab in tabs_of_reply(parsed or parsed_reply(content), limits.rows)]
    if media != SPREADSHEET:
        raise ValueError(media)
    return [
        Sheet(quoted(tab.title), tab.rows, tab.merged, n_rows=tab.n_rows, far=tab.far)
        for tab in read_tabs(content, limits)
    ]


def same_answers(media: str, before: bytes, now: Raw, limits: Limits) -> bool:
    """Whether two raw contents of a medium differ in nothing but what the tool itself writes."""
    if media != REPLY:
        return before == now.content
    return google_read.same_answers(parsed_reply(before), now.parsed or parsed_reply(now.content), limits.rows)
