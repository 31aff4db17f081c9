"""The help that needs no sync: spread, where an indicator stands, and coloured marks, all by formula.

Every formula comes with the value it shows for what is filled in already, counted here the way a spreadsheet does.
Marks say in words what their colour says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from schemas.layout import Rule, a1
from sheet_templates.layout.grid import KEY_ROW, Grid, Value
from sheet_templates.layout.parts import Book, in_formula

_LEVELS = range(5)


class Live:
    """The live cells and rules of one block tab."""

    def __init__(self, book: Book, grid: Grid, header: int, first: int) -> None:
        """Prepare for the tab whose headings stand in row `header` and whose indicators begin in row `first`."""
        self.book, self.grid, self.header, self.first = book, grid, header, first
        self.marks = {
            mark: book.words(f"sheet.mark.{mark}") for mark in ("agreed", "open", "discuss", "begun", "evidence")
        }

    def put(self, row: int, filled: Mapping[str, Value]) -> None:
        """The spread and the mark of one indicator, with their values for what is `filled` in by column key."""
        spread = self._spread(filled)
        self.grid.put(row, "spread", spread, "owned_number", formula=self._spread_formula(row))
        self.grid.put(row, "mark", self._mark(filled, spread), "owned", formula=self._mark_formula(row))

    def rules(self, last: int) -> Iterator[Rule]:
        """Gaps of named respondents, disagreement, what is agreed, high levels without evidence."""
        respondents, first = self.book.respondents, self.first
        column = self.grid.column(respondents[0])
        answers = self.grid.area(first, respondents[0], last_row=last, last_key=respondents[-1])
        named = f"{_below(self.header, column)}<>{_below(KEY_ROW, column)}"
        yield Rule(answers, f'=AND({a1(first, column)}="",{named})', "gap")
        marks = self.grid.area(first, "spread", last_row=last, last_key="mark")
        yield Rule(marks, f"={self._to_discuss(first)}", "discuss")
        yield Rule(marks, f'={self._cell(first, "agreed")}<>""', "done")
        grades = self.grid.area(first, "evidence_grade", last_row=last)
        yield Rule(grades, f"={self._unsupported_formula(first)}", "unsupported")

    def _spread(self, filled: Mapping[str, Value]) -> Value:
        levels = [level for key in self.book.respondents if (level := _level(filled[key])) is not None]
        return max(levels) - min(levels) if len(levels) > 1 else ""

    def _mark(self, filled: Mapping[str, Value], spread: Value) -> str:
        answered = any(filled[key] not in (None, "") for key in self.book.respondents)
        wide = isinstance(spread, int) and spread >= self.book.discuss_spread
        if filled["agreed"] not in (None, ""):
            mark = "agreed"
        elif not answered:
            mark = "open"
        else:
            mark = "discuss" if wide else "begun"
        more = f"\n{self.marks['evidence']}" if self._unsupported(filled) else ""
        return self.marks[mark] + more

    def _unsupported(self, filled: Mapping[str, Value]) -> bool:
        levels = (_level(filled[key]) for key in self.book.respondents)
        high = any(level is not None and level >= self.book.unsupported_level for level in levels)
        agreed = shown(filled["agreed"])[:1]
        agreed_high = agreed in {str(level) for level in self._high_levels()}
        grade = shown(filled["evidence_grade"])
        return (high or agreed_high) and (not grade or grade[:2].upper() == "E0")

    def _high_levels(self) -> range:
        return range(self.book.unsupported_level, _LEVELS.stop)

    def _spread_formula(self, row: int) -> str:
        """Highest minus lowest level chosen, "" under two; text ("3 – ...") and numbers both count."""
        cells = self._answers(row)
        texts, numbers = _constants(f'"{level} *"' for level in _LEVELS), _constants(map(str, _LEVELS))
        given = f"(COUNTIF({cells},{texts})+COUNTIF({cells},{numbers})>0)"
        high = f"SUMPRODUCT(MAX({given}*{numbers}))"
        low = f"SUMPRODUCT(MAX({given}*{_constants(str(4 - level) for level in _LEVELS)}))"
        total = f"SUMPRODUCT(COUNTIF({cells},{texts})+COUNTIF({cells},{numbers}))"
        return f'=IF({total}<2,"",{high}+{low}-4)'

    def _mark_formula(self, row: int) -> str:
        agreed, text = self._cell(row, "agreed"), {key: in_formula(mark) for key, mark in self.marks.items()}
        return (
            f'=IF({agreed}<>"",{text["agreed"]},IF(COUNTA({self._answers(row)})=0,{text["open"]},'
            f"IF({self._to_discuss(row)},{text['discuss']},{text['begun']})))"
            f'&IF({self._unsupported_formula(row)},CHAR(10)&{text["evidence"]},"")'
        )

    def _to_discuss(self, row: int) -> str:
        spread, agreed = self._cell(row, "spread"), self._cell(row, "agreed")
        return f'AND({agreed}="",N({spread})>={self.book.discuss_spread:g})'

    def _unsupported_formula(self, row: int) -> str:
        cells, levels = self._answers(row), self._high_levels()
        agreed, grade = self._cell(row, "agreed"), self._cell(row, "evidence_grade")
        high = [f'COUNTIF({cells},"{level} *")+COUNTIF({cells},{level})' for level in levels]
        agreed_high = [f'LEFT({agreed},1)="{level}"' for level in levels]
        return f'AND(OR({"+".join(high)}>0,{",".join(agreed_high)}),OR({grade}="",LEFT({grade},2)="E0"))'

    def _answers(self, row: int) -> str:
        """The respondents' cells of a row, as a formula writes them."""
        first, last = (self._cell(row, key) for key in (self.book.respondents[0], self.book.respondents[-1]))
        return f"{first}:{last}"

    def _cell(self, row: int, key: str) -> str:
        return f"${a1(row, self.grid.column(key))}"


def shown(value: Value) -> str:
    """A value as a text function of a spreadsheet sees it."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _level(value: Value) -> int | None:
    """The level in an answer, as COUNTIF finds it: 3, "3" or a text that begins with "3 "; None for all else."""
    text = shown(value)
    return int(text[0]) if text[:1] in set("01234") and text[1:2] in {"", " "} else None


def _below(row: int, column: int) -> str:
    """A reference that keeps its row: "F$3"."""
    return a1(row, column).removesuffix(str(row + 1)) + f"${row + 1}"


def _constants(entries: Iterable[str]) -> str:
    return "{" + ",".join(entries) + "}"
