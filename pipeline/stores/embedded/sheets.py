"""The methods of the Sheets API, each as a handler."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.batch import replies
from pipeline.stores.embedded.desk import Desk
from pipeline.stores.embedded.fields import below, wants
from pipeline.stores.embedded.files import SPREADSHEET
from pipeline.stores.embedded.kinds_metadata import boxes_of, matched
from pipeline.stores.embedded.kinds_sheets import copy_title, duplicate
from pipeline.stores.embedded.model import Book, Json, new_book
from pipeline.stores.embedded.ranges import resolved
from pipeline.stores.embedded.refusals import not_found
from pipeline.stores.embedded.render import metadata_json, sheet_properties, spreadsheet
from pipeline.stores.embedded.wire import Response, answer


def get(desk: Desk, book_id: str) -> Response:
    """`spreadsheets.get`."""
    file, book = desk.book(book_id)
    texts = desk.request.all("ranges")
    boxes = [resolved(book, text) for text in texts] if texts else None
    grid = desk.request.flag("includeGridData")
    return answer(spreadsheet(book, desk.user(file), desk.mask, boxes, grid=grid))


def get_by_data_filter(desk: Desk, book_id: str) -> Response:
    """`spreadsheets.getByDataFilter`."""
    file, book = desk.book(book_id)
    body = desk.message("GetSpreadsheetByDataFilterRequest")
    boxes = _filtered(book, body.get("dataFilters", []))
    grid = bool(body.get("includeGridData"))
    return answer(spreadsheet(book, desk.user(file), desk.mask, boxes, grid=grid))


def create(desk: Desk) -> Response:
    """`spreadsheets.create`: a new file with the sheets asked for."""
    body = desk.message("Spreadsheet", "spreadsheet")
    properties = body.get("properties", {})
    title = properties.get("title", "Untitled spreadsheet")
    file = desk.new_file(desk.ids.file(), title, SPREADSHEET)
    desk.shelf.put_file(replace(file, parents=(desk.real_id("root"),)))
    desk.shelf.put_book(new_book(file.id, title))
    wanted = [{"addSheet": {"properties": s.get("properties", {})}} for s in body.get("sheets", [])]
    asked = properties.keys() - {"title", "defaultFormat", "spreadsheetTheme"}
    requests: list[Json] = []
    if asked:
        fields = ",".join(sorted(asked))
        update = {"properties": properties, "fields": fields}
        requests.append({"updateSpreadsheetProperties": update})
    kept, draft = desk.draft(file.id)
    if wanted:
        draft.order([])
    if requests or wanted:
        replies(draft, requests + wanted)
    book = desk.keep(kept, draft)
    return desk.answer(spreadsheet(book, desk.user(file), desk.mask, None, grid=False))


def batch_update(desk: Desk, book_id: str) -> Response:
    """`spreadsheets.batchUpdate`, with the spreadsheet after it when asked for."""
    file, draft = desk.draft(book_id)
    body = desk.message("BatchUpdateSpreadsheetRequest")
    found: Json = {"spreadsheetId": book_id, "replies": replies(draft, body.get("requests", []))}
    book = desk.keep(file, draft)
    mask = desk.mask
    if body.get("includeSpreadsheetInResponse") and wants(mask, "updatedSpreadsheet"):
        texts = body.get("responseRanges", [])
        boxes = [resolved(book, text) for text in texts] if texts else None
        grid = bool(body.get("responseIncludeGridData"))
        part = below(mask, "updatedSpreadsheet")
        found["updatedSpreadsheet"] = spreadsheet(book, desk.user(file), part, boxes, grid=grid)
    return desk.answer(found)


def copy_to(desk: Desk, book_id: str, sheet_id: str) -> Response:
    """`spreadsheets.sheets.copyTo`: the sheet at the end of another spreadsheet."""
    _, book = desk.book(book_id)
    source = book.sheet(int(sheet_id))
    if source is None:
        raise not_found()
    body = desk.message("CopySheetToAnotherSpreadsheetRequest")
    file, draft = desk.draft(body.get("destinationSpreadsheetId", ""))
    taken = {sheet.id for sheet in draft.book.sheets}
    new_id = desk.ids.number(taken)
    new = duplicate(source, new_id, copy_title(draft, f"Copy of {source.title}"))
    draft.order([*draft.book.sheets, new])
    desk.keep(file, draft)
    return desk.answer(sheet_properties(new, draft.book))


def get_metadata(desk: Desk, book_id: str, metadata_id: str) -> Response:
    """`spreadsheets.developerMetadata.get`."""
    _, book = desk.book(book_id)
    for item in book.metadata:
        if item.id == int(metadata_id):
            return desk.answer(metadata_json(item))
    raise not_found()


def search_metadata(desk: Desk, book_id: str) -> Response:
    """`spreadsheets.developerMetadata.search`."""
    _, book = desk.book(book_id)
    body = desk.message("SearchDeveloperMetadataRequest")
    filters = body.get("dataFilters", [])
    found = [
        {
            "developerMetadata": metadata_json(item),
            "dataFilters": [one for one in filters if item in matched(book, [one])],
        }
        for item in matched(book, filters)
    ]
    return desk.answer({"matchedDeveloperMetadata": found} if found else {})


def range_of(text: str) -> str:
    """The range in a path, decoded."""
    return unquote(text)


def _filtered(book: Book, filters: list[Json]) -> list[Box] | None:
    if not filters:
        return None
    return [box for item in filters for box in boxes_of(book, item)]
