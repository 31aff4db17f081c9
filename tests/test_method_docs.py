"""The examples of docs/method.md run and give what the page says."""

from __future__ import annotations

import doctest
import re
from dataclasses import fields
from pathlib import Path

from pipeline import method
from schemas.outcome import Outcome

PAGE = Path(__file__).parents[1] / "docs" / "method.md"


def test_every_example_gives_what_the_page_says():
    """The whole page, as one session."""
    found = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)

    assert found.attempted > 20
    assert found.failed == 0


def test_the_page_names_frames_that_exist():
    """Names in the first column of the table of frames."""
    table = PAGE.read_text(encoding="utf-8").split("| Frame | Says |")[1].split("\n\n")[0]
    names = {name.strip("` ") for line in table.splitlines()[2:] for name in line.split("|")[1].split(",")}

    assert names <= {field.name for field in fields(Outcome)}


def test_the_page_lists_every_public_function():
    """The table of calls, both ways: nothing that is not there, and nothing left for a reader to stumble upon."""
    table = PAGE.read_text(encoding="utf-8").split("| You want | Call |")[1].split("\n\n")[0]
    named = set(re.findall(r"`(\w+)`", table))
    functions = {name for name in method.__all__ if name.islower()}

    assert functions <= named
    assert named <= set(method.__all__)
