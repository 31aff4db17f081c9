"""The methods of spreadsheets.values, each as a handler."""

from __future__ import annotations

from typing import Any

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.desk import Desk
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.kinds_metadata import boxes_of
from pipeline.stores.embedded.model import Json
from pipeline.stores.embedded.ranges import echo, found, resolved
from pipeline.stores.embedded.refusals import Refusal, invalid
from pipeline.stores.embedded.sheets import range_of
from pipeline.stores.embedded.values import (
    Look,
    Written,
    append,
    clear,
    update_json,
    value_range,
    write,
)
from pipeline.stores.embedded.wire import Response

_DEFAULTS = {
    "majorDimension": "ROWS",
    "valueRenderOption": "FORMATTED_VALUE",
    "dateTimeRenderOption": "SERIAL_NUMBER",
}


def get(desk: Desk, book_id: str, text: str) -> Response:
    """`values.get`."""
    _, book = desk.book(book_id)
    return desk.answer(value_range(book, resolved(book, range_of(text)), _look(_query(desk))))


def batch_get(desk: Desk, book_id: str) -> Response:
    """`values.batchGet`."""
    _, book = desk.book(book_id)
    look = _look(_query(desk))
    ranges = [value_range(book, resolved(book, text), look) for text in desk.request.all("ranges")]
    return desk.answer({"spreadsheetId": book_id} | ({"valueRanges": ranges} if ranges else {}))


def batch_get_by_data_filter(desk: Desk, book_id: str) -> Response:
    """`values.batchGetByDataFilter`: one value range per matched place."""
    _, book = desk.book(book_id)
    body = desk.message("BatchGetValuesByDataFilterRequest")
    look = _look(body)
    ranges = [
        {"valueRange": value_range(book, box, look), "dataFilters": [item]}
        for item in body.get("dataFilters", [])
        for box in boxes_of(book, item)
    ]
    return desk.answer({"spreadsheetId": book_id} | ({"valueRanges": ranges} if ranges else {}))


def update(desk: Desk, book_id: str, text: str) -> Response:
    """`values.update`."""
    body = desk.message("ValueRange", "data")
    rows = body.get("values", [])
    file, draft = desk.draft(book_id)
    query = _query(desk)
    written = _write(draft, range_of(text), rows, query.get("valueInputOption", ""), body)
    desk.keep(file, draft)
    return desk.answer(_reply(draft, written, _asked(draft, range_of(text), written), query))


def batch_update(desk: Desk, book_id: str) -> Response:
    """`values.batchUpdate`."""
    body = desk.message("BatchUpdateValuesRequest")
    data = body.get("data", [])
    file, draft = desk.draft(book_id)
    option = body.get("valueInputOption", "")
    done = []
    for number, item in enumerate(data):
        text = item.get("range", "")
        try:
            done.append((text, _write(draft, text, item.get("values", []), option, item)))
        except Refusal as refusal:
            message = f"Invalid data[{number}]: {refusal.message}"
            raise invalid(message) from refusal
    desk.keep(file, draft)
    responses = [_reply(draft, w, _asked(draft, text, w), body) for text, w in done]
    return desk.answer(_totals(book_id, [written for _, written in done], responses))


def batch_update_by_data_filter(desk: Desk, book_id: str) -> Response:
    """`values.batchUpdateByDataFilter`: places are looked up when the write is applied."""
    body = desk.message("BatchUpdateValuesByDataFilterRequest")
    file, draft = desk.draft(book_id)
    option, responses, done = body.get("valueInputOption", ""), [], []
    pairs = []
    for item in body.get("data", []):
        data_filter = item.get("dataFilter", {})
        for box in boxes_of(draft.book, data_filter):
            dimension = item.get("majorDimension", "ROWS")
            rows = item.get("values", [])
            written = write(draft, box, rows, anchor=False, option=option, dimension=dimension)
            done.append(written)
            pairs.append((data_filter, written, box))
    desk.keep(file, draft)
    for data_filter, written, box in pairs:
        reply = _reply(draft, written, box, body)
        reply.pop("spreadsheetId")
        responses.append({**reply, "dataFilter": data_filter})
    return desk.answer(_totals(book_id, done, responses))


