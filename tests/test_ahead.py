"""Work done a little ahead by several hands.

1. Results come in the order of the items, each with its item, however long each takes.
2. No more is begun than an item a worker before the one in hand.
3. What the work raises is raised when its turn comes, and nothing more is begun.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from pipeline.ahead import ahead


def test_results_keep_the_order_of_the_items():
    """1. The first can only end after the second has."""
    second_done = Event()

    def work(item: int) -> int:
        if item == 1:
            assert second_done.wait(30)
        else:
            second_done.set()
        return item * 10

    assert list(ahead(work, [1, 2, 3], 2)) == [(1, 10), (2, 20), (3, 30)]


def test_little_is_begun_before_it_is_wanted():
    """2."""
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = ahead(lambda item: item, items(), 3)

    assert next(results) == (0, 0)
    assert taken == [0, 1, 2, 3]
    assert [item for item, _ in results] == list(range(1, 100))


def test_what_the_work_raises_is_raised_in_its_turn():
    """3."""
    taken: list[int] = []

    def work(item: int) -> int:
        taken.append(item)
        if item == 1:
            raise KeyError(item)
        return item

    results = ahead(work, range(100), 1)

    assert next(results) == (0, 0)
    with pytest.raises(KeyError):
        next(results)
    assert max(taken) <= 2
