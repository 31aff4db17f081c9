"""Books and sheets as JSON texts for keeping, and back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.model import (
    HUNG,
    Book,
    Cell,
    CellError,
    Group,
    Json,
    Metadata,
    NamedRange,
    Placed,
    Sheet,
    Value,
)


def book_text(book: Book) -> str:
    """All of a book but its sheets' contents."""
    names = [[n.id, n.name, _box(n.box) if n.box else None] for n in book.names]
    metadata = [[m.id, m.key, m.value, m.visibility, m.sheet, m.dimension, m.index] for m in book.metadata]
    return _text(
        {
            "title": book.title,
            "locale": book.locale,
            "time_zone": book.time_zone,
            "auto_recalc": book.auto_recalc,
            "extra": book.extra,
            "names": names,
            "metadata": metadata,
        }
    )


def book_from(book_id: str, text: str, sheets: tuple[Sheet, ...]) -> Book:
    """The book kept as that text, with its sheets."""
    found: Json = json.loads(text)
    names = tuple(NamedRange(n[0], n[1], Box(*n[2]) if n[2] else None) for n in found.pop("names"))
    metadata = tuple(Metadata(*item) for item in found.pop("metadata"))
    return Book(book_id, **found, sheets=sheets, names=names, metadata=metadata)


def sheet_text(sheet: Sheet) -> str:
    """A sheet with everything on it; formats and validations are written once each."""
    shared: dict[str, int] = {}
    known: dict[int, int] = {}

    def number(part: Any) -> int | None:
        if part is None:
            return None
        if id(part) not in known:
            known[id(part)] = shared.setdefault(json.dumps(part, sort_keys=True), len(shared))
        return known[id(part)]

    cells = [_cell(place, cell, number(cell.format), number(cell.validation)) for place, cell in sheet.cells.items()]
    return _text(
        {
            "id": sheet.id,
            "title": sheet.title,
            "size": [sheet.rows, sheet.columns],
            "hidden": sheet.hidden,
            "extra": sheet.extra,
            "grid_extra": sheet.grid_extra,
            "row_properties": list(sheet.row_properties.items()),
            "column_properties": list(sheet.column_properties.items()),
            "merges": [_box(box) for box in sheet.merges],
            **{name: [_placed(item) for item in getattr(sheet, name)] for name in (*HUNG, "objects")},
            "filter": _placed(sheet.filter) if sheet.filter else None,
            "groups": [[g.dimension, g.start, g.end, g.depth, g.collapsed] for g in sheet.groups],
            "cells": cells,
            "shared": [json.loads(part) for part in shared],
        }
    )


def sheet_from(text: str) -> Sheet:
    """The sheet kept as that text."""
    found: Json = json.loads(text)
    shared: list[Json] = found["shared"]
    rows, columns = found["size"]
    sheet = Sheet(found["id"], found["title"], rows, columns, hidden=found["hidden"])
    hung: Json = {name: _all_placed(found.get(name, [])) for name in (*HUNG, "objects")}
    cells = {(item[0], item[1]): _cell_from(item, shared) for item in found["cells"]}
    return replace(
        sheet,
        extra=found["extra"],
        grid_extra=found["grid_extra"],
        row_properties=dict(found["row_properties"]),
        column_properties=dict(found["column_properties"]),
        merges=tuple(Box(*box) for box in found["merges"]),
        **hung,
        filter=_all_placed([found["filter"]])[0] if found["filter"] else None,
        groups=tuple(Group(*item) for item in found["groups"]),
        cells=cells,
    )


def _cell(place: tuple[int, int], cell: Cell, form: int | None, rule: int | None) -> list[Any]:
    value: Any = cell.value
    if isinstance(value, CellError):
        value = {"kind": value.kind, "message": value.message}
    runs = list(cell.runs) if cell.runs else None
    found = [*place, value, cell.formula, form, cell.note, rule, runs]
    while found[-1] is None:
        found.pop()
    return found


def _cell_from(item: list[Any], shared: list[Json]) -> Cell:
    _, _, value, formula, form, note, rule, runs = item + [None] * (8 - len(item))
    return Cell(
        _value(value),
        formula,
        None if form is None else shared[form],
        note,
        None if rule is None else shared[rule],
        tuple(runs) if runs else None,
    )


def _value(found: Any) -> Value:
    if isinstance(found, dict):
        return CellError(found["kind"], found["message"])
    if isinstance(found, int) and not isinstance(found, bool):
        return float(found)
    return found  # type: ignore[no-any-return]


def _box(box: Box) -> list[int | None]:
    return [box.sheet, box.top, box.bottom, box.left, box.right]


def _placed(item: Placed) -> list[Any]:
    return [[_box(box) for box in item.boxes], item.body, item.id]


def _all_placed(found: list[Any]) -> tuple[Placed, ...]:
    return tuple(Placed(tuple(Box(*box) for box in boxes), body, number) for boxes, body, number in found)


def _text(found: Json) -> str:
    return json.dumps(found, separators=(",", ":"))
