"""Who can learn from whom, and how a territory stands beside those with a similar context."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Flag, Frame, Real, Whole

PLACES = ("above", "below", "not_distinguishable", "no_peers")


class Peers(Frame):
    """One row per territory and block that found somebody to learn from; shown to these two territories only.

    `match` = P(mentor leads by the margin) x similarity of context x share of documented answers x language.
    `language` is a working language both have, "" where they have none. Only territories that publish are mentors.
    """

    territory_id: str
    block_id: str
    mentor_id: str
    match: Real = pa.Field(ge=0)
    probability: Real = pa.Field(ge=0, le=1)
    similarity: Real = pa.Field(ge=0, le=1)
    language: str
    is_exchange: Flag


class Benchmarks(Frame):
    """One row per territory and block with a score: its place against the middle of its peers, never a rank.

    Peers have a similar context and the same block scored. `place` speaks only when `probability_above` the peers'
    median is over or under the policy; "no_peers" where there are too few for anything to be shown.
    """

    territory_id: str
    block_id: str
    n_peers: Whole
    lower_quartile: Real = pa.Field(nullable=True, ge=0, le=100)
    median: Real = pa.Field(nullable=True, ge=0, le=100)
    upper_quartile: Real = pa.Field(nullable=True, ge=0, le=100)
    probability_above: Real = pa.Field(nullable=True, ge=0, le=1)
    place: str = pa.Field(isin=PLACES)
