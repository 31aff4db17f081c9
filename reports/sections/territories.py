"""One sheet per territory: profile and radar, what to discuss, what to do and why, plan, problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports import theme
from reports.rows import Record
from reports.sections import advice, cautions, context, fit, intervals, plans, problems, quadrant, radar
from reports.sections.overview import named_blocks, scenario, top_blocks
from reports.sections.parts import (
    DISCUSS,
    NOTHING,
    OUTSIDE,
    SMALL,
    WITHHELD,
    block_link,
    block_score,
    data_cell,
    is_wide,
    labelled,
    legend,
    number_cell,
    why_withheld,
)
from reports.sections.talk import agreement, two_views
from reports.sheet import Cell, Column, Gallery, Note, Part, Row, Sheet, Table, table
from reports.text import file_stem, identifier, tab_titles
from reports.view import View
from sheet_templates.figures import half_up

#: Widths of the columns, shared by all tables of the sheet.
WIDTHS = (30, 13, 13, 13, 16, 18, 56, 40)
_CHART_WIDTH, _CHART_ROWS = 690, 17


def sheets(view: View) -> Iterator[Sheet]:
    """The territories in alphabetical order."""
    named = titles(view, view.territories)
    for territory in view.territories:
        yield replace(sheet(view, territory), title=named[territory.territory_id])


def titles(view: View, shown: Sequence[Record]) -> dict[str, str]:
    """The tabs of territories in a workbook that shows these, whatever other sheets it has."""
    ours = [*view.words.under("report.tabs").values(), *(view.local(block.short) for block in view.blocks)]
    every = tab_titles([*ours, *(one.name for one in shown)])
    return dict(zip((one.territory_id for one in shown), every[len(ours) :], strict=True))


def file_name(territory: Record) -> str:
    """The name of a territory's own file."""
    return f"{file_stem(territory.territory_id)}.xlsx"


def sheet(view: View, territory: Record) -> Sheet:
    """All that is known of one territory, on one sheet."""
    name = identifier(territory.territory_id)
    here = territory.territory_id
    parts: list[Part] = [
        Note(_summary(view, territory), theme.STRONG),
        Note(" ".join(filter(None, (_reading(view, territory), fit.robustness(view, here))))),
    ]
    if warned := cautions.warnings(view, here):
        parts.append(Note(warned, theme.NOTICE))
    if remarked := cautions.remarks(view, here):
        parts.append(Note(remarked))
    if territory.status in ("failed", "stale", "missing"):
        parts.append(Note(view.say(f"territory.status_{territory.status}"), theme.NOTICE))
    parts += [
        legend(view, WITHHELD, OUTSIDE, NOTHING, SMALL, DISCUSS),
        _profile(view, territory, name),
        Gallery(
            (
                radar.chart(view, territory, name, width=_CHART_WIDTH, height_rows=_CHART_ROWS),
                intervals.for_territory(view, territory, name, width=_CHART_WIDTH, height_rows=_CHART_ROWS),
            ),
            2,
        ),
        _respondents(view, here, f"Respondents_{name}"),
        _discuss(view, territory, name),
        quadrant.for_territory(view, territory, f"Quadrant_{name}", WIDTHS),
        *quadrant.targets(view, territory),
        advice.for_territory(view, here, f"Advice_{name}", WIDTHS),
        plans.for_territory(view, here, f"Plan_{name}", WIDTHS),
        problems.for_territory(view, here, f"Problems_{name}", WIDTHS),
        context.for_territory(view, here, f"Context_{name}", WIDTHS),
        radar.values(view, territory, name),
        intervals.territory_values(view, territory, name),
    ]
    return Sheet(
        key=f"territory:{here}",
        title=territory.name,
        heading=territory.name,
        parts=tuple(parts),
        about=view.say("about.territory", territory=territory.name),
        charts_first=True,
    )


def _summary(view: View, territory: Record) -> str:
    found = view.index.get(territory.territory_id)
    if found is not None and found.reason == "no_weight":
        return view.words("trust.bad.zero_weights")
    if found is not None and found.reason == "mandatory_missing":
        needed = ";".join(view.guideline.policy.mandatory_blocks)
        return view.say("territory.no_index_mandatory", blocks=named_blocks(view, needed))
    if found is None or found.index is None:
        return view.say(
            "territory.no_index",
            n=found.n_blocks if found else 0,
            of=found.n_applicable if found else len(view.blocks),
        )
    index, lower, upper = (half_up(one) for one in (found.index, found.lower, found.upper))
    return view.say(
        "territory.index_sure" if lower == index == upper else "territory.index",
        index=index,
        lower=lower,
        upper=upper,
        status=labelled(view, f"report.status.{found.status}", found.status),
        n=found.n_blocks,
        of=found.n_applicable,
    )


def _reading(view: View, territory: Record) -> str:
    said = view.say("territory.scenario", scenario=scenario(view, territory))
    found = view.index.get(territory.territory_id)
    first = top_blocks(view, found) if found else ""
    return f"{said} {view.say('territory.top', blocks=first)}" if first else said


