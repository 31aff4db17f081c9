"""All tabs of one territory's book, in the order people meet them."""

from __future__ import annotations

from schemas.campaign import Campaign, Territory
from schemas.guideline import Guideline
from schemas.layout import BookLayout, TabLayout
from sheet_templates.layout.block_tab import block_tab
from sheet_templates.layout.context_tab import context_tab
from sheet_templates.layout.feedback_tab import feedback_tab
from sheet_templates.layout.lists_tab import lists_tab, named_lists
from sheet_templates.layout.parts import Book, Prefill
from sheet_templates.layout.plan_tab import plan_tab
from sheet_templates.layout.priorities_tab import priorities_tab
from sheet_templates.layout.readme_tab import readme_tab
from sheet_templates.layout.respondents_tab import respondents_tab
from sheet_templates.load import words

README, CONTEXT, RESPONDENTS, PLAN, FEEDBACK = "readme", "context", "respondents", "plan", "feedback"


def book_layout(
    guideline: Guideline,
    campaign: Campaign,
    territory: Territory,
    *,
    in_sheet: bool,
    prefill: Prefill | None = None,
) -> BookLayout:
    """The spreadsheet of one territory.

    `in_sheet`: the store can write feedback into the sheet itself (Google); otherwise a file beside it is named.
    `prefill` puts known values into participants' cells while the book is made; afterwards nobody does.
    """
    book = Book(guideline, campaign, territory, words(territory.language), in_sheet, prefill or {})
    blocks = tuple(
        block_tab(book, block, book.indicators(block.id)) for block in guideline.blocks if book.indicators(block.id)
    )
    lists = named_lists(book)
    shown: tuple[TabLayout, ...] = (
        context_tab(book),
        respondents_tab(book, blocks),
        *blocks,
        plan_tab(book),
        priorities_tab(book),
        feedback_tab(book),
    )
    tabs = (readme_tab(book, shown), *shown, lists_tab(book, lists))
    return BookLayout(
        territory_id=territory.id,
        language=territory.language,
        title=book.marked(book.words("sheet.book_title", territory=territory.name)),
        tabs=tabs,
        lists=lists,
        properties={
            "guideline": f"{guideline.id}@{guideline.version}",
            "territory": territory.id,
            "campaign": campaign.id,
            "language": territory.language,
        },
    )
