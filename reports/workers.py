"""Orders carried out one after the other, or by several processes at once: the same files either way."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from reports.kept import Entry
from reports.orders import Done, Order, carry_out
from schemas.errors import OutputError

#: Orders that wait for a process, beside those being carried out: enough to keep all busy, few enough for memory.
_WAITING = 1
_STOPPED = "the system stopped a process that was writing workbooks, most likely for want of memory"
_AGAIN = "Close other programs, then run `pipeline report`: what is written already is whole."


def cores() -> int:
    """How many processes this computer runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def carried_out(orders: Iterator[Order], folder: Path, before: Mapping[str, Entry], n_processes: int) -> Iterator[Done]:
    """The files of all orders, in their order. Orders are asked for as they are carried out, never all at once."""
    if n_processes <= 1:
        for order in orders:
            yield from carry_out(order, folder, before)
        return
    with ProcessPoolExecutor(n_processes, mp_context=get_context("spawn")) as pool:
        running: deque[Future[list[Done]]] = deque()

        def more(count: int) -> None:
            for order in islice(orders, count):
                entries = {file.path: before[file.path] for file in order.files if file.path in before}
                running.append(pool.submit(carry_out, order, folder, entries))

        more(n_processes + _WAITING)
        while running:
            try:
                done = running.popleft().result()
            except BrokenProcessPool as stopped:
                raise OutputError(_STOPPED, _AGAIN) from stopped
            yield from done
            more(1)
