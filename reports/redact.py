"""What of people's own words a reader may see.

E-mail addresses, telephone numbers and names of persons never leave, whatever the agreement; neither do personal
roles and the person behind an action. Beyond that an agency has one of three agreements, each holding back more:

- `none`: organisations and quotes are shown.
- `organisations`: organisations are shown by kind only, quotes without their author.
- `no_quotes`: in addition no comment, evidence or other free text is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from reports.people import People
from reports.text import fitted
from schemas.campaign import Agency
from sheet_templates.words import Words

NONE, ORGANISATIONS, NO_QUOTES = "none", "organisations", "no_quotes"
AGREEMENTS = (NONE, ORGANISATIONS, NO_QUOTES)

_EMAIL = re.compile(r"[^\s@<>(),;:\"']{1,64}\s?(?:@|\((?i:at)\)|\[(?i:at)\])\s?[^\s@<>(),;:\"']{1,190}\.\w{2,24}")
#: Digits in groups of three are an amount; in pairs, with a 0 or a code in front they are no number one counts with.
_PHONE = re.compile(
    r"(?<![\w.])(?:\+|00(?!0))\d[\d\s().-]{6,17}\d(?!\w)"
    r"|(?<![\w.,-])(?:0\d{8,10}|\(0\)\s?\d(?:[ .-]?\d\d){4}|\(\d{2,3}\)\s?\d{4,5}-\d{4})(?!\w)"
    r"|(?<![\w.,-])(?<!\d )\d\d([ .-])\d\d(?:\1\d\d){2,3}(?![\w-])(?![ .]\d)"
)


class Masked(NamedTuple):
    """A text that may leave, and how many names, e-mail addresses and telephone numbers stood in it."""

    text: str
    names: int
    emails: int
    phones: int


@dataclass(frozen=True, slots=True)
class Redaction:
    """One agreement, the marks printed in place of what it holds back, and who is known by name."""

    agreement: str
    held_back: str
    email: str
    phone: str
    person: str
    longest: int
    people: People = field(default_factory=People)

    def __post_init__(self) -> None:
        """An unknown agreement would show too much: refuse it."""
        if self.agreement not in AGREEMENTS:
            raise ValueError(self.agreement)

    @property
    def shows_organisations(self) -> bool:
        """Whether respondents' and partners' organisations are named."""
        return self.agreement == NONE

    @property
    def shows_quotes(self) -> bool:
        """Whether free text is shown."""
        return self.agreement != NO_QUOTES

    def public(self, text: str) -> str:
        """`text` without e-mail addresses, telephone numbers and names of persons, no longer than results show."""
        return fitted(self.mask(text).text, self.longest)

    def quote(self, text: str) -> str:
        """Free text somebody typed: held back as a whole under `no_quotes`."""
        if not text or self.shows_quotes:
            return self.public(text)
        return self.held_back

    def organisation(self, text: str) -> str:
        """The name of an organisation, held back unless the agreement is `none`."""
        if not text or self.shows_organisations:
            return self.public(text)
        return self.held_back

    def mask(self, text: str) -> Masked:
        """`text` with a mark in place of what is personal, and how many of each there were."""
        emails = phones = 0
        if "@" in text or "at" in text.casefold():
            text, emails = _EMAIL.subn(self.email, text)
        if sum(map(str.isdigit, text)) >= 8:  # noqa: PLR2004 - a telephone number has at least so many
            text, phones = _PHONE.subn(self.phone, text)
        text, names = self.people.counted(text, self.person)
        return Masked(text, names, emails, phones)


def redaction(agency: Agency | None, words: Words, longest: int, people: People) -> Redaction:
    """The agreement of an agency; the consolidated workbook is forwarded, so it names no organisation either."""
    return Redaction(
        agency.redaction if agency and agency.redaction else ORGANISATIONS,
        held_back=words("report.marks.held_back"),
        email=words("report.marks.email"),
        phone=words("report.marks.phone"),
        person=words("report.marks.person"),
        longest=longest,
        people=people,
    )
