"""The sheets of one workbook, in order, for one view."""

from __future__ import annotations

from dataclasses import replace

from reports.book import Facts
from reports.rows import Record
from reports.sections import (
    advice,
    blocks,
    cases,
    changes,
    contents,
    context,
    cover,
    coverage,
    data,
    dictionary,
    equity,
    fit,
    follow_up,
    index,
    intervals,
    learn,
    masked,
    matrix,
    method,
    overview,
    plans,
    problems,
    ranks,
    reading,
    talk,
    territories,
    weights,
    what_if,
)
from reports.sheet import Sheet
from reports.text import tab_titles
from reports.view import View


def sheets(view: View) -> tuple[Sheet, ...]:
    """Every sheet of the workbook of `view`, the contents second; an index where it is too large for one workbook."""
    others = _index(view) if view.is_large else _every(view)
    return _titled(cover.sheet(view), contents.sheet(view, ()), others, view)


def _index(view: View) -> list[Sheet]:
    """What shows every territory once; the workbooks by country hold the rest."""
    return [
        reading.sheet(view),
        overview.sheet(view),
        index.sheet(view),
        matrix.sheet(view),
        intervals.sheet(view),
        *blocks.sheets(view),
        advice.counted(view),
        learn.sheet(view),
        coverage.sheet(view),
        cases.sheet(view),
        method.sheet(view),
        dictionary.sheet(view),
        data.pulls(view),
    ]


def _every(view: View) -> list[Sheet]:
    return [
        reading.sheet(view),
        overview.sheet(view),
        matrix.sheet(view),
        intervals.sheet(view),
        *blocks.sheets(view),
        *territories.sheets(view),
        fit.sheet(view),
        *([weights.sheet(view), what_if.sheet(view)] if weights.possible(view) else []),
        advice.sheet(view),
        plans.sheet(view),
        follow_up.sheet(view),
        ranks.sheet(view),
        changes.sheet(view),
        changes.checks(view),
        talk.sheet(view),
        equity.sheet(view),
        learn.sheet(view),
        context.sheet(view),
        coverage.sheet(view),
        problems.sheet(view),
        *([masked.sheet(view)] if view.agency is None else []),
        cases.sheet(view),
        method.sheet(view),
        dictionary.sheet(view),
        data.positions(view),
        data.answers(view),
        data.pulls(view),
    ]


def _titled(first: Sheet, second: Sheet, others: list[Sheet], view: View) -> tuple[Sheet, ...]:
    """The sheets under unique titles; ours keep theirs, a territory of the same name gets a number."""
    every = [first, second, *others]
    order = sorted(every, key=lambda one: one.key.startswith("territory:"))
    titles = dict(zip((one.key for one in order), tab_titles(one.title for one in order), strict=True))
    every = [replace(one, title=titles[one.key]) for one in every]
    listed = replace(contents.sheet(view, every[2:]), title=every[1].title)
    return (every[0], listed, *every[2:])


def facts(view: View, territory: Record | None = None) -> Facts:
    """What the file says about itself."""
    title = f"{view.campaign.title} – {territory.name}" if territory else view.campaign.title
    return Facts(
        title=title,
        subject=view.words("exercise.title"),
        author=view.campaign.organiser,
        comments=f"{view.words('exercise.tagline')} {view.words('exercise.working_grid')}",
        language=view.language,
        made_at=view.made_at,
        back=view.say("link.contents"),
        page=view.say("link.page"),
        unlinked=view.say("link.unlinked", n="{n}", left="{left}"),
        custom={
            "guideline": f"{view.guideline.id} {view.guideline.version}",
            "fingerprint": view.fingerprint,
            "campaign": view.campaign.id,
            "agency": view.agency.id if view.agency else "",
        },
    )
