"""Scenarios that the answers suggest, with their reasons, and whether the order of blocks depends on the weights."""

from __future__ import annotations

from reports import theme
from reports.rows import Record
from reports.sections.given_weights import given_weights
from reports.sections.overview import named_blocks, scenario
from reports.sections.parts import labelled, territory_cell
from reports.sheet import Cell, Column, Note, Row, Sheet, Table, table
from reports.view import View
from sheet_templates.figures import half_up, percent_sign, signed

_WIDTHS = (28, 34, 36, 36, 62, 14)


def sheet(view: View) -> Sheet:
    """First whether the order holds, then what each scenario means, and which may fit with the facts that say so."""
    return Sheet(
        key="fit",
        title=view.say("tabs.fit"),
        heading=view.say("fit.heading"),
        parts=(Note(view.say("fit.note"), theme.STRONG), _robust(view), given_weights(view), _meant(view), _list(view)),
        about=view.say("about.fit"),
        repeat="Fit_list",
        freeze_columns=1,
    )


def robustness(view: View, territory_id: str) -> str:
    """What a reader of the index should know: whether the order holds, what it hides, what decides, what comes first."""
    noted = view.index_notes.get(territory_id)
    if noted is None:
        return ""
    said = [view.say("fit.holds" if noted.is_order_robust else "fit.moves")]
    names = {block.id: view.local(block.short) for block in view.blocks}
    if noted.is_uneven and noted.limiting_block and noted.limiting_score is not None:
        lowest = half_up(noted.limiting_score)
        said.append(view.say("fit.uneven", block=names.get(noted.limiting_block, ""), score=lowest))
    if noted.deciding_block and noted.deciding_shift is not None:
        shift = signed(noted.deciding_shift, view.language, 1)
        said.append(view.say("fit.deciding", block=names.get(noted.deciding_block, ""), shift=shift))
    if first := _work_first(view, territory_id):
        said.append(view.words("trust.first", blocks=first))
    if unknown := _find_out(view, territory_id):
        said.append(view.words("trust.find_out", blocks=unknown))
    return " ".join(said)


def fact(view: View, found: str) -> str:
    """The facts `CTX-23=no_law; PLA-2=3.5` in the words of the reader, one per line."""
    said = []
    for item in filter(None, (one.strip() for one in found.split(";"))):
        about, _, value = item.partition("=")
        named = _about(view, about)
        said.append(view.say("fit.fact", about=named, found=_value(view, about, value)) if value else named)
    return "\n".join(said)


def _about(view: View, about: str) -> str:
    variable = next((one for one in view.guideline.variables if one.id == about), None)
    if variable is not None:
        return view.local(variable.label)
    return view.indicator_name(about)


def _value(view: View, about: str, value: str) -> str:
    """A choice or a number in words; what is neither was typed by somebody and passes the agreement."""
    variable = next((one for one in view.guideline.variables if one.id == about), None)
    if variable is not None and variable.choices:
        keys = [one.strip() for one in value.replace(",", " ").split()]
        return ", ".join(view.local(variable.choices[key]) if key in variable.choices else key for key in keys)
    try:
        shown = view.number(float(value))
    except ValueError:
        return view.redaction.quote(value)
    return shown + percent_sign(view.language) if variable is not None and variable.kind == "percent" else shown


def _columns(view: View, *heads: str) -> list[Column]:
    """Columns of a table of this sheet, the first one its label: standing below one another, all have the same widths."""
    styles = (theme.LABEL, *(theme.WRAP for _ in heads[1:]))
    return [Column(view.say(head), width, style) for head, width, style in zip(heads, _WIDTHS, styles, strict=False)]


def _robust(view: View) -> Table:
    say = view.say
    columns = _columns(
        view, "column.territory", "column.scenario", "column.first_chosen", "column.first_balanced", "column.robustness"
    )
    rows: list[Row] = [
        (
            territory_cell(view, one),
            scenario(view, one),
            named_blocks(view, found.top_blocks) if (found := view.index.get(one.territory_id)) else "",
            named_blocks(view, found.top_blocks_balanced) if found else "",
            robustness(view, one.territory_id),
        )
        for one in view.territories
    ]
    return table("Fit_robust", columns, rows, caption=say("fit.robust"), empty=say("empty.territories"))


def _work_first(view: View, territory_id: str) -> str:
    """Blocks that belong to the first ones by gap and weight in most draws, with their chance (SCORING 2.13)."""
    noted = [(block, view.block_notes.get((territory_id, block.id))) for block in view.blocks]
    said = [
        view.say("fit.chance", block=view.local(block.short), chance=half_up(found.first_probability * 100))
        for block, found in noted
        if found is not None and found.is_priority and not found.find_out_first
    ]
    return ", ".join(said)


def _find_out(view: View, territory_id: str) -> str:
    """Blocks of which too little is known to call them a priority or not."""
    noted = [(block, view.block_notes.get((territory_id, block.id))) for block in view.blocks]
    return ", ".join(view.local(block.short) for block, found in noted if found is not None and found.find_out_first)


def _meant(view: View) -> Table:
    """Every scenario of the guideline: for which situation it is, and what to beware of when reading with it."""
    columns = _columns(view, "column.scenario", "fit.situation", "fit.why", "fit.risk", "method.reads_like")
    rows: list[Row] = [
        (f"{one.id} {view.local(one.name)}", *map(view.local, (one.archetype, one.why, one.risk, one.reads_like)))
        for one in view.guideline.scenarios
    ]
    return table("Fit_meant", columns, rows, caption=view.say("fit.meant"))


def _list(view: View) -> Table:
    say = view.say
    columns = _columns(
        view, "column.territory", "column.scenario", "column.suggestion", "column.missing", "column.reason",
        "column.confirmed",
    )  # fmt: skip
    rows = [
        _suggested(view, one, found)
        for one in view.territories
        for found in view.suggestions.get(one.territory_id, ())
        if found.suggestion != "no" or found.is_chosen
    ]
    return table("Fit_list", columns, rows, caption=say("fit.list"), empty=say("empty.fit"), filters=True)


def _suggested(view: View, territory: Record, found: Record) -> Row:
    names = {one.id: view.local(one.name) for one in view.guideline.scenarios}
    reasons = "; ".join(filter(None, (found.reason, found.supported)))
    return (
        territory_cell(view, territory),
        f"{found.scenario_id} {names.get(found.scenario_id, '')}".strip(),
        Cell(labelled(view, f"report.fit.{found.suggestion}", found.suggestion)),
        fact(view, found.missing),
        fact(view, reasons),
        view.words("answers.yes.label" if found.is_chosen else "answers.no.label"),
    )
