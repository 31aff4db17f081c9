"""Requests that copy, cut and paste, and that remove repeated rows."""

from __future__ import annotations

from dataclasses import replace

from pipeline.stores.embedded.a1 import Box, box_from
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.entering import entered
from pipeline.stores.embedded.formula_shift import copied
from pipeline.stores.embedded.kinds_cells import places, sort_key
from pipeline.stores.embedded.model import EMPTY, Cell, Json, Placed
from pipeline.stores.embedded.refusals import invalid, unimplemented

_PASTES = (
    "PASTE_NORMAL",
    "PASTE_VALUES",
    "PASTE_FORMAT",
    "PASTE_NO_BORDERS",
    "PASTE_FORMULA",
    "PASTE_DATA_VALIDATION",
    "PASTE_CONDITIONAL_FORMATTING",
)


def copy_paste(draft: Draft, body: Json) -> Json:
    """`copyPaste`: the source repeated over the destination as often as it fits, at least once."""
    kind = _kind(body)
    draft.settle()
    source = draft.box(body, "source")
    turned = body.get("pasteOrientation") == "TRANSPOSE"
    taken = draft.sheet(source.sheet)
    lines = [
        [(taken.at(row, column), row, column) for column in range(source.left, source.right or 0)]
        for row in range(source.top, source.bottom or 0)
    ]
    if turned:
        lines = [list(line) for line in zip(*lines, strict=True)]
    box = _target(draft, box_from(body["destination"]), len(lines), len(lines[0]))
    if kind == "PASTE_CONDITIONAL_FORMATTING":
        _rules(draft, source, box)
        return {}
    sheet = draft.edit(box.sheet)
    for row, column in places(box):
        cell, from_row, from_column = lines[(row - box.top) % len(lines)][(column - box.left) % len(lines[0])]
        moved = cell
        if cell.formula is not None:
            moved = replace(cell, formula=copied(cell.formula, row - from_row, column - from_column))
        sheet.put(row, column, _pasted(sheet.at(row, column), moved, kind))
    if kind == "PASTE_NORMAL" and not turned:
        _merges(draft, source, box)
    return {}


def cut_paste(draft: Draft, body: Json) -> Json:
    """`cutPaste`: the source moved so that it starts at the destination."""
    kind = _kind(body)
    source = draft.claim(draft.box(body, "source"))
    start = body.get("destination", {})
    height, width = source.size
    corner = Box(
        int(start.get("sheetId", 0)),
        int(start.get("rowIndex", 0)),
        None,
        int(start.get("columnIndex", 0)),
        None,
    )
    one = replace(corner, bottom=corner.top + 1, right=corner.left + 1)
    box = _target(draft, one, height, width)
    taken = draft.edit(source.sheet)
    cells = [taken.at(*place) for place in places(source)]
    for place, cell in zip(places(source), cells, strict=True):
        taken.put(*place, _left(cell, kind))
    sheet = draft.edit(box.sheet)
    for place, cell in zip(places(box), cells, strict=True):
        sheet.put(*place, _pasted(sheet.at(*place), cell, kind))
    return {}


def paste_data(draft: Draft, body: Json) -> Json:
    """`pasteData`: text with a delimiter, read as if typed."""
    if body.get("html"):
        raise unimplemented(what="pasteData with html")
    lines = str(body.get("data", "")).rstrip("\n").split("\n")
    cut = body.get("delimiter", "\t")
    rows = [line.split(cut) for line in lines]
    start = body.get("coordinate", {})
    top, left = int(start.get("rowIndex", 0)), int(start.get("columnIndex", 0))
    one = Box(int(start.get("sheetId", 0)), top, top + 1, left, left + 1)
    box = _target(draft, one, len(rows), max(map(len, rows)))
    sheet = draft.edit(box.sheet)
    for row, line in enumerate(rows, top):
        for column, text in enumerate(line, left):
            new = entered(text, draft.locale)
            old = sheet.at(row, column)
            sheet.put(row, column, replace(old, value=new.value, formula=new.formula))
    return {}


