"""What the tabs of one book share: words, titles, drop-down lists, who the respondents are, what is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.campaign import Campaign, Territory
from schemas.guideline import Grouping, Guideline, Indicator
from schemas.layout import Area, a1, area_name
from sheet_templates.layout.grid import Grid
from sheet_templates.layout.marker import Marker
from sheet_templates.words import Words

#: (tab key, row key, column key) -> value already known, put into a participant's cell when the book is made.
Prefill = Mapping[tuple[str, str, str], str | float | int | bool]

RESPONDENT_FIRST_ROW = 4
#: Where the actions begin on the plan's tab, and on that of the priorities, below the totals.
PLAN_FIRST_ROW, PRIORITIES_FIRST_ROW = 4, 5
RESPONDENT_COLUMNS = ("respondent", "organisation", "actor_type", "role", "given")
#: Letters of an organisation's name that fit into the heading of its column; the whole is on the respondents' tab.
SHOWN_OF_NAME = 28
#: Points for that heading: the respondent's number, and four lines of a name that is not known yet.
RESPONDENT_HEADING = 70.0


@dataclass(frozen=True, slots=True)
class Book:
    """One territory's book in the making."""

    guideline: Guideline
    campaign: Campaign
    territory: Territory
    words: Words
    in_sheet: bool
    prefill: Prefill = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language of the book."""
        return self.territory.language

    @property
    def respondents(self) -> tuple[str, ...]:
        """R1, R2 ... as many as the campaign asks for."""
        return tuple(f"R{number}" for number in range(1, self.campaign.respondents + 1))

    @property
    def asked(self) -> tuple[Grouping, ...]:
        """What the campaign asks of the person who answers."""
        return tuple(one for one in self.guideline.groupings if one.id in self.campaign.ask)

    @property
    def discuss_spread(self) -> float:
        """From this spread on an indicator is marked for discussion."""
        return self.guideline.policy.discuss_spread

    @property
    def unsupported_level(self) -> int:
        """From this level on evidence is asked for."""
        return int(self.guideline.policy.unsupported_level)

    def marker(self, tab_key: str) -> Marker:
        """The marker of a tab of this book."""
        return Marker(tab_key, self.guideline.id, self.guideline.version, self.territory.id, self.language)

    def tab_title(self, tab_key: str) -> str:
        """The title of a tab in the territory's language: blocks by number and short name."""
        if tab_key.startswith("block:"):
            ids = [block.id for block in self.guideline.blocks]
            block = self.guideline.block(tab_key.removeprefix("block:"))
            return f"{ids.index(block.id) + 1} {block.short[self.language]}"
        return self.words(f"sheet.tab.{tab_key}")

    def indicators(self, block_id: str) -> tuple[Indicator, ...]:
        """The indicators of a block in the campaign's depth."""
        everything = self.guideline.block(block_id).indicators
        return tuple(indicator for indicator in everything if indicator.core or self.campaign.depth == "full")

    def filled(self, tab_key: str, row_key: str, column_key: str) -> str | float | int | bool | None:
        """What is already known for a participant's cell; None when nothing is."""
        return self.prefill.get((tab_key, row_key, column_key))

    def reference(self, tab_key: str, row: int, column: int) -> str:
        """A formula reference to a cell of another tab."""
        return f"{quoted(self.tab_title(tab_key))}!{a1(row, column, absolute=True)}"

    @property
    def action_ids(self) -> tuple[str, ...]:
        """A01, A02 ... as many as the campaign leaves room for."""
        return tuple(f"A{number:02d}" for number in range(1, self.campaign.plan_rows + 1))

    def of_action(self, tab_key: str, first_row: int, wanted: int, key_cell: str) -> str:
        """The part of a formula that finds, for the action named in `key_cell`, column `wanted` of a tab of actions.

        The actions of that tab begin in `first_row`, with their names in the first visible column.
        """
        last_row = first_row + self.campaign.plan_rows - 1
        names, values = (
            f"{quoted(self.tab_title(tab_key))}!{area_name(Area(first_row, column, last_row, column), absolute=True)}"
            for column in (1, wanted)
        )
        return f"INDEX({values},MATCH({key_cell},{names},0))"

    def respondent_cell(self, respondent_id: str, column_key: str) -> str:
        """Where the respondents' tab holds something about one respondent."""
        row = RESPONDENT_FIRST_ROW + self.respondents.index(respondent_id)
        column = RESPONDENT_COLUMNS.index(column_key) + 1
        return self.reference("respondents", row, column)

    def respondent_header(self, respondent_id: str) -> str:
        """The header of a respondent's column: its number, and the organisation once it is named."""
        organisation = self.filled("respondents", respondent_id, "organisation")
        if organisation in (None, ""):
            return respondent_id
        name = str(organisation)
        short = f"{name[: SHOWN_OF_NAME - 1]}…" if len(name) > SHOWN_OF_NAME else name
        return f"{respondent_id}\n{short}"

    def respondent_heading(self, grid: Grid, row: int, key: str, respondent_id: str, note: str = "") -> None:
        """The heading of a respondent's column: its number, and the name of the organisation as soon as it has one."""
        name = self.respondent_cell(respondent_id, "organisation")
        short = f'IF(LEN({name})>{SHOWN_OF_NAME},LEFT({name},{SHOWN_OF_NAME - 1})&"…",{name})'
        formula = f'={in_formula(respondent_id)}&IF({name}="","",CHAR(10)&{short})'
        grid.put(row, key, self.respondent_header(respondent_id), "header_respondent", formula=formula, note=note)

    def marked(self, title: str) -> str:
        """A title that says so when the answers of the campaign are made up."""
        return f"{title} · {self.words('exercise.illustrative')}" if self.campaign.illustrative else title

    def back(self, grid: Grid, row: int) -> None:
        """The way back to the Read me, in the first column people see: it stays in view when they scroll."""
        grid.put(row, grid.columns[1].key, f"← {self.tab_title('readme')}", "back", link="readme")


def in_formula(text: str) -> str:
    """A text as formulas write it."""
    escaped = text.replace('"', '""')
    return f'"{escaped}"'


def quoted(title: str) -> str:
    """A tab title as formulas write it."""
    escaped = title.replace("'", "''")
    return f"'{escaped}'"
