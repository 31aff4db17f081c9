"""What every store does alike when people and machines get in the way.

1. A tab that was emptied is a problem of that tab; what stands in the others is still read.
2. A tab that was deleted is a problem of that tab; what stood in it before is not taken for gone.
3. What somebody types between our reading and our feedback stays, and is read next time.
4. Feedback changes no cell of a participant: only the feedback, and one column of our own.
5. Stopped at any step of a provision and run again: nothing is there twice, nothing typed is lost.
6. Stopped at any step of a pull and run again: all that was typed is read, and nothing in the spreadsheets changed.
7. Letters of every script stand in titles of tabs as well as in cells.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sheet_templates.load import words

from .conftest import House
from .test_contract import LEGAL, levels, plan

pytestmark = pytest.mark.slow

KEYS = ("praia-cv", "sao-filipe")


class Stopped(BaseException):
    """The run ends here, as when the machine is switched off."""


def stopping(number: int) -> Callable[[str], None]:
    """A report of progress that stops the run at its n-th step."""
    steps = iter(range(1, 100))

    def step(_territory_id: str) -> None:
        if next(steps) == number:
            raise Stopped

    return step


def statuses(house: House) -> dict[str, str]:
    """Territory -> what the next pull says of it."""
    report, _ = house.pull()
    return {key: str(one["status"]) for key, one in report.statuses.items()}


@pytest.mark.parametrize("harm", ["empty", "drop"])
def test_a_tab_that_is_gone_is_a_problem_of_that_tab(house: House, harm: str) -> None:
    """Requirements 1 and 2."""
    house.provision()
    place, plan_tab = house.place(), words("fr")("sheet.tab.plan")
    house.hands.type(place, LEGAL, "E5", 3)
    before = levels(house)
    getattr(house.hands, harm)(place, plan_tab)
    house.hands.type(place, LEGAL, "E6", 2)
    report, reading = house.pull()
    codes = {problem.code for problem in [*report.problems, *reading.problems]}

    assert report.statuses["praia-cv"]["status"] in {"pulled", "quarantined"}
    assert codes
    assert before.items() <= levels(house).items()


def test_what_is_typed_while_we_sync_stays_and_is_read_next_time(house: House) -> None:
    """Requirement 3."""
    house.provision()
    house.hands.type(house.place(), LEGAL, "E5", 7)
    store = house.opened()
    house.pull(store)
    house.hands.type(house.place(), LEGAL, "F6", 2)
    store.give(plan(house, "à corriger"))

    assert house.hands.cells(house.place())[LEGAL, 6, 6] in {2, "2"}
    assert statuses(house)["praia-cv"] == "pulled"
    assert levels(house)["LEG-2", "R2"]


def test_feedback_changes_no_cell_of_a_participant(house: House) -> None:
    """Requirement 4."""
    house.provision()
    house.hands.type(house.place(), LEGAL, "E5", 7)
    house.hands.type(house.place(), LEGAL, "F6", "=1+1")
    before = house.hands.cells(house.place())
    for text in ("à corriger", "autre chose", ""):
        store = house.opened()
        house.pull(store)
        store.give(plan(house, text))
    after = house.hands.cells(house.place())
    changed = {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}
    outside = {(tab, column) for tab, _, column in changed if tab != words("fr")("sheet.tab.feedback")}

    assert {tab for tab, _ in outside} <= {LEGAL}
    assert len(outside) <= 1
    assert not [place for place in changed if place in before and place[0] == LEGAL]


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 2])
def test_a_provision_stopped_anywhere_is_resumed(house: House, number: int) -> None:
    """Requirement 5."""
    with pytest.raises(Stopped):
        house.provision(stopping(number))
    made = [key for key in KEYS if key in house.state.books()]
    for key in made:
        house.hands.type(house.place(key), LEGAL if key == "praia-cv" else "1 Quadro legal", "E5", 3)
    typed = {key: house.hands.cells(house.place(key)) for key in made}
    house.provision()

    assert sorted(house.state.books()) == sorted(KEYS)
    assert {key: house.hands.cells(house.place(key)) for key in made} == typed
    assert house.provision() == []


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 2])
def test_a_pull_stopped_anywhere_is_resumed(house: House, number: int) -> None:
    """Requirement 6."""
    house.provision()
    house.hands.type(house.place(), LEGAL, "E5", 3)
    typed = {key: house.hands.cells(house.place(key)) for key in KEYS}
    with pytest.raises(Stopped):
        house.pull(progress=stopping(number))

    assert set(statuses(house).values()) <= {"pulled", "unchanged"}
    assert list(levels(house)) == [("LEG-1", "R1")]
    assert {key: house.hands.cells(house.place(key)) for key in KEYS} == typed


def test_titles_of_every_script_are_found(house: House) -> None:
    """Requirement 7."""
    house.provision()
    before = LEGAL
    for number, title in enumerate(["Ámbito & « droit »", "法律 الإطار", "L'État n° 1! e\u0301 🌵"]):
        house.hands.rename(house.place(), before, title)
        house.hands.type(house.place(), title, "E5", number)
        before = title

        assert str(levels(house)["LEG-1", "R1"]).startswith(str(number))
