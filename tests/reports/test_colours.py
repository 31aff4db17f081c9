"""Colours that everybody can tell apart, and that nobody needs.

1. Neighbouring levels of the heat scale differ by at least 20 (CIE 1976) for a normal eye and under each of the three
   colour blindnesses, and by at least 10 in grey; so do the two ends of the scale.
2. The two colours of the charts differ by at least 20 for every eye, in grey too.
3. Text on each fill has a contrast of at least 4.5, on every shade of the scale too.
4. Meaning never hangs on colour alone: a coloured cell holds its number, two series differ by mark or hatching.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reports import theme
from tests.reports.colours import BLINDNESS, contrast, distance

LEVELS = [theme.heat(score).fill for score in (0, 25, 50, 75, 100)]
EYES = ("normal", *BLINDNESS)


def test_the_measures_are_right():
    """The simulation and the distance, on values known by definition."""
    assert distance("#000000", "#FFFFFF", "normal") == pytest.approx(100, abs=0.01)
    assert distance("#808080", "#808080", "deuteranopia") == 0
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21, abs=0.01)
    assert distance("#FF0000", "#00FF00", "normal") > 3 * distance("#D03030", "#7A7A00", "protanopia")


@pytest.mark.parametrize("eye", EYES)
def test_neighbouring_levels_differ(eye: str):
    """Requirement 1."""
    assert min(distance(one, other, eye) for one, other in pairwise(LEVELS)) >= 20
    assert distance(LEVELS[0], LEVELS[-1], eye) >= 20


def test_neighbouring_levels_differ_in_grey():
    """Requirement 1: on a printer without colours a low and a high score do not look the same."""
    assert min(distance(one, other, "grey") for one, other in pairwise(LEVELS)) >= 10
    assert distance(LEVELS[0], LEVELS[-1], "grey") >= 10


@pytest.mark.parametrize("eye", [*EYES, "grey"])
def test_the_colours_of_the_charts_differ(eye: str):
    """Requirement 2."""
    assert distance(theme.NAVY, theme.ACCENT, eye) >= 20


def test_text_can_be_read_on_every_fill():
    """Requirement 3."""
    shades = [theme.heat(score).fill for score in range(0, 101, 5)]
    pairs = [(str(theme.BASES["heat"]["font_color"]), one) for one in (*shades, theme.PALE)]
    pairs += [
        (str(one.get("font_color", theme.INK)), str(one.get("bg_color", theme.WHITE))) for one in theme.BASES.values()
    ]

    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.slow
def test_a_coloured_cell_holds_its_number(delivered: dict[str, Path]):
    """Requirement 4."""
    scale = {theme.heat(score).fill[1:] for score in range(0, 101, 5)}
    silent = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in load_workbook(delivered["undp"]).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb[2:] in scale and cell.value in (None, "")
    ]

    assert silent == []
