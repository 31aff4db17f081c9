"""The demo in spreadsheets and its offline twin in files: the same people, the same answers, the same outcome.

1. Every sync finds the same answers, context, plans, scores and recommendations, and the same to mend, whichever way
   the territories answer, cell by cell; only why one of them was out of reach differs.
2. In the twin a file is renamed where a spreadsheet is, and left open where a spreadsheet lies in the bin.
"""

from __future__ import annotations

from dataclasses import fields

import pandas as pd
import pytest

from schemas.outcome import Outcome

from .played import Played

pytestmark = pytest.mark.slow

#: What only a store knows of a reading. Tabs have ids in spreadsheets alone, so that frame is left out.
OF_THE_STORE = {"pulls": ["sha", "place", "revision"]}


def frames(outcome: Outcome) -> dict[str, pd.DataFrame]:
    """Every frame of an outcome as texts, without what only its store knows."""
    found = {one.name: getattr(outcome, one.name) for one in fields(outcome)}
    return {
        name: frame.drop(columns=OF_THE_STORE.get(name, [])).astype(str)
        for name, frame in found.items()
        if isinstance(frame, pd.DataFrame) and name != "tabs"
    }


@pytest.mark.parametrize("when", ["first", "outcome"])
def test_the_same_people_give_the_same_outcome(when: str, played: Played, by_file: Played):
    """1."""
    in_sheets, in_files = frames(getattr(played, when)), frames(getattr(by_file, when))

    assert in_sheets.keys() == in_files.keys()
    assert {name for name, frame in in_sheets.items() if not frame.equals(in_files[name])} == set()


def test_every_sync_meets_as_much_to_mend(played: Played, by_file: Played):
    """1. In the second one a spreadsheet in the bin is an error, a file that is open a warning."""
    in_sheets, in_files = ([sync["problems"] for sync in one.said["syncs"]] for one in (played, by_file))
    second, other = in_sheets.pop(1), in_files.pop(1)

    assert in_sheets == in_files
    assert (second["error"] - other["error"], second["warning"] - other["warning"]) == (1, -1)
    assert second["hint"] == other["hint"]


def test_files_are_renamed_and_left_open(by_file: Played):
    """2."""
    met = [sync["territories"]["pistoia-it"] for sync in by_file.said["syncs"]]
    place = by_file.outcome.pulls.set_index("territory_id")["place"]["taoyuan-tw"]

    assert met == ["pulled", "stale", "pulled"]
    assert place == "taoyuan-tw_final v2.xlsx"
    assert not (by_file.folder / "sheets" / "taoyuan-tw.xlsx").exists()
    assert [path.name for path in (by_file.folder / "sheets").iterdir() if path.name.startswith(".")] == []
    assert not (by_file.folder / "copies").exists()
