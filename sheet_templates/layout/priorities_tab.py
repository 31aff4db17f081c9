"""Which actions first: points of every respondent, then marks on five criteria, one row per action (DOMAIN 5.2).

The names of the actions come from the plan. Totals and ranks are live, so that a group sees where it stands while it
votes; `sync` works them out again, breaks ties and says them in the feedback.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.layout import Area, Column, Prompt, TabLayout, a1, area_name
from sheet_templates.layout import points
from sheet_templates.layout.grid import Grid, Value
from sheet_templates.layout.paper import on_one_page, scale_for
from sheet_templates.layout.parts import PLAN_FIRST_ROW, PRIORITIES_FIRST_ROW, RESPONDENT_HEADING, Book, in_formula
from sheet_templates.prioritisation import Prioritisation, prioritisation

KEY = "priorities"
TITLE, HEADER, INTRO, TOTALS, FIRST = 1, 2, 3, 4, PRIORITIES_FIRST_ROW
#: Keys of the columns begin with these: "vote:R1", "mark:impact"; that of the row of totals.
VOTE, MARK, TOTAL = "vote:", "mark:", "total"
_WIDTHS = {"action": 8, "title": 24, "points": 10, "technical": 11, "final": 11, "rank": 8}
_VOTE_WIDTH, _MARK_WIDTH = 12.5, 13
_ROW_HEIGHT = 44.0
_SINCE = 2


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a row shows for what is filled in, None where there is nothing to show; shares run from 0 to 100."""

    title: str = ""
    points: float | None = None
    technical: float | None = None
    final: float | None = None
    rank: int | None = None

    def shown(self, key: str) -> str | float:
        """What stands in the column of that key."""
        value: str | float | None = getattr(self, key)
        return "" if value is None else value


def priorities_tab(book: Book) -> TabLayout:
    """The tab of votes and marks, with a row for every row of the plan."""
    words, rule = book.words, prioritisation()
    keys, votes, marks = column_keys(book), _votes(book), _marks(rule)
    columns = [Column(key, _width(key)) for key in keys]
    grid = Grid(book.marker(KEY), book.tab_title(KEY), columns)
    book.back(grid, TITLE)
    grid.put(TITLE, votes[0], book.marked(words("sheet.priorities.title")), "title")
    limits = {"points": f"{rule.vote_points:g}", "most": f"{rule.vote_points_on_one:g}"}
    low, high = rule.marks
    grid.spread(INTRO, votes[0], "points", words("sheet.priorities.vote", **limits), "purpose")
    grid.spread(INTRO, marks[0], "rank", words("sheet.priorities.mark", low=low, high=high), "purpose")
    _headers(book, grid, rule)
    _totals(book, grid, rule)
    live = ranked(book)
    for row, action_id in enumerate(book.action_ids, start=FIRST):
        _row(book, grid, row, action_id, live[action_id])
    last = FIRST + len(book.action_ids) - 1
    given, marked = (grid.area(FIRST, one[0], last_row=last, last_key=one[-1]) for one in (votes, marks))
    most = (0, int(rule.vote_points_on_one))
    grid.prompts.append(
        Prompt(given, words("sheet.points.prompt"), words("sheet.priorities.vote_help", **limits), most)
    )
    help_text = words("sheet.priorities.mark_help", low=low, high=high)
    grid.prompts.append(Prompt(marked, words("sheet.priorities.mark_prompt"), help_text, rule.marks))
    grid.open(given)
    grid.open(marked)
    grid.rules += points.rules(grid.area(TOTALS, votes[0], last_key=votes[-1]))
    grid.later[""] = _SINCE
    for row, least in ((TITLE, 24), (HEADER, RESPONDENT_HEADING), (INTRO, 22), (TOTALS, 22)):
        grid.fit(row, least=least)
    tab = grid.tab(
        freeze=(HEADER + 1, 3), repeat_rows=(HEADER, HEADER), repeat_columns=(1, 2), colour="plan",
    )  # fmt: skip
    start = grid.column(marks[0])
    pages = (range(1, start), (1, 2, *range(start, len(tab.columns))))
    heights = (height for row, height in tab.heights.items() if row not in tab.hidden_rows)
    return replace(tab, scale=on_one_page(heights, scale_for(tab.columns, pages)), column_breaks=(start,))


