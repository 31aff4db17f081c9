"""The tidy data: one row per answer, and what the sessions agreed, each with its tab, cell and pull."""

from __future__ import annotations

from collections.abc import Iterator

from reports import theme
from reports.limits import MAX_LINKS_PER_SHEET
from reports.rows import Record, columns
from reports.sections.parts import cell_place
from reports.sheet import Cell, Column, Note, Row, Sheet, Table, Value, Web, table
from reports.view import View

#: Name, width and look of the columns of the tidy data; the names are the same in every language.
ANSWER_COLUMNS: tuple[tuple[str, float, theme.Style], ...] = (
    ("territory_id", 18, theme.DATA),
    ("block_id", 9, theme.DATA),
    ("indicator_id", 13, theme.DATA),
    ("respondent_id", 14, theme.DATA),
    ("state", 15, theme.DATA),
    ("level", 8, theme.DATA_WHOLE),
    ("tab", 22, theme.DATA),
    ("cell", 8, theme.DATA),
    ("pulled_at", 20, theme.DATA_TIME),
    ("found", 28, theme.DATA),
    ("pull_id", 20, theme.DATA),
)
POSITION_COLUMNS: tuple[tuple[str, float, theme.Style], ...] = (
    ("territory_id", 18, theme.DATA),
    ("block_id", 9, theme.DATA),
    ("indicator_id", 13, theme.DATA),
    ("state", 15, theme.DATA),
    ("level", 8, theme.DATA_REAL),
    ("tab", 22, theme.DATA),
    ("cell", 8, theme.DATA),
    ("evidence_grade", 16, theme.DATA_WHOLE),
    ("evidence", 34, theme.DATA),
    ("evidence_cell", 14, theme.DATA),
    ("comment", 50, theme.DATA),
    ("comment_cell", 14, theme.DATA),
    ("dissent", 10, theme.DATA),
    ("found", 24, theme.DATA),
)
PULL_COLUMNS: tuple[tuple[str, float, theme.Style], ...] = (
    ("territory_id", 18, theme.DATA),
    ("pull_id", 24, theme.DATA),
    ("sha", 68, theme.DATA),
    ("place", 40, theme.DATA),
    ("revision", 22, theme.DATA),
    ("n_answers", 12, theme.DATA_WHOLE),
    ("pulled_at", 20, theme.DATA_TIME),
)


def answers(view: View) -> Sheet:
    """One row per territory, indicator and respondent column, blank ones included."""
    anchors = {f"{territory}/{indicator}": first for (territory, indicator), (first, _) in view.data_rows.items()}
    data = Table(
        "Data",
        _columns(ANSWER_COLUMNS),
        _answer_rows(view),
        len(view.answers),
        empty=view.say("empty.data"),
        filters=True,
        anchors=anchors,
        printed=False,
    )
    opening = _opening(view, "cells" if _fit(view) else "first_cells")
    return _sheet(view, "data", data, opening=f"{view.say('data.unprinted')} {opening}")


def positions(view: View) -> Sheet:
    """What the sessions agreed on; indicators without a position are left out."""
    rows: list[Row] = []
    anchors: dict[str, int] = {}
    for one in view.positions.values():
        if one.state == "blank" and not (one.comment or one.evidence or one.evidence_grade is not None):
            continue
        anchors[f"{one.territory_id}/{one.indicator_id}"] = len(rows)
        rows.append(tuple(_position(view, one, name) for name, _, _ in POSITION_COLUMNS))
    found = table(
        "Positions",
        _columns(POSITION_COLUMNS),
        rows,
        empty=view.say("empty.positions"),
        filters=True,
        anchors=anchors,
    )
    return _sheet(view, "positions", found, opening=_opening(view, "cells"))


def pulls(view: View) -> Sheet:
    """The manifest: what every figure rests on."""
    rows: list[Row] = [
        tuple(_pull(view, one, name) for name, _, _ in PULL_COLUMNS)
        for territory in view.territories
        if (one := view.pulls.get(territory.territory_id)) is not None
    ]
    found = table("Pulls", _columns(PULL_COLUMNS), rows, empty=view.say("empty.pulls"), filters=True)
    guideline = f"{view.guideline.id} {view.guideline.version}"
    note = view.say("pulls.note", guideline=guideline, fingerprint=view.fingerprint)
    return _sheet(view, "pulls", found, note)


def _opening(view: View, key: str) -> str:
    """What a click on a cell's name opens; in a rehearsal, that it opens nothing yet."""
    stores = {one.store or view.campaign.store for one in view.campaign.territories}
    rehearsed = any(one.startswith("embedded:") for one in stores)
    said = [view.say(f"link.{key}"), *([view.say("link.rehearsed")] if rehearsed else [])]
    return " ".join(said) if view.addresses else ""


def _sheet(view: View, key: str, found: Table, note: str = "", opening: str = "") -> Sheet:
    notes = (note or view.say(f"{key}.note"), opening)
    return Sheet(
        key=key,
        title=view.say(f"tabs.{key}"),
        heading=view.say(f"{key}.heading"),
        parts=(Note(" ".join(filter(None, notes)).strip()), found),
        about=view.say(f"about.{key}"),
        freeze=found.name,
        colour=theme.GREY,
    )


def _columns(named: tuple[tuple[str, float, theme.Style], ...]) -> tuple[Column, ...]:
    return tuple(Column(name, width, style, theme.DATA_HEADER) for name, width, style in named)


def _answer_rows(view: View) -> Iterator[Row]:
    names = [name for name, _, _ in ANSWER_COLUMNS]
    lists = columns(view.answers[names])
    shown: dict[str, str] = {}
    found = lists[names.index("found")]
    for place, text in enumerate(found):
        if text not in shown:
            shown[text] = view.redaction.quote(text)
        found[place] = shown[text]
    if view.addresses:
        cells = names.index("cell")
        lists[cells] = _opened(view, *(lists[names.index(name)] for name in ("territory_id", "tab", "cell")))
    return zip(*lists, strict=True)


def _fit(view: View) -> bool:
    """Whether a sheet may hold a link for each answer."""
    return len(view.answers) <= MAX_LINKS_PER_SHEET


def _opened(view: View, territories: list[str], tabs: list[str], cells: list[str]) -> list[Cell | str]:
    """The cells of the answers, each opening itself; where they are too many, the first of each indicator opens all."""
    if _fit(view):
        return [
            cell_place(view, here, tab, cell, theme.DATA_LINK)
            for here, tab, cell in zip(territories, tabs, cells, strict=True)
        ]
    made: list[Cell | str] = list(cells)
    for first, count in view.data_rows.values():
        address = view.addresses.get((territories[first], tabs[first]))
        if address:
            area = f"{cells[first]}:{cells[first + count - 1]}"
            made[first] = Cell(cells[first], theme.DATA_LINK, Web(address + area))
    return made


def _position(view: View, one: Record, name: str) -> Value | Cell:
    value = getattr(one, name)
    if name in {"cell", "evidence_cell", "comment_cell"}:
        return cell_place(view, one.territory_id, one.tab, value, theme.DATA_LINK)
    if name == "dissent":
        return None if value is None else view.words("answers.yes.label" if value else "answers.no.label")
    if name in {"evidence", "comment", "found"}:
        return view.redaction.quote(value)
    return value  # type: ignore[no-any-return]


def _pull(view: View, one: Record, name: str) -> Value | Cell:
    value = getattr(one, name)
    if name == "place" and one.address:
        return Cell(value, theme.DATA_LINK, Web(one.address))
    return view.redaction.public(value) if name == "place" else value
