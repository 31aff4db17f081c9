"""What may be asked of the person who answers: sides made of choices, words for all of them, one meaning per spelling."""

from __future__ import annotations

from schemas.grouping import ACTORS
from schemas.kinds import fold
from sheet_templates.findings import Findings
from sheet_templates.lints.content import Content, Table

_FRAME = "frame/frame.toml"


def groupings(content: Content, findings: Findings) -> None:
    """Every fault of the groupings of the frame."""
    findings.repeated(_FRAME, "grouping", [ACTORS, *content.ids(_FRAME, "grouping")])
    for row in content.rows(_FRAME, "grouping"):
        _sides(row, findings)
        _words(content, row, findings)
        _spellings(content, row, findings)


def _sides(row: Table, findings: Findings) -> None:
    here, choices = row["id"], row["choices"]
    for side in ("first", "second"):
        if not row[side]:
            findings.add(_FRAME, f"{here}.{side}", "names no choice")
        findings.unknowns(_FRAME, f"{here}.{side}", row[side], choices, "choice")
    findings.unknowns(_FRAME, f"{here}.spellings", row["spellings"], choices, "choice")
    findings.repeated(_FRAME, f"{here}.choices", choices)
    for both in sorted(set(row["first"]) & set(row["second"])):
        findings.add(_FRAME, f"{here}.second", f"'{both}' is on both sides")


def _words(content: Content, row: Table, findings: Findings) -> None:
    for language in content.languages:
        file, worded = f"frame/{language}.toml", _worded(content, row, language)
        for key in ("label", *(f"choices.{one}" for one in row["choices"])):
            first, _, second = key.partition(".")
            if not (worded.get(first, {}).get(second) if second else worded.get(first)):
                findings.add(file, f"groupings.{row['id']}.{key}", "is missing")


def _spellings(content: Content, row: Table, findings: Findings) -> None:
    """A spelling is folded and means one choice, as keys and labels do, in all languages together."""
    meaning = {fold(key): key for key in row["choices"]}
    for language in content.languages:
        meaning |= {fold(text): key for key, text in _worded(content, row, language).get("choices", {}).items()}
    for key, words in row["spellings"].items():
        for word in words:
            if fold(word) != word:
                findings.add(_FRAME, f"{row['id']}.spellings", f"'{word}' must be written '{fold(word)}'")
            known = meaning.setdefault(word, key)
            if known != key:
                findings.add(_FRAME, f"{row['id']}.spellings", f"'{word}' means {key}, but also {known}")


def _worded(content: Content, row: Table, language: str) -> Table:
    worded: Table = content.table(f"frame/{language}.toml").get("groupings", {}).get(row["id"], {})
    return worded
