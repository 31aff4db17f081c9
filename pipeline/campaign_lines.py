"""The coordinator's lists as lines of named columns, whatever a spreadsheet program made of the file. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from schemas.kinds.text import clean
from sheet_templates.findings import Findings, did_you_mean

_YES = {"yes", "oui", "si", "sí", "sim", "true", "1", "x", ""}
_NO = {"no", "non", "nao", "não", "false", "0"}
_SHOWN = 60
_MOST_COUNTED = 1_000_000_000


def read_lines(
    file: str, content: bytes, columns: Sequence[str], required: Sequence[str], findings: Findings
) -> list[Line]:
    """The lines of a list, without blank ones and comments: any usual separator and encoding."""
    text = decoded(content)
    header = next((line for line in text.split("\n") if line.strip()), "")
    reader = csv.reader(io.StringIO(text), delimiter=max(";,\t", key=header.count))
    try:
        rows = [(reader.line_num, [clean(cell) for cell in row]) for row in reader]
    except csv.Error as broken:
        findings.add(file, f"line {reader.line_num}", f"cannot be read ({broken}); are there quotes without a partner?")
        return []
    filled = [(number, row) for number, row in rows if any(row)]
    if not filled:
        findings.add(file, "", "is empty")
        return []
    (_, first), *rest = filled
    names = _names(file, [name.lower() for name in first], columns, required, findings)
    lines = []
    for number, row in rest:
        if row[0].startswith("#"):
            continue
        if any(row[len(names) :]):
            findings.add(
                file, f"line {number}", "has more cells than the first line; put texts with a separator in quotes"
            )
        lines.append(Line(file, number, dict(zip(names, row, strict=False)), findings))
    return lines


def decoded(content: bytes) -> str:
    """The text of a file, in the encodings that spreadsheet programs write; line ends become LF."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _names(
    file: str, names: list[str], columns: Sequence[str], required: Sequence[str], findings: Findings
) -> list[str]:
    for name in dict.fromkeys(names):
        if name and name not in columns:
            findings.add(file, f"column '{name[:_SHOWN]}'", f"is not known{did_you_mean(name, columns)}")
        elif name and names.count(name) > 1:
            findings.add(file, f"column '{name}'", "is there twice")
    for name in required:
        if name not in names:
            findings.add(file, f"column '{name}'", "is missing")
    return names


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list, read with its faults noted."""

    file: str
    number: int
    row: Mapping[str, str]
    findings: Findings

    def fault(self, text: str) -> None:
        """Note what is wrong with this line."""
        self.findings.add(self.file, f"line {self.number}", text)

    def text(self, column: str, most: int = 500) -> str:
        """The text of a column, "" when it is empty or not there."""
        value = self.row.get(column, "")
        if len(value) > most:
            self.fault(f"{column} has {len(value)} characters; at most {most}")
        return value[:most]

    def needed(self, column: str, most: int) -> str:
        """A column that may not be empty."""
        value = self.text(column, most)
        if not value:
            self.fault(f"{column} is empty")
        return value

    def formed(self, column: str, fits: Callable[[str], object], example: str) -> str:
        """A column that must have a form, such as an id or a country code."""
        value = self.row.get(column, "")
        if not fits(value):
            self.fault(f"{column} '{value[:_SHOWN]}' must be {example}")
        return value

    def one_of(self, column: str, choices: Sequence[str], *, default: str | None = None) -> str:
        """One of the choices, or the default when empty."""
        value = self.row.get(column, "")
        if not value and default is not None:
            return default
        if value not in choices:
            accepted = ", ".join(choices)
            self.fault(f"{column} '{value[:_SHOWN]}' is not one of {accepted}{did_you_mean(value, choices)}")
        return value

    def count(self, column: str) -> int | None:
        """A whole number from 1 on, None when empty."""
        value = self.row.get(column, "")
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and 0 < int(value) <= _MOST_COUNTED):
            self.fault(f"{column} '{value[:_SHOWN]}' must be a whole number from 1 on, or empty")
            return None
        return int(value)

    def yes_no(self, column: str) -> bool:
        """Yes (also when empty) or no, in any language."""
        value = self.row.get(column, "").lower()
        if value not in _YES | _NO:
            self.fault(f"{column} '{value[:_SHOWN]}' is neither yes nor no")
        return value not in _NO
