"""What several sheets share: how a score, a level or a withheld value looks, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from reports import theme
from reports.limits import PEERS
from reports.rows import Record
from reports.sheet import Cell, Link, Note, Web
from reports.view import View
from schemas.guideline import Block
from sheet_templates.figures import half_up

#: Marks that stand where a number would be misleading; the same in every language, explained on the sheet.
WITHHELD, OUTSIDE, NOTHING, SMALL = "[w]", "[z]", "[x]", "[c]"
#: The mark of the questionnaires for answers that contradict each other.
DISCUSS = "▲"


def legend(view: View, *marks: str) -> Note:
    """One line that explains the marks a sheet uses."""
    names = {WITHHELD: "withheld", OUTSIDE: "outside", NOTHING: "nothing", SMALL: "small"}
    said = [f"{mark}\u00a0{view.say(f'marks.{names[mark]}')}" for mark in marks if mark in names]
    if DISCUSS in marks:
        said.append(f"{DISCUSS}\u00a0{view.say('marks.discuss')}")
    return Note(view.say("marks.legend") + " " + " · ".join(said))


def scale(view: View) -> Note:
    """One line that explains the colours."""
    return Note(view.say("marks.scale"))


def block_score(view: View, score: Record | None, link: Link | None = None) -> Cell:
    """A block score with the indicators it rests on ("63 · 5/7"), or the mark of what there is instead."""
    if score is None or (score.status == "withheld" and not score.n_scored):
        return Cell(NOTHING, theme.MARK, link)
    if score.status == "not_applicable":
        return Cell(OUTSIDE, theme.MARK, link)
    share = f"{score.n_scored}/{score.n_applicable}"
    if score.score is None:
        return Cell(f"{WITHHELD} {share}", theme.MARK, link)
    if is_wide(view, score):
        return Cell(f"{half_up(score.lower)}–{half_up(score.upper)} · {share}", theme.MARK, link)
    return Cell(score.score, theme.heat(score.score, f'0" · {share}"'), link)


def is_wide(view: View, score: Record) -> bool:
    """Whether so much is missing that the bounds are printed instead of the score (SCORING 2.4)."""
    return score.score is not None and score.upper - score.lower > view.guideline.policy.wide_bounds


def why_withheld(view: View, score: Record | None) -> str:
    """Why a block has no score, and what would change that; "" where it has one."""
    if score is None or score.status == "scored":
        return ""
    if score.status == "not_applicable":
        return view.say("why.not_applicable")
    return view.say(
        "why.withheld",
        scored=score.n_scored,
        applicable=score.n_applicable,
        share=view.number(view.guideline.policy.block_min_share * 100, 0),
        least=view.guideline.policy.block_min_indicators.get(view.campaign.depth, 1),
    )


def level_cell(score: Record | None, link: Link | None = None) -> Cell:
    """A level in use with its voices ("2.5 (4) ▲"), or the mark of what there is instead."""
    if score is None or score.status == "unanswered":
        return Cell(NOTHING, theme.MARK, link)
    if score.status == "not_applicable":
        return Cell(OUTSIDE, theme.MARK, link)
    if score.level is None:
        return Cell(f"{WITHHELD} ?", theme.MARK, link)
    mark = f" {DISCUSS}" if score.discuss else ""
    shown = f'0.0" ({score.n_voices}){mark}"'
    coloured = score.n_voices > 1 or score.source == "agreed"
    style = theme.heat(score.level * 25, shown) if coloured else theme.uncoloured(shown)
    return Cell(score.level, style, link)


def driver_cell(score: Record | None) -> Cell:
    """A block x driver score with the indicators behind it ("63 (3)"); no colour where it is one only."""
    if score is None or not score.n_indicators:
        return Cell(OUTSIDE, theme.MARK)
    if score.score is None:
        return Cell(f"{WITHHELD} 0/{score.n_indicators}", theme.MARK)
    return counted_score(score.score, score.n_scored)


def counted_score(score: float, count: int) -> Cell:
    """A score with the number of things it rests on; coloured when there are at least two."""
    shown = f'0" ({count})"'
    return Cell(score, theme.heat(score, shown) if count > 1 else theme.uncoloured(shown))


def number_cell(value: float | None, style: theme.Style, missing: str = NOTHING) -> Cell:
    """A number, or the mark of why there is none."""
    return Cell(missing, theme.MARK) if value is None else Cell(value, style)


def signed_cell(value: float) -> Cell:
    """A change in whole points, with its sign."""
    return Cell(float(half_up(value)) + 0.0, theme.SIGNED)  # adding nothing makes of −0 a 0


def peers_median(values: Iterable[float | None]) -> float | None:
    """The median of what is there, None from fewer territories than may be summed up."""
    known = [value for value in values if value is not None]
    return median(known) if len(known) >= PEERS else None


def territory_link(view: View, territory_id: str) -> Link:
    """Where a territory's own page is: its sheet, or its line in the index of the workbooks by country."""
    return Link("territories", territory_id) if view.is_large else Link(f"territory:{territory_id}")


def territory_cell(view: View, territory: Record) -> Cell:
    """A territory's name, leading to its page."""
    return Cell(territory.name, theme.CELL_LINK, territory_link(view, territory.territory_id))


def data_cell(view: View, territory_id: str, indicator_id: str) -> Cell | None:
    """The rows of the data sheet that hold an indicator's answers, as a link; None when there are none."""
    found = view.data_rows.get((territory_id, indicator_id))
    if found is None:
        return None
    return Cell(
        view.say("link.answers", n=found[1]),
        theme.CELL_LINK,
        Link("data", f"{territory_id}/{indicator_id}"),
    )


def position_cell(view: View, territory_id: str, indicator_id: str) -> Cell | None:
    """What the session agreed, as a link to the sheet of agreed positions."""
    position = view.positions.get((territory_id, indicator_id))
    if position is None or position.state == "blank":
        return None
    return Cell(
        view.say("link.position"),
        theme.CELL_LINK,
        Link("positions", f"{territory_id}/{indicator_id}"),
    )


def cell_place(view: View, territory_id: str, tab: str, cell: str, style: theme.Style = theme.CELL_LINK) -> Cell | str:
    """The A1 name of a cell of a questionnaire; it opens that very cell where the questionnaire is in Google Drive."""
    address = view.addresses.get((territory_id, tab))
    return Cell(cell, style, Web(address + cell)) if address and cell else cell


def block_link(block: Block, territory_id: str = "") -> Link:
    """A block's sheet, at a territory's line where one is named."""
    return Link(f"block:{block.id}", territory_id)


def indicator_link(block_id: str, territory_id: str, indicator_id: str) -> Link:
    """What a level is made of: its line on the block's sheet."""
    return Link(f"block:{block_id}", f"{territory_id}/{indicator_id}")


def elsewhere(view: View) -> Note:
    """Where the lines are that a workbook of so many territories has no room for."""
    return Note(view.say("territory.elsewhere", tab=view.say("tabs.territories")), theme.NOTICE, Link("territories"))


def agency_names(view: View, agencies: str | Sequence[str]) -> str:
    """Short names of agencies, best fit first."""
    ids = agencies.split(";") if isinstance(agencies, str) else agencies
    return ", ".join(labelled(view, f"agencies.{one.strip()}.short", one.strip()) for one in ids if one)


def labelled(view: View, key: str, otherwise: str) -> str:
    """The words of `key`, or what stands for itself where we have none (free text, own content)."""
    return view.words(key) if key in view.words else otherwise
