"""Evidence grades E0-E3."""

from __future__ import annotations

import re

from schemas.kinds.parsed import NOTHING, VALUE, Parsed, wrong
from schemas.kinds.text import fold, is_error, shown

_GRADE = re.compile(r"e?\s?([0-3])(?:\s*[-\u2013\u2014:]?\s*\D.*)?\Z", re.DOTALL)


def parse_evidence(value: object) -> Parsed:
    """The grade 0-3 in "E2 – Document cité", "e2" or 2; EVIDENCE_UNREADABLE otherwise."""
    if value is None or not shown(value).strip():
        return NOTHING
    if is_error(value):
        return wrong("CELL_ERROR")
    match = _GRADE.match(fold(shown(value)))
    return Parsed(VALUE, int(match[1])) if match else wrong("EVIDENCE_UNREADABLE")
