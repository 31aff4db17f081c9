"""Ways to tell the voices of a territory apart: two sides that may be set beside each other, never a single person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Text = Mapping[str, str]

#: The grouping by type of actor. It is asked of everybody; what people say of themselves is asked only on wish.
ACTORS = "actors"


@dataclass(frozen=True, slots=True)
class Grouping:
    """A question about the person who answers, of which one may say nothing, and the two sides made of its choices.

    `choices` by key, with their label in every language; `spellings`: what people type instead, folded, by the key
    meant. `first` and `second` are keys of choices; whoever chose none of them is on neither side.
    """

    id: str
    label: Text
    choices: Mapping[str, Text]
    spellings: Mapping[str, str]
    first: tuple[str, ...]
    second: tuple[str, ...]