def append_values(desk: Desk, book_id: str, text: str) -> Response:
    """`values.append`."""
    body, query = desk.message("ValueRange", "data"), _query(desk)
    rows = body.get("values", [])
    file, draft = desk.draft(book_id)
    table, written = append(
        draft,
        resolved(draft.book, range_of(text)),
        rows,
        option=query.get("valueInputOption", ""),
        dimension=body.get("majorDimension", "ROWS"),
        insert=query.get("insertDataOption") == "INSERT_ROWS",
    )
    book = desk.keep(file, draft)
    where = {"tableRange": echo(book, table)} if table else {}
    updates = _reply(draft, written, written.box, query)
    return desk.answer({"spreadsheetId": book_id, **where, "updates": updates})


def clear_values(desk: Desk, book_id: str, text: str) -> Response:
    """`values.clear`."""
    file, draft = desk.draft(book_id)
    box = clear(draft, resolved(draft.book, range_of(text)))
    book = desk.keep(file, draft)
    return desk.answer({"spreadsheetId": book_id, "clearedRange": echo(book, box)})


def batch_clear(desk: Desk, book_id: str) -> Response:
    """`values.batchClear`."""
    body = desk.message("BatchClearValuesRequest")
    file, draft = desk.draft(book_id)
    boxes = [clear(draft, resolved(draft.book, text)) for text in body.get("ranges", [])]
    book = desk.keep(file, draft)
    return desk.answer(_cleared(book_id, [echo(book, box) for box in boxes]))


def batch_clear_by_data_filter(desk: Desk, book_id: str) -> Response:
    """`values.batchClearByDataFilter`."""
    body = desk.message("BatchClearValuesByDataFilterRequest")
    file, draft = desk.draft(book_id)
    filters = body.get("dataFilters", [])
    boxes = [clear(draft, box) for item in filters for box in boxes_of(draft.book, item)]
    book = desk.keep(file, draft)
    return desk.answer(_cleared(book_id, [echo(book, box) for box in boxes]))


def _cleared(book_id: str, ranges: list[str]) -> Json:
    return {"spreadsheetId": book_id} | ({"clearedRanges": ranges} if ranges else {})


def _query(desk: Desk) -> dict[str, Any]:
    return dict(desk.request.query)


def _look(given: Json, prefix: str = "") -> Look:
    def choice(name: str) -> str:
        asked = prefix + name[0].upper() + name[1:] if prefix else name
        found_value = str(given.get(asked, ""))
        return _DEFAULTS[name] if not found_value or found_value.endswith("UNSPECIFIED") else found_value

    dimension = _DEFAULTS["majorDimension"] if prefix else choice("majorDimension")
    return Look(dimension, choice("valueRenderOption"), choice("dateTimeRenderOption"))


def _write(draft: Draft, text: str, rows: list[list[object]], option: str, body: Json) -> Written:
    dimension = body.get("majorDimension", "ROWS")
    box = resolved(draft.book, text)
    open_box = found(draft.book, text)
    anchor = box.size == (1, 1) or open_box.bottom is None or open_box.right is None
    return write(draft, box, rows, anchor=anchor, option=option, dimension=dimension)


def _asked(draft: Draft, text: str, written: Written) -> Box:
    box = resolved(draft.book, text)
    return written.box if box.size == (1, 1) else box


def _reply(draft: Draft, written: Written, box: Box, given: Json) -> Json:
    reply = update_json(draft, written)
    if str(given.get("includeValuesInResponse", "")).lower() == "true":
        book = draft.settle()
        reply["updatedData"] = value_range(book, box, _look(given, "response"))
    return reply


def _totals(book_id: str, done: list[Written], responses: list[Json]) -> Json:
    rows = {(w.box.sheet, row) for w in done for row, _ in w.cells}
    columns = {(w.box.sheet, column) for w in done for _, column in w.cells}
    counts = {
        "totalUpdatedRows": len(rows),
        "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": sum(len(w.cells) for w in done),
        "totalUpdatedSheets": len({w.box.sheet for w in done if w.cells}),
    }
    kept = {name: count for name, count in counts.items() if count}
    return {"spreadsheetId": book_id, **kept, "responses": responses}
