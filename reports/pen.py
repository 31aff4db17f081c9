"""Writing one cell safely: the only way anything gets into a workbook.

Every text is cleaned, never a formula, never a link, shortened with a visible mark where a cell has no room.
Every return code is looked at, because XlsxWriter drops cells without a word (WORKBOOK 3.1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, NoReturn
from xml.sax.saxutils import escape

from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_range_abs

from reports import limits, text, theme
from reports.layout import Placed
from reports.sheet import Cell, Entry, File, Formula, Link, Ref, Row, Value, Web, plain, tables
from reports.stream import StreamedSheet
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
    looks: dict[Style, _Look] = field(default_factory=dict)
    texts: dict[str, tuple[int, bool]] = field(default_factory=dict)


class _Look(NamedTuple):
    """The ends of the address of a cell, by what the cell holds: its style, its kind, the start of its value."""

    number: str
    text: str
    quoted: str
    blank: str
    formula: str
    said: str


class Pen:
    """Writes safely on one worksheet of a book."""

    def __init__(self, shared: Shared, page: StreamedSheet) -> None:
        self.shared, self.page = shared, page
        self.texts = shared.texts
        self.n_links = self.n_unlinked = 0
        self.heights: dict[int, float] = {}

    def set_row(self, row: int, points: float) -> None:
        """Make a row so high; page breaks are worked out from it."""
        self.heights[row] = points
        self.page.set_height(row, points)

    def format(self, style: Style, *, risky: bool = False) -> Any:
        """The format of a style, made once; None where it is the default."""
        key = (style, risky)
        if key not in self.shared.formats:
            self.shared.formats[key] = self._made(style, risky=risky)
        return self.shared.formats[key]

    def column(self, column: int, style: Style) -> Callable[[int, Value | Cell], str]:
        """What gives the XML of the cells of one column of a table, by row (from 0) and value."""
        start, look, texts = f'<c r="{xl_col_to_name(column)}', self._look(style), self.texts
        text_, quoted = look.text, look.quoted

        def written(row: int, value: Value | Cell) -> str:
            kind = value.__class__
            if kind is Cell and value.link is None and value.entry is None:  # type: ignore[union-attr]
                own: Cell = value  # type: ignore[assignment]
                return self._xml(start, row, own.value, self._look(own.style or style))
            if kind is str:
                index, risky = texts.get(value) or self._known(value)  # type: ignore[arg-type]
                return f"{start}{row + 1}{quoted if risky else text_}{index}</v></c>"
            if kind is Cell:
                return self.cell(row, column, value, style)  # type: ignore[arg-type]
            return self._xml(start, row, value, look)  # type: ignore[arg-type]

        return written

    def cell(self, row: int, column: int, cell: Cell, style: Style) -> str:
        """The XML of one cell with its own look, its link, or what may be written into it."""
        if cell.link is not None:
            self._link(row, column, cell.link)
        if cell.entry is not None:
            self._enter(row, column, cell.entry)
        return self._xml(f'<c r="{xl_col_to_name(column)}', row, cell.value, self._look(cell.style or style))

    def put(self, row: int, column: int, value: Value | Cell, style: Style) -> None:
        """One cell outside of tables, right of those of its row so far."""
        cell = value if isinstance(value, Cell) else Cell(value)
        if xml := self.cell(row, column, cell, style):
            self.page.put(row, column, xml)

    def remember(self, row: int, values: Row) -> None:
        """Keep the values of a written row for the charts that draw it."""
        for column, value in enumerate(values):
            shown = plain(value)
            if isinstance(shown, str):
                self.page.remember(row, column, None, (self.texts.get(shown) or self._known(shown))[0])
            elif isinstance(shown, int | float):
                self.page.remember(row, column, shown)

    def _xml(self, start: str, row: int, value: Value | Formula, look: _Look) -> str:
        """Text as text, numbers and times as numbers, None as an empty cell in its style."""
        if isinstance(value, str):
            index, risky = self.texts.get(value) or self._known(value)
            return f"{start}{row + 1}{look.quoted if risky else look.text}{index}</v></c>"
        if value is None:
            return f"{start}{row + 1}{look.blank}" if look.blank else ""
        if isinstance(value, Formula):
            return self._formula(start, row, value, look)
        shown = f"{value if isinstance(value, int | float) else _serial(value):.16G}"
        if shown[-1] > "9":
            broken(f"a number is none in row {row + 1}: {shown}")
        return f"{start}{row + 1}{look.number}{shown}</v></c>"

    def _formula(self, start: str, row: int, formula: Formula, look: _Look) -> str:
        """A live cell, its value beside it: what does not recalculate shows that."""
        written = formula.text.format_map({name: self.area(ref) for name, ref in formula.refs.items()})
        if len(written) > limits.MAX_FORMULA:
            broken(f"a formula is too long in row {row + 1}")
        if isinstance(formula.value, str):
            value = text.clean(formula.value)
            opening = look.said if value else look.formula
        else:
            value, opening = f"{formula.value}", look.formula
        return f"{start}{row + 1}{opening}{escape(written)}</f><v>{escape(value)}</v></c>"

    def _look(self, style: Style) -> _Look:
        found = self.shared.looks.get(style)
        if found is None:
            plain, quoted = (
                f'" s="{made._get_xf_index()}"' if made is not None else '"'  # noqa: SLF001 - as the library's rows do
                for made in (self.format(style), self.format(style, risky=True))
            )
            found = self.shared.looks[style] = _Look(
                number=f"{plain}><v>",
                text=f'{plain} t="s"><v>',
                quoted=f'{quoted} t="s"><v>',
                blank=f"{plain}/>" if plain != '"' else "",
                formula=f"{plain}><f>",
                said=f'{plain} t="str"><f>',
            )
        return found

    def _known(self, value: str) -> tuple[int, bool]:
        """The number of a text in the workbook, and whether it needs a quote prefix; worked out once per text."""
        shown = text.fitted(text.clean(value))
        index = self.shared.book.str_table._get_shared_string_index(shown)  # noqa: SLF001
        found = self.texts[value] = (index, text.risky(shown))
        self.shared.book.str_table.count -= 1  # the sheet counts what it holds
        return found

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

    def _link(self, row: int, column: int, link: Link | Web | File) -> None:
        """Make a cell lead somewhere, unless a sheet holds no more links: what is left out is counted."""
        if self.n_links >= limits.MAX_LINKS_PER_SHEET or (isinstance(link, Web) and len(link.url) > limits.MAX_URL):
            self.n_unlinked += 1
            return
        self.n_links += 1
        cell = f"{xl_col_to_name(column)}{row + 1}"
        if isinstance(link, Web):
            self.page.link_page(cell, link.url)
        elif isinstance(link, File):
            self.page.link(cell, _top(link.tab), link.path)
        else:
            self.page.link(cell, self._address(link))

    def _address(self, link: Link) -> str:
        plan = self.shared.plans.get(link.sheet)
        if plan is None or (link.anchor and link.anchor not in plan.anchors):
            broken(f"a link leads nowhere: {link}")
        return _top(self.shared.titles[link.sheet], plan.anchors.get(link.anchor, 0))

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
        if len(self.shared.formats) > limits.MAX_FORMATS:
            broken("too many cell formats")
        return self.shared.book.add_format({"font_color": theme.INK, **properties})


def _top(title: str, row: int = 0) -> str:
    """The first cell of a row of a sheet, as links write it."""
    quoted = title.replace("'", "''")
    return f"'{quoted}'!A{row + 1}"


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
