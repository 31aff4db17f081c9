"""Clock, waiting and chance for what talks to a service: one object handed in, so that tests bring their own."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Outside:
    """What a store may know of the machine it runs on.

    Args:
        clock: seconds since 1970.
        sleep: waits so many seconds.
        chance: a number from 0 (inclusive) to 1 (exclusive).
        bits: a number of so many random bits, for new ids.
        credentials: file with the key of a service account, or with the sign-in of a person; None without one.
        act_as: whom a service account stands in for (domain-wide delegation); "" for nobody.
        reads_per_minute: quota of reads of this account.
        writes_per_minute: quota of writes of this account.
        limits_file: where all processes of this machine share their pace; None keeps it in this process.

    """

    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    bits: Callable[[int], int] = secrets.randbits
    credentials: Path | None = None
    act_as: str = ""
    reads_per_minute: int = 60
    writes_per_minute: int = 60
    limits_file: Path | None = None
