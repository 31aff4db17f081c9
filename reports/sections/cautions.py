"""What to know before reading a territory's results, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
    """A heading and one line per sentence, with the territories it holds for; nothing where nothing is odd.

    Ties and the names of questions are left to the territories' pages. Where there are too many territories to name,
    they are counted.
    """
    where: dict[str, list[str]] = {}
    for territory in view.territories:
        for one in view.cautions.get(territory.territory_id, ()):
            if one.code != _COMMON:
                sentence = _sentence(view, one, _no_name if view.is_large else str)
                where.setdefault(sentence, []).append(territory.name)
    if where:
        yield Note(view.say("overview.cautions"), theme.STRONG)
    for sentence, names in where.items():
        if view.is_large:
            yield Note(view.say("overview.cautions_many", n=len(names), sentence=sentence))
        else:
            yield Note(view.say("overview.cautions_some", names=", ".join(names), sentence=sentence))


def _sentence(view: View, one: Record, named: Callable[[str], str]) -> str:
    names = dict.fromkeys(named(about) for about in one.about.split(";") if about in view.labels)
    return view.words(f"trust.bad.{one.code}", questions=", ".join(names))


def _no_name(_indicator_id: str) -> str:
    return "…"
