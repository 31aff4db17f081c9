"""Writing one cell safely: the only way anything gets into a workbook.

Every text is cleaned, never a formula, never a link, shortened with a visible mark where a cell has no room.
Every return code is looked at, because XlsxWriter drops cells without a word (WORKBOOK 3.1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NoReturn

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from reports import limits, text, theme
from reports.layout import Placed
from reports.sheet import Cell, Entry, Formula, Link, Ref, Value, Web, tables
from reports.theme import Style
from schemas.errors import StageError

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zones; all our times are UTC
_DAY = 86_400


def broken(message: str) -> NoReturn:
    """Stop: a law of drawing was broken, which is our fault and not the reader's."""
    raise StageError(message, "This is a fault of the program: please report it with the pull in use.")


@dataclass(frozen=True, slots=True)
class Shared:
    """What all pens of a book share: where things are, and what was made once."""

    book: Any
    plans: Mapping[str, Placed]
    titles: Mapping[str, str]
    formats: dict[tuple[Style, bool], Any] = field(default_factory=dict)
    texts: dict[str, tuple[str, bool]] = field(default_factory=dict)


class Pen:
    """Writes safely on one worksheet of a book."""

    def __init__(self, shared: Shared, page: Any) -> None:
        self.shared, self.page = shared, page
        self.formats, self.texts = shared.formats, shared.texts
        self.n_links = 0
        self.heights: dict[int, float] = {}

    def set_row(self, row: int, points: float) -> None:
        """Make a row so high; page breaks are worked out from it."""
        self.heights[row] = points
        ok(self.page.set_row(row, points))

    def format(self, style: Style, *, risky: bool = False) -> Any:
        """The format of a style, made once; None where it is the default."""
        key = (style, risky)
        if key not in self.formats:
            self.formats[key] = self._made(style, risky=risky)
        return self.formats[key]

    def column(self, column: int, style: Style) -> Callable[[int, Value | Cell], None]:
        """What writes the cells of one column of a table: formats are looked up once, not cell by cell."""
        plain, quoted = self.format(style), self.format(style, risky=True)
        write_string, write_number, texts = self.page.write_string, self.page.write_number, self.texts

        def write(row: int, value: Value | Cell) -> None:
            kind = value.__class__
            if kind is str:
                known = texts.get(value) or self.known(str(value))  # type: ignore[arg-type]
                if write_string(row, column, known[0], quoted if known[1] else plain):
                    broken(f"a text was dropped in row {row + 1}")
            elif kind is int or kind is float:
                if write_number(row, column, value, plain):
                    broken(f"a number was dropped in row {row + 1}")
            elif isinstance(value, Cell):
                self.cell(row, column, value, style)
            else:
                self.put(row, column, value, style)

        return write

    def known(self, value: str) -> tuple[str, bool]:
        """What is printed for a text, and whether it needs a quote prefix; worked out once per text."""
        shown = text.fitted(text.clean(value))
        found = self.texts[value] = (shown, text.risky(shown))
        return found

    def put(self, row: int, column: int, value: Value, style: Style) -> None:
        """One cell: text as text, numbers and times as numbers, None as an empty cell in its style."""
        if isinstance(value, str):
            self.text(row, column, value, style)
        elif value is None:
            if (look := self.format(style)) is not None:
                ok(self.page.write_blank(row, column, None, look))
        else:
            number = value if isinstance(value, int | float) else _serial(value)
            ok(self.page.write_number(row, column, number, self.format(style)))

    def text(self, row: int, column: int, value: str, style: Style) -> None:
        """One cell of text, whatever it looks like."""
        shown, risky = self.texts.get(value) or self.known(value)
        ok(self.page.write_string(row, column, shown, self.format(style, risky=risky)))

    def cell(self, row: int, column: int, cell: Cell, style: Style) -> None:
        """One cell with its own look or its link."""
        look = cell.style or style
        if cell.link is not None:
            self._link(row, column, cell.link, look)
        if cell.entry is not None:
            self._enter(row, column, cell.entry)
        if isinstance(cell.value, Formula):
            self._formula(row, column, cell.value, look)
        else:
            self.put(row, column, cell.value, look)

    def _formula(self, row: int, column: int, formula: Formula, style: Style) -> None:
        """A live cell, its value beside it: what does not recalculate shows that."""
        written = "=" + formula.text.format_map({name: self.area(ref) for name, ref in formula.refs.items()})
        if len(written) > limits.MAX_FORMULA:
            broken(f"a formula is too long in row {row + 1}")
        value = text.clean(formula.value) if isinstance(formula.value, str) else formula.value
        ok(self.page.write_formula(row, column, written, self.format(style), value))

    def _enter(self, row: int, column: int, entry: Entry) -> None:
        """Say what a reader may write into a cell."""
        rule: dict[str, Any] = {
            "error_title": text.fitted(text.clean(entry.title), limits.MAX_RULE_TITLE),
            "error_message": text.fitted(text.clean(entry.message), limits.MAX_RULE_TEXT),
        }
        if entry.choices is not None:
            rule |= {"validate": "list", "source": f"={self.area(entry.choices)}"}
        elif entry.between is not None:
            lowest, highest = entry.between
            rule |= {"validate": "decimal", "criteria": "between", "minimum": lowest, "maximum": highest}
        ok(self.page.data_validation(row, column, row, column, rule))

    def area(self, ref: Ref) -> str:
        """The address of cells, absolute, with their sheet."""
        plan = self.shared.plans.get(ref.sheet)
        header = plan.headers.get(ref.table) if plan else None
        if plan is None or header is None:
            broken(f"a formula refers to nothing: {ref}")
        n_rows = next(one.n_rows for one in tables(plan.sheet) if one.name == ref.table)
        first = header + 1 + (ref.row or 0)
        last = first if ref.row is not None else header + n_rows
        right = ref.column if ref.last_column is None else ref.last_column
        place = xl_range_abs(first, ref.column, last, right)
        return f"{quote_sheetname(self.shared.titles[ref.sheet])}!{place}"

    def _link(self, row: int, column: int, link: Link | Web, style: Style) -> None:
        """Make a cell lead somewhere; its value is written over it afterwards and keeps the link."""
        address = link.url if isinstance(link, Web) else self._address(link)
        if self.n_links >= limits.MAX_LINKS_PER_SHEET or len(address) > limits.MAX_URL:
            return
        self.n_links += 1
        ok(self.page.write_url(row, column, address, self.format(style), string="-"))

    def _address(self, link: Link) -> str:
        if link.sheet not in self.shared.plans or (
            link.anchor and link.anchor not in self.shared.plans[link.sheet].anchors
        ):
            broken(f"a link leads nowhere: {link}")
        row = self.shared.plans[link.sheet].anchors.get(link.anchor, 0)
        title = self.shared.titles[link.sheet].replace("'", "''")
        return f"internal:'{title}'!A{row + 1}"

    def _made(self, style: Style, *, risky: bool) -> Any:
        properties = dict(theme.BASES[style.base])
        if style.number_format:
            properties["num_format"] = style.number_format
        if style.fill:
            properties["bg_color"] = style.fill
        if risky:
            properties["quote_prefix"] = True
        if not properties:
            return None
        if len(self.formats) > limits.MAX_FORMATS:
            broken("too many cell formats")
        return self.shared.book.add_format({"font_color": theme.INK, **properties})


def _serial(value: date) -> float:
    """Days since the epoch of spreadsheets."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001
    passed = value.replace(tzinfo=None) - _EPOCH
    return passed.days + passed.seconds / _DAY


def ok(code: object) -> None:
    """XlsxWriter answers 0 (or a chart, table or nothing) when it wrote, a negative number when it dropped."""
    if isinstance(code, int) and code < 0:
        broken(f"a cell was dropped (code {code})")
