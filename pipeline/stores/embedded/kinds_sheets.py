"""Requests that add, remove or describe whole sheets, and the spreadsheet itself."""

from __future__ import annotations

from dataclasses import replace

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.colours import with_both_colours
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.fields import Mask, merged, parsed, wants
from pipeline.stores.embedded.formula_shift import retitled
from pipeline.stores.embedded.messages import unknown_path
from pipeline.stores.embedded.model import HUNG, Cell, Json, Placed, Sheet
from pipeline.stores.embedded.refusals import invalid
from pipeline.stores.embedded.render import sheet_properties
from pipeline.stores.embedded.shifting import deletion, shift

_LAST_SHEET = "You can't remove all the sheets in a document."


def add_sheet(draft: Draft, body: Json) -> Json:
    """`addSheet`."""
    wanted = body.get("properties", {})
    taken = {sheet.id for sheet in draft.book.sheets}
    sheet_id = int(wanted["sheetId"]) if "sheetId" in wanted else draft.ids.number(taken)
    if sheet_id in taken:
        message = f"Sheet with id {sheet_id} already exists."
        raise invalid(message)
    if wanted.get("sheetType", "GRID") != "GRID":
        message = "Only sheets of type GRID can be added."
        raise invalid(message)
    sheet = Sheet(sheet_id, _new_title(draft, wanted.get("title")))
    grid = wanted.get("gridProperties", {})
    sheet.rows, sheet.columns = int(grid.get("rowCount", 1000)), int(grid.get("columnCount", 26))
    index = int(wanted.get("index", len(draft.book.sheets)))
    _insert(draft, sheet, index)
    _describe(draft, sheet_id, {**wanted, "title": sheet.title}, {})
    return {"addSheet": {"properties": sheet_properties(draft.sheet(sheet_id), draft.book)}}


def delete_sheet(draft: Draft, body: Json) -> Json:
    """`deleteSheet`; formulas that named it become #REF!."""
    sheet = draft.sheet(int(body.get("sheetId", 0)))
    draft.claim_sheet(sheet.id)
    others = [other for other in draft.book.sheets if other.id != sheet.id]
    if all(other.hidden for other in others):
        raise invalid(_LAST_SHEET)
    draft.order(others)
    book = draft.book
    book.names = tuple(n for n in book.names if n.box is None or n.box.sheet != sheet.id)
    book.metadata = tuple(item for item in book.metadata if item.sheet != sheet.id)
    _retitle(draft, sheet.title, None)
    return {}


def duplicate_sheet(draft: Draft, body: Json) -> Json:
    """`duplicateSheet`."""
    source = draft.sheet(int(body.get("sourceSheetId", 0)))
    taken = {sheet.id for sheet in draft.book.sheets}
    new_id = int(body.get("newSheetId", 0)) or draft.ids.number(taken)
    if new_id in taken:
        message = f"Sheet with id {new_id} already exists."
        raise invalid(message)
    title = body.get("newSheetName") or copy_title(draft, f"Copy of {source.title}")
    _insert(
        draft,
        duplicate(source, new_id, _new_title(draft, title)),
        int(body.get("insertSheetIndex", 0)),
    )
    draft.book.metadata += tuple(
        replace(item, id=draft.ids.number(), sheet=new_id) for item in draft.book.metadata if item.sheet == source.id
    )
    return {"duplicateSheet": {"properties": sheet_properties(draft.sheet(new_id), draft.book)}}


def duplicate(source: Sheet, new_id: int, title: str) -> Sheet:
    """The same sheet under another id and title, with all that hangs on it."""

    def moved(box: Box) -> Box:
        return replace(box, sheet=new_id)

    def placed(found: tuple[Placed, ...]) -> tuple[Placed, ...]:
        return tuple(replace(item, boxes=tuple(map(moved, item.boxes)), id=_twin(item.id, new_id)) for item in found)

    fork = source.fork()
    fork.id, fork.title = new_id, title
    fork.merges = tuple(map(moved, source.merges))
    for name in (*HUNG, "objects"):
        setattr(fork, name, placed(getattr(source, name)))
    fork.filter = placed((source.filter,))[0] if source.filter else None
    return fork


def _twin(number: int | str, new_id: int) -> int | str:
    """The id, in the copy of a sheet, of what hangs on it."""
    return f"{number}-{new_id}" if isinstance(number, str) else number and number ^ new_id


def copy_title(draft: Draft, title: str) -> str:
    """The title, with a number when it is taken."""
    taken = {sheet.title.casefold() for sheet in draft.book.sheets}
    found, number = title, 1
    while found.casefold() in taken:
        number += 1
        found = f"{title} {number}"
    return found


def update_sheet_properties(draft: Draft, body: Json) -> Json:
    """`updateSheetProperties`: title, order, size, frozen rows, colour, hidden."""
    wanted = body.get("properties", {})
    sheet_id = int(wanted.get("sheetId", 0))
    mask = required_mask(body, "SheetProperties")
    draft.sheet(sheet_id)
    if wants(mask, "index") and "index" in wanted:
        _reorder(draft, sheet_id, int(wanted["index"]))
    _describe(draft, sheet_id, wanted, mask)
    return {}


