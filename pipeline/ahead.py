"""Work done a little ahead, by several hands: results in order, never many under way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")


def ahead(work: Callable[[Given], Result], items: Iterable[Given], n_workers: int) -> Iterator[tuple[Given, Result]]:
    """Each item with what `work` made of it, in order; an item a worker is taken before the one in hand, no more.

    What `work` raises is raised here, and what was not begun is not done.
    """
    under_way: deque[tuple[Given, Future[Result]]] = deque()
    with ThreadPoolExecutor(n_workers) as workers:
        try:
            for item in items:
                under_way.append((item, workers.submit(work, item)))
                if len(under_way) > n_workers:
                    first, result = under_way.popleft()
                    yield first, result.result()
            while under_way:
                first, result = under_way.popleft()
                yield first, result.result()
        finally:
            for _, future in under_way:
                future.cancel()
