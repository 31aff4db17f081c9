"""Change since an earlier session: same indicators only, honest errors, few false alarms (SCORING 2.12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.consensus import Voices, merged_levels
from pipeline.method import (
    Step,
    adjusted_p_values,
    change_directions,
    change_test,
    minimum_detectable_change,
    paired_change,
    panel_change,
    weighted_mean,
    wilcoxon_p_value,
)
from pipeline.method.arrays import divided
from pipeline.method.change import ChangeTest
from pipeline.method.panel import PanelChange
from pipeline.method.spread import Spread
from pipeline.score import scenario_weights
from pipeline.session_voices import Returning, returning, session_warnings
from pipeline.uncertainty import could_be_asked, respondent_spread
from schemas.campaign import Campaign
from schemas.frames import Changes
from schemas.frames.base import framed
from schemas.guideline import Guideline, Policy
from schemas.kinds import fold

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Session:
    """What a session left behind, of all its territories; `documented` holds `documented_share` per block."""

    guideline: Guideline
    campaign: Campaign
    voices: Voices
    organisations: Sequence[Sequence[str]]
    indicator_scores: pd.DataFrame
    block_scores: pd.DataFrame
    index: pd.DataFrame
    documented: pd.DataFrame


def organisation_names(respondents: pd.DataFrame, people: Voices) -> list[list[str]]:
    """The organisation behind each respondent column, folded, "" when unnamed; in the order of `people`."""
    names = {
        (str(one), str(who)): fold(name)
        for one, who, name in zip(
            respondents["territory_id"], respondents["respondent_id"], respondents["organisation"], strict=True
        )
    }
    columns = range(1, people.levels.shape[1] + 1)
    return [[names.get((one, f"R{number}"), "") for number in columns] for one in people.territory_ids]


def changes(before: Session, after: Session) -> pd.DataFrame:
    """The frame `Changes`, for the territories and indicators that both sessions hold, in the order of the later one."""
    policy = after.guideline.policy
    pair = _Pair(before, after)
    if not pair.territory_ids or not pair.indicator_ids:
        return Changes.validate(Changes.empty())
    step = Step(pair.parent, np.ones(len(pair.indicator_ids)))
    panel = panel_change(
        pair.scores[0], pair.scores[1], step, min_share=policy.change_min_share,
        first_applicable=pair.applicable[0], second_applicable=pair.applicable[1],
    )  # fmt: skip
    spreads = [
        respondent_spread(voices, pair.parent, scores, asked, policy)
        for voices, scores, asked in zip(pair.merged, (panel.first, panel.second), pair.could_be_asked, strict=True)
    ]
    back = returning(pair.names, pair.merged, pair.parent, panel.common, policy)
    blocks = _blocks(panel, spreads, back, policy)
    index = _index(pair, panel, spreads, policy)
    warnings = session_warnings(pair, panel.first, back, policy)
    return _frame(pair, panel, blocks, index, back, warnings=warnings)


class _Pair:
    """Both sessions on common ground: arrays of territories x (respondents x) indicators, before and after."""

    def __init__(self, before: Session, after: Session) -> None:
        versions = [{one.id: one.version for one in session.guideline.indicators()} for session in (before, after)]
        self.territory_ids = [one for one in after.voices.territory_ids if one in before.voices.territory_ids]
        self.indicator_ids = [
            one
            for one in after.voices.indicator_ids
            if one in before.voices.indicator_ids and versions[0].get(one) == versions[1][one]
        ]
        block_of = dict(zip(after.voices.indicator_ids, after.voices.block_ids, strict=True))
        self.block_ids = list(dict.fromkeys(block_of[one] for one in self.indicator_ids))
        self.parent = np.array([self.block_ids.index(block_of[one]) for one in self.indicator_ids], dtype=np.int64)
        self.scores, self.applicable, self.merged, self.names, self.actors = [], [], [], [], []
        self.published, self.index, self.documented, self.could_be_asked = [], [], [], []
        for session in (before, after):
            rows = [session.voices.territory_ids.index(one) for one in self.territory_ids]
            columns = [session.voices.indicator_ids.index(one) for one in self.indicator_ids]
            shape = session.voices.levels.shape
            scores = session.indicator_scores["score"].to_numpy(dtype=float, na_value=np.nan)
            there = (session.indicator_scores["status"] != "not_applicable").to_numpy()
            self.scores.append(scores.reshape(shape[0], shape[2])[np.ix_(rows, columns)])
            self.applicable.append(there.reshape(shape[0], shape[2])[np.ix_(rows, columns)])
            self.merged.append(merged_levels(session.voices)[rows][:, :, columns])
            self.names.append([session.organisations[row] for row in rows])
            self.actors.append(session.voices.actors[rows])
            self.published.append(_by_block(session.block_scores, "score", self))
            self.documented.append(_by_block(session.documented, "documented_share", self))
            self.could_be_asked.append(could_be_asked(session.campaign, self.territory_ids))
            index = session.index.set_index("territory_id")["index"].reindex(self.territory_ids)
            self.index.append(index.to_numpy(dtype=float, na_value=np.nan))
        self.weights = _weights(after, self)


def _by_block(frame: pd.DataFrame, name: str, pair: _Pair) -> Floats:
    keys = pd.MultiIndex.from_product([pair.territory_ids, pair.block_ids])
    values = frame.set_index(["territory_id", "block_id"])[name].reindex(keys)
    return values.to_numpy(dtype=float, na_value=np.nan).reshape(len(pair.territory_ids), -1)


def _weights(after: Session, pair: _Pair) -> Floats:
    return scenario_weights(after.guideline, after.campaign, pair.territory_ids, pair.block_ids)


@dataclass(frozen=True, slots=True)
class _Tested:
    """Changes with their tests; each array ends in blocks, or in one column for the index."""

    first: Floats
    second: Floats
    test: ChangeTest
    adjusted: Floats
    detectable: Floats
    direction: npt.NDArray[np.object_]
    paired: Floats
    paired_p: Floats


def _blocks(panel: PanelChange, spreads: Sequence[Spread], back: Returning, policy: Policy) -> _Tested:
    errors = [one.standard_errors for one in spreads]
    df = [np.maximum(one.df, 1e-9)[:, None] + np.zeros_like(errors[0]) for one in spreads]
    test = change_test(panel.change, errors[0], errors[1], df[0], df[1])
    paired = paired_change(back.first, back.second, min_pairs=policy.change_min_pairs)
    return _tested(panel.first, panel.second, test, policy, paired)


def _index(pair: _Pair, panel: PanelChange, spreads: Sequence[Spread], policy: Policy) -> _Tested:
    """The change of the index on the blocks that can be compared, where enough of them can."""
    comparable = ~np.isnan(panel.change)
    enough = comparable.mean(axis=1) >= policy.index_min_share - 1e-12
    share = np.where(comparable, pair.weights, 0)
    share = np.nan_to_num(divided(share, share.sum(axis=1, keepdims=True)))
    ends = [np.where(enough, weighted_mean(one, pair.weights), np.nan)[:, None] for one in (panel.first, panel.second)]
    errors = [
        np.sqrt(np.maximum(np.einsum("tk,tkl,tl->t", share, np.nan_to_num(one.covariance), share), 0))[:, None]
        for one in spreads
    ]
    df = [np.maximum(one.df, 1e-9)[:, None] for one in spreads]
    return _tested(ends[0], ends[1], change_test(ends[1] - ends[0], errors[0], errors[1], df[0], df[1]), policy, None)


def _tested(first: Floats, second: Floats, test: ChangeTest, policy: Policy, paired: ChangeTest | None) -> _Tested:
    """Changes with their words. Where everybody there is to ask answered both times, what moved has moved for sure."""
    change = second - first
    certain = np.isclose(test.standard_error, 0.0) & ~np.isnan(change)
    test = replace(test, p_value=np.where(certain, np.where(np.isclose(change, 0.0), 1.0, 0.0), test.p_value))
    adjusted = adjusted_p_values(test.p_value)
    way = change_directions(change, adjusted, rate=policy.change_false_share, min_points=policy.change_min_points)
    names = np.select([np.isnan(way), way > 0, way < 0], ["not_comparable", "rose", "fell"], "no_clear_change")
    detectable = minimum_detectable_change(
        test.standard_error, test.df, alpha=policy.change_false_share, power=policy.change_power
    )
    least = np.maximum(np.where(certain, 0.0, detectable), policy.change_min_points)
    nothing = np.full(first.shape, np.nan)
    return _Tested(
        first, second, test, adjusted, np.where(np.isnan(change), np.nan, least), names.astype(object),
        nothing if paired is None else paired.change,
        nothing if paired is None else paired.p_value,
    )  # fmt: skip


def _frame(
    pair: _Pair,
    panel: PanelChange,
    blocks: _Tested,
    index: _Tested,
    back: Returning,
    *,
    warnings: npt.NDArray[np.object_],
) -> pd.DataFrame:
    n_territories, n_blocks = len(pair.territory_ids), len(pair.block_ids)
    member = pair.parent[None, :] == np.arange(n_blocks)[:, None]
    difference = np.where(panel.common, pair.scores[1] - pair.scores[0], np.nan)
    wilcoxon = np.array([[wilcoxon_p_value(row[own]) for own in member] for row in difference])
    wilcoxon = np.where(np.isnan(panel.change), np.nan, wilcoxon)
    nothing = np.full((n_territories, 1), np.nan)
    common = panel.common.astype(int) @ member.T

    def both(of_blocks: npt.NDArray[np.generic], of_index: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        return np.concatenate([of_blocks, of_index], axis=1).reshape(-1)

    share = divided(common.sum(axis=1), (pair.applicable[0] | pair.applicable[1]).sum(axis=1))
    columns = {
        "territory_id": np.repeat(np.array(pair.territory_ids, dtype=object), n_blocks + 1),
        "measure": np.tile(np.array(["block"] * n_blocks + ["index"], dtype=object), n_territories),
        "block_id": np.tile(np.array([*pair.block_ids, ""], dtype=object), n_territories),
        "direction": both(blocks.direction, index.direction),
        "first": both(blocks.first, index.first),
        "second": both(blocks.second, index.second),
        "change": both(blocks.second - blocks.first, index.second - index.first),
        "minimum_detectable": both(blocks.detectable, index.detectable),
        "standard_error": both(blocks.test.standard_error, index.test.standard_error),
        "p_value": both(blocks.test.p_value, index.test.p_value),
        "p_adjusted": both(blocks.adjusted, index.adjusted),
        "n_pairs": both(back.n_pairs, back.n_people[:, None]),
        "paired_change": both(blocks.paired, nothing),
        "paired_p": both(blocks.paired_p, nothing),
        "wilcoxon_p": both(wilcoxon, nothing),
        "n_common": both(common, common.sum(axis=1, keepdims=True)),
        "common_share": both(panel.common_share, share[:, None]),
        "published_first": both(pair.published[0], pair.index[0][:, None]),
        "published_second": both(pair.published[1], pair.index[1][:, None]),
        "warnings": warnings.reshape(-1),
    }
    return framed(Changes, columns)
