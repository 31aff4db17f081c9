"""What of people's own words a reader may see.

E-mail addresses and telephone numbers never leave, whatever the agreement; neither do personal roles and
the person behind an action. Beyond that an agency has one of three agreements, each holding back more:

- `none`: organisations and quotes are shown.
- `organisations`: organisations are shown by kind only, quotes without their author.
- `no_quotes`: in addition no comment, evidence or other free text is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reports.text import fitted

NONE, ORGANISATIONS, NO_QUOTES = "none", "organisations", "no_quotes"
AGREEMENTS = (NONE, ORGANISATIONS, NO_QUOTES)

_EMAIL = re.compile(r"[^\s@<>(),;:\"']{1,64}\s?(?:@|\(at\)|\[at\])\s?[^\s@<>(),;:\"']{1,190}\.\w{2,24}")
_PHONE = re.compile(r"(?<![\w.])(?:\+|00)\d[\d\s().-]{6,17}\d(?!\w)|(?<![\w.,-])0\d(?:[ .-]\d\d){4}(?!\w)")


@dataclass(frozen=True, slots=True)
class Redaction:
    """One agreement, with the marks printed in place of what it holds back."""

    agreement: str
    held_back: str
    email: str
    phone: str
    longest: int

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
        """`text` without e-mail addresses and telephone numbers, no longer than results show."""
        return masked(fitted(text, self.longest), self.email, self.phone)

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


def masked(text: str, email: str, phone: str) -> str:
    """`text` with every e-mail address and telephone number replaced by a mark."""
    if "@" in text or "at" in text:
        text = _EMAIL.sub(email, text)
    if sum(map(str.isdigit, text)) >= 8:  # noqa: PLR2004 - a telephone number has at least so many
        text = _PHONE.sub(phone, text)
    return text
