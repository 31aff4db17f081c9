"""Every number that is a decision and not a fact, in the order of guideline.toml, which says where each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """Every number that is a decision and not a fact (SCORING 2); read from guideline.toml, never from code."""

    points: tuple[float, ...]
    bands: Mapping[str, float]
    block_min_share: float
    block_min_indicators: Mapping[str, int]
    weakest_link_blocks: tuple[str, ...]
    index_min_share: float
    mandatory_blocks: tuple[str, ...]
    wide_bounds: float
    value: str
    unknown_share: float
    not_applicable_share: float
    discuss_spread: float
    discuss_actor_gap: float
    agreed_within_one: float
    agreed_min_a: float
    label_min_voices: int
    label_sure_voices: int
    polarised_max_a: float
    polarised_range: int
    deciding_voices: int
    unsupported_level: int
    min_voices_shown: int
    target_level: float
    high_target_level: float
    gap_target: str
    feasibility: Mapping[int, float]
    horizons: Mapping[str, float]
    other_level_factor: float
    max_per_block: int
    max_in_all: int
    shrink_limit: float
    max_rows_per_tab: int
    max_file_megabytes: float
    max_unpacked_megabytes: float
    max_comment_characters: int
    group_balance: float
    group_differs: float
    interval_level: float
    interval_draws: int
    interval_method: str
    prior_df: float
    prior_sd: float
    prior_correlation: float
    prior_min_df: float
    weight_noise: float
    draws_noisy_weights: float
    draws_participants_weights: float
    draws_scenario_weights: float
    draws_arithmetic: float
    draws_half_power: float
    draws_geometric: float
    geometric_floor: float
    convex_points: tuple[float, ...]
    concave_points: tuple[float, ...]
    evidence_weights: tuple[float, ...]
    effective_factor: float
    alpha_reliable: float
    alpha_tentative: float
    alpha_draws: int
    uneven_points: float
    points_to_spread: float
    points_tolerance: float
    minutes_to_discuss: float
    change_min_share: float
    change_false_share: float
    change_min_points: float
    change_power: float
    change_min_pairs: int
    change_min_overlap: float
    change_max_mix: float
    change_grade_share: float
    first_places: int
    first_probability: float
    peer_weak_below: float
    peer_margin: float
    peer_probability: float
    peer_min_voices: int
    peer_other_language: float
    peer_exchange: float
    peer_load: int
    peer_nearest: int
    group_similarity: float
    group_min_peers: int
    place_max_share: float
    place_draws: int
    sensitivity_runs: int
    group_min_shown: int
    group_probability: float
    plan_days_short: int
    plan_days_medium: int
    plan_days_long: int
    workbook_territories: int

    @property
    def points_per_level(self) -> float:
        """Points of one level on the straight scale, 25 for levels 0-4 on 0-100."""
        return (self.points[-1] - self.points[0]) / (len(self.points) - 1)

    @property
    def target_points(self) -> float:
        """The score that the gap of a block is measured to: that of `target_level`, which may lie between two levels."""
        below = int(self.target_level)
        above = min(below + 1, len(self.points) - 1)
        return self.points[below] + (self.target_level - below) * (self.points[above] - self.points[below])
