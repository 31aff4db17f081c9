"""The feedback's tab on what the results say and how far to trust them, one sentence a line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pipeline.said import Sentence
from schemas.layout import Cell, Column, TabLayout
from sheet_templates.figures import moment_in_words
from sheet_templates.layout.measure import PADDING, TALLEST, text_height
from sheet_templates.words import Words

_TOPIC, _SAYS = 30, 110
_SIZE = 11


def trust_tab(sentences: Iterable[Sentence], vocabulary: Words, at: datetime) -> TabLayout:
    """A tab to read and print; the topic stands only where it changes. `at`: of when the comparisons are."""
    cells = [
        Cell(0, 1, vocabulary("trust.title"), "title"),
        Cell(1, 1, vocabulary("trust.intro"), "intro"),
        Cell(2, 1, vocabulary("trust.as_of", at=moment_in_words(at, vocabulary)), "intro"),
        Cell(3, 1, vocabulary("trust.topic"), "header"),
        Cell(3, 2, vocabulary("trust.says"), "header"),
    ]
    heights = {0: 26.0, 3: 24.0}
    before = ""
    for row, (topic, sentence) in enumerate(sentences, start=4):
        cells.append(Cell(row, 1, "" if topic == before else topic, "label"))
        cells.append(Cell(row, 2, sentence, "owned_text"))
        heights[row] = min(TALLEST, text_height(sentence, _SAYS, _SIZE) + PADDING)
        before = topic
    columns = (Column("", 2), Column("topic", _TOPIC), Column("says", _SAYS))
    return TabLayout(
        "trust", vocabulary("trust.tab"), columns, tuple(cells), heights, freeze=(4, 0), repeat_rows=(3, 3)
    )
