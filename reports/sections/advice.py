"""Recommendations: what to do, to discuss or to find out first, for whom, and the answers that caused it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reports import theme
from reports.rows import Record
from reports.sections.fit import fact
from reports.sections.parts import agency_names, elsewhere, indicator_link, labelled, territory_cell
from reports.sheet import Cell, Column, Link, Note, Part, Row, Sheet, Table, table
from reports.view import View
from schemas.frames.recommendations import STANCES

_HORIZONS = ("S", "M", "L")
_TWO = theme.TWO_PLACES


def counted(view: View) -> Sheet:
    """How many territories have each recommendation on their short list, in the order of the guideline."""
    counts = Counter(one.rec_id for each in view.territories for one in _selected(view, each.territory_id))
    names = {block.id: view.local(block.short) for block in view.blocks}
    heads: tuple[tuple[str, float], ...] = (("action", 70), ("block", 24), ("horizon", 16), ("agencies", 30))
    rows: list[Row] = [
        (
            view.local(one.action),
            names[block.id],
            labelled(view, f"horizons.{one.horizon}.name", one.horizon),
            agency_names(view, one.agencies),
            Cell(counts[one.id], theme.WHOLE),
            one.id,
        )
        for block in view.blocks
        for one in block.recommendations
        if counts[one.id]
    ]
    columns = [Column(view.say(f"column.{head}"), width, theme.WRAP) for head, width in heads]
    columns += [
        Column(view.say("column.n_territories"), 16, theme.CENTRE, theme.HEADER_CENTRE),
        Column(view.say("column.rec_id"), 18, theme.TEXT),
    ]
    counted_rows = table(
        "Advice_counted", columns, rows, caption=view.say("advice.most"), empty=view.say("empty.advice")
    )
    return Sheet(
        key="advice",
        title=view.say("tabs.advice"),
        heading=view.say("advice.heading"),
        parts=(elsewhere(view), counted_rows),
        about=view.say("about.advice"),
        freeze="Advice_counted",
        colour=theme.ACCENT,
    )


def sheet(view: View) -> Sheet:
    """The short lists of all territories; first what this agency is best placed to support."""
    found = [(territory, one) for territory in view.territories for one in _selected(view, territory.territory_id)]
    place = {one.territory_id: number for number, one in enumerate(view.territories)}
    found.sort(key=lambda pair: (*_order(pair[1]), place[pair[0].territory_id], -(pair[1].priority or 0.0)))
    fit = view.agency.fit if view.agency else ""
    repeat = ""
    parts: list[Part] = [
        Note(view.say("advice.note"), theme.STRONG),
        Note(view.say("advice.priority")),
    ]
    if fit:
        agency = agency_names(view, fit)
        ours = [pair for pair in found if fit in _agencies(pair[1])]
        others = [pair for pair in found if fit not in _agencies(pair[1])]
        repeat = "Advice_fit" if ours else "Advice_others"
        parts.append(_table(view, "Advice_fit", ours, view.say("advice.fit", agency=agency)))
        parts.append(_table(view, "Advice_others", others, view.say("advice.others")))
    else:
        parts.append(_table(view, "Advice_all", found, view.say("advice.all")))
    return Sheet(
        key="advice",
        title=view.say("tabs.advice"),
        heading=view.say("advice.heading"),
        parts=tuple(parts),
        about=view.say("about.advice"),
        freeze="" if fit else "Advice_all",
        repeat=repeat,
        freeze_columns=1,
        pages_wide=2,
        colour=theme.ACCENT,
    )


def for_territory(view: View, territory_id: str, name: str, widths: Sequence[float]) -> Table:
    """One territory's short list, in its own order."""
    heads = ("block", "stance", "horizon", "priority", "resources", "agencies", "action", "because")
    rows: list[Row] = []
    for one in _selected(view, territory_id):
        said = _said(view, one)
        rows.append(
            (
                Cell(said.block, theme.CELL_LINK, _cause(view, territory_id, one)),
                said.stance,
                said.horizon,
                said.priority,
                said.resources,
                said.agencies,
                f"{one.rec_id}. {said.action}",
                said.because,
            )
        )
    return table(
        name,
        [Column(view.say(f"column.{head}"), width, theme.WRAP) for head, width in zip(heads, widths, strict=True)],
        rows,
        caption=view.say("territory.advice"),
        empty=view.say("empty.advice"),
    )


