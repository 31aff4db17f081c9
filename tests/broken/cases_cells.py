"""What people type into single cells: level cells first, then the other cells of a row, the context and the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

DONT_KNOW, NOT_APPLICABLE, BLANK = "dont_know", "not_applicable", "blank"


@dataclass(frozen=True)
class LevelCase:
    """A value typed into a level cell: the level or state that is read, or the code of the problem."""

    name: str
    value: object
    read: object = None
    code: str = ""
    form: str = ""
    as_text: bool = False


@dataclass(frozen=True)
class CellCase:
    """A value typed elsewhere: the column of a block's row, or (tab, row key, column key); `code` "" if it is used."""

    name: str
    place: str | tuple[str, str, str]
    value: object
    code: str = ""
    form: str = ""
    as_text: bool = False
    kept: str = ""


def _wrong(name: str, value: object, code: str, form: str = "", *, as_text: bool = False) -> LevelCase:
    return LevelCase(name, value, None, code, form, as_text)


LEVEL_CASES = (
    LevelCase("figure typed as text", "3", 3),
    LevelCase("label of the list", "3 – Opérationnel", 3),
    LevelCase("label in another language", "3 – Operational", 3),
    LevelCase("label with a hyphen", "3-opérationnel", 3),
    LevelCase("decimal comma, nothing behind it", "3,0", 3),
    LevelCase("full-width figure", "３", 3),
    LevelCase("Arabic figure", "٣", 3),
    LevelCase("figure among spaces", "\u00a0 3 \n", 3),
    LevelCase("level named", "niveau 2", 2),
    LevelCase("don't know by its letters", "NSP", DONT_KNOW),
    LevelCase("not applicable by its letters", "n/a", NOT_APPLICABLE),
    LevelCase("formula with its value", "=1+2", 3, form="calculated"),
    LevelCase("nothing but spaces", "  \u00a0 ", BLANK),
    LevelCase("mark of right-to-left before a figure", "\u200f3", 3),
    _wrong("level 7", 7, "LEVEL_OUT_OF_RANGE"),
    _wrong("level 7 with a label", "7 – Opérationnel", "LEVEL_OUT_OF_RANGE"),
    _wrong("level below zero", -1, "LEVEL_OUT_OF_RANGE"),
    _wrong("level of three hundred digits", 1e300, "LEVEL_OUT_OF_RANGE"),
    _wrong("level between two", 3.5, "LEVEL_AMBIGUOUS"),
    _wrong("level between two with a comma", "3,5", "LEVEL_AMBIGUOUS"),
    _wrong("two levels", "2-3", "LEVEL_AMBIGUOUS"),
    _wrong("two levels with a word", "2 ou 3", "LEVEL_AMBIGUOUS"),
    _wrong("level with another level's name", "3 – Initial", "LEVEL_AMBIGUOUS"),
    _wrong("level with a doubt", "3 – Opérationnel ? plutôt 2", "LEVEL_AMBIGUOUS"),
    _wrong("level in words", "trois", "LEVEL_IN_WORDS"),
    _wrong("yes", "oui", "LEVEL_YES_NO"),
    _wrong("true", True, "LEVEL_YES_NO"),  # noqa: FBT003
    _wrong("date that was 2-3", dt.date(2021, 3, 2), "LEVEL_IS_DATE"),
    _wrong("moment", dt.datetime(2021, 3, 2, 14, 5), "LEVEL_IS_DATE"),  # noqa: DTZ001
    _wrong("time of day", dt.time(2, 3), "LEVEL_IS_DATE"),
    _wrong("share shown in per cent", 0.03, "LEVEL_AMBIGUOUS", "0%"),
    _wrong("error cell", "#REF!", "CELL_ERROR"),
    _wrong("error cell of a look-up", "#N/A", "CELL_ERROR"),
    _wrong("error cell of a kind that is new", "#SPILL!", "CELL_ERROR", "error"),
    _wrong("formula never calculated", "=1+2", "FORMULA_NOT_CALCULATED"),
    _wrong("text", "bien", "LEVEL_UNREADABLE"),
    _wrong("text of 32,000 letters", "x" * 32_000, "LEVEL_UNREADABLE"),
    _wrong("emoji", "\U0001f44d\U0001f3fd", "LEVEL_UNREADABLE"),
    _wrong("Arabic text", "متوسط", "LEVEL_UNREADABLE"),
    _wrong("text turned round", "\u202elevel\u202c", "LEVEL_UNREADABLE"),
    _wrong("control character", "_x0007_", "LEVEL_UNREADABLE", as_text=True),
    _wrong("link as text", '=HYPERLINK("http://example.org","3")', "LEVEL_AMBIGUOUS", as_text=True),
    _wrong("format string", "{0.__class__}%s", "LEVEL_AMBIGUOUS"),
    _wrong("query", "'; DROP TABLE pull; --", "LEVEL_UNREADABLE"),
)

