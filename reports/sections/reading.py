"""How to read the workbook: levels, scores, colours, marks, and what not to conclude."""

from __future__ import annotations

from reports import theme
from reports.sections.parts import DISCUSS, NOTHING, OUTSIDE, SMALL, WITHHELD
from reports.sheet import Cell, Column, Note, Sheet, table
from reports.view import View

_MARKS = (
    (WITHHELD, "withheld"),
    (OUTSIDE, "outside"),
    (NOTHING, "nothing"),
    (SMALL, "small"),
    (DISCUSS, "discuss"),
)


def sheet(view: View) -> Sheet:
    """The sheet that a first reader opens after the cover."""
    say, words = view.say, view.words
    two = [
        Column(say("reading.you_see"), 28, theme.LABEL),
        Column(say("reading.it_means"), 92, theme.WRAP),
    ]
    levels = [
        (
            Cell(points, theme.heat(points)),
            f"{words(f'levels.{level}.name')}. {words(f'levels.{level}.test')}.",
        )
        for level, points in enumerate(view.guideline.policy.points)
    ]
    marks = [(Cell(mark, theme.MARK), say(f"marks.{name}")) for mark, name in _MARKS]
    said = view.words.under("report.reading.rows")
    topics = [name.removesuffix(".see") for name in said if name.endswith(".see")]
    return Sheet(
        key="reading",
        title=say("tabs.reading"),
        heading=say("reading.heading"),
        parts=(
            Note(words("exercise.tagline"), theme.TAGLINE),
            table(
                "Reading_scores",
                two,
                [(said[f"{topic}.see"], _filled(view, said[f"{topic}.mean"])) for topic in topics],
                caption=say("reading.numbers"),
            ),
            table("Reading_levels", two, levels, caption=say("reading.levels")),
            table("Reading_marks", two, marks, caption=say("reading.marks")),
        ),
        about=say("about.reading"),
        landscape=False,
        pages_high=1,
        colour=theme.NAVY,
    )


def _filled(view: View, text: str) -> str:
    policy = view.guideline.policy
    return text.format(
        share=view.number(policy.block_min_share * 100, 0),
        index_share=view.number(policy.index_min_share * 100, 0),
        wide=view.number(policy.wide_bounds, 0),
        voices=policy.min_voices_shown,
        spread=view.number(policy.discuss_spread),
    )