def _table(view: View, name: str, found: Iterable[tuple[Record, Record]], caption: str) -> Table:
    heads: tuple[tuple[str, float], ...] = (
        ("territory", 24),
        ("action", 52),
        ("block", 20),
        ("stance", 16),
        ("horizon", 13),
        ("agencies", 20),
        ("priority", 10),
        ("because", 42),
        ("resources", 13),
        ("lead", 26),
        ("other_level", 14),
        ("sdg", 20),
        ("risk", 30),
        ("rec_id", 18),
        ("cells", 30),
    )
    rows: list[Row] = []
    for territory, one in found:
        said = _said(view, one)
        rows.append(
            (
                territory_cell(view, territory),
                said.action,
                Cell(said.block, theme.CELL_LINK, _cause(view, territory.territory_id, one)),
                said.stance,
                said.horizon,
                said.agencies,
                said.priority,
                said.because,
                said.resources,
                said.lead,
                said.other_level,
                one.sdg_targets.replace(";", ", "),
                said.risk,
                one.rec_id,
                view.redaction.public(origins(one.cells)),
            )
        )
    columns = [Column(view.say(f"column.{head}"), width, theme.WRAP) for head, width in heads]
    return table(name, columns, rows, caption=caption, empty=view.say("empty.advice"), filters=True)


def origins(cells: str) -> str:
    """The cells `tab!A1; tab!B1` tab by tab, one a line: "tab · A1, B1"."""
    by_tab: dict[str, list[str]] = {}
    for one in filter(None, (one.strip() for one in cells.split(";"))):
        tab, _, cell = one.rpartition("!")
        by_tab.setdefault(tab, []).append(cell)
    return "\n".join(f"{tab} · {', '.join(found)}" if tab else ", ".join(found) for tab, found in by_tab.items())


class _Said(NamedTuple):
    action: str
    block: str
    stance: str
    horizon: str
    priority: Cell | str
    resources: str
    agencies: str
    lead: str
    risk: str
    other_level: str
    because: str


def _said(view: View, one: Record) -> _Said:
    content = view.contents.get(one.rec_id)
    return _Said(
        action=view.local(content.action) if content else one.rec_id,
        block=next(
            (view.local(block.short) for block in view.blocks if block.id == one.block_id),
            one.block_id,
        ),
        stance=view.say(f"stance.{one.stance}"),
        horizon=labelled(view, f"horizons.{one.horizon}.name", one.horizon),
        priority="" if one.priority is None else Cell(one.priority, _TWO),
        resources=view.words(f"resources.{content.resources}.name") if content else "",
        agencies=agency_names(view, _agencies(one)),
        lead=view.local(content.lead) if content else labelled(view, f"lead_types.{one.lead_type}", ""),
        risk=view.local(content.risk) if content else "",
        other_level=view.words("answers.yes.label") if content and content.needs_other_level else "",
        because="\n".join(filter(None, (because(view, one.because), _missing(view, one.collect)))),
    )


def _missing(view: View, collect: str) -> str:
    """What must be found out before this can be advised, "" where nothing is missing."""
    found = fact(view, collect).replace("\n", ", ")
    return view.words("trust.advice.missing", missing=found) if found else ""


def because(view: View, text: str) -> str:
    """The causes `LEG-1=1; LEG-4=0.5` in the words of the reader: one line per indicator."""
    said = []
    for item in filter(None, (one.strip() for one in text.split(";"))):
        indicator, _, level = item.partition("=")
        named = view.indicator_name(indicator)
        said.append(view.say("advice.because", indicator=named, level=_level(view, level)) if level else named)
    return "\n".join(said)


def _level(view: View, level: str) -> str:
    try:
        return view.number(float(level), 1)
    except ValueError:
        return view.say("advice.unknown")


def _selected(view: View, territory_id: str) -> list[Record]:
    chosen = [one for one in view.recommendations.get(territory_id, ()) if one.selected]
    return sorted(chosen, key=lambda one: one.rank)


def _agencies(one: Record) -> list[str]:
    return [agency.strip() for agency in one.agencies.replace(",", ";").split(";") if agency.strip()]


def _order(one: Record) -> tuple[int, int]:
    """By what to do and by horizon; then the territories stand in their order, and none above another."""
    horizon = _HORIZONS.index(one.horizon) if one.horizon in _HORIZONS else len(_HORIZONS)
    return STANCES.index(one.stance), horizon


def _cause(view: View, territory_id: str, one: Record) -> Link | None:
    indicator = one.because.split(";")[0].partition("=")[0].strip()
    if (
        territory_id,
        indicator,
    ) not in view.indicator_scores or indicator not in view.indicator_ids:
        return None
    block = next(block.id for block in view.blocks if indicator in {each.id for each in block.indicators})
    return indicator_link(block, territory_id, indicator)
