"""One kind of answer per file: what a cell value means, or the code of what is wrong with it.

A parser never raises on what people type and never guesses: what can be read two ways is asked back.
"""

from schemas.kinds.choice import Choices, parse_choice, parse_choices
from schemas.kinds.date import parse_date, parse_month, parse_year
from schemas.kinds.evidence import parse_evidence
from schemas.kinds.level import LevelReader
from schemas.kinds.number import parse_number
from schemas.kinds.parsed import Parsed
from schemas.kinds.text import NOT_CALCULATED, as_typed, fold, parse_text, quoted, shown
from schemas.kinds.yes_no import parse_yes_no

__all__ = [
    "NOT_CALCULATED",
    "Choices",
    "LevelReader",
    "Parsed",
    "as_typed",
    "fold",
    "parse_choice",
    "parse_choices",
    "parse_date",
    "parse_evidence",
    "parse_month",
    "parse_number",
    "parse_text",
    "parse_year",
    "parse_yes_no",
    "quoted",
    "shown",
]
