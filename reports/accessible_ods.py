"""Accessible pages as .ods, written as XML: the same sheets, for readers without Excel, and no library to keep up.

The libraries for it have seen no release since 2020 (odfpy), or wrap it. OpenDocument 1.3; the table of a page is a
named range with a header, its header row is marked as such. The same pages give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from reports.accessible_page import HEADING, LINK, TEXT, TITLE, Go, Grid, Page
from reports.book import Facts
from reports.text import clean, fitted, headers, identifier

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SPACES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"
    for name, long in {
        "office": "office", "style": "style", "text": "text", "table": "table", "meta": "meta",
        "fo": "xsl-fo-compatible", "number": "datastyle", "config": "config", "manifest": "manifest",
    }.items()
} | {"xlink": "http://www.w3.org/1999/xlink", "dc": "http://purl.org/dc/elements/1.1/"}  # fmt: skip
#: Centimetres a character of Arial 12 takes, as column widths are given in characters.
_CENTIMETRES = 0.23
_BOLD = 'fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold"'
_TEXT_STYLES = {
    TITLE: f'{_BOLD} fo:font-size="16pt"',
    HEADING: f'{_BOLD} fo:font-size="14pt"',
    TEXT: "",
    LINK: 'fo:color="#0b4f9e" style:text-underline-style="solid" style:text-underline-type="single"',
}
_CELL = 'style:vertical-align="top" fo:padding-left="0.05cm" fo:padding-right="0.25cm"'
_WRAP, _EDGE = 'fo:wrap-option="wrap"', 'fo:border-bottom="1.5pt solid #000000"'


def draw(path: Path, pages: Sequence[Page], facts: Facts) -> None:
    """Write the pages as the file `path`, the first one in front."""
    with ZipFile(path, "w") as archive:
        _add(archive, "mimetype", _MIME, ZIP_STORED)
        _add(archive, "META-INF/manifest.xml", _manifest())
        _add(archive, "meta.xml", _meta(facts))
        _add(archive, "settings.xml", _settings(pages))
        _add(archive, "styles.xml", _styles(facts.language))
        _add(archive, "content.xml", "".join(_content(pages)))


def _add(archive: ZipFile, name: str, text: str, how: int = ZIP_DEFLATED) -> None:
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, text.encode("utf-8"))


def _root(name: str, body: str) -> str:
    spaces = " ".join(f'xmlns:{short}="{long}"' for short, long in _SPACES.items())
    version = "manifest:version" if name.startswith("manifest") else "office:version"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} {spaces} {version}="1.3">{body}</{name}>'


def _manifest() -> str:
    files = [("/", _MIME), *((f"{name}.xml", "text/xml") for name in ("content", "meta", "settings", "styles"))]
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>' for path, kind in files
    )
    return _root("manifest:manifest", entries)


def _meta(facts: Facts) -> str:
    made_at = facts.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    said = {
        "dc:title": facts.title, "dc:subject": facts.subject, "dc:description": facts.comments,
        "meta:initial-creator": facts.author, "dc:creator": facts.author, "dc:language": facts.language,
        "meta:creation-date": made_at, "dc:date": made_at,
    }  # fmt: skip
    body = "".join(f"<{name}>{escape(clean(value))}</{name}>" for name, value in said.items())
    body += "".join(
        f"<meta:user-defined meta:name={quoteattr(name)}>{escape(fitted(clean(value), 250))}</meta:user-defined>"
        for name, value in facts.custom.items()
    )
    return _root("office:document-meta", f"<office:meta>{body}</office:meta>")


def _settings(pages: Sequence[Page]) -> str:
    front = escape(pages[0].tab)
    return _root(
        "office:document-settings",
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'<config:config-item config:name="ActiveTable" config:type="string">{front}</config:config-item>'
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings>",
    )


def _styles(language: str) -> str:
    country = {"fr": "FR", "en": "GB", "es": "ES", "pt": "PT"}.get(language, "none")
    return _root(
        "office:document-styles",
        '<office:styles><style:default-style style:family="table-cell"><style:text-properties'
        ' style:font-name="Arial" fo:font-family="Arial" fo:font-size="12pt" style:font-size-asian="12pt"'
        f' style:font-size-complex="12pt" fo:language="{language}" fo:country="{country}"/></style:default-style>'
        '<style:style style:name="Default" style:family="table-cell"/></office:styles>'
        '<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties'
        ' fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" style:scale-to-X="1"'
        ' style:scale-to-Y="0"/></style:page-layout></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="Default" style:page-layout-name="A4"/></office:master-styles>',
    )


def _content(pages: Sequence[Page]) -> Iterator[str]:
    widths = sorted({_width(page, place) for page in pages for place in range(_n_columns(page))})
    names = {width: f"co{place}" for place, width in enumerate(widths, start=1)}
    tabs = {page.key: page.tab for page in pages}
    sheets = "".join(part for page in pages for part in _sheet(page, names, tabs))
    ranges = "".join(_range(page) for page in pages if page.grid)
    yield _root(
        "office:document-content",
        f"<office:automatic-styles>{_automatic(names)}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{sheets}"
        f"<table:database-ranges>{ranges}</table:database-ranges></office:spreadsheet></office:body>",
    )


def _automatic(names: Mapping[float, str]) -> str:
    found = [
        f'<style:style style:name="{name}" style:family="table-column"><style:table-column-properties'
        f' style:column-width="{width * _CENTIMETRES:.2f}cm"/></style:style>'
        for width, name in names.items()
    ]
    found.append(
        '<style:style style:name="ro1" style:family="table-row"><style:table-row-properties'
        ' style:use-optimal-row-height="true"/></style:style>'
        '<style:style style:name="ta1" style:family="table" style:master-page-name="Default"/>'
    )
    for name, look in _TEXT_STYLES.items():
        found.append(_cell_style(name, _CELL, look))
    found += [
        _cell_style("header", f"{_CELL} {_WRAP} {_EDGE}", _BOLD),
        _cell_style("header_right", f"{_CELL} {_WRAP} {_EDGE}", _BOLD, right=True),
        _cell_style("cell", f"{_CELL} {_WRAP}", ""),
        _cell_style("cell_right", _CELL, "", right=True),
    ]
    for places in (0, 1, 2, 3):
        found.append(
            f'<number:number-style style:name="N{places}"><number:number number:decimal-places="{places}"'
            f' number:min-decimal-places="{places}" number:min-integer-digits="1"/></number:number-style>'
        )
        found.append(_cell_style(f"number{places}", _CELL, "", f"N{places}", right=True))
    return "".join(found)


def _cell_style(name: str, cell: str, text: str, number: str = "", *, right: bool = False) -> str:
    data = f' style:data-style-name="{number}"' if number else ""
    side = '<style:paragraph-properties fo:text-align="end"/>' if right else ""
    cell = f'{cell} style:text-align-source="fix"' if right else cell
    return (
        f'<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="Default"{data}>'
        f"<style:table-cell-properties {cell}/>{side}<style:text-properties {text}/></style:style>"
    )


def _n_columns(page: Page) -> int:
    return len(page.grid.columns) if page.grid else 1


def _width(page: Page, place: int) -> float:
    return page.grid.columns[place].width if page.grid else 110.0


def _sheet(page: Page, names: Mapping[float, str], tabs: Mapping[str, str]) -> Iterator[str]:
    yield f'<table:table table:name={quoteattr(page.tab)} table:style-name="ta1">'
    for place in range(_n_columns(page)):
        yield f'<table:table-column table:style-name="{names[_width(page, place)]}"/>'
    for line in page.lines:
        style = "cell" if page.grid is None and line.style == TEXT and not line.page else line.style
        value = Go(line.text, line.page) if line.page else clean(line.text)
        yield _row(_cell(value, LINK if line.page else style, tabs))
    if page.grid:
        yield from _rows(page.grid, tabs)
    yield "</table:table>"


def _rows(grid: Grid, tabs: Mapping[str, str]) -> Iterator[str]:
    names = headers(column.header for column in grid.columns)
    looks = ("header" if column.places is None else "header_right" for column in grid.columns)
    heads = "".join(_cell(name, look, tabs) for name, look in zip(names, looks, strict=True))
    yield f"<table:table-header-rows>{_row(heads)}</table:table-header-rows>"
    styles = ["cell" if one.places is None else f"number{one.places}" for one in grid.columns]
    for row in grid.rows:
        yield _row("".join(_cell(value, style, tabs) for value, style in zip(row, styles, strict=True)))


def _row(cells: str) -> str:
    return f'<table:table-row table:style-name="ro1">{cells}</table:table-row>'


def _cell(value: str | float | Go, style: str, tabs: Mapping[str, str]) -> str:
    if isinstance(value, Go):
        address = quoteattr("#'{}'.A1".format(tabs[value.page].replace("'", "''")))
        words = f'<text:a xlink:type="simple" xlink:href={address}>{escape(clean(value.text))}</text:a>'
        return _text_cell(LINK, f"<text:p>{words}</text:p>")
    if isinstance(value, str):
        look = "cell_right" if style.startswith("number") else style
        return _text_cell(look, "".join(f"<text:p>{_spaced(one)}</text:p>" for one in value.split("\n")))
    return f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{value!r}"><text:p>{value:g}</text:p></table:table-cell>'


def _text_cell(style: str, paragraphs: str) -> str:
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{paragraphs}</table:table-cell>'


def _spaced(text: str) -> str:
    """Text whose tabulators and double spaces survive; XML readers of OpenDocument fold them otherwise."""
    safe = escape(text).replace("\t", "<text:tab/>").replace("  ", " <text:s/>")
    return f"<text:s/>{safe[1:]}" if safe.startswith(" ") else safe


def _range(page: Page) -> str:
    grid = page.grid
    if grid is None:
        return ""
    sheet = "'{}'".format(page.tab.replace("'", "''"))
    first, last = len(page.lines) + 1, len(page.lines) + 1 + len(grid.rows)
    area = quoteattr(f"{sheet}.A{first}:{sheet}.{_letters(len(grid.columns))}{last}")
    return (
        f'<table:database-range table:name="{identifier(grid.name)}" table:target-range-address={area}'
        ' table:contains-header="true" table:display-filter-buttons="false"/>'
    )


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
