"""What can be wrong with what people typed: one value per fault, with its place.

A `Problem` is collected, never raised, never dropped. `CATALOGUE` gives every code its severity; the words of
a code, in each language, are in `sheet_templates/words/`. Codes of cross-checks (context, plan) come from the
content files and carry their own severity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ERROR, WARNING, HINT = "error", "warning", "hint"
SEVERITIES = (ERROR, WARNING, HINT)

#: code -> severity. error: the value cannot be used. warning: used, please look. hint: nothing need be done.
CATALOGUE: Mapping[str, str] = {
    # the spreadsheet as a whole
    "FILE_MISSING": ERROR,
    "FILE_OPEN": WARNING,
    "FILE_BEING_WRITTEN": WARNING,
    "FILE_NO_ACCESS": ERROR,
    "FILE_DAMAGED": ERROR,
    "FILE_NOT_SPREADSHEET": ERROR,
    "FILE_OLD_FORMAT": ERROR,
    "FILE_PASSWORD": ERROR,
    "FILE_TOO_LARGE": ERROR,
    "FILE_UNSAFE": ERROR,
    "FILE_OTHER_TERRITORY": ERROR,
    "FILE_OLD_TEMPLATE": ERROR,
    "FILE_CONFLICT_COPY": WARNING,
    "FILE_UNKNOWN": WARNING,
    "FILE_NO_KEYS": ERROR,
    "PULL_QUARANTINED": ERROR,
    "STORE_FAILED": ERROR,
    "SHEET_NOT_MADE": ERROR,
    "SHEET_TRASHED": ERROR,
    "SHEET_NOT_NATIVE": ERROR,
    "SHEET_GONE": ERROR,
    "ACCESS_DENIED": ERROR,
    # tabs, rows, columns
    "TAB_MISSING": ERROR,
    "TAB_RENAMED": HINT,
    "TAB_DUPLICATE": WARNING,
    "TAB_OTHER_TERRITORY": ERROR,
    "TAB_UNKNOWN": HINT,
    "TAB_TOO_LONG": WARNING,
    "KEYS_LOST": WARNING,
    "COLUMN_MISSING": ERROR,
    "COLUMN_UNKNOWN": HINT,
    "COLUMN_DUPLICATE": WARNING,
    "ROW_MISSING": ERROR,
    "ROW_DUPLICATE": WARNING,
    "ROW_UNKNOWN": WARNING,
    "ROW_MISMATCH": WARNING,
    "CELLS_MERGED": WARNING,
    # one cell
    "CELL_ERROR": ERROR,
    "FORMULA_NOT_CALCULATED": ERROR,
    "LEVEL_UNREADABLE": ERROR,
    "LEVEL_OUT_OF_RANGE": ERROR,
    "LEVEL_AMBIGUOUS": ERROR,
    "LEVEL_IN_WORDS": ERROR,
    "LEVEL_IS_DATE": ERROR,
    "LEVEL_YES_NO": ERROR,
    "REASON_MISSING": WARNING,
    "EVIDENCE_MISSING": WARNING,
    "EVIDENCE_UNREADABLE": ERROR,
    "EVIDENCE_NOT_NAMED": HINT,
    "AGREED_OUTSIDE": HINT,
    "DISSENT_UNREADABLE": ERROR,
    "TEXT_TOO_LONG": WARNING,
    "TEXT_CLEANED": HINT,
    "RESPONDENT_UNNAMED": WARNING,
    "ACTOR_TYPE_UNREADABLE": ERROR,
    "ASKED_UNREADABLE": WARNING,
    "POINTS_SUM": WARNING,
    "VOTES_SUM": WARNING,
    "VOTE_WITHOUT_ACTION": WARNING,
    "MARKS_INCOMPLETE": WARNING,
    "VALUE_UNREADABLE": ERROR,
    "NUMBER_AMBIGUOUS": ERROR,
    "VALUE_OUT_OF_RANGE": ERROR,
    "VALUE_UNUSUAL": WARNING,
    "CHOICE_UNKNOWN": ERROR,
    "CHOICE_EXCLUSIVE": ERROR,
    "CONTEXT_LOCKED": WARNING,
    "CONTEXT_NOT_READY": WARNING,
    "DETAIL_MISSING": WARNING,
    "PLAN_REQUIRED": WARNING,
    "PLAN_ID_DUPLICATE": ERROR,
}

#: codes of a questionnaire that is not where it should be, as a file or in Google Drive
NOT_THERE = frozenset({"FILE_MISSING", "SHEET_NOT_MADE"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at one place.

    `tab` is the title people see, `cell` its A1 name ("" for a whole tab or file), `about` the id of the
    indicator, variable or action concerned, `found` what stood there, `values` what else the words need.
    """

    code: str
    territory_id: str
    tab_key: str = ""
    tab: str = ""
    cell: str = ""
    about: str = ""
    respondent_id: str = ""
    found: str = ""
    severity: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def weight(self) -> str:
        """Its severity: the one it carries, else that of the catalogue."""
        return self.severity or CATALOGUE[self.code]
