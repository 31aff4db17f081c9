"""Names of persons in what people typed: found by who is known to the campaign, and by the titles in front of names.

A list of words and no model: what it finds can be foretold, in four languages, and the same on every computer. Words
are compared without accents, case and invisible signs. What it cannot find is told in docs/data.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from sheet_templates import load

_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_WORD = re.compile(f"[^\\W\\d_](?:[^\\W\\d_]|[{_INVISIBLE}])*")
_SIGNS = re.compile(f"[{_INVISIBLE}]")
#: What may stand between two words of one name.
_GAP = re.compile("[\\s.,'\u2018\u2019\u00b4`\u2010\u2011-]{0,4}")
#: Words of a name that may be left out between two others: particles and second names.
_MOST_BETWEEN, _MOST_WORDS = 2, 7
_SURNAME = 4
#: Scripts that put no blank between words: a name is looked for letter by letter.
_UNBROKEN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")

Phrase = tuple[str, ...]
Phrases = Mapping[str, Sequence[Phrase]]


class Word(NamedTuple):
    """A word of a text: where it stands, as typed, and as it is compared."""

    start: int
    end: int
    typed: str
    plain: str

    @property
    def is_capital(self) -> bool:
        """Whether it starts like a name."""
        return self.typed[0].isupper()


@dataclass(frozen=True, slots=True)
class Lists:
    """The words of people.toml, as they are compared; titles as they are written."""

    titles: frozenset[str]
    plural: frozenset[str]
    functions: frozenset[str]
    particles: frozenset[str]
    bodies: frozenset[str]


@cache
def lists() -> Lists:
    """What tells a name from other words."""
    found = load.read_toml("people.toml")
    plain = {key: frozenset(_plain(one) for one in found[key]) for key in ("functions", "particles", "bodies")}
    return Lists(titles=frozenset(found["titles"]), plural=frozenset(found["plural"]), **plain)


def words(text: str) -> list[Word]:
    """The words of `text` (in composed form), without digits and signs."""
    return [Word(one.start(), one.end(), one[0], _plain(one[0])) for one in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class People:
    """Who is known: `names` and `others` (bodies and places) by their first word, surnames, names in unbroken scripts."""

    names: Phrases = field(default_factory=dict)
    others: Phrases = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()
    unbroken: frozenset[str] = frozenset()
    hints: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Each name holds one of these words at least; most texts hold none and are left at once."""
        every = {word for phrases in self.names.values() for phrase in phrases for word in phrase if len(word) > 1}
        object.__setattr__(self, "hints", self.surnames | every)

    def masked(self, text: str, mark: str) -> str:
        """`text` with every name of a person replaced by `mark`."""
        return self.counted(text, mark)[0]

    def counted(self, text: str, mark: str) -> tuple[str, int]:
        """The masked text, and how many names were in it."""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        found = self._spans(text)
        for start, end in reversed(found):
            text = text[:start] + mark + text[end:]
        return text, len(found)

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where names stand, from left to right, none over another."""
        found = [(at, at + len(name)) for name in self.unbroken for at in _everywhere(text, name)]
        typed = _WORD.findall(text)
        if lists().titles.isdisjoint(typed) and self.hints.isdisjoint(map(_plain, typed)):
            return _apart(found)
        every = words(text)
        bodies = [(at, self._end(text, every, at, self.others)) for at in range(len(every))]
        at = 0
        while at < len(every):
            first, end = at, self._name(text, every, at)
            if end == at:
                first, end = self._titled(text, every, at)
            if end > first and not any(low <= first and end <= high for low, high in bodies):
                found.append((every[first].start, every[end - 1].end))
            at = max(end, at + 1)
        return _apart(found)

    def _name(self, text: str, every: Sequence[Word], at: int) -> int:
        """The word after a known name that starts at `at`; `at` where none does."""
        end = self._end(text, every, at, self.names)
        if end == at and every[at].is_capital and every[at].plain in self.surnames:
            end = at + 1
        while at < end < len(every) and _joined(text, every, end) and _could_name(every[end]):
            end += 1
        return end

    def _titled(self, text: str, every: Sequence[Word], at: int) -> tuple[int, int]:
        """Where a name with a title in front of it starts and ends; (at, at) where there is no title, or no name."""
        known = lists()
        title = every[at].typed
        after = text[every[at].end : every[at].end + 1]
        if title not in known.titles or (len(title) == 1 and after != "."):
            return at, at
        first = at + 1
        while first < len(every) and every[first].plain in known.functions and _joined(text, every, first, commas=True):
            first += 1
        end = first
        while end < len(every) and end - first < _MOST_WORDS and _joined(text, every, end):
            if _could_name(every[end]):
                end += 1
            elif end > first and (more := self._small(text, every, end, plural=title in known.plural)):
                end += more + 1
            else:
                break
        return (first, end) if end > first else (at, at)

    @staticmethod
    def _small(text: str, every: Sequence[Word], at: int, *, plural: bool) -> int:
        """How many small words lead on to another one of the name ("Rosa de la Cruz"), or of the next ("MM. Diop et Sow")."""
        small = lists().particles | ({"et", "and"} if plural else set())
        for count in range(1, _MOST_BETWEEN + 1):
            last = at + count
            if last >= len(every) or every[last - 1].plain not in small or not _joined(text, every, last):
                return 0
            if _could_name(every[last]):
                return count
        return 0

    @staticmethod
    def _end(text: str, every: Sequence[Word], at: int, phrases: Phrases) -> int:
        """The word after the longest phrase that starts at `at`; `at` where none does."""
        best = at
        for phrase in phrases.get(every[at].plain, ()):
            best = max(best, _follows(text, every, at, phrase))
        return best


def looks_like_a_person(text: str, common: frozenset[str]) -> Phrase:
    """The words of a name if `text` is nothing but one, such as "Amina de Souza"; () where it is anything else.

    `common` are words that are no names when they stand among themselves ("Desarrollo Local").
    """
    known = lists()
    every = words(unicodedata.normalize("NFC", text))
    while every and every[0].typed in known.titles:
        every = every[1:]
    bare = [one for one in every if one.plain not in known.particles and len(one.plain) > 1]
    fits = (
        2 <= len(bare) <= _MOST_WORDS  # noqa: PLR2004 - a first name and another
        and all(one.is_capital for one in bare)
        and not any(one.plain in known.bodies or one.plain in known.functions for one in every)
        and not any(letter.isdigit() or letter in "@/&+" for letter in text)
        and not all(one.plain in common for one in bare)
    )
    return tuple(one.plain for one in bare) if fits else ()


@lru_cache(maxsize=2)
def people(
    names: frozenset[Phrase], unbroken: frozenset[str], others: frozenset[str], common: frozenset[str]
) -> People:
    """The recogniser of these names; `others` are organisations and places, which are not to be taken for persons.

    It is made once for all workbooks of a run.
    """
    known = sorted(names)
    kept_out = [tuple(one.plain for one in words(unicodedata.normalize("NFC", text))) for text in sorted(others)]
    alone = {phrase[0] for phrase in kept_out if len(phrase) == 1} | common
    surnames = {word for name in known for word in name[1:] if len(word) >= _SURNAME}
    return People(
        _by_first(variant for name in known for variant in _variants(name)),
        _by_first(kept_out),
        frozenset(surnames - alone),
        unbroken,
    )


def unbroken_names(text: str) -> list[str]:
    """What is written in a script without blanks: taken for one name."""
    return _UNBROKEN.findall(unicodedata.normalize("NFC", text))


def _variants(name: Phrase) -> Iterator[Phrase]:
    """In full and turned round, first name and any other, with an initial."""
    yield name
    yield (*name[1:], name[0])
    yield (name[-1], *name[:-1])
    for other in name[1:]:
        yield from ((name[0], other), (other, name[0]), (name[0][0], other), (other, name[0][0]))


def _by_first(phrases: Iterable[Phrase]) -> dict[str, list[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in dict.fromkeys(phrases):
        if phrase:
            found.setdefault(phrase[0], []).append(phrase)
    return found


def _follows(text: str, every: Sequence[Word], at: int, phrase: Phrase) -> int:
    """The word after `phrase` where it stands at `at`, small words and initials between its words; `at` where not."""
    place = at
    for wanted in phrase[1:]:
        place += 1
        skipped = 0
        while (
            place < len(every) and every[place].plain != wanted and skipped < _MOST_BETWEEN and _is_small(every[place])
        ):
            place += 1
            skipped += 1
        if place >= len(every) or every[place].plain != wanted or not _joined(text, every, place, commas=True):
            return at
    return place + 1


def _is_small(word: Word) -> bool:
    return len(word.plain) == 1 or word.plain in lists().particles


def _could_name(word: Word) -> bool:
    known = lists()
    initial = len(word.plain) == 1
    return word.is_capital and (initial or (word.plain not in known.functions and word.plain not in known.bodies))


def _joined(text: str, every: Sequence[Word], at: int, *, commas: bool = False) -> bool:
    """Whether nothing but blanks, hyphens and points of initials stands between a word and the one before."""
    between = text[every[at - 1].end : every[at].start]
    if not commas and "," in between:
        return False
    before = every[at - 1].typed
    ends = "." in between and len(before) > 1 and before not in lists().titles
    return bool(_GAP.fullmatch(between)) and not ends


def _everywhere(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + len(name))


def _apart(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans from left to right; one that starts inside another is part of it."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


@lru_cache(100_000)
def _plain(word: str) -> str:
    bare = unicodedata.normalize("NFKD", _SIGNS.sub("", word))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()
