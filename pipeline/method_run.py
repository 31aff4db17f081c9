"""What was really run, item by item: for the method sheet, and for whoever wants the same numbers again."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version

import numpy as np
import pandas as pd

from pipeline.choices import FACTORS, Sensitivity
from pipeline.method.spread import Spread
from pipeline.targets import LEVEL
from pipeline.uncertainty import Assessed
from schemas.campaign import Campaign
from schemas.frames import MethodRun
from schemas.frames.base import typed
from schemas.guideline import Guideline

_LIBRARIES = ("numpy", "scipy", "pandas")


def method_run(
    assessed: Assessed,
    spread: Spread,
    moved: Sensitivity,
    bands: Mapping[str, tuple[int, int, int, int]],
    *,
    sources: list[str],
    guideline: Guideline,
    campaign: Campaign,
) -> pd.DataFrame:
    """The frame `MethodRun`. `bands`: from `choices.changed_bands`; `sources`: where the value of each question is from."""
    policy = guideline.policy
    assumed = spread.assumed
    rows = [
        ("guideline", f"{guideline.id} {guideline.version}"),
        ("seed", str(campaign.seed)),
        ("interval_draws", str(policy.interval_draws)),
        ("interval_level", f"{policy.interval_level:g}"),
        ("interval_method", policy.interval_method),
        ("spread", "assumed" if assumed.all() else "partly_assumed" if assumed.any() else "pooled"),
        ("typical_spread", f"{float(np.sqrt(np.diagonal(spread.typical)).mean()):.1f}"),
        ("could_be_asked", str(sum(one.could_be_asked is not None for one in campaign.territories))),
        ("group_balance", "on" if policy.group_balance else "off"),
        ("value", policy.value),
        ("values_agreed", _share(sources.count("agreed"), len(sources) - sources.count("none"))),
        ("gap_target", policy.gap_target),
        *(_targets(assessed) if policy.gap_target != LEVEL else ()),
        ("allocations", _share(sum(one is not None for one in assessed.participants), len(assessed.participants))),
        ("alpha_draws", str(policy.alpha_draws)),
        *((f"{name}_{kind}", _share(*counts)) for name, found in bands.items() for kind, counts in _pairs(found)),
        ("sensitivity_territories", str(moved.n_territories)),
        ("sensitivity", moved.largest),
        ("mean_shift", "" if np.isnan(moved.mean_shift) else f"{moved.mean_shift:.1f}"),
        *(
            (f"sensitivity_{name}", "" if np.isnan(total) else f"{min(1.0, max(0.0, total)):.2f}")
            for name, total in zip(FACTORS, moved.total, strict=True)
        ),
        (
            "software",
            ", ".join([f"python {platform.python_version()}", *(f"{one} {version(one)}" for one in _LIBRARIES)]),
        ),
    ]
    return MethodRun.validate(typed(MethodRun, rows))


def _targets(assessed: Assessed) -> Iterator[tuple[str, str]]:
    """How many block scores have a target of their own."""
    scored = ~np.isnan(assessed.blocks[0])
    yield "gap_targets_own", _share(int((scored & (assessed.targets.source != LEVEL)).sum()), int(scored.sum()))


def _pairs(found: tuple[int, int, int, int]) -> tuple[tuple[str, tuple[int, int]], tuple[str, tuple[int, int]]]:
    """What moved and what was compared, of indices and of block scores."""
    return ("territories", found[:2]), ("blocks", found[2:])


def _share(moved: int, compared: int) -> str:
    return f"{moved} / {compared}"
