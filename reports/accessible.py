"""The accessible twin of each workbook: the same results as plain tables, `<name>-tables.xlsx` and `.ods`.

The rules for accessible spreadsheets and a workbook to explore contradict each other (filters, frozen headers,
fills, charts), so there are two files (WORKBOOK 5). Cover, contents and notes come first, then one table a sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from reports import accessible_ods, accessible_xlsx, workbook
from reports.accessible_page import HEADING, OUTSIDE, TITLE, Column, Go, Grid, Line, Page, shown
from reports.accessible_parts import Head, Made
from reports.accessible_tables import made, notes
from reports.book import Facts
from reports.limits import MAX_ROWS
from reports.sections import masked
from reports.view import View
from reports.whole import written
from schemas.errors import OutputError
from sheet_templates.figures import day_in_words

_CONTENTS, _NOTES, _COVER = "contents", "notes", "cover"
_Drawer = Callable[[Path, Sequence[Page], Facts], None]
_DRAWERS: Mapping[str, _Drawer] = {".xlsx": accessible_xlsx.draw, ".ods": accessible_ods.draw}


def write_pages(seen: View, pages: Sequence[Page], path: Path) -> Path:
    """Write pages of a view as `path`, in the format of its ending, whole or not at all; OutputError where it cannot.

    The same pages give the same bytes.
    """
    facts = workbook.facts(seen)
    facts = replace(facts, title=seen.say("tables.title", title=facts.title))
    draw = _DRAWERS[path.suffix]
    return written(path, lambda part: draw(part, pages, facts))


def accessible_pages(seen: View, twin: str) -> tuple[Page, ...]:
    """Cover, contents, notes and the tables of a view; `twin` is the name of the workbook with the charts."""
    tables = list(made(seen))
    numbers = _numbered(tables)
    pages = [_table_page(seen, place, one, numbers) for place, one in enumerate(tables, start=1)]
    return (_cover(seen, twin), _contents(seen, pages), _notes(seen, numbers), *pages)


def _numbered(tables: Sequence[Made]) -> dict[str, int]:
    """The notes in the order in which the tables first need them."""
    keys = dict.fromkeys(key for one in tables for head in one.heads for key in head.notes)
    return {key: number for number, key in enumerate(keys, start=1)}


def _cover(seen: View, twin: str) -> Page:
    say, words, campaign = seen.say, seen.words, seen.campaign
    illustrative = [say("cover.illustrative", mark=words("exercise.illustrative"))] if campaign.illustrative else []
    unpublished = [say("cover.unpublished", n=seen.n_unpublished)] if seen.n_unpublished else []
    most = seen.guideline.policy.workbook_territories
    parted = [say("territory.separate", n=len(seen.territories), most=most)] if seen.is_large else []
    facts = (
        ("made_for", seen.name or say("cover.everyone")),
        ("organiser", campaign.organiser),
        ("contact", campaign.contact),
        ("session", campaign.session),
        ("made_at", _day(seen)),
        ("territories", say("cover.territories_value", n=len(seen.territories))),
        ("redaction", say(f"redaction.{seen.redaction.agreement}")),
        ("masked", "" if seen.is_large else masked.total(seen)),
        ("guideline", f"{seen.guideline.id} {seen.guideline.version}"),
        ("fingerprint", seen.fingerprint),
    )
    rights = (words("exercise.credit"), words("exercise.licence"), words("exercise.source"))
    lines = [
        Line(say("tables.title", title=campaign.title), TITLE),
        Line(words("exercise.title"), HEADING),
        *(
            Line(text)
            for text in (
                words("exercise.tagline"),
                words("exercise.working_grid"),
                *illustrative,
                *unpublished,
                *parted,
            )
        ),
        Line(say("tables.intro", file=twin)),
        Line(say("tables.to_contents"), page=_CONTENTS),
        Line(say("tables.to_notes"), page=_NOTES),
        *(Line(say("tables.fact", item=say(f"cover.{key}"), value=value)) for key, value in facts if value),
        *(Line(text) for text in rights),
    ]
    return Page(_COVER, say("tabs.cover"), tuple(lines))


def _contents(seen: View, pages: Sequence[Page]) -> Page:
    say = seen.say
    rows = [(Go(say("tables.notes"), _NOTES), say("tables.about_notes"))]
    rows += [(Go(page.tab, page.key), say(f"tables.titles.{page.key}")) for page in pages]
    columns = (Column(say("contents.sheet"), 26), Column(say("tables.name"), 84))
    return Page(
        _CONTENTS,
        say("tables.contents"),
        (Line(say("tables.contents"), TITLE), *_orientation(seen)),
        Grid("Contents", columns, rows),
    )


def _notes(seen: View, numbers: dict[str, int]) -> Page:
    say, texts = seen.say, notes(seen)
    rows = [(say("tables.mark", n=number), texts[key]()) for key, number in numbers.items()]
    columns = (Column(say("tables.note"), 14), Column(say("tables.text"), 110))
    return Page(
        _NOTES,
        say("tables.notes"),
        (Line(say("tables.notes"), TITLE), *_orientation(seen), Line(say("tables.to_contents"), page=_CONTENTS)),
        Grid("Notes", columns, rows),
    )


def _table_page(seen: View, number: int, table: Made, numbers: dict[str, int]) -> Page:
    say = seen.say
    tab = say("tables.tab", n=number)
    columns = tuple(_column(seen, head, numbers) for head in table.heads)
    if len(table.rows) + 20 > MAX_ROWS:
        message = f"the table “{table.name}” has {len(table.rows)} rows; a spreadsheet holds {MAX_ROWS}"
        raise OutputError(message, "Use `pipeline export`: CSV and Parquet files have no such limit.")
    rows = [
        tuple(shown(value, column, symbols=say("tables.symbols")) for value, column in zip(row, columns, strict=True))
        for row in table.rows
    ] or [(say(table.empty), *[OUTSIDE] * (len(columns) - 1))]
    lines = (
        Line(say("tables.fact", item=tab, value=say(f"tables.titles.{table.key}")), TITLE),
        *_orientation(seen),
        Line(say("tables.to_contents"), page=_CONTENTS),
        Line(say("tables.marks")),
        Line(say("tables.units", units=say(f"tables.unit.{table.key}"))),
        Line(say("tables.scope", n=len(seen.territories), date=_day(seen))),
        Line(
            say(
                "tables.source",
                organiser=seen.campaign.organiser,
                guideline=f"{seen.guideline.id} {seen.guideline.version}",
            )
        ),
    )
    return Page(table.key, tab, lines, Grid(table.name, columns, rows))


def _column(seen: View, head: Head, numbers: dict[str, int]) -> Column:
    marks = "".join(f" {seen.say('tables.mark', n=numbers[key])}" for key in head.notes)
    return Column(f"{head.header}{marks}", head.width, head.places)


def _orientation(seen: View) -> tuple[Line, ...]:
    return (Line(seen.say("tables.one_table", notes=seen.say("tables.notes"))),)


def _day(seen: View) -> str:
    return day_in_words(seen.made_at.date(), seen.words)
