"""Evidence grades: how well an indicator is documented, kept beside the score, never in it."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import IntArray, positions


class Grade(IntEnum):
    """A documented and seen by a reviewer, B documented, C stated by enough voices, D by few."""

    A = 0
    B = 1
    C = 2
    D = 3
    E = 4


def evidence_grades(
    n_voices: npt.ArrayLike,
    documented: npt.ArrayLike,
    reviewed: npt.ArrayLike,
    *,
    enough_voices: int,
) -> IntArray:
    """Return one `Grade` per indicator; E where nobody gave a level.

    The share of A and B in a block is the aggregate of `grades <= Grade.B` by the block weights.

    Args:
        n_voices: whole numbers of any shape, how many respondents gave a level.
        documented: booleans of that shape, a document was handed in.
        reviewed: booleans of that shape, a reviewer saw it; counts only with a document.
        enough_voices: from this number of voices on, a statement without document is a C.
    """
    n = positions(n_voices, "n_voices")
    paper = np.asarray(documented, dtype=np.bool_)
    seen = np.asarray(reviewed, dtype=np.bool_)
    cases = [n < 1, paper & seen, paper, n >= enough_voices]
    grades = [np.int64(grade) for grade in (Grade.E, Grade.A, Grade.B, Grade.C)]
    return np.select(cases, grades, np.int64(Grade.D))
