"""What to know before reading a territory's results, in one sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from reports import theme
from reports.rows import Record
from reports.sheet import Note
from reports.view import View

#: Told where the index stands, or not worth a line of the overview: blocks with equal scores are common.
_TOLD_ELSEWHERE, _COMMON = "zero_weights", "ties"


def said(view: View, territory_id: str) -> list[str]:
    """The sentences of a territory's own page; why there is no index is said in its first line."""
    found = view.cautions.get(territory_id, ())
    return [_sentence(view, one) for one in found if one.code != _TOLD_ELSEWHERE]


def overview(view: View) -> Iterator[Note]:
    """A heading and one line per sentence, with the territories it holds for; nothing where nothing is odd.

    Ties are left to the territories' pages. Where there are too many territories to name, they are counted.
    """
    where: dict[str, list[str]] = {}
    for territory in view.territories:
        for one in view.cautions.get(territory.territory_id, ()):
            if one.code != _COMMON:
                sentence = _sentence(view, one, named=not view.is_large)
                where.setdefault(sentence, []).append(territory.name)
    if where:
        yield Note(view.say("overview.cautions"), theme.STRONG)
    for sentence, names in where.items():
        if view.is_large:
            yield Note(view.say("overview.cautions_many", n=len(names), sentence=sentence))
        else:
            yield Note(view.say("overview.cautions_some", names=", ".join(names), sentence=sentence))


def _sentence(view: View, one: Record, *, named: bool = True) -> str:
    ids = [about for about in one.about.split(";") if about in view.labels]
    questions = ", ".join(view.indicator_name(about) for about in ids) if named else "…"
    return view.words(f"trust.bad.{one.code}", questions=questions)
