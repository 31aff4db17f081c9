"""What respondents said of themselves, where the campaign asks: gender, where they live or work.

Nobody has to answer, and a questionnaire made before the campaign asked has no such columns: neither is worth a word.
What is said is used to form groups and goes no further; not even a problem repeats it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from pipeline.read_cells import Cells
from pipeline.read_tabs import Found
from schemas.campaign import Campaign
from schemas.guideline import Grouping, Guideline
from schemas.kinds import Choices, Parsed, fold, parse_choice, shown
from schemas.kinds.parsed import INVALID, NOTHING
from schemas.problem import Problem
from sheet_templates.layout.respondents_tab import ASKED

#: Territory, respondent, grouping and the choice made; only what was said.
Said = tuple[str, str, str, str]


class AskedReader:
    """Reads the columns that the campaign asked for; one instance serves all territories."""

    def __init__(self, guideline: Guideline, campaign: Campaign) -> None:
        """Prepare the lists of what is asked."""
        self.asked = tuple(one for one in guideline.groupings if one.id in campaign.ask)
        self.longest = guideline.policy.max_comment_characters
        self.silent = guideline.spellings.dont_know | guideline.spellings.not_applicable

    @cached_property
    def _choices(self) -> dict[str, Choices]:
        return {one.id: Choices(one.choices, spellings=one.spellings) for one in self.asked}

    def read(
        self, territory_id: str, tab: Found | None, respondent_ids: Sequence[str], problems: list[Problem]
    ) -> Iterator[Said]:
        """Every choice that was made; what is on no list goes to `problems`, with its place and without its text."""
        if tab is None:
            return
        cells = Cells(territory_id, tab, problems, self.longest)
        for respondent_id in respondent_ids:
            for one in self.asked:
                parsed = self._parsed(one, tab.value(respondent_id, ASKED + one.id))
                if parsed.state == INVALID:
                    cells.wrong(
                        "ASKED_UNREADABLE", respondent_id, ASKED + one.id, respondent_id, respondent_id=respondent_id,
                        label=f"grouping:{one.id}", choices=f"grouping:{one.id}",
                    )  # fmt: skip
                elif parsed.value is not None:
                    yield territory_id, respondent_id, one.id, str(parsed.value)

    def _parsed(self, one: Grouping, value: object) -> Parsed:
        if value is None or fold(shown(value)[:200]) in self.silent:
            return NOTHING
        return parse_choice(value, self._choices[one.id])