def delete_duplicates(draft: Draft, body: Json) -> Json:
    """`deleteDuplicates`: the first of equal rows stays, the rest close up."""
    draft.settle()
    box = draft.claim(draft.box(body))
    sheet = draft.edit(box.sheet)
    spans = body.get("comparisonColumns") or [{"startIndex": box.left, "endIndex": box.right}]
    columns = [c for span in spans for c in range(int(span["startIndex"]), int(span["endIndex"]))]
    seen, kept = set(), []
    for row in range(box.top, box.bottom or 0):
        key = tuple(str(sort_key(sheet.at(row, column).value)) for column in columns)
        if key not in seen:
            seen.add(key)
            kept.append([sheet.at(row, c) for c in range(box.left, box.right or 0)])
    removed = box.size[0] - len(kept)
    blank = [[EMPTY] * box.size[1]] * removed
    for row, line in enumerate(kept + blank, box.top):
        for column, cell in enumerate(line, box.left):
            sheet.put(row, column, cell)
    return {"deleteDuplicates": {"duplicatesRemovedCount": removed} if removed else {}}


def _kind(body: Json) -> str:
    kind = body.get("pasteType", "PASTE_NORMAL")
    if kind not in _PASTES:
        message = f"Invalid value at 'paste_type', \"{kind}\""
        raise invalid(message)
    return str(kind)


def _target(draft: Draft, wanted: Box, height: int, width: int) -> Box:
    """The box written to: whole multiples of the source, growing the sheet where it must."""
    sheet = draft.edit(wanted.sheet)
    cut = draft.bounded(wanted)
    rows, columns = (max(have // need, 1) * need for have, need in zip(cut.size, (height, width), strict=True))
    box = replace(cut, bottom=cut.top + rows, right=cut.left + columns)
    sheet.rows = max(sheet.rows, box.bottom or 0)
    sheet.columns = max(sheet.columns, box.right or 0)
    return draft.claim(box)


def _pasted(old: Cell, new: Cell, kind: str) -> Cell:
    if kind == "PASTE_VALUES":
        return replace(old, value=new.value, formula=None, runs=None)
    if kind == "PASTE_FORMULA":
        return replace(old, value=new.value, formula=new.formula, runs=None)
    if kind == "PASTE_FORMAT":
        return replace(old, format=new.format)
    if kind == "PASTE_DATA_VALIDATION":
        return replace(old, validation=new.validation)
    if kind == "PASTE_CONDITIONAL_FORMATTING":
        return old
    if kind == "PASTE_NO_BORDERS" and new.format:
        lines = {name: part for name, part in new.format.items() if name != "borders"}
        return replace(new, format=lines or None)
    return new


def _left(cell: Cell, kind: str) -> Cell:
    """What stays where something was cut."""
    if kind == "PASTE_CONDITIONAL_FORMATTING":
        return cell
    if kind in {"PASTE_VALUES", "PASTE_FORMULA"}:
        return cell.cleared()
    if kind == "PASTE_FORMAT":
        return replace(cell, format=None)
    return replace(cell, validation=None) if kind == "PASTE_DATA_VALIDATION" else EMPTY


def _rules(draft: Draft, source: Box, box: Box) -> None:
    """Let every conditional format that touches the source touch the same part of the destination too."""
    rows, columns = box.top - source.top, box.left - source.left
    sheet, same = draft.edit(box.sheet), box.sheet == source.sheet
    new: list[Placed] = []
    for rule in draft.sheet(source.sheet).rules:
        parts = [part for one in rule.boxes if (part := source.overlap(one))]
        moved = tuple(replace(part.moved(rows, columns), sheet=box.sheet) for part in parts)
        if same:
            new.append(replace(rule, boxes=rule.boxes + moved))
        elif moved:
            new.append(replace(rule, boxes=moved))
    sheet.rules = tuple(new) if same else sheet.rules + tuple(new)


def _merges(draft: Draft, source: Box, box: Box) -> None:
    sheet = draft.edit(box.sheet)
    rows, columns = box.top - source.top, box.left - source.left
    inside = [m for m in draft.sheet(source.sheet).merges if source.covers(m)]
    moved = [replace(merge.moved(rows, columns), sheet=box.sheet) for merge in inside]
    kept = tuple(merge for merge in sheet.merges if not any(merge.meets(new) for new in moved))
    sheet.merges = kept + tuple(moved)
