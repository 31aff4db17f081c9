"""Requests on filters: the basic filter of a sheet, and filter views."""

from __future__ import annotations

from dataclasses import replace

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.fields import merged
from pipeline.stores.embedded.hanging import drop, hang, hanging, rehang, taken
from pipeline.stores.embedded.kinds_sheets import required_mask
from pipeline.stores.embedded.model import Json, Placed
from pipeline.stores.embedded.refusals import invalid
from pipeline.stores.embedded.render import view_json


def set_basic_filter(draft: Draft, body: Json) -> Json:
    """`setBasicFilter`: over the range, or the whole sheet."""
    wanted = body.get("filter", {})
    box = _covered(draft, wanted)
    draft.edit(box.sheet).filter = Placed((box,), _body(wanted))
    return {}


def clear_basic_filter(draft: Draft, body: Json) -> Json:
    """`clearBasicFilter`."""
    draft.edit(int(body.get("sheetId", 0))).filter = None
    return {}


def add_view(draft: Draft, body: Json) -> Json:
    """`addFilterView`."""
    wanted = body.get("filter", {})
    used = taken(draft, "views")
    number = int(wanted.get("filterViewId", 0)) or draft.ids.number(used)
    title = wanted.get("title") or f"Filter {len(used) + 1}"
    new = Placed((_covered(draft, wanted),), {"title": title, **_body(wanted)}, number)
    return {"addFilterView": {"filter": view_json(hang(draft, "views", new))}}


def update_view(draft: Draft, body: Json) -> Json:
    """`updateFilterView`."""
    wanted, mask = body.get("filter", {}), required_mask(body, "FilterView")
    _, old = hanging(draft, "views", int(wanted.get("filterViewId", 0)))
    if {"criteria", "filterSpecs"} & mask.keys():
        mask = {**mask, "criteria": {}, "filterSpecs": {}}
    new = replace(old, body=merged(old.body, _body(wanted), mask))
    if (not mask or "range" in mask) and "range" in wanted:
        new = replace(new, boxes=(_covered(draft, wanted),))
    rehang(draft, "views", new)
    return {}


def delete_view(draft: Draft, body: Json) -> Json:
    """`deleteFilterView`."""
    drop(draft, "views", int(body.get("filterId", 0)))
    return {}


def duplicate_view(draft: Draft, body: Json) -> Json:
    """`duplicateFilterView`: the same under another id and title."""
    _, old = hanging(draft, "views", int(body.get("filterId", 0)))
    title = f"Copy of {old.body.get('title', '')}"
    new = Placed(old.boxes, {**old.body, "title": title}, draft.ids.number(taken(draft, "views")))
    return {"duplicateFilterView": {"filter": view_json(hang(draft, "views", new))}}


def _covered(draft: Draft, wanted: Json) -> Box:
    """The cells of a filter: its range, its named range or its table."""
    if "tableId" in wanted:
        return hanging(draft, "tables", wanted["tableId"])[1].boxes[0]
    if "namedRangeId" in wanted:
        named = [item.box for item in draft.book.names if item.id == wanted["namedRangeId"]]
        if not named or named[0] is None:
            message = f"No named range with id: {wanted['namedRangeId']}"
            raise invalid(message)
        return draft.bounded(named[0])
    return draft.box(wanted)


def _body(wanted: Json) -> Json:
    """What a filter does; its criteria are told both in the old way and in the new."""
    found: Json = {name: wanted[name] for name in ("title", "sortSpecs", "namedRangeId", "tableId") if name in wanted}
    if "filterSpecs" in wanted:
        specs = wanted["filterSpecs"]
        found["criteria"] = {str(one.get("columnIndex", 0)): one.get("filterCriteria", {}) for one in specs}
        found["filterSpecs"] = specs
    elif "criteria" in wanted:
        found["criteria"] = wanted["criteria"]
        found["filterSpecs"] = [
            {"columnIndex": int(column), "filterCriteria": one} for column, one in wanted["criteria"].items()
        ]
    return found
