"""Who answered in both sessions, and what must be said when the voices or their evidence changed (SCORING 2.12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.method.arrays import divided
from pipeline.method.panel import mix_shift
from schemas.frames.changes import WARNINGS
from schemas.guideline import Policy

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Returning:
    """Organisations that answered both times, in the same row of both arrays.

    Attributes:
        first: shape (territories, organisations, blocks), block means in points over the common indicators.
        second: likewise; NaN where there is no pair.
        n_pairs: shape (territories, blocks).
        n_people: shape (territories,), organisations that returned at all.
        share: shape (territories,), of the second session's named voices, 0-1; NaN without any.
    """

    first: Floats
    second: Floats
    n_pairs: npt.NDArray[np.int64]
    n_people: npt.NDArray[np.int64]
    share: Floats


class Both(Protocol):
    """Both sessions on common ground: before and after in each list."""

    actors: list[npt.NDArray[np.object_]]
    merged: list[Floats]
    documented: list[Floats]


def returning(
    names: Sequence[Sequence[Sequence[str]]],
    merged: Sequence[Floats],
    parent: npt.NDArray[np.int64],
    common: npt.NDArray[np.bool_],
    policy: Policy,
) -> Returning:
    """Match voices by the name of their organisation; those without a name are never matched."""
    member = (parent[:, None] == np.arange(int(parent.max()) + 1)).astype(float)
    means = [_block_means(one, common, member) * policy.points_per_level for one in merged]
    n_territories, n_rows, n_blocks = means[1].shape
    first = np.full((n_territories, n_rows, n_blocks), np.nan)
    second = np.full((n_territories, n_rows, n_blocks), np.nan)
    share = np.full(n_territories, np.nan)
    n_people = np.zeros(n_territories, dtype=np.int64)
    for number in range(n_territories):
        rows = [_speakers(names[side][number], merged[side][number]) for side in (0, 1)]
        back = [name for name in rows[1] if name in rows[0]]
        for place, name in enumerate(back):
            first[number, place], second[number, place] = (
                means[0][number, rows[0][name]],
                means[1][number, rows[1][name]],
            )
        n_people[number] = len(back)
        share[number] = len(back) / len(rows[1]) if rows[1] else np.nan
    n_pairs = (~np.isnan(first) & ~np.isnan(second)).sum(axis=1)
    return Returning(first, second, n_pairs, n_people, share)


def _speakers(names: Sequence[str], merged: Floats) -> dict[str, int]:
    """Row of each named organisation that gave a level."""
    spoke = np.asarray(~np.isnan(merged).all(axis=1))
    found: dict[str, int] = {}
    for row, name in enumerate(names):
        if name and spoke[row]:
            found.setdefault(name, row)
    return found


def _block_means(merged: Floats, common: npt.NDArray[np.bool_], member: Floats) -> Floats:
    there = ~np.isnan(merged) & common[:, None, :]
    return divided(np.where(there, merged, 0) @ member, there.astype(float) @ member)


def session_warnings(pair: Both, first: Floats, back: Returning, policy: Policy) -> npt.NDArray[np.object_]:
    """Codes of `WARNINGS` joined by ";", one per territory and block, and last for the index."""
    n_territories, n_blocks = first.shape
    few = np.nan_to_num(back.share, nan=1.0) < policy.change_min_overlap
    mixed = np.array([_mix(pair, number) for number in range(n_territories)]) > policy.change_max_mix
    papers = np.abs(np.nan_to_num(pair.documented[1] - pair.documented[0])) > policy.change_grade_share
    low = np.nan_to_num(first, nan=100.0) < policy.peer_weak_below
    blank = np.zeros((n_territories, 1), dtype=np.bool_)
    flags = np.stack(
        [
            np.repeat(few[:, None], n_blocks + 1, axis=1),
            np.repeat(mixed[:, None], n_blocks + 1, axis=1),
            np.concatenate([papers, papers.any(axis=1, keepdims=True)], axis=1),
            np.concatenate([low, blank], axis=1),
        ],
        axis=2,
    )
    texts = {
        code: ";".join(name for bit, name in enumerate(WARNINGS) if code >> bit & 1)
        for code in range(2 ** len(WARNINGS))
    }
    codes = flags @ (1 << np.arange(len(WARNINGS)))
    return np.array([[texts[int(code)] for code in row] for row in codes], dtype=object).reshape(codes.shape)


def _mix(pair: Both, number: int) -> float:
    """How far the mix of types of actor moved; 0 where a session has nobody of a known type."""
    spoke = [~np.isnan(one[number]).all(axis=1) for one in pair.merged]
    kinds = [pd.Series(actors[number][who]) for actors, who in zip(pair.actors, spoke, strict=True)]
    known = sorted({one for kind in kinds for one in kind if one})
    counts = [np.array([(kind == one).sum() for one in known], dtype=float) for kind in kinds]
    return float(np.nan_to_num(mix_shift(counts[0], counts[1]))) if known and all(one.sum() for one in counts) else 0.0
