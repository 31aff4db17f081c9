"""Whether the voices agree, territory by territory, and the list of what is worth a debate."""

from __future__ import annotations

from collections import Counter

from reports import theme
from reports.rows import Record
from reports.sections.parts import NOTHING, data_cell, indicator_link, labelled, number_cell, territory_cell
from reports.sheet import Cell, Column, Note, Row, Sheet, Table, table
from reports.view import View
from sheet_templates.messages import agreement_sentence


def sheet(view: View) -> Sheet:
    """Agreement and evidence per territory, then the list to debate."""
    policy = view.guideline.policy
    alpha = view.say(
        "talk.alpha",
        reliable=view.number(policy.alpha_reliable, 2),
        tentative=view.number(policy.alpha_tentative, 2),
    )
    return Sheet(
        key="talk",
        title=view.say("tabs.talk"),
        heading=view.say("talk.heading"),
        parts=(Note(view.say("talk.note"), theme.STRONG), Note(alpha), _territories(view), _list(view)),
        about=view.say("about.talk"),
        repeat="Talk_list",
        freeze_columns=1,
    )


def two_views(view: View, territory_id: str, actor_gap: float | None) -> str:
    """How officials and SSE actors differ, where both are enough people not to be told apart."""
    if not actor_gap:
        return ""
    kinds = Counter(one.actor_type for one in view.respondents.get(territory_id, ()) if one.n_answers)
    officials = sum(kinds[kind] for kind in view.guideline.officials)
    actors = sum(kinds[kind] for kind in view.guideline.sse_actors)
    if not (view.voices_shown(officials) and view.voices_shown(actors)):
        return ""
    higher = "officials" if actor_gap > 0 else "actors"
    return view.say(f"territory.gap_{higher}", gap=view.number(abs(actor_gap)))


def agreement(view: View, found: Record) -> str:
    """What the voices say together, in a sentence that follows their number; "" where nobody spoke."""
    spread = "" if found.spread is None else view.number(found.spread)
    return agreement_sentence(
        view.words, found.agreement_label, found.n_voices, spread, discussed=getattr(found, "discuss", True)
    )


def _territories(view: View) -> Table:
    say = view.say
    heads = ("voices", "compared", "alpha", "low", "high")
    columns = [
        Column(say("column.territory"), 28, theme.LABEL),
        *(Column(say(f"column.{head}"), 14, theme.CENTRE, theme.HEADER_CENTRE) for head in heads),
        Column(say("column.reading"), 28, theme.WRAP),
        Column(say("column.documented"), 18, theme.CENTRE, theme.HEADER_CENTRE),
    ]
    rows = [_territory(view, one) for one in view.territories]
    return table("Talk_territories", columns, rows, caption=say("talk.territories"), empty=say("empty.territories"))


def _territory(view: View, territory: Record) -> Row:
    here = territory.territory_id
    found = view.reliability.get(here)
    if found is None:
        blanks = [Cell(NOTHING, theme.MARK)] * 5
        return (territory_cell(view, territory), *blanks, "", _documented(view, here))
    return (
        territory_cell(view, territory),
        Cell(found.n_voices, theme.WHOLE),
        Cell(found.n_indicators, theme.WHOLE),
        *(_two_places(value) for value in (found.alpha, found.low, found.high)),
        view.say(f"talk.{found.reading}"),
        _documented(view, here),
    )


def _documented(view: View, territory_id: str) -> Cell:
    """The share of the indicators applicable here whose evidence is graded A or B."""
    noted = [view.block_notes.get((territory_id, block.id)) for block in view.blocks]
    counts = [(one.n_a + one.n_b, one.n_a + one.n_b + one.n_c + one.n_d + one.n_e) for one in noted if one is not None]
    total = sum(count for _, count in counts)
    if not total:
        return Cell(NOTHING, theme.MARK)
    return Cell(sum(count for count, _ in counts) / total, theme.share(view.language))


def _two_places(value: float | None) -> Cell:
    return number_cell(value, theme.TWO_PLACES)


def _list(view: View) -> Table:
    say = view.say
    columns = [
        Column(say("column.territory"), 28, theme.LABEL),
        Column(say("column.block"), 14, theme.WRAP),
        Column(say("column.spread"), 14, theme.CENTRE, theme.HEADER_CENTRE),
        Column(say("column.voices"), 14, theme.CENTRE, theme.HEADER_CENTRE),
        Column(say("column.minutes"), 14, theme.CENTRE, theme.HEADER_CENTRE),
        Column(say("column.answers_link"), 18, theme.TEXT),
        Column(say("column.indicator"), 44, theme.WRAP),
        Column(say("column.occasion"), 26, theme.WRAP),
        Column(say("column.agreement"), 66, theme.WRAP),
    ]
    rows = [_listed(view, one, entry) for one in view.territories for entry in view.agenda.get(one.territory_id, ())]
    return table("Talk_list", columns, rows, caption=say("talk.list"), empty=say("empty.talk"), filters=True)


def _listed(view: View, territory: Record, one: Record) -> Row:
    names = {block.id: view.local(block.short) for block in view.blocks}
    known = (territory.territory_id, one.indicator_id) in view.indicator_scores
    place = indicator_link(one.block_id, territory.territory_id, one.indicator_id) if known else None
    return (
        territory_cell(view, territory),
        names.get(one.block_id, one.block_id),
        "" if one.spread is None else Cell(one.spread, theme.ONE_PLACE),
        Cell(one.n_voices, theme.WHOLE),
        Cell(one.minutes, theme.WHOLE),
        data_cell(view, territory.territory_id, one.indicator_id),
        Cell(view.indicator_name(one.indicator_id), theme.CELL_LINK if place else None, place),
        labelled(view, f"report.talk.{one.occasion}", one.occasion),
        f"{agreement(view, one)} {two_views(view, territory.territory_id, one.actor_gap)}".strip(),
    )