CELL_CASES = (
    CellCase("agreed level between two", "J", 2.5),
    CellCase("two agreed levels", "J", "2-3", "LEVEL_AMBIGUOUS"),
    CellCase("agreed level never calculated", "J", "=2", "FORMULA_NOT_CALCULATED"),
    CellCase("evidence graded by a figure", "K", 2),
    CellCase("evidence named beside its grade", "K", "E2: délibération du conseil", kept="délibération du conseil"),
    CellCase("evidence that could be a number of documents", "K", "2 documents", "EVIDENCE_UNREADABLE"),
    CellCase("evidence E4", "K", "E4", "EVIDENCE_UNREADABLE"),
    CellCase("two grades of evidence", "K", "E1-E2", "EVIDENCE_UNREADABLE"),
    CellCase("evidence in an error cell", "L", "#NAME?", "CELL_ERROR"),
    CellCase("disagreement that is neither yes nor no", "N", "peut-être", "DISSENT_UNREADABLE"),
    CellCase("disagreement ticked", "N", "x"),
    CellCase("comment of 32,000 letters", "M", "é" * 32_000, "TEXT_TOO_LONG"),
    CellCase("comment with control characters", "M", "bell_x0007_ and _x000B_tab", "TEXT_CLEANED", as_text=True, kept="bell and tab"),
    CellCase("comment of control characters only", "M", "_x0007__x0001_", "TEXT_CLEANED", as_text=True),
    CellCase("comment from right to left", "M", "مرحبا بالعالم \u202eabc\u202c", kept="مرحبا بالعالم"),
    CellCase("comment with emoji and joined letters", "M", "\U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301 ok", kept="\u00e9 ok"),
    CellCase("comment that is a formula", "M", '=HYPERLINK("http://example.org";"x")', as_text=True, kept="=HYPERLINK("),
    CellCase("comment that begins with a sign", "M", "@SUM(A1)", as_text=True, kept="@SUM(A1)"),
    CellCase("comment that is a command", "M", "+cmd|' /C calc'!A0", as_text=True, kept="+cmd|"),
    CellCase("comment that is a path", "M", "file:///etc/passwd", kept="file:///etc/passwd"),
    CellCase("comment that is a format string", "M", "{level} %s {0}", kept="{level} %s {0}"),
    CellCase("comment that is markup", "M", "<b>&amp;</b>", kept="<b>&amp;</b>"),
    CellCase("comment from a formula", "M", "=1&2", "FORMULA_NOT_CALCULATED"),
    CellCase("comment that is a date", "M", dt.date(2021, 6, 1), kept="2021-06-01"),
    CellCase("organisation in an error cell", ("respondents", "R1", "organisation"), "#REF!", "CELL_ERROR"),
    CellCase("organisation of 6,000 letters", ("respondents", "R2", "organisation"), "o" * 6_000, "TEXT_TOO_LONG"),
    CellCase("type of actor that is not in the list", ("respondents", "R3", "actor_type"), "Amis", "ACTOR_TYPE_UNREADABLE"),
    CellCase("gender that is not in the list", ("respondents", "R2", "asked:gender"), "Chatons", "ASKED_UNREADABLE"),
    CellCase("number that can be read two ways", ("context", "CTX-05", "value"), "1,234", "NUMBER_AMBIGUOUS"),
    CellCase("number in words", ("context", "CTX-07", "value"), "beaucoup", "VALUE_UNREADABLE"),
    CellCase("number never calculated", ("context", "CTX-08", "value"), "=A1*2", "FORMULA_NOT_CALCULATED"),
    CellCase("share shown in per cent", ("context", "CTX-09", "value"), 0.35, form="0%", kept="35"),
    CellCase("share typed with its sign", ("context", "CTX-12", "value"), "12,5 %", kept="12.5"),
    CellCase("year by a date", ("context", "CTX-06", "value"), dt.date(2014, 5, 1), kept="2014"),
    CellCase("source in an error cell", ("context", "CTX-05", "source"), "#VALUE!", "CELL_ERROR"),
    CellCase("currency by its sign", ("context", "CTX-14", "currency"), "€", "VALUE_UNREADABLE"),
    CellCase("title of an action in an error cell", ("plan", "A01", "title"), "#DIV/0!", "CELL_ERROR"),
    CellCase("date of an action that is none", ("plan", "A01", "start"), "bientôt", "VALUE_UNREADABLE"),
    CellCase("budget never calculated", ("plan", "A01", "budget"), "=SUM(B1:B2)", "FORMULA_NOT_CALCULATED"),
    CellCase("points in words", ("respondents", "R2", "points:COC"), "beaucoup", "VALUE_UNREADABLE"),
    CellCase("points beyond what there is", ("respondents", "R2", "points:PLA"), 140, "VALUE_OUT_OF_RANGE"),
    CellCase("points that do not add up", ("respondents", "R3", "points:CAP"), "12,5", "POINTS_SUM"),
    CellCase("points in an error cell", ("respondents", "R2", "points:SUP"), "#REF!", "CELL_ERROR"),
    CellCase("points that no formula calculated", ("respondents", "R2", "points:COM"), "=50+1", "FORMULA_NOT_CALCULATED"),
    CellCase("votes below zero", ("priorities", "A01", "vote:R3"), -1, "VALUE_OUT_OF_RANGE"),
    CellCase("votes that are a date", ("priorities", "A02", "vote:R3"), dt.date(2021, 4, 3), "VALUE_UNREADABLE"),
    CellCase("votes for a row without an action", ("priorities", "A02", "vote:R2"), 2, "VOTE_WITHOUT_ACTION"),
    CellCase("mark beyond five", ("priorities", "A01", "mark:impact"), 9, "VALUE_OUT_OF_RANGE"),
    CellCase("marks that are incomplete", ("priorities", "A01", "mark:urgency"), "4", "MARKS_INCOMPLETE"),
    CellCase("no crisis beside a pandemic", ("context", "CTX-30", "value"), "Aucune crise ; Pandémie", "CHOICE_EXCLUSIVE"),
    CellCase("two crises", ("context", "CTX-04", "value"), "français; portugais", kept="fr;pt"),
    CellCase("declared in an error cell", ("context", "CTX-36", "value"), "#N/A", "CELL_ERROR"),
    CellCase("support of nobody and of somebody", ("plan", "A01", "agency_support"), "ILO; Aucun appui", "CHOICE_EXCLUSIVE"),
    CellCase("money from nowhere and from somewhere", ("plan", "A01", "funding_source"), "Pas encore trouvée\nFonds régionaux", "CHOICE_EXCLUSIVE"),
    CellCase("indicator of an action that is none", ("plan", "A01", "indicators"), "LEG-1, XYZ-9", "CHOICE_UNKNOWN"),
)  # fmt: skip