def update_spreadsheet_properties(draft: Draft, body: Json) -> Json:
    """`updateSpreadsheetProperties`: title, locale, time zone and the rest."""
    wanted, mask, book = body.get("properties", {}), required_mask(body, "SpreadsheetProperties"), draft.book
    names = {"title": "title", "locale": "locale", "timeZone": "time_zone"}
    names["autoRecalc"] = "auto_recalc"
    for name, attribute in names.items():
        if wants(mask, name) and name in wanted:
            setattr(book, attribute, wanted[name])
    rest = {name: deeper for name, deeper in mask.items() if name not in names}
    if rest or not mask:
        others = {name: value for name, value in wanted.items() if name not in names}
        book.extra = merged(book.extra, others, rest)
    draft.order(list(book.sheets))
    return {}


def required_mask(body: Json, message: str) -> Mask:
    """The `fields` of an update of such a message.

    Raises:
        Refusal: 400 when there are none, or some that the message does not have.

    """
    if not body.get("fields"):
        message = "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        raise invalid(message)
    mask = parsed(body["fields"])
    if unknown := unknown_path(mask, message):
        refused = f"Invalid field: {unknown}"
        raise invalid(refused)
    return mask


def _new_title(draft: Draft, title: str | None) -> str:
    if not title:
        number = len(draft.book.sheets) + 1
        return copy_title(draft, f"Sheet{number}")
    if title.casefold() in {sheet.title.casefold() for sheet in draft.book.sheets}:
        message = f'A sheet with the name "{title}" already exists. Please enter another name.'
        raise invalid(message)
    return title


def _insert(draft: Draft, sheet: Sheet, index: int) -> None:
    if not 0 <= index <= len(draft.book.sheets):
        message = f"Sheet index {index} is out of range."
        raise invalid(message)
    sheets = list(draft.book.sheets)
    sheets.insert(index, sheet)
    draft.order(sheets)


def _reorder(draft: Draft, sheet_id: int, index: int) -> None:
    """Move a sheet before the place `index`, counted before the move."""
    sheets = list(draft.book.sheets)
    now = next(place for place, sheet in enumerate(sheets) if sheet.id == sheet_id)
    if not 0 <= index <= len(sheets):
        message = f"Sheet index {index} is out of range."
        raise invalid(message)
    if index in {now, now + 1}:
        return
    sheet = sheets.pop(now)
    sheets.insert(index if index < now else index - 1, sheet)
    draft.order(sheets)


def _describe(draft: Draft, sheet_id: int, wanted: Json, mask: Mask) -> None:
    sheet = draft.edit(sheet_id)
    if wants(mask, "title") and "title" in wanted and wanted["title"] != sheet.title:
        for protection in sheet.protections:
            if protection.boxes[0].covers(sheet.box):
                draft.claim(sheet.box)
        old, sheet.title = sheet.title, ""
        sheet.title = _new_title(draft, wanted["title"])
        _retitle(draft, old, sheet.title)
        sheet = draft.edit(sheet_id)
    if wants(mask, "hidden"):
        _hide(draft, sheet, hidden=bool(wanted.get("hidden")))
    if wants(mask, "gridProperties"):
        deeper = mask.get("gridProperties", {})
        _resize(draft, sheet, wanted.get("gridProperties", {}), deeper)
    for name in ("tabColor", "tabColorStyle", "rightToLeft"):
        if wants(mask, name) and (mask or name in wanted):
            sheet.extra.pop("tabColor" if name.startswith("tab") else name, None)
            sheet.extra.pop("tabColorStyle" if name.startswith("tab") else name, None)
            if wanted.get(name):
                sheet.extra.update(with_both_colours({name: wanted[name]}))


def _hide(draft: Draft, sheet: Sheet, *, hidden: bool) -> None:
    visible = [other for other in draft.book.sheets if not other.hidden and other.id != sheet.id]
    if hidden and not visible:
        message = "You can't hide all the sheets in a document."
        raise invalid(message)
    sheet.hidden = hidden


def _resize(draft: Draft, sheet: Sheet, wanted: Json, mask: Mask) -> None:
    for name, attribute, dimension in (
        ("rowCount", "rows", "ROWS"),
        ("columnCount", "columns", "COLUMNS"),
    ):
        if not wants(mask, name) or name not in wanted:
            continue
        new, old = int(wanted[name]), getattr(sheet, attribute)
        if new < 1:
            message = f"gridProperties.{name} must be at least 1."
            raise invalid(message)
        if new < old:
            draft.claim(_tail(sheet, dimension, new))
            shift(draft, sheet.id, deletion(dimension, new, old))
        setattr(sheet, attribute, new)
    names = ("frozenRowCount", "frozenColumnCount", "hideGridlines")
    for name in (*names, "rowGroupControlAfter", "columnGroupControlAfter"):
        if wants(mask, name) and (mask or name in wanted):
            sheet.grid_extra[name] = wanted.get(name, 0)
    frozen_rows = sheet.grid_extra.get("frozenRowCount", 0)
    if frozen_rows >= sheet.rows:
        message = "You can't freeze all visible rows on the sheet."
        raise invalid(message)
    if sheet.grid_extra.get("frozenColumnCount", 0) >= sheet.columns:
        message = "You can't freeze all visible columns on the sheet."
        raise invalid(message)


def _tail(sheet: Sheet, dimension: str, start: int) -> Box:
    if dimension == "ROWS":
        return replace(sheet.box, top=start)
    return replace(sheet.box, left=start)


def _retitle(draft: Draft, old: str, new: str | None) -> None:
    for sheet in draft.book.sheets:
        changed: dict[tuple[int, int], Cell] = {}
        for place, cell in sheet.cells.items():
            text = retitled(cell.formula, old, new) if cell.formula is not None else None
            if text != cell.formula:
                changed[place] = replace(cell, formula=text)
        if changed:
            draft.edit(sheet.id).cells.update(changed)
