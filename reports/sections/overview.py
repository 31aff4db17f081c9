"""The overview: territories and blocks as a heat map, and the index with what limits it. Alphabetical, no rank."""

from __future__ import annotations

import numpy as np

from reports import theme
from reports.later import Rows
from reports.rows import Record
from reports.sections import cautions
from reports.sections.parts import (
    NOTHING,
    OUTSIDE,
    SMALL,
    WITHHELD,
    block_link,
    block_score,
    counted_score,
    labelled,
    legend,
    peers_median,
    scale,
    territory_cell,
)
from reports.sheet import Cell, Chart, Column, Note, Part, Row, Series, Sheet, Table, plain, table
from reports.view import View

#: An index that is the start of a band but for its last digits is in the band.
_NEARLY = 1e-9


def sheet(view: View) -> Sheet:
    """The sheet most readers stay on."""
    return Sheet(
        key="overview",
        title=view.say("tabs.overview"),
        heading=view.say("overview.heading"),
        parts=(
            Note(view.words("exercise.tagline") + " " + view.say("overview.note"), theme.STRONG),
            scale(view),
            legend(view, WITHHELD, OUTSIDE, NOTHING, SMALL),
            *_bands(view),
            _profile(view),
            _index(view),
            Note(view.say("overview.bounds")),
            *cautions.overview(view),
        ),
        about=view.say("about.overview"),
        freeze_columns=1,
        colour=theme.ACCENT,
    )


def _profile(view: View) -> Table:
    columns = [Column(view.say("column.territory"), 26, theme.LABEL)]
    columns += [Column(view.local(block.short), 15, theme.CENTRE, theme.HEADER_CENTRE) for block in view.blocks]
    shown: tuple[Record | None, ...] = (*view.territories, None) if len(view.territories) > 1 else view.territories
    return table(
        "Overview_blocks",
        columns,
        Rows(lambda one: _profile_row(view, one), shown),
        caption=view.say("overview.profile"),
        empty=view.say("empty.territories"),
    )


def _profile_row(view: View, territory: Record | None) -> Row:
    """The scores of a territory, leading to its blocks where a sheet may hold so many links; for None the medians."""
    if territory is None:
        medians = (_median(view, block.id) for block in view.blocks)
        return (Cell(view.say("overview.median"), theme.LABEL), *medians)
    here = territory.territory_id
    scores = (
        block_score(view, view.block_scores.get((here, block.id)), None if view.is_large else block_link(block, here))
        for block in view.blocks
    )
    return (territory_cell(view, territory), *scores)


def _median(view: View, block_id: str) -> Cell:
    known = [
        score.score
        for one in view.territories
        if (score := view.block_scores.get((one.territory_id, block_id))) and score.score is not None
    ]
    middle = peers_median(known)
    if middle is None:
        return Cell(f"{SMALL} n={len(known)}", theme.MARK)
    return counted_score(middle, len(known))


def _bands(view: View) -> list[Part]:
    """How many territories stand where, in words and as a chart: of so many none can be drawn one by one.

    Bands begin at levels; the index is in points, so they are looked up on the scale of points.
    """
    if not view.is_large:
        return []
    indexes = [found.index if (found := view.index.get(one.territory_id)) else None for one in view.territories]
    policy, known = view.guideline.policy, [one for one in indexes if one is not None]
    names, levels = zip(*sorted(policy.bands.items(), key=lambda band: band[1]), strict=True)
    starts = np.interp(levels, range(len(policy.points)), policy.points)
    places = np.searchsorted(starts[1:], np.array(known) + _NEARLY, side="right")
    counts = dict(zip(names, np.bincount(places, minlength=len(names)).tolist(), strict=True))
    rows: list[Row] = [(view.words(f"bands.{name}.name"), Cell(count, theme.WHOLE)) for name, count in counts.items()]
    withheld = labelled(view, "report.status.withheld", "")
    rows.append((f"{WITHHELD} {withheld}".strip(), Cell(indexes.count(None), theme.WHOLE)))
    columns = [
        Column(view.say("column.band"), 26, theme.LABEL),
        Column(view.say("column.n_territories"), 15, theme.CENTRE, theme.HEADER_CENTRE),
    ]
    said = ", ".join(f"{plain(row[0])} {plain(row[1])}" for row in rows)
    chart = Chart(
        kind="bar",
        title=view.say("overview.bands"),
        alt=view.say("overview.bands_alt", counts=said),
        table="Overview_bands",
        categories=0,
        series=(Series(view.say("column.n_territories"), 1, theme.NAVY),),
        height_rows=14,
        percent=False,
    )
    return [table("Overview_bands", columns, rows, caption=view.say("overview.bands")), chart]