def _columns(*headers: str, centred: tuple[int, ...] = ()) -> list[Column]:
    return [
        Column(
            header,
            WIDTHS[place],
            theme.CENTRE if place in centred else theme.WRAP,
            theme.HEADER_CENTRE if place in centred else theme.HEADER,
        )
        for place, header in enumerate(headers)
    ]


def _profile(view: View, territory: Record, name: str) -> Table:
    say = view.say
    heads = ("block", "block_score", "bounds", "interval", "peers", "band", "remark", "grades_voices")
    rows: list[Row] = []
    for block in view.blocks:
        score = view.block_scores.get((territory.territory_id, block.id))
        peer = view.whole.medians[block.id]
        rows.append(
            (
                Cell(
                    view.local(block.short),
                    theme.CELL_LINK,
                    block_link(block, territory.territory_id),
                ),
                block_score(view, score),
                _span(score.lower if score else None, score.upper if score else None),
                _span(*(one.value for one in intervals.ends(view, territory.territory_id, block.id))),
                number_cell(peer, theme.WHOLE, SMALL),
                labelled(view, f"bands.{score.band}.name", "") if score and score.band else "",
                _remark(view, score, intervals.note(view, territory.territory_id, block.id)),
                _evidence(view, territory.territory_id, block.id),
            )
        )
    return table(
        f"Profile_{name}",
        _columns(*(say(f"column.{head}") for head in heads), centred=(1, 2, 3, 4)),
        rows,
        caption=say("territory.profile"),
    )


def _span(low: object, high: object) -> Cell:
    """Two ends as whole numbers in one cell, or the mark of why they are not there."""
    if isinstance(low, int | float) and isinstance(high, int | float):
        return Cell(f"{half_up(low)}–{half_up(high)}", theme.CENTRE)
    return Cell(low if isinstance(low, str) else NOTHING, theme.MARK)


def _evidence(view: View, territory_id: str, block_id: str) -> str:
    found, graded = view.intervals.get((territory_id, block_id)), intervals.grades(view, territory_id, block_id)
    return view.say("territory.grades_voices", grades=graded, n=found.n_voices) if found and graded else graded


def _remark(view: View, score: Record | None, interval_note: str) -> str:
    if score is None or score.score is None:
        return why_withheld(view, score)
    said = [interval_note] if interval_note else []
    if score.limiting_indicator:
        said.append(view.say("territory.limiting", indicator=view.indicator_name(score.limiting_indicator)))
    if is_wide(view, score):
        said.append(view.say("why.wide"))
    return " ".join(said)


def _discuss(view: View, territory: Record, name: str) -> Table:
    heads = (
        "indicator",
        "level",
        "spread",
        "voices",
        "grades",
        "answers_link",
        "agreement",
        "comment",
    )
    here = territory.territory_id
    rows: list[Row] = []
    for block in view.blocks:
        for indicator in view.indicators(block):
            score = view.indicator_scores.get((here, indicator.id))
            if score is None or not score.discuss:
                continue
            position = view.positions.get((here, indicator.id))
            rows.append(
                (
                    f"{indicator.id} {view.local(indicator.label)}",
                    number_cell(score.level, _ONE),
                    Cell(score.spread, _ONE) if score.spread is not None else "",
                    Cell(score.n_voices, theme.WHOLE),
                    found.grade if (found := view.evidence.get((here, indicator.id))) else "",
                    data_cell(view, here, indicator.id),
                    f"{agreement(view, score)} {two_views(view, here, score.actor_gap)}".strip(),
                    view.redaction.quote(position.comment) if position else "",
                )
            )
    rows.sort(key=lambda row: -_spread(row))
    return table(
        f"Discuss_{name}",
        _columns(*(view.say(f"column.{head}") for head in heads), centred=(1, 2, 3)),
        rows,
        caption=view.say("territory.discuss"),
        empty=view.say("empty.discuss"),
    )


_ONE = theme.ONE_PLACE


def _spread(row: Row) -> float:
    cell = row[2]
    return float(cell.value) if isinstance(cell, Cell) and isinstance(cell.value, int | float) else 0.0


def voices_by_type(view: View, territory_id: str) -> list[tuple[str, int]]:
    """Types of actor with the number of people who answered; "" for all those together that are too few."""
    found = [one for one in view.respondents.get(territory_id, ()) if one.n_answers]
    kinds = Counter(one.actor_type for one in found)
    large = [(kind, kinds[kind]) for kind in view.guideline.actor_types if view.voices_shown(kinds[kind])]
    rest = len(found) - sum(count for _, count in large)
    return [*large, ("", rest)] if rest else large


def _respondents(view: View, territory_id: str, name: str) -> Table:
    found = voices_by_type(view, territory_id)
    rest = view.say("territory.other_types" if len(found) > 1 else "territory.all_types")
    rows: list[Row] = [
        (view.words(f"actor_types.{kind}") if kind else rest, Cell(count, theme.WHOLE)) for kind, count in found
    ]
    return table(
        name,
        _columns(view.say("column.actor_type"), view.say("column.respondents"), centred=(1,)),
        rows,
        caption=view.say("territory.respondents"),
        empty=view.say("empty.respondents"),
    )
