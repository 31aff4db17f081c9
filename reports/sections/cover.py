"""The cover: what this is, when, who made it, for whom, and how it must not be read."""

from __future__ import annotations

from reports import theme
from reports.sections import masked
from reports.sheet import Cell, Column, Link, Note, Part, Sheet, table
from reports.view import View
from schemas.campaign import LICENCES


def sheet(view: View) -> Sheet:
    """The first sheet of every workbook."""
    words = view.words
    parts: list[Part] = [
        Note(words("exercise.title"), theme.COVER_STRONG),
        Note(""),
        Note(words("exercise.tagline"), theme.TAGLINE),
        Note(""),
        *(Note(line, theme.NOTICE) for line in _notices(view)),
        table(
            "Cover_facts",
            [
                Column(view.say("cover.item"), 30, theme.LABEL),
                Column(view.say("cover.value"), 70, theme.WRAP),
            ],
            [(label, value) for label, value in _facts(view) if value not in ("", None)],
        ),
        Note(view.say("cover.start"), theme.LINK, Link("contents")),
        Note(view.say("cover.how"), theme.LINK, Link("reading")),
    ]
    return Sheet(
        key="cover",
        title=view.say("tabs.cover"),
        heading=view.campaign.title,
        heading_style=theme.COVER_TITLE,
        parts=tuple(parts),
        about=view.say("about.cover"),
        landscape=False,
        pages_high=1,
        plain=True,
        colour=theme.NAVY,
    )


def _notices(view: View) -> list[str]:
    found = [view.words("exercise.working_grid")]
    if view.campaign.illustrative:
        found.append(view.say("cover.illustrative", mark=view.words("exercise.illustrative")))
    if view.n_unpublished:
        found.append(view.say("cover.unpublished", n=view.n_unpublished))
    if not view.territories:
        found.append(view.say("cover.no_territory"))
    return found


def _read(view: View) -> bool:
    return any(one.territory_id in view.pulls for one in view.territories)


def _facts(view: View) -> list[tuple[str, str | Cell]]:
    campaign, say = view.campaign, view.say
    date_style = theme.Style("left", theme.long_date(view.language))
    return [
        (say("cover.made_for"), view.name or say("cover.everyone")),
        (say("cover.organiser"), campaign.organiser),
        (say("cover.contact"), campaign.contact),
        (say("cover.session"), campaign.session),
        *([(say("cover.made_at"), Cell(view.made_at.replace(tzinfo=None).date(), date_style))] if _read(view) else []),
        (say("cover.territories"), say("cover.territories_value", n=len(view.territories))),
        (say("cover.depth"), say(f"cover.depth_{campaign.depth}", n=len(view.indicator_ids))),
        (say("cover.redaction"), say(f"redaction.{view.redaction.agreement}")),
        *([] if view.is_large else [(say("cover.masked"), masked.total(view))]),
        (say("cover.guideline"), f"{view.guideline.id} {view.guideline.version}"),
        (say("cover.fingerprint"), view.fingerprint),
        (say("cover.credit"), view.words("exercise.credit")),
        (say("cover.licence"), view.words("exercise.licence")),
        (say("cover.data_licence"), licence(view)),
        (say("cover.source"), view.words("exercise.source")),
    ]


def licence(view: View) -> str:
    """Under which licence the data may be used, or that nobody decided."""
    known = LICENCES.get(view.campaign.licence)
    return f"{known.title} ({view.campaign.licence})" if known else view.say("cover.no_licence")
