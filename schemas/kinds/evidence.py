"""Evidence grades E0-E3."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from schemas.kinds.parsed import NOTHING, VALUE, Parsed, wrong
from schemas.kinds.text import clean, fault, fold, shown

_GRADE = re.compile(r"(e\s?)?([0-3])(?:[.,]0)?\s*[-\u2013\u2014:.)(]*\s*(.*)\Z", re.DOTALL | re.IGNORECASE)
_ANOTHER = re.compile(r"(?:e\s?)?\d", re.IGNORECASE)


def parse_evidence(value: object, labels: AbstractSet[str] = frozenset()) -> Parsed:
    """The grade 0-3 in "E2 – Document cité", "e2" or 2; EVIDENCE_UNREADABLE otherwise.

    `labels` are the folded names of the grades. Other words after "E2" name the evidence: they are handed back as
    the suggestion. After a bare figure they could mean anything ("2 documents"), so they are asked back.
    """
    if value is None or value == "" or not shown(value).strip():
        return NOTHING
    if code := fault(value):
        return wrong(code)
    match = _GRADE.match(shown(value).strip())
    if isinstance(value, bool) or not match:
        return wrong("EVIDENCE_UNREADABLE")
    letter, grade, rest = match.groups()
    if not rest or fold(rest[:200]) in labels:
        return Parsed(VALUE, int(grade))
    if letter and not _ANOTHER.match(rest):
        return Parsed(VALUE, int(grade), "", clean(rest))
    return wrong("EVIDENCE_UNREADABLE")
