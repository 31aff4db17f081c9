"""The radar of a territory: its block scores against the median of the territories shown."""

from __future__ import annotations

from reports import theme
from reports.rows import Record
from reports.sections.intervals import category
from reports.sections.parts import WITHHELD, is_wide
from reports.sheet import Chart, Column, Series, Table, table
from reports.view import View
from sheet_templates.figures import half_up


def chart(view: View, territory: Record, name: str, *, width: int, height_rows: int) -> Chart:
    """The radar of a territory, with the median of its peers where it may be shown."""
    shown = [
        f"{view.local(block.short)} {WITHHELD if score is None else half_up(score)}"
        for block in view.blocks
        for score in (_drawn(view, view.block_scores.get((territory.territory_id, block.id))),)
    ]
    series = [Series(territory.name, 1, theme.NAVY)]
    if _has_peers(view):
        series.append(Series(view.say("territory.peers", n=view.whole.n_peers), 2, theme.ACCENT, dashed=True))
    return Chart(
        kind="radar",
        title=view.say("territory.radar", territory=territory.name),
        alt=view.say("territory.radar_alt", territory=territory.name, scores=", ".join(shown)),
        table=f"Radar_{name}",
        categories=0,
        series=tuple(series),
        height_rows=height_rows,
        width=width,
    )


def values(view: View, territory: Record, name: str) -> Table:
    """What the radar draws; a withheld score is an empty cell, which leaves a gap and not a zero."""
    columns = [
        Column(view.say("column.block"), 12, theme.CHART_DATA, theme.CHART_HEADER),
        Column(territory.name, 12, theme.CHART_NUMBER, theme.CHART_HEADER),
    ]
    if _has_peers(view):
        columns.append(Column(view.say("column.peers"), 12, theme.CHART_NUMBER, theme.CHART_HEADER))
    rows = [
        (category(view.local(block.short), _drawn(view, score)), _drawn(view, score), view.whole.medians[block.id])[
            : len(columns)
        ]
        for block in view.blocks
        for score in (view.block_scores.get((territory.territory_id, block.id)),)
    ]
    return table(f"Radar_{name}", columns, rows, caption=view.say("territory.radar_data"), printed=False)


def _has_peers(view: View) -> bool:
    return any(value is not None for value in view.whole.medians.values())


def _drawn(view: View, score: Record | None) -> float | None:
    """A score that is printed as a number; where bounds are printed instead, nothing is drawn."""
    return None if score is None or is_wide(view, score) else score.score
