"""One pace for all: no minute holds more than the quota.

1. Whatever is asked, no window of a minute holds more than the quota.
2. Eighty per cent flow for as long as it takes. 3. After a refusal the pace halves, and recovers.
4. Two limiters on one file share the pace. 5. A reservation from a clock far ahead is forgotten.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.limiter import Limiter

from .desk import Wait

QUOTA = 60


def taken(limiter: Limiter, wait: Wait, number: int) -> list[float]:
    """When each of so many requests went out."""
    times = []
    for _ in range(number):
        limiter.take("reads", QUOTA)
        times.append(wait.now)
    return times


def most_in_a_minute(times: list[float]) -> int:
    """The most requests in any window of a minute."""
    return max(sum(1 for one in times if start <= one < start + 59.999) for start in times)


@given(st.lists(st.floats(0, 40), min_size=1, max_size=60))
def test_no_minute_holds_more_than_the_quota(idle: list[float]):
    """Requirement 1."""
    wait = Wait()
    limiter = Limiter(None, lambda: wait.now, wait.sleep)
    times = []
    for pause in idle:
        wait.now += pause
        times += taken(limiter, wait, 5)
    limiter.close()

    assert most_in_a_minute(times) <= QUOTA


def test_four_fifths_of_the_quota_flow(tmp_path: Path):
    """Requirement 2."""
    wait = Wait()
    limiter = Limiter(tmp_path / "pace.db", lambda: wait.now, wait.sleep)
    times = taken(limiter, wait, 492)
    limiter.close()

    assert times[-1] - times[0] == pytest.approx(600, rel=0.01)


def test_after_a_refusal_the_pace_halves_and_recovers(tmp_path: Path):
    """Requirement 3."""
    wait = Wait()
    limiter = Limiter(tmp_path / "pace.db", lambda: wait.now, wait.sleep)
    taken(limiter, wait, 60)
    limiter.slow_down("reads")
    before = wait.now
    taken(limiter, wait, 24)
    slow = wait.now - before
    wait.now += 600
    taken(limiter, wait, 60)
    before = wait.now
    taken(limiter, wait, 24)
    limiter.close()

    assert slow > 45
    assert wait.now - before == pytest.approx(30, rel=0.05)


def test_two_limiters_on_one_file_share_the_pace(tmp_path: Path):
    """Requirement 4."""
    wait = Wait()
    limiters = [Limiter(tmp_path / "pace.db", lambda: wait.now, wait.sleep) for _ in range(2)]
    times = [time for _ in range(60) for one in limiters for time in taken(one, wait, 1)]
    for one in limiters:
        one.close()

    assert most_in_a_minute(times) <= QUOTA


def test_a_reservation_from_a_clock_far_ahead_is_forgotten(tmp_path: Path):
    """Requirement 5."""
    wait = Wait()
    limiter = Limiter(tmp_path / "pace.db", lambda: wait.now, wait.sleep)
    wait.now += 10_000_000
    taken(limiter, wait, 30)
    wait.now -= 10_000_000
    waited = limiter.take("reads", QUOTA)
    limiter.close()

    assert waited == 0
