"""Requests on what floats over the cells: charts and slicers. They are kept and shown, never drawn."""

from __future__ import annotations

from dataclasses import replace

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.colours import with_both_colours, with_both_names
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.fields import Mask, merged
from pipeline.stores.embedded.hanging import drop, hang, hanging, rehang, taken
from pipeline.stores.embedded.kinds_sheets import required_mask
from pipeline.stores.embedded.model import Json, Placed
from pipeline.stores.embedded.refusals import invalid, unimplemented
from pipeline.stores.embedded.render import object_json, position_json

_SIZE = {"widthPixels": 600, "heightPixels": 371}


def add_chart(draft: Draft, body: Json) -> Json:
    """`addChart`, over the cells of a sheet."""
    return {"addChart": {"chart": object_json(_added(draft, body, "chart"))}}


def add_slicer(draft: Draft, body: Json) -> Json:
    """`addSlicer`, over the cells of a sheet."""
    return {"addSlicer": {"slicer": object_json(_added(draft, body, "slicer"))}}


def update_chart_spec(draft: Draft, body: Json) -> Json:
    """`updateChartSpec`: the whole description is replaced."""
    _respecified(draft, int(body.get("chartId", 0)), body, {})
    return {}


def update_slicer_spec(draft: Draft, body: Json) -> Json:
    """`updateSlicerSpec`."""
    _respecified(draft, int(body.get("slicerId", 0)), body, required_mask(body, "SlicerSpec"))
    return {}


def delete_object(draft: Draft, body: Json) -> Json:
    """`deleteEmbeddedObject`: a chart or a slicer."""
    drop(draft, "objects", int(body.get("objectId", 0)))
    return {}


def update_position(draft: Draft, body: Json) -> Json:
    """`updateEmbeddedObjectPosition`: to another cell, or another size."""
    _, old = hanging(draft, "objects", int(body.get("objectId", 0)))
    position = body.get("newPosition", {})
    mask = required_mask(body, "OverlayPosition") if "overlayPosition" in position else {}
    overlay = merged({**old.body["overlay"], "anchorCell": _corner(old)}, _overlay(position), mask)
    new = rehang(draft, "objects", _placed(draft, replace(old, body={**old.body, "overlay": overlay})))
    return {"updateEmbeddedObjectPosition": {"position": position_json(new)}}


def update_border(draft: Draft, body: Json) -> Json:
    """`updateEmbeddedObjectBorder`."""
    _, old = hanging(draft, "objects", int(body.get("objectId", 0)))
    mask = with_both_names(required_mask(body, "EmbeddedObjectBorder"))
    border = merged(old.body.get("border", {}), with_both_colours(body.get("border", {})), mask)
    rehang(draft, "objects", replace(old, body={**old.body, "border": border}))
    return {}


def _added(draft: Draft, body: Json, kind: str) -> Placed:
    wanted = body.get(kind, {})
    if "spec" not in wanted:
        message = f"{kind}.spec must be set."
        raise invalid(message)
    number = int(wanted.get(f"{kind}Id", 0)) or draft.ids.number(taken(draft, "objects"))
    told: Json = {"kind": kind, "spec": wanted["spec"], "overlay": _SIZE | _overlay(wanted.get("position", {}))}
    if "border" in wanted:
        told["border"] = with_both_colours(wanted["border"])
    return hang(draft, "objects", _placed(draft, Placed((Box(),), told, number)))


def _respecified(draft: Draft, number: int, body: Json, mask: Mask) -> None:
    _, old = hanging(draft, "objects", number)
    spec = merged(old.body["spec"], body.get("spec", {}), mask)
    rehang(draft, "objects", replace(old, body={**old.body, "spec": spec}))


def _overlay(position: Json) -> Json:
    if position.get("newSheet") or "sheetId" in position:
        raise unimplemented(what="a chart on a sheet of its own")
    found: Json = position.get("overlayPosition", {})
    if not found:
        message = "position.overlayPosition must be set."
        raise invalid(message)
    return found


def _placed(draft: Draft, item: Placed) -> Placed:
    """The object on the cell that its overlay names; the cell is then told by the box alone."""
    overlay = dict(item.body["overlay"])
    corner = overlay.pop("anchorCell", {})
    row, column = int(corner.get("rowIndex", 0)), int(corner.get("columnIndex", 0))
    box = draft.bounded(Box(int(corner.get("sheetId", 0)), row, row + 1, column, column + 1))
    return replace(item, boxes=(box,), body={**item.body, "overlay": overlay})


def _corner(item: Placed) -> Json:
    (box,) = item.boxes
    return {"sheetId": box.sheet, "rowIndex": box.top, "columnIndex": box.left}
