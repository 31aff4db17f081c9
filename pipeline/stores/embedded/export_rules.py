"""Conditions and lists as Excel writes them, where it has the like."""

from __future__ import annotations

from pipeline.stores.embedded.model import Json

_COMPARE = {
    "NUMBER_GREATER": ">",
    "NUMBER_GREATER_THAN_EQ": ">=",
    "NUMBER_LESS": "<",
    "NUMBER_LESS_THAN_EQ": "<=",
    "NUMBER_EQ": "==",
    "NUMBER_NOT_EQ": "!=",
}
_TEXTS = {"TEXT_CONTAINS": "containing", "TEXT_NOT_CONTAINS": "not containing"}
_TEXTS |= {"TEXT_STARTS_WITH": "begins with", "TEXT_ENDS_WITH": "ends with"}
_LONGEST_LIST = 255


def criteria(condition: Json) -> Json | None:
    """A BooleanCondition in xlsxwriter's words, None when Excel has nothing like it."""
    kind = condition.get("type", "")
    values = [value.get("userEnteredValue", "") for value in condition.get("values", [])]
    if kind == "CUSTOM_FORMULA" and values:
        return {"type": "formula", "criteria": values[0]}
    if kind in _COMPARE and values:
        return {"type": "cell", "criteria": _COMPARE[kind], "value": values[0]}
    if kind == "TEXT_EQ" and values:
        return {"type": "cell", "criteria": "==", "value": f'"{values[0]}"'}
    if kind in _TEXTS and values:
        return {"type": "text", "criteria": _TEXTS[kind], "value": values[0]}
    return {"BLANK": {"type": "blanks"}, "NOT_BLANK": {"type": "no_blanks"}}.get(kind)


def list_source(rule: Json | None) -> list[str] | str | None:
    """The list behind a drop-down, or the formula of its range; None when Excel cannot hold it."""
    if not rule:
        return None
    condition = rule["condition"]
    values = [value.get("userEnteredValue", "") for value in condition.get("values", [])]
    if condition.get("type") == "ONE_OF_RANGE" and values:
        return str(values[0])
    if condition.get("type") == "ONE_OF_LIST" and len(",".join(values)) <= _LONGEST_LIST:
        return None if any("," in value for value in values) else values
    return None
