"""(Guideline, Territory, Campaign) -> BookLayout: what a territory's spreadsheet holds. Pure.

Every tab carries hidden language-neutral keys: row 1 names the columns, column A names the rows, and the cell
where they meet is the tab's marker. Titles and labels may be translated, renamed or moved without harm.
"""

from sheet_templates.layout.book import CONTEXT, FEEDBACK, PLAN, README, RESPONDENTS, book_layout
from sheet_templates.layout.marker import Marker, block_key, read_marker

__all__ = [
    "CONTEXT",
    "FEEDBACK",
    "PLAN",
    "README",
    "RESPONDENTS",
    "Marker",
    "block_key",
    "book_layout",
    "read_marker",
]
