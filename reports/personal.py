"""The scan of what people typed: in which cells names, e-mail addresses and telephone numbers stand, without them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.rows import Record, columns
from reports.view import View
from schemas.guideline import INVALID

_POSITION = (("evidence", "evidence_cell"), ("comment", "comment_cell"), ("found", "cell"))
_CONTEXT = ("value", "source", "text")
_ACTION = (
    "title",
    "description",
    "partners",
    "beneficiaries",
    "output_indicator",
    "verification",
    "risk",
    "mitigation",
)
#: Asks who validated the sheet: a person is wanted there, and never shown.
_WHO = "validation"


@dataclass(frozen=True, slots=True)
class Place:
    """A cell (for an action, the first of its row), and how many of each kind stand in it."""

    territory_id: str
    tab: str
    cell: str
    names: int
    emails: int
    phones: int


def masked_places(view: View) -> list[Place]:
    """The cells of the territories shown that hold something personal, in the order of the territories."""
    order = {one.territory_id: place for place, one in enumerate(view.territories)}
    found = [place for typed in _typed(view) if (place := _looked_at(view, *typed)) and place.territory_id in order]
    return sorted(found, key=lambda one: order[one.territory_id])


def masked_total(places: list[Place]) -> dict[str, int]:
    """How many names, e-mail addresses and telephone numbers there are in all."""
    return {kind: sum(getattr(one, kind) for one in places) for kind in ("names", "emails", "phones")}


def _typed(view: View) -> Iterator[tuple[str, str, str, str]]:
    """Territory, tab, cell and text of everything that people could type freely."""
    for one in view.positions.values():
        for name, cell in _POSITION:
            yield one.territory_id, one.tab, getattr(one, cell), getattr(one, name)
    invalid = view.answers[(view.answers["state"] == INVALID).to_numpy()]
    yield from zip(*columns(invalid[["territory_id", "tab", "cell", "found"]]), strict=True)
    who = {one.id for one in view.guideline.variables if one.key == _WHO}
    for territory in view.territories:
        for fact in view.context.get(territory.territory_id, ()):
            yield fact.territory_id, fact.tab, fact.cell, "" if fact.variable_id in who else _joined(fact, _CONTEXT)
        for action in view.actions.get(territory.territory_id, ()):
            yield action.territory_id, action.tab, action.cell, _joined(action, _ACTION)


def _joined(record: Record, names: tuple[str, ...]) -> str:
    return "\n|\n".join(filter(None, (getattr(record, name) for name in names)))


def _looked_at(view: View, territory_id: str, tab: str, cell: str, text: str) -> Place | None:
    if not text:
        return None
    _, names, emails, phones = view.redaction.mask(text)
    return Place(territory_id, tab, cell, names, emails, phones) if names or emails or phones else None
