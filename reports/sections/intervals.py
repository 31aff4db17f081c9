"""How precise the scores are: dot, interval, voices and strength of the evidence; small charts, one per block."""

from __future__ import annotations

from reports import theme
from reports.later import Rows
from reports.limits import CHART_TERRITORIES
from reports.rows import Record
from reports.sections.doubts import index_doubts
from reports.sections.parts import NOTHING, WITHHELD, block_link, elsewhere, is_wide, territory_cell
from reports.sheet import Cell, Chart, Column, Gallery, Note, Part, Row, Series, Sheet, Table, Value, table
from reports.view import View
from sheet_templates.figures import half_up

#: Charts in a row of the sheet, and their size.
_PER_ROW, _WIDTH, _HEIGHT = 2, 690, 12
_GRADES = ("a", "b", "c", "d", "e")


def sheet(view: View) -> Sheet:
    """Index and blocks of every territory with their intervals, in alphabetical order."""
    level = view.number(view.guideline.policy.interval_level * 100, 0)
    parts: list[Part] = [
        Note(view.say("intervals.note", level=level), theme.STRONG),
        Note(view.say("intervals.not")),
        _index(view),
    ]
    drawn = 0 < len(view.territories) <= CHART_TERRITORIES
    if drawn:
        parts.append(_index_chart(view, level))
        parts.append(Gallery(tuple(_block_chart(view, place) for place in range(len(view.blocks))), _PER_ROW))
    elif view.territories:
        parts.append(Note(view.say("intervals.many", most=CHART_TERRITORIES)))
    parts += [index_doubts(view), elsewhere(view) if view.is_large else _blocks(view)]
    if drawn:
        parts.append(_values(view))
    return Sheet(
        key="intervals",
        title=view.say("tabs.intervals"),
        heading=view.say("intervals.heading"),
        parts=tuple(parts),
        about=view.say("about.intervals"),
        repeat="Intervals_blocks",
        freeze_columns=1,
        colour=theme.ACCENT,
    )


def for_territory(view: View, territory: Record, name: str, *, width: int, height_rows: int) -> Chart:
    """One territory's block scores with their intervals, over the values of `territory_values`."""
    level = view.number(view.guideline.policy.interval_level * 100, 0)
    shown = [
        _span(view, view.local(block.short), _drawn(view, territory.territory_id, block.id)) for block in view.blocks
    ]
    return Chart(
        kind="dots",
        title=view.say("intervals.territory_chart", level=level),
        alt=view.say("intervals.alt", scores=", ".join(shown)),
        table=f"Intervals_{name}",
        categories=0,
        series=(Series(territory.name, 1, theme.NAVY, above=3, below=2),),
        height_rows=height_rows,
        width=width,
    )


def territory_values(view: View, territory: Record, name: str) -> Table:
    """What the chart of one territory draws."""
    drawn = [(block, _drawn(view, territory.territory_id, block.id)) for block in view.blocks]
    rows: list[Row] = [(category(view.local(block.short), found), *_lengths(found)) for block, found in drawn]
    heads = ("block", "plain_score", "below_score", "above_score")
    return table(f"Intervals_{name}", _small(view, heads), rows, caption=view.say("intervals.data"), printed=False)


def category(name: str, drawn: object) -> str:
    """What stands at the axis of a chart: a name, with the mark of a withheld score where nothing is drawn."""
    return name if drawn is not None else f"{name} {WITHHELD}"


def ends(view: View, territory_id: str, block_id: str) -> tuple[Cell, Cell]:
    """Both ends of an interval as whole numbers, or the mark of why there is none."""
    found = view.intervals.get((territory_id, block_id))
    if found is None:
        return Cell(NOTHING, theme.MARK), Cell(NOTHING, theme.MARK)
    if found.low is None or found.high is None or found.note == "one_voice":
        return Cell(WITHHELD, theme.MARK), Cell(WITHHELD, theme.MARK)
    return Cell(found.low, theme.WHOLE), Cell(found.high, theme.WHOLE)


def note(view: View, territory_id: str, block_id: str) -> str:
    """What a reader of a score should know: what its interval lacks, how it looks if types of actor weigh the same."""
    key = territory_id, block_id
    found, noted, score = view.intervals.get(key), view.block_notes.get(key), view.block_scores.get(key)
    said = [view.say(f"intervals.note_{found.note}")] if found is not None and found.note else []
    if noted is not None and noted.is_balance_different and score is not None and score.score is not None:
        name = next((view.local(block.short) for block in view.blocks if block.id == block_id), block_id)
        balanced, plain = half_up(noted.balanced_score), half_up(score.score)
        said.append(view.words("trust.balance", block=name, balanced=balanced, score=plain))
    return " ".join(said)


def grades(view: View, territory_id: str, block_id: str) -> str:
    """How many indicators have which grade of evidence: "B 3 · C 4"."""
    found = view.block_notes.get((territory_id, block_id))
    if found is None:
        return ""
    counts = ((grade.upper(), getattr(found, f"n_{grade}")) for grade in _GRADES)
    return " · ".join(f"{grade} {count}" for grade, count in counts if count)


def _index(view: View) -> Table:
    say = view.say
    columns = [
        Column(say("column.territory"), 28, theme.LABEL),
        *(Column(say(f"column.{head}"), 18, theme.CENTRE, theme.HEADER_CENTRE) for head in ("index", "low", "high")),
        Column(say("column.voices"), 12, theme.CENTRE, theme.HEADER_CENTRE),
        Column(say("column.remark"), 26, theme.WRAP),
    ]

    def row(one: Record) -> Row:
        found, here = view.index.get(one.territory_id), one.territory_id
        index = _whole(found.index if found else None)
        return (territory_cell(view, one), index, *ends(view, here, ""), _voices(view, here, ""), note(view, here, ""))

    rows = Rows(row, view.territories)
    return table("Intervals_index", columns, rows, caption=say("intervals.index"), empty=say("empty.territories"))


