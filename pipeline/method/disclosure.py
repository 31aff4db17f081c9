"""Whether published means tell of fewer people than they should.

Means of groups of known size are sums, and sums can be added and subtracted: from the mean of all and those of two
groups follows what everybody else said; from the groups of two breakdowns, what their overlap said.

Sources: Chin and Özsoyoglu (1982), Auditing and inference control in statistical databases, IEEE Transactions on
Software Engineering 8(6) (somebody is told as soon as a combination of the published sums rests on that one alone).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import positions


def tells_of_few(groups: npt.ArrayLike, people: npt.ArrayLike, *, least: int) -> bool:
    """Return whether some sum of published sums, each times any number, rests on fewer than `least` people.

    It does exactly if leaving those people out lowers the rank of the groups; people who are in the same groups stay
    together. The difference between two people counts as told, for `least` of 3 or more.

    Args:
        groups: booleans of shape (groups, cells), which cells make up each published group.
        people: whole numbers of shape (cells,), how many people are in each cell.
        least: the smallest number of people that may be told of.

    Raises:
        ValueError: as many cells as numbers of people are needed.
    """
    member, counts = np.atleast_2d(np.asarray(groups, np.bool_)), positions(people, "people")
    if counts.shape != member.shape[1:]:
        message = f"people need the shape {member.shape[1:]}, one number per cell, found {counts.shape}"
        raise ValueError(message)
    alike, cell = np.unique(member[:, counts > 0], axis=1, return_inverse=True)
    totals = np.bincount(cell.reshape(-1), weights=counts[counts > 0], minlength=alike.shape[1])
    few = [int(one) for one in np.flatnonzero(alike.any(axis=0) & (totals < least))]
    rank = _rank(alike)
    for size in range(1, min(len(few), least - 1) + 1):
        for out in combinations(few, size):
            if totals[list(out)].sum() < least and _rank(np.delete(alike, out, axis=1)) < rank:
                return True
    return False


def _rank(member: npt.NDArray[np.bool_]) -> int:
    return int(np.linalg.matrix_rank(member.astype(np.float64))) if member.size else 0
