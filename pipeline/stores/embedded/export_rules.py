"""Conditions and lists as Excel writes them, where it has the like."""

from __future__ import annotations

from pipeline.stores.embedded.export_formula import Excel
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


def criteria(condition: Json, excel: Excel, home: str) -> Json | None:
    """A BooleanCondition on the sheet `home` in xlsxwriter's words, None when Excel has nothing like it."""
    kind = condition.get("type", "")
    values = [value.get("userEnteredValue", "") for value in condition.get("values", [])]
    if kind == "CUSTOM_FORMULA" and values:
        formula = excel.translated(values[0], home)
        return {"type": "formula", "criteria": formula} if formula else None
    if kind in _COMPARE and values:
        value = excel.translated(values[0], home) if values[0].startswith("=") else excel.number(values[0])
        return None if value is None else {"type": "cell", "criteria": _COMPARE[kind], "value": value}
    if kind == "TEXT_EQ" and values:
        return {"type": "cell", "criteria": "==", "value": f'"{values[0]}"'}
    if kind in _TEXTS and values:
        return {"type": "text", "criteria": _TEXTS[kind], "value": values[0]}
    return {"BLANK": {"type": "blanks"}, "NOT_BLANK": {"type": "no_blanks"}}.get(kind)


def list_source(rule: Json | None, excel: Excel, home: str) -> list[str] | str | None:
    """The list behind a drop-down, or the formula of its range; None when Excel cannot hold it."""
    if not rule:
        return None
    condition = rule["condition"]
    values = [value.get("userEnteredValue", "") for value in condition.get("values", [])]
    if condition.get("type") == "ONE_OF_RANGE" and values:
        return excel.translated(f"={values[0].removeprefix('=')}", home)
    if condition.get("type") == "ONE_OF_LIST" and len(",".join(values)) <= _LONGEST_LIST:
        return None if any("," in value for value in values) else values
    return None