def column_keys(book: Book) -> tuple[str, ...]:
    """The keys of the visible columns, in order."""
    return ("action", "title", *_votes(book), "points", *_marks(prioritisation()), "technical", "final", "rank")


def ranked(book: Book) -> dict[str, Ranked]:
    """What every action's row shows for what is filled in, counted the way the formulas do."""
    rule = prioritisation()
    valid = {key for key in _votes(book) if _is_right(_column(book, key), rule)}
    shown: dict[str, Ranked] = {}
    for action_id in book.action_ids:
        votes = {key: book.filled(KEY, action_id, key) for key in _votes(book)}
        marks = points.numbers(book.filled(KEY, action_id, key) for key in _marks(rule))
        title = str(book.filled("plan", action_id, "title") or "")
        if not title or not (points.numbers(votes.values()) or marks):
            shown[action_id] = Ranked(title)
            continue
        given = sum(points.numbers(value for key, value in votes.items() if key in valid))
        whole = len(marks) == len(rule.criteria)
        shown[action_id] = Ranked(title, given, _technical(marks, rule) if whole else None)
    return _placed(shown, rule)


def _votes(book: Book) -> tuple[str, ...]:
    return tuple(VOTE + one for one in book.respondents)


def _marks(rule: Prioritisation) -> tuple[str, ...]:
    return tuple(MARK + one for one in rule.criteria)


def _width(key: str) -> float:
    return _WIDTHS.get(key, _VOTE_WIDTH if key.startswith(VOTE) else _MARK_WIDTH)


def _column(book: Book, key: str) -> list[Value]:
    return [book.filled(KEY, action_id, key) for action_id in book.action_ids]


def _is_right(given: Sequence[Value], rule: Prioritisation) -> bool:
    found = points.numbers(given)
    in_bounds = all(0 <= one <= rule.vote_points_on_one for one in found)
    return in_bounds and sum(found) <= rule.vote_points


def _technical(marks: Sequence[float], rule: Prioritisation) -> float:
    low, high = rule.marks
    shares = zip(rule.criteria.values(), marks, strict=True)
    return points.rounded(sum(100 * share * (mark - low) / (high - low) for share, mark in shares))


def _placed(shown: dict[str, Ranked], rule: Prioritisation) -> dict[str, Ranked]:
    """The same rows with the final value and its rank; ties share the better rank."""
    everyone = [one.points for one in shown.values() if one.points is not None]

    def final(one: Ranked) -> float | None:
        if one.points is None or one.technical is None:
            return None
        place = _rank(one.points, everyone)
        by_vote = (len(everyone) - place) / (len(everyone) - 1) if len(everyone) > 1 else 1.0
        return points.rounded(100 * rule.participatory * by_vote + rule.technical * one.technical)

    finals = {action_id: final(one) for action_id, one in shown.items()}
    known = [one for one in finals.values() if one is not None]
    return {
        action_id: replace(one, final=mine, rank=None if mine is None else _rank(mine, known))
        for action_id, one in shown.items()
        for mine in [finals[action_id]]
    }


def _rank(value: float, everyone: Sequence[float]) -> int:
    return 1 + sum(other > value for other in everyone)


def _headers(book: Book, grid: Grid, rule: Prioritisation) -> None:
    words = book.words
    for key in _WIDTHS:
        note = words(f"sheet.note.{key}") if key in {"technical", "final"} else ""
        heading = "plan.columns.title.label" if key == "title" else f"sheet.priorities.{key}"
        grid.put(HEADER, key, words(heading), "header_owned", note=note)
    for respondent in book.respondents:
        book.respondent_heading(grid, HEADER, VOTE + respondent, respondent)
    for criterion, share in rule.criteria.items():
        note = words("sheet.note.criterion", share=f"{100 * share:g}")
        grid.put(HEADER, MARK + criterion, words(f"plan.criteria.{criterion}"), "header", note=note)