def _blocks(view: View) -> Table:
    say, heads = view.say, ("block_score", "low", "high")
    columns = [
        Column(say("column.territory"), 28, theme.LABEL),
        Column(say("column.block"), 18, theme.TEXT),
        *(Column(say(f"column.{head}"), 12, theme.CENTRE, theme.HEADER_CENTRE) for head in heads),
        Column(say("column.grades"), 24, theme.CENTRE, theme.HEADER_CENTRE),
        Column(say("column.voices"), 12, theme.CENTRE, theme.HEADER_CENTRE),
        Column(say("column.documented"), 16, theme.CENTRE, theme.HEADER_CENTRE),
        Column(say("column.remark"), 60, theme.WRAP),
    ]
    rows: list[Row] = []
    for one in view.territories:
        for block in view.blocks:
            key = (one.territory_id, block.id)
            score, noted = view.block_scores.get(key), view.block_notes.get(key)
            share = noted.documented_share if noted is not None else None
            rows.append(
                (
                    territory_cell(view, one),
                    Cell(view.local(block.short), theme.CELL_LINK, block_link(block, one.territory_id)),
                    _whole(score.score if score and not is_wide(view, score) else None),
                    *ends(view, *key),
                    grades(view, *key),
                    _voices(view, *key),
                    "" if share is None else Cell(share, theme.share(view.language)),
                    note(view, *key),
                )
            )
    return table(
        "Intervals_blocks",
        columns,
        rows,
        caption=say("intervals.blocks"),
        empty=say("empty.territories"),
        filters=True,
        together=len(view.blocks),
    )


def _whole(value: float | None) -> Cell:
    return Cell(WITHHELD, theme.MARK) if value is None else Cell(value, theme.heat(value))


def _voices(view: View, territory_id: str, block_id: str) -> Cell:
    found = view.intervals.get((territory_id, block_id))
    return Cell(NOTHING, theme.MARK) if found is None else Cell(found.n_voices, theme.WHOLE)


Lengths = tuple[float, float, float]


def _drawn(view: View, territory_id: str, block_id: str) -> Lengths | None:
    """Score and both ends, None where the score is not printed; without an interval the ends are the score."""
    if block_id:
        found = view.block_scores.get((territory_id, block_id))
        score = None if found is None or is_wide(view, found) else found.score
    else:
        found = view.index.get(territory_id)
        score = found.index if found else None
    if score is None:
        return None
    interval = view.intervals.get((territory_id, block_id))
    if interval is None or interval.low is None or interval.high is None or interval.note == "one_voice":
        return score, score, score
    return score, min(score, interval.low), max(score, interval.high)


def _lengths(drawn: Lengths | None) -> tuple[Value, Value, Value]:
    """Score, and how far its interval reaches below and above it."""
    if drawn is None:
        return None, None, None
    score, low, high = drawn
    return score, score - low, high - score


def _span(view: View, name: str, drawn: Lengths | None) -> str:
    if drawn is None:
        return f"{name} {WITHHELD}"
    score, low, high = (half_up(one) for one in drawn)
    return f"{name} {view.say('intervals.span', score=score, low=low, high=high)}"


def _index_chart(view: View, level: str) -> Chart:
    return _chart(view, view.say("intervals.chart", level=level), place=0, width=_WIDTH * 2 + 12, height_rows=17)


def _block_chart(view: View, place: int) -> Chart:
    name = view.say("intervals.block_chart", block=view.local(view.blocks[place].short))
    return _chart(view, name, place=place + 1, width=_WIDTH, height_rows=_HEIGHT)


def _chart(view: View, title: str, *, place: int, width: int, height_rows: int) -> Chart:
    """The chart of the index (place 0) or of a block, over its rows of the values."""
    block_id, count = ("", *(block.id for block in view.blocks))[place], len(view.territories)
    shown = [_span(view, one.name, _drawn(view, one.territory_id, block_id)) for one in view.territories]
    return Chart(
        kind="dots",
        title=title,
        alt=f"{title}. {view.say('intervals.alt', scores=', '.join(shown))}",
        table="Intervals_values",
        categories=0,
        series=(Series(title, 1, theme.NAVY, above=3, below=2),),
        height_rows=height_rows,
        width=width,
        rows=(place * count, count),
    )


def _values(view: View) -> Table:
    """What the charts draw: the rows of the index, then those of each block."""
    named = (("", view.say("column.index")), *((block.id, view.local(block.short)) for block in view.blocks))
    rows: list[Row] = [
        (category(one.name, drawn), *_lengths(drawn), about)
        for block_id, about in named
        for one in view.territories
        for drawn in (_drawn(view, one.territory_id, block_id),)
    ]
    heads = ("territory", "plain_score", "below_score", "above_score", "block")
    return table("Intervals_values", _small(view, heads), rows, caption=view.say("intervals.data"), printed=False)


def _small(view: View, heads: tuple[str, ...]) -> list[Column]:
    numbers = ("plain_score", "below_score", "above_score")
    return [
        Column(
            view.say(f"column.{head}"),
            12,
            theme.CHART_NUMBER if head in numbers else theme.CHART_DATA,
            theme.CHART_HEADER,
        )
        for head in heads
    ]
