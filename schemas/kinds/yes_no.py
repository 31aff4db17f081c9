"""Yes or no, in any of the languages."""

from __future__ import annotations

from schemas.guideline import Spellings
from schemas.kinds.parsed import NOTHING, VALUE, Parsed, wrong
from schemas.kinds.text import fault, fold, shown

_LONGEST = 200


def parse_yes_no(value: object, spellings: Spellings) -> Parsed:
    """True or False; a spreadsheet's TRUE/FALSE and 1/0 count. DISSENT_UNREADABLE otherwise."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return Parsed(VALUE, value)
    if code := fault(value):
        return wrong(code)
    text = fold(shown(value)[:_LONGEST])
    if not text:
        return NOTHING
    if text in spellings.yes or text in {"1", "x"}:
        return Parsed(VALUE, value=True)
    return Parsed(VALUE, value=False) if text in spellings.no or text == "0" else wrong("DISSENT_UNREADABLE")
