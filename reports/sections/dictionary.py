"""The data dictionary: every column of the data sheets and of the figures, in words."""

from __future__ import annotations

from dataclasses import replace

from reports import theme
from reports.sections.data import ANSWER_COLUMNS, POSITION_COLUMNS, PULL_COLUMNS
from reports.sheet import Column, Note, Sheet, Table, table
from reports.view import View

_SHEETS = (("data", ANSWER_COLUMNS), ("positions", POSITION_COLUMNS), ("pulls", PULL_COLUMNS))


def sheet(view: View) -> Sheet:
    """Columns with stable names first, then the columns of the sheets for reading, then the codes."""
    return Sheet(
        key="dictionary",
        title=view.say("tabs.dictionary"),
        heading=view.say("dictionary.heading"),
        parts=(
            Note(view.say("dictionary.note"), theme.STRONG),
            _data_columns(view),
            _reading_columns(view),
            _codes(view),
            _indicators(view),
        ),
        about=view.say("about.dictionary"),
    )


def _three(view: View, *keys: str) -> list[Column]:
    widths, styles = (24, 30, 90), (theme.TEXT, theme.LABEL, theme.WRAP)
    return [Column(view.say(key), width, style) for key, width, style in zip(keys, widths, styles, strict=True)]


def _data_columns(view: View) -> Table:
    rows = [
        (view.say(f"tabs.{key}"), name, view.say(f"dictionary.columns.{name}"))
        for key, named in _SHEETS
        for name, _, _ in named
    ]
    heads = _three(view, "dictionary.sheet", "dictionary.column", "column.meaning")
    return table("Dictionary_data", heads, rows, caption=view.say("dictionary.data"))


def _reading_columns(view: View) -> Table:
    rows = [
        (view.say("dictionary.reading_sheets"), view.say(f"column.{name}"), meaning)
        for name, meaning in view.words.under("report.meaning").items()
    ]
    heads = _three(view, "dictionary.sheet", "dictionary.column", "column.meaning")
    return table("Dictionary_figures", heads, rows, caption=view.say("dictionary.figures"))


def _codes(view: View) -> Table:
    rows = [("state", code, said) for code, said in view.words.under("report.states").items()]
    rows += [("block_id", block.id, view.local(block.name)) for block in view.blocks]
    rows += [
        (
            "evidence_grade",
            str(grade),
            f"{view.words(f'evidence.E{grade}.label')}. {view.words(f'evidence.E{grade}.test')}",
        )
        for grade in range(4)
    ]
    rows += [("territory_id", one.territory_id, one.name) for one in view.territories]
    heads = _three(view, "dictionary.column", "column.code", "column.meaning")
    return table("Dictionary_codes", heads, rows, caption=view.say("dictionary.codes"))


def _indicators(view: View) -> Table:
    rows = [
        (one.id, view.local(one.label), view.local(one.question))
        for block in view.blocks
        for one in view.indicators(block)
    ]
    code, label, question = _three(view, "column.code", "column.indicator", "dictionary.question")
    heads = [code, replace(label, style=theme.WRAP), question]
    return table("Dictionary_indicators", heads, rows, caption=view.say("dictionary.indicators"))
