"""Requests on tables: ranges with a name and typed columns."""

from __future__ import annotations

from dataclasses import replace

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.colours import with_both_colours
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.fields import merged
from pipeline.stores.embedded.hanging import drop, hang, hanging, rehang, taken
from pipeline.stores.embedded.kinds_sheets import required_mask
from pipeline.stores.embedded.model import EMPTY, Json, Placed
from pipeline.stores.embedded.refusals import invalid
from pipeline.stores.embedded.render import table_json
from pipeline.stores.embedded.shifting import insertion, shift


def add_table(draft: Draft, body: Json) -> Json:
    """`addTable`; a column without a name gets the one in its first row, or "Column n"."""
    wanted = body.get("table", {})
    box = _free(draft, draft.claim(draft.box(wanted)), "")
    used = taken(draft, "tables")
    name = _name(draft, wanted.get("name") or f"Table{len(used) + 1}", "")
    new = Placed((box,), {"name": name}, wanted.get("tableId") or str(draft.ids.number()))
    new = hang(draft, "tables", replace(new, body={**new.body, **_body(draft, box, wanted)}))
    return {"addTable": {"table": table_json(new)}}


def update_table(draft: Draft, body: Json) -> Json:
    """`updateTable`: its name, cells, columns or colours."""
    wanted, mask = body.get("table", {}), required_mask(body, "Table")
    _, old = hanging(draft, "tables", wanted.get("tableId", ""))
    box = old.boxes[0]
    if not mask or "range" in mask:
        box = _free(draft, draft.claim(draft.box(wanted)), old.id)
    new = merged(old.body, {"name": wanted.get("name"), **_body(draft, box, {**old.body, **wanted})}, mask)
    new["name"] = _name(draft, new.get("name") or old.body["name"], old.id)
    rehang(draft, "tables", Placed((box,), new, old.id))
    return {}


def delete_table(draft: Draft, body: Json) -> Json:
    """`deleteTable`: the table and what stands in it."""
    _, old = hanging(draft, "tables", body.get("tableId", ""))
    box = draft.claim(old.boxes[0])
    drop(draft, "tables", old.id)
    sheet = draft.edit(box.sheet)
    for place in [place for place in sheet.cells if box.holds(*place)]:
        sheet.put(*place, EMPTY)
    return {}


def room_in_table(draft: Draft, number: str, height: int) -> Json:
    """Where so many rows go at the end of a table's data, as a GridCoordinate; the table grows where it must."""
    sheet, table = hanging(draft, "tables", number)
    box = table.boxes[0]
    filled = [row for (row, column), cell in sheet.cells.items() if cell.value is not None and box.holds(row, column)]
    top, bottom = max([box.top, *filled]) + 1, box.bottom or 0
    more = top + height - bottom
    if more > 0:
        shift(draft, sheet.id, insertion("ROWS", bottom, more))
        rehang(draft, "tables", replace(table, boxes=(replace(box, bottom=bottom + more),)))
    return {"sheetId": sheet.id, "rowIndex": top, "columnIndex": box.left}


def _free(draft: Draft, box: Box, own: int | str) -> Box:
    others = [item for item in draft.sheet(box.sheet).tables if item.id != own]
    if any(item.boxes[0].meets(box) for item in others):
        message = "You can't add a table that overlaps another table."
        raise invalid(message)
    return box


def _name(draft: Draft, name: str, own: int | str) -> str:
    tables = [item for sheet in draft.book.sheets for item in sheet.tables if item.id != own]
    if name.casefold() in {str(item.body["name"]).casefold() for item in tables}:
        message = f'A table with the name "{name}" already exists.'
        raise invalid(message)
    return name


def _body(draft: Draft, box: Box, wanted: Json) -> Json:
    """Columns and colours; the names of the columns are written into the first row."""
    given = {int(one.get("columnIndex", 0)): one for one in wanted.get("columnProperties", [])}
    sheet, columns = draft.edit(box.sheet), []
    for number in range(box.size[1]):
        one = given.get(number, {})
        if one.get("columnType") == "DROPDOWN" and "dataValidationRule" not in one:
            message = "A column of type DROPDOWN must have a dataValidationRule."
            raise invalid(message)
        head = sheet.at(box.top, box.left + number)
        name = str(one.get("columnName") or head.value or f"Column {number + 1}")
        sheet.put(box.top, box.left + number, replace(head, value=name, formula=None))
        columns.append({**({"columnIndex": number} if number else {}), **one, "columnName": name})
    found: Json = {"columnProperties": columns}
    if "rowsProperties" in wanted:
        found["rowsProperties"] = with_both_colours(wanted["rowsProperties"])
    return found
