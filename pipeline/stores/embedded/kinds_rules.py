"""Requests on looks that follow rules: conditional formats and bandings."""

from __future__ import annotations

from dataclasses import replace

from pipeline.stores.embedded.colours import with_both_colours, with_both_names
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.fields import merged
from pipeline.stores.embedded.hanging import drop, hang, hanging, rehang, taken
from pipeline.stores.embedded.kinds_sheets import required_mask
from pipeline.stores.embedded.model import Json, Placed, Sheet
from pipeline.stores.embedded.refusals import invalid
from pipeline.stores.embedded.render import banding_json, rule_json


def add_rule(draft: Draft, body: Json) -> Json:
    """`addConditionalFormatRule`: put before the rule at `index`."""
    new = _rule(draft, body)
    sheet = draft.edit(new.boxes[0].sheet)
    rules, index = list(sheet.rules), int(body.get("index", 0))
    if index > len(rules):
        message = f"No conditional format on sheet: {sheet.id} at index: {index}"
        raise invalid(message)
    rules.insert(index, new)
    sheet.rules = tuple(rules)
    return {}


def update_rule(draft: Draft, body: Json) -> Json:
    """`updateConditionalFormatRule`: another rule at the index, or another index for the rule."""
    index = int(body.get("index", 0))
    if "rule" in body:
        new = _rule(draft, body)
        sheet, old = _rule_at(draft, new.boxes[0].sheet, index)
        rules = list(sheet.rules)
        rules[index] = new
        reply: Json = {"newRule": rule_json(new), "oldRule": rule_json(old)}
        reply |= {"newIndex": index, "oldIndex": index} if index else {}
    else:
        sheet, old = _rule_at(draft, int(body.get("sheetId", 0)), index)
        to = int(body.get("newIndex", 0))
        rules = [rule for rule in sheet.rules if rule is not old]
        rules.insert(to, old)
        reply = {"newRule": rule_json(old), "newIndex": to, "oldIndex": index}
    sheet.rules = tuple(rules)
    return {"updateConditionalFormatRule": {k: v for k, v in reply.items() if v != 0}}


def delete_rule(draft: Draft, body: Json) -> Json:
    """`deleteConditionalFormatRule`."""
    sheet, old = _rule_at(draft, int(body.get("sheetId", 0)), int(body.get("index", 0)))
    sheet.rules = tuple(rule for rule in sheet.rules if rule is not old)
    return {"deleteConditionalFormatRule": {"rule": rule_json(old)}}


def add_banding(draft: Draft, body: Json) -> Json:
    """`addBanding`."""
    wanted = body.get("bandedRange", {})
    box = draft.box(wanted)
    if any(item.boxes[0].meets(box) for item in draft.sheet(box.sheet).bandings):
        message = "You cannot add alternating background colors to a range that already has them."
        raise invalid(message)
    number = int(wanted.get("bandedRangeId", 0)) or draft.ids.number(taken(draft, "bandings"))
    new = hang(draft, "bandings", Placed((box,), _banding_body(wanted), number))
    return {"addBanding": {"bandedRange": banding_json(new)}}


def update_banding(draft: Draft, body: Json) -> Json:
    """`updateBanding`."""
    wanted, mask = body.get("bandedRange", {}), required_mask(body, "BandedRange")
    _, old = hanging(draft, "bandings", int(wanted.get("bandedRangeId", 0)))
    new = replace(old, body=merged(old.body, _banding_body(wanted), with_both_names(mask)))
    if not mask or "range" in mask:
        new = replace(new, boxes=(draft.box(wanted),))
    rehang(draft, "bandings", new)
    return {}


def delete_banding(draft: Draft, body: Json) -> Json:
    """`deleteBanding`."""
    drop(draft, "bandings", int(body.get("bandedRangeId", 0)))
    return {}


def _rule(draft: Draft, body: Json) -> Placed:
    wanted = body.get("rule", {})
    boxes = tuple(draft.box({"range": part}) for part in wanted.get("ranges", []))
    kinds = {"booleanRule", "gradientRule"} & wanted.keys()
    if not boxes or len(kinds) != 1:
        message = "A rule must have ranges and exactly one of booleanRule and gradientRule."
        raise invalid(message)
    kind = kinds.pop()
    return Placed(boxes, {kind: with_both_colours(wanted[kind])})


def _rule_at(draft: Draft, sheet_id: int, index: int) -> tuple[Sheet, Placed]:
    sheet = draft.edit(sheet_id)
    if not 0 <= index < len(sheet.rules):
        message = f"No conditional format on sheet: {sheet_id} at index: {index}"
        raise invalid(message)
    return sheet, sheet.rules[index]


def _banding_body(wanted: Json) -> Json:
    names = ("rowProperties", "columnProperties")
    found: Json = with_both_colours({name: wanted[name] for name in names if name in wanted})
    return found