def _index(view: View) -> Table:
    say = view.say
    wide, narrow = theme.HEADER, theme.HEADER_CENTRE
    columns = [
        Column(say("column.territory"), 26, theme.LABEL),
        Column(say("column.index"), 15, theme.CENTRE, narrow),
        Column(say("column.lower"), 15, theme.CENTRE, narrow),
        Column(say("column.upper"), 15, theme.CENTRE, narrow),
        Column(say("column.balanced"), 15, theme.CENTRE, narrow),
        Column(say("column.status"), 15, theme.TEXT, wide),
        Column(say("column.blocks_scored"), 15, theme.CENTRE, narrow),
        Column(say("column.answers"), 15, theme.CENTRE, narrow),
        Column(say("column.answered"), 15, theme.CENTRE, narrow),
        Column(say("column.scenario"), 42, theme.WRAP, wide),
    ]
    rows = Rows(lambda one: _index_row(view, one), view.territories)
    return table(
        "Overview_index",
        columns,
        rows,
        caption=say("overview.index"),
        empty=say("empty.territories"),
    )


def _index_row(view: View, territory: Record) -> Row:
    found = view.index.get(territory.territory_id)
    if found is None:
        blanks = [Cell(NOTHING, theme.MARK)] * 4
        return (
            territory_cell(view, territory),
            *blanks,
            view.say("status.nothing"),
            "0/0",
            0,
            *_answered(view, territory),
            "",
        )
    return (
        territory_cell(view, territory),
        _number(found.index, coloured=True),
        _number(found.lower),
        _number(found.upper),
        _number(found.index_balanced),
        labelled(view, f"report.status.{found.status}", found.status),
        f"{found.n_blocks}/{found.n_applicable}",
        Cell(territory.n_answers, theme.WHOLE),
        *_answered(view, territory),
        scenario(view, territory),
    )


def _number(value: float | None, *, coloured: bool = False) -> Cell:
    if value is None:
        return Cell(WITHHELD, theme.MARK)
    return Cell(value, theme.heat(value) if coloured else theme.WHOLE)


def _answered(view: View, territory: Record) -> tuple[Cell]:
    rows = [view.coverage.get((territory.territory_id, block.id)) for block in view.blocks]
    expected = sum(row.n_expected for row in rows if row)
    empty = sum(row.n_blank + row.n_invalid for row in rows if row)
    if not expected:
        return (Cell(NOTHING, theme.MARK),)
    return (Cell((expected - empty) / expected, theme.share(view.language)),)


def scenario(view: View, territory: Record) -> str:
    """The name of a territory's scenario, with its overlay where there is one."""
    ids = (territory.scenario, territory.overlay)
    names = {one.id: view.local(one.name) for one in view.guideline.scenarios}
    return " + ".join(f"{one} {names.get(one, '')}".strip() for one in ids if one)


def top_blocks(view: View, found: Record) -> str:
    """The blocks to look at first under the scenario, and with equal weights where that differs."""
    chosen, balanced = (
        named_blocks(view, found.top_blocks),
        named_blocks(view, found.top_blocks_balanced),
    )
    if not chosen or chosen == balanced:
        return chosen
    return view.say("overview.top_differs", chosen=chosen, balanced=balanced)


def named_blocks(view: View, block_ids: str) -> str:
    """Short names of blocks given by ids joined by ";" or ","."""
    names = {block.id: view.local(block.short) for block in view.blocks}
    ids = (one.strip() for one in block_ids.replace(",", ";").split(";"))
    return ", ".join(names.get(one, one) for one in ids if one)
