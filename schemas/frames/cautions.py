"""What a reader must know before reading a territory's results."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Frame

#: all_missing: nobody gave a level. one_respondent: one voice only. zero_weights: no weight on what is scored.
#: ties: blocks with equal scores. one_territory: nobody to compare with. applicability_contested: somebody said "not
#: applicable", too few to take the question out; it counts as missing.
CAUTIONS = ("all_missing", "one_respondent", "zero_weights", "ties", "one_territory", "applicability_contested")


class Cautions(Frame):
    """One row per territory and caution, in the order of `CAUTIONS`; most territories have none.

    `about`: the blocks or indicators concerned, joined by ";", "" where it is the whole territory.
    """

    territory_id: str
    code: str = pa.Field(isin=CAUTIONS)
    about: str
