"""How far the people asked agree over a whole assessment, and how well each value is documented (SCORING 2.2, 2.3)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.method import alpha_from_counts, level_counts
from pipeline.method.draws import quantiles
from pipeline.method.evidence import Grade, evidence_grades
from pipeline.method.reliability import alpha_draws
from pipeline.uncertainty import interval_ends
from schemas.frames import Evidence, Reliability
from schemas.frames.base import framed
from schemas.guideline import Policy

Floats = npt.NDArray[np.float64]
_DOCUMENTED = 2
#: Grades that rest on a document.
DOCUMENTED = ("A", "B")
_LEVELS = 5
_PAIR = 2


def reliability(territory_ids: tuple[str, ...], merged: Floats, policy: Policy, seed: int) -> pd.DataFrame:
    """The frame `Reliability`. `merged`: territories x voices x indicators, NaN where there is no level."""
    counts = level_counts(merged, _LEVELS)
    alpha = alpha_from_counts(counts)
    low, high = _interval(counts, alpha, policy, seed)
    cases = [np.isnan(alpha), alpha >= policy.alpha_reliable - 1e-9, alpha >= policy.alpha_tentative - 1e-9]
    frame = {
        "territory_id": np.array(territory_ids, dtype=object),
        "n_voices": (~np.isnan(merged)).any(axis=2).sum(axis=1),
        "n_indicators": (counts.sum(axis=2) >= _PAIR).sum(axis=1),
        "alpha": alpha,
        "low": low,
        "high": high,
        "reading": np.select(cases, ["undefined", "reliable", "tentative"], "low").astype(object),
    }
    return framed(Reliability, frame)


def _interval(counts: Floats, alpha: Floats, policy: Policy, seed: int) -> tuple[Floats, Floats]:
    """Ends of the bootstrap over indicators; resamples without variation are left out, NaN where alpha is."""
    low, high = np.full(alpha.shape, np.nan), np.full(alpha.shape, np.nan)
    rows = np.flatnonzero(~np.isnan(alpha))
    if rows.size:
        draws = alpha_draws(counts[rows], n_draws=policy.alpha_draws, seed=seed)
        draws = np.where(np.isnan(draws), alpha[rows, None], draws)
        ends = quantiles(draws, interval_ends(policy))
        low[rows], high[rows] = ends[:, 0], ends[:, 2]
    return low, high


def evidence(scores: pd.DataFrame, reviewed: tuple[tuple[str, str], ...], policy: Policy) -> pd.DataFrame:
    """The frame `Evidence` from `IndicatorScores`. `reviewed`: territory and indicator whose document somebody saw."""
    seen = pd.MultiIndex.from_frame(scores[["territory_id", "indicator_id"]]).isin(list(reviewed))
    documented = scores["evidence_grade"].to_numpy(dtype=float, na_value=0) >= _DOCUMENTED
    voices = scores["n_voices"].to_numpy(dtype=np.int64)
    stated = np.where(scores["level"].notna().to_numpy(), np.maximum(voices, 1), voices)
    grades = evidence_grades(stated, documented, seen, enough_voices=policy.label_min_voices)
    names = np.array([grade.name for grade in Grade], dtype=object)[grades]
    frame = scores[["territory_id", "block_id", "indicator_id"]].assign(
        grade=pd.Series(names, index=scores.index, dtype="str"),
        n_voices=scores["n_voices"],
        is_reviewed=pd.Series(seen & documented, index=scores.index, dtype="boolean"),
    )
    return Evidence.validate(frame.reset_index(drop=True))


def documented_shares(graded: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Per territory and block the share 0-1 of applicable indicators graded A or B, as `documented_share`.

    `graded`: the frame `Evidence`; `scores`: `IndicatorScores`, in the same order. NaN where nothing applies.
    """
    there = (scores["status"] != "not_applicable").to_numpy()
    papers = graded["grade"].isin(DOCUMENTED).to_numpy().astype(float)
    keys = ["territory_id", "block_id"]
    frame = scores[keys].assign(documented_share=np.where(there, papers, np.nan))
    return frame.groupby(keys, sort=False)["documented_share"].mean().reset_index()
