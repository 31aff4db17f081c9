"""Requests on what hangs on ranges: merges, names and protections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.stores.embedded.a1 import Box, box_from, cells
from pipeline.stores.embedded.draft import Draft, may_edit, protected
from pipeline.stores.embedded.fields import merged
from pipeline.stores.embedded.kinds_cells import places
from pipeline.stores.embedded.kinds_sheets import required_mask
from pipeline.stores.embedded.model import Json, NamedRange, Placed, Sheet
from pipeline.stores.embedded.refusals import invalid
from pipeline.stores.embedded.render import named_range_json, protection_json

_NAME = re.compile(r"[^\W\d][\w.]{0,249}")


def merge_cells(draft: Draft, body: Json) -> Json:
    """`mergeCells`: the whole box, or one merge per row or column of it."""
    box = draft.claim(draft.box(body))
    sheet = draft.edit(box.sheet)
    _unmerge(sheet, box)
    for part in _parts(box, body.get("mergeType", "MERGE_ALL")):
        if part.size == (1, 1):
            continue
        filled = [place for place in places(part) if sheet.at(*place).value is not None]
        if filled:
            kept = sheet.at(*filled[0])
            for place in places(part):
                sheet.put(*place, sheet.at(*place).cleared())
            head = sheet.at(part.top, part.left)
            new = replace(head, value=kept.value, formula=kept.formula, runs=kept.runs)
            sheet.put(part.top, part.left, new)
        sheet.merges += (part,)
    return {}


def unmerge_cells(draft: Draft, body: Json) -> Json:
    """`unmergeCells`: every merge inside the range."""
    box = draft.claim(draft.box(body))
    _unmerge(draft.edit(box.sheet), box)
    return {}


def add_named_range(draft: Draft, body: Json) -> Json:
    """`addNamedRange`."""
    wanted = body.get("namedRange", {})
    name = _free_name(draft, wanted.get("name", ""))
    box = draft.box(wanted) if "range" in wanted else draft.sheet(0).box
    new = NamedRange(wanted.get("namedRangeId") or draft.ids.text(12), name, _as_given(box, wanted))
    draft.book.names += (new,)
    return {"addNamedRange": {"namedRange": named_range_json(new)}}


def update_named_range(draft: Draft, body: Json) -> Json:
    """`updateNamedRange`: its name or its cells."""
    wanted, mask = body.get("namedRange", {}), required_mask(body, "NamedRange")
    old = _named(draft, wanted.get("namedRangeId", ""))
    new = old
    if not mask or "name" in mask:
        others = wanted.get("name", "").lower() != old.name.lower()
        new = replace(new, name=_free_name(draft, wanted["name"]) if others else wanted["name"])
    if not mask or "range" in mask:
        new = replace(new, box=_as_given(draft.box(wanted), wanted))
    draft.book.names = tuple(new if item is old else item for item in draft.book.names)
    draft.order(list(draft.book.sheets))
    return {}


def delete_named_range(draft: Draft, body: Json) -> Json:
    """`deleteNamedRange`."""
    old = _named(draft, body.get("namedRangeId", ""))
    draft.book.names = tuple(item for item in draft.book.names if item is not old)
    draft.order(list(draft.book.sheets))
    return {}


def add_protected_range(draft: Draft, body: Json) -> Json:
    """`addProtectedRange`; who adds it may edit it."""
    wanted = body.get("protectedRange", {})
    boxes = _protected_boxes(draft, wanted)
    sheet = draft.edit(boxes[0].sheet)
    taken = {item.id for other in draft.book.sheets for item in other.protections}
    number = int(wanted.get("protectedRangeId", 0)) or draft.ids.number(taken)
    told = _protection_body(wanted)
    reply = protection_json(Placed(boxes, told, number), replace(draft.user, owner=True))
    if not told.get("warningOnly"):
        told["editors"] = _with_user(told.get("editors", {}), draft.user.email)
    sheet.protections += (Placed(boxes, told, number),)
    return {"addProtectedRange": {"protectedRange": reply}}


def update_protected_range(draft: Draft, body: Json) -> Json:
    """`updateProtectedRange`."""
    wanted, mask = body.get("protectedRange", {}), required_mask(body, "ProtectedRange")
    sheet, old = _protection(draft, int(wanted.get("protectedRangeId", 0)))
    new = merged(old.body, _protection_body(wanted), mask)
    boxes = old.boxes
    if not mask or "range" in mask or "unprotectedRanges" in mask:
        boxes = _protected_boxes(draft, {"range": _range_of(boxes[0]), **wanted})
    placed = Placed(boxes, new, old.id)
    sheet.protections = tuple(placed if item.id == old.id else item for item in sheet.protections)
    return {}


def delete_protected_range(draft: Draft, body: Json) -> Json:
    """`deleteProtectedRange`."""
    sheet, old = _protection(draft, int(body.get("protectedRangeId", 0)))
    sheet.protections = tuple(item for item in sheet.protections if item.id != old.id)
    return {}


def _parts(box: Box, kind: str) -> Iterable[Box]:
    if kind == "MERGE_ROWS":
        return [replace(box, top=r, bottom=r + 1) for r in range(box.top, box.bottom or 0)]
    if kind == "MERGE_COLUMNS":
        return [replace(box, left=c, right=c + 1) for c in range(box.left, box.right or 0)]
    if kind == "MERGE_ALL":
        return [box]
    message = f"Invalid value at 'merge_type', \"{kind}\""
    raise invalid(message, "merge_type")


def _unmerge(sheet: Sheet, box: Box) -> None:
    if any(merge.meets(box) and not box.covers(merge) for merge in sheet.merges):
        message = "You must select all cells in a merged range to merge or unmerge them."
        raise invalid(message)
    sheet.merges = tuple(merge for merge in sheet.merges if not box.covers(merge))


def _as_given(cut: Box, body: Json) -> Box:
    """The box with the ends the caller left open still open."""
    given = box_from(body.get("range", {}))
    return replace(
        cut,
        bottom=None if given.bottom is None else cut.bottom,
        right=None if given.right is None else cut.right,
    )


def _free_name(draft: Draft, name: str) -> str:
    if not _NAME.fullmatch(name) or cells(name) or name.upper() in {"TRUE", "FALSE"}:
        message = f'The name "{name}" is invalid for a named range.'
        raise invalid(message)
    if name.lower() in {item.name.lower() for item in draft.book.names}:
        message = f"A named range with name: {name} already exists."
        raise invalid(message)
    return name


def _named(draft: Draft, wanted: str) -> NamedRange:
    for item in draft.book.names:
        if item.id == wanted:
            return item
    message = f"No named range with id: {wanted}"
    raise invalid(message)


def _protected_boxes(draft: Draft, wanted: Json) -> tuple[Box, ...]:
    if "namedRangeId" in wanted:
        box = _named(draft, wanted["namedRangeId"]).box or draft.sheet(0).box
    else:
        draft.box(wanted)
        box = box_from(wanted["range"])
    free = [box_from(part) for part in wanted.get("unprotectedRanges", [])]
    return (box, *(replace(part, sheet=box.sheet) for part in free))


def _protection_body(wanted: Json) -> Json:
    names = ("description", "warningOnly", "editors", "namedRangeId")
    return {name: wanted[name] for name in names if wanted.get(name)}


def _range_of(box: Box) -> Json:
    ends = {"endRowIndex": box.bottom, "endColumnIndex": box.right}
    found: Json = {"sheetId": box.sheet, "startRowIndex": box.top, "startColumnIndex": box.left}
    return found | {name: end for name, end in ends.items() if end is not None}


def _with_user(editors: Json, email: str) -> Json:
    users = list(editors.get("users", []))
    return {**editors, "users": users if email in users else [*users, email]}


def _protection(draft: Draft, number: int) -> tuple[Sheet, Placed]:
    for sheet in draft.book.sheets:
        for item in sheet.protections:
            if item.id == number:
                if not may_edit(item, draft.user):
                    raise protected()
                return draft.edit(sheet.id), item
    message = f"No protected range with id: {number}"
    raise invalid(message)