def _totals(book: Book, grid: Grid, rule: Prioritisation) -> None:
    """What each respondent has given so far, above the actions; in a row that is known again if moved."""
    grid.key_of_row(TOTALS, TOTAL)
    grid.put(TOTALS, "action", book.words("sheet.points.total"), "label_code")
    grid.put(TOTALS, "title", book.words("sheet.priorities.totals"), "hint_wrap")
    last = FIRST + len(book.action_ids) - 1
    for key in _votes(book):
        given = _column(book, key)
        cells = area_name(grid.area(FIRST, key, last_row=last))
        bounds = (
            f"MAX({cells})<={rule.vote_points_on_one:g}",
            f"MIN({cells})>=0",
            f"SUM({cells})<={rule.vote_points:g}",
        )
        value, formula = points.total(
            given, cells, rule.vote_points, right=_is_right(given, rule), condition=f"AND({','.join(bounds)})"
        )
        grid.put(TOTALS, key, value, "owned_number", formula=formula)
    for key in ("points", *_marks(rule), "technical", "final", "rank"):
        grid.put(TOTALS, key, "", "closed")


def _row(book: Book, grid: Grid, row: int, action_id: str, live: Ranked) -> None:
    rule = prioritisation()
    votes, marks = _votes(book), _marks(rule)
    grid.key_of_row(row, action_id)
    grid.put(row, "action", action_id, "label_mid")
    for key in (*votes, *marks):
        grid.put(row, key, book.filled(KEY, action_id, key), "answer")
    plan = [column.id for column in book.guideline.plan_columns]
    name = book.of_action("plan", PLAN_FIRST_ROW, plan.index("title") + 1, _at(grid, row, "action"))
    formulas = {
        "title": f'=IFERROR({name}&"","")',
        "points": _points_formula(grid, row, votes, marks),
        "technical": _technical_formula(grid, row, marks, rule),
        "final": _final_formula(book, grid, row, rule),
        "rank": _rank_formula(book, grid, row),
    }
    for key, formula in formulas.items():
        grid.put(row, key, live.shown(key), "hint_wrap" if key == "title" else "owned_number", formula=formula)
    grid.fit(row, least=_ROW_HEIGHT, grows=True)


def _points_formula(grid: Grid, row: int, votes: Sequence[str], marks: Sequence[str]) -> str:
    """The points of those whose total is right, once the action has a name and anything given to it."""
    given, marked = (area_name(grid.area(row, one[0], last_key=one[-1])) for one in (votes, marks))
    totals = area_name(grid.area(TOTALS, votes[0], last_key=votes[-1]), absolute=True)
    nothing = f'OR({_at(grid, row, "title")}="",COUNT({given})+COUNT({marked})=0)'
    return f'=IF({nothing},"",SUMIF({totals},{in_formula(points.RIGHT + "*")},{given}))'


def _technical_formula(grid: Grid, row: int, marks: Sequence[str], rule: Prioritisation) -> str:
    low, high = rule.marks
    cells = area_name(grid.area(row, marks[0], last_key=marks[-1]))
    parts = (
        f"{100 * share / (high - low):g}*({_at(grid, row, key)}-{low})"
        for key, share in zip(marks, rule.criteria.values(), strict=True)
    )
    nothing = f'OR({_at(grid, row, "points")}="",COUNT({cells})<{len(marks)})'
    return f'=IF({nothing},"",ROUND({"+".join(parts)},1))'


def _final_formula(book: Book, grid: Grid, row: int, rule: Prioritisation) -> str:
    everyone = _all(book, grid, "points")
    mine, technical = _at(grid, row, "points"), _at(grid, row, "technical")
    by_vote = f"IF(COUNT({everyone})<2,1,(COUNT({everyone})-RANK({mine},{everyone}))/(COUNT({everyone})-1))"
    both = f"{100 * rule.participatory:g}*{by_vote}+{rule.technical:g}*{technical}"
    return f'=IF(OR({mine}="",{technical}=""),"",ROUND({both},1))'


def _rank_formula(book: Book, grid: Grid, row: int) -> str:
    mine = _at(grid, row, "final")
    return f'=IF({mine}="","",RANK({mine},{_all(book, grid, "final")}))'


def _all(book: Book, grid: Grid, key: str) -> str:
    column = grid.column(key)
    area = Area(FIRST, column, FIRST + len(book.action_ids) - 1, column)
    return area_name(area, absolute=True)


def _at(grid: Grid, row: int, key: str) -> str:
    return f"${a1(row, grid.column(key))}"
