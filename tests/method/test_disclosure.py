"""Means that tell of too few people.

1. A group that is too small, and who is left over beside the groups, is found.
2. So is what follows from two breakdowns together, down to the difference of two people.
3. It agrees with an oracle that looks for the people in the null space, whatever the groups.
4. The order of groups, cells and people changes nothing, and cells without people do not matter.
5. A wrong shape is refused with the numbers that do not fit.
"""

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.linalg import null_space

from pipeline.method import tells_of_few

#: Four cells: women and men in the centre, women and men in the periphery.
ALL, WOMEN, CENTRE = [1, 1, 1, 1], [1, 0, 1, 0], [1, 1, 0, 0]
MEN, PERIPHERY = [0, 1, 0, 1], [0, 0, 1, 1]
GROUPS = hnp.arrays(np.bool_, st.tuples(st.integers(1, 5), st.integers(1, 7)))


def told(groups: npt.NDArray[np.bool_], least: int) -> bool:
    """The oracle: a few people with numbers of their own that nothing unpublished can move."""
    hidden = null_space(groups.astype(float))
    here = np.flatnonzero(groups.any(axis=0)).tolist()
    sizes = range(1, min(least - 1, len(here)) + 1)
    few = [list(one) for size in sizes for one in combinations(here, size)]
    return any(np.linalg.matrix_rank(hidden[one], tol=1e-9) < len(one) if hidden.size else True for one in few)


@pytest.mark.parametrize(
    ("groups", "people", "expected"),
    [
        ([ALL], [3, 0, 0, 0], False),
        ([ALL], [1, 1, 0, 0], True),
        ([ALL, WOMEN], [3, 3, 0, 0], False),
        ([ALL, WOMEN], [2, 4, 0, 0], True),
        ([ALL, WOMEN], [4, 2, 0, 0], True),
        ([WOMEN], [4, 2, 0, 0], False),
    ],
)
def test_small_groups_and_what_is_left_over(groups: list[list[int]], people: list[int], *, expected: bool) -> None:
    """1. Without the mean of all, two who are left over cannot be told."""
    assert tells_of_few(groups, people, least=3) is expected


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([3, 0, 0, 3], False),  # women and centre are the same people
        ([3, 1, 0, 3], True),  # the centre without the women is one man
        ([2, 2, 2, 2], False),  # nobody can tell the cells from the margins
        ([1, 3, 3, 1], True),  # women and centre minus all: one woman minus one man
        ([1, 3, 3, 2], False),
    ],
)
def test_two_breakdowns_together(people: list[int], *, expected: bool) -> None:
    """2. Each of them alone is fine: four women of eight, four in the centre, or so."""
    assert tells_of_few([ALL, WOMEN, MEN, CENTRE, PERIPHERY], people, least=3) is expected
    assert not tells_of_few([ALL, CENTRE, PERIPHERY], people, least=3)
    assert not tells_of_few([ALL, WOMEN, MEN], people, least=3)


@given(groups=GROUPS, least=st.integers(1, 4))
def test_it_agrees_with_the_null_space(groups: npt.NDArray[np.bool_], least: int) -> None:
    """3."""
    actual = tells_of_few(groups, np.ones(groups.shape[1], dtype=np.int64), least=least)

    assert actual == told(groups, least)


@given(groups=GROUPS, data=st.data())
def test_order_and_empty_cells_change_nothing(groups: npt.NDArray[np.bool_], data: st.DataObject) -> None:
    """4."""
    people = np.array(data.draw(st.lists(st.integers(0, 4), min_size=groups.shape[1], max_size=groups.shape[1])))
    rows = data.draw(st.permutations(range(groups.shape[0])))
    cells = data.draw(st.permutations(range(groups.shape[1])))
    apart = np.repeat(groups, people, axis=1)
    expected = tells_of_few(groups, people, least=3)

    assert tells_of_few(groups[rows][:, cells], people[cells], least=3) == expected
    assert tells_of_few(apart, np.ones(people.sum(), dtype=np.int64), least=3) == expected


def test_a_wrong_shape_is_refused() -> None:
    """5."""
    with pytest.raises(ValueError, match=r"one number per cell, found \(2,\)"):
        tells_of_few([ALL], [1, 2], least=3)
