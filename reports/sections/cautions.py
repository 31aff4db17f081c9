"""What to know before reading a territory's results, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reports import theme
from reports.rows import Record
from reports.sheet import Note
from reports.view import View

#: Told where the index stands, or not worth a line of the overview: blocks with equal scores are common.
_TOLD_ELSEWHERE, _COMMON = "zero_weights", "ties"


def warnings(view: View, territory_id: str) -> str:
    """What holds for all of a territory's results; why there is no index is said in its first line."""
    return _said(view, territory_id, particular=False)


def remarks(view: View, territory_id: str) -> str:
    """What holds for some of its blocks or questions, which is common."""
    return _said(view, territory_id, particular=True)


def _said(view: View, territory_id: str, *, particular: bool) -> str:
    found = (one for one in view.cautions.get(territory_id, ()) if one.code != _TOLD_ELSEWHERE)
    return " ".join(_sentence(view, one, view.indicator_name) for one in found if bool(one.about) == particular)


def overview(view: View) -> Iterator[Note]:
    """A heading and one sentence per caution, with the territories it holds for; nothing where nothing is odd.

    Ties and the names of questions are left to the territories' pages. Where there are too many territories to name,
    they are counted.
    """
    where: dict[str, list[tuple[str, str]]] = {}
    for territory in view.territories:
        for one in view.cautions.get(territory.territory_id, ()):
            if one.code != _COMMON:
                where.setdefault(one.code, []).append((territory.name, _about(view, one, str)))
    if where:
        yield Note(view.say("overview.cautions"), theme.STRONG)
    for code, found in where.items():
        yield Note(_together(view, code, found))


def _together(view: View, code: str, found: Sequence[tuple[str, str]]) -> str:
    """What a caution says of several territories; each has its questions in brackets, where it is about questions."""
    if view.is_large:
        sentence = view.words(f"trust.bad.{code}", questions="…")
        return view.say("overview.cautions_many", n=len(found), sentence=sentence)
    if any(about for _, about in found):
        return view.words(f"trust.bad.{code}", questions=", ".join(f"{name} ({about})" for name, about in found))
    names = ", ".join(name for name, _ in found)
    return view.say("overview.cautions_some", names=names, sentence=view.words(f"trust.bad.{code}"))


def _about(view: View, one: Record, named: Callable[[str], str]) -> str:
    return ", ".join(named(about) for about in one.about.split(";") if about in view.labels)


def _sentence(view: View, one: Record, named: Callable[[str], str]) -> str:
    return view.words(f"trust.bad.{one.code}", questions=_about(view, one, named))
