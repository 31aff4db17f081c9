"""One tab's cells: their values, their texts, and a problem with its place for each that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.read_shapes import Found
from schemas.kinds import Parsed, as_typed, parse_text, quoted
from schemas.kinds.parsed import INVALID
from schemas.problem import Problem

#: What a problem says is accepted when the value is what a formula left (CELL_ERROR, FORMULA_NOT_CALCULATED).
ANY_TEXT = "accepts.any_text"


@dataclass(frozen=True, slots=True)
class Cells:
    """Reads keyed cells of one tab; `longest` is the number of letters of a text that results show."""

    territory_id: str
    tab: Found
    problems: list[Problem]
    longest: int

    def wrong(
        self,
        code: str,
        row_key: str,
        column_key: str,
        about: str,
        *,
        found: object = "",
        respondent_id: str = "",
        **values: str,
    ) -> None:
        """Note what is wrong with one cell."""
        self.problems.append(
            Problem(
                code, self.territory_id, self.tab.key, self.tab.sheet.title, self.tab.cell(row_key, column_key),
                about, respondent_id, quoted(found), values={**values, **as_typed(found)},
            )
        )  # fmt: skip

    def parsed(
        self,
        row_key: str,
        column_key: str,
        parse: Callable[[object], Parsed],
        *,
        about: str = "",
        respondent_id: str = "",
        **values: str,
    ) -> Parsed:
        """What a cell means; INVALID is noted, with the part that is wrong where the parser names one."""
        value = self.tab.value(row_key, column_key)
        parsed = parse("" if value is None else value)
        if parsed.state == INVALID:
            found = parsed.suggestion if parsed.suggestion and parsed.code == "CHOICE_UNKNOWN" else value
            self.wrong(
                parsed.code, row_key, column_key, about or row_key, found=found, respondent_id=respondent_id, **values
            )
        return parsed

    def text(self, row_key: str, column_key: str, *, about: str = "", respondent_id: str = "") -> str:
        """The clean text of a cell, all of it; one that results will shorten, or that was cleaned, is noted."""
        parsed = self.parsed(
            row_key, column_key, parse_text, about=about, respondent_id=respondent_id, accepts=ANY_TEXT
        )
        text = "" if parsed.value is None else str(parsed.value)
        self.look_at(text, parsed, row_key, column_key, about or row_key, respondent_id)
        return text

    def look_at(
        self, text: str, parsed: Parsed, row_key: str, column_key: str, about: str, respondent_id: str = ""
    ) -> None:
        """Note a text that is too long to show, or from which something was left out."""
        if len(text) > self.longest:
            limit = str(self.longest)
            self.wrong(
                "TEXT_TOO_LONG", row_key, column_key, about, found=len(text), respondent_id=respondent_id, limit=limit
            )
        elif parsed.suggestion == "cleaned":
            self.wrong("TEXT_CLEANED", row_key, column_key, about, found=text, respondent_id=respondent_id)
