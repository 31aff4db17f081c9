"""The arithmetic of the assessment: pure functions from arrays to arrays, for any analyst.

Nothing here reads a file, a clock or unseeded randomness, and no threshold, weight or prior is
built in: they are arguments. NaN means "missing" everywhere. The order of a full run is
respondents -> scales -> aggregate -> spread -> draws -> uncertainty, with agreement beside it.
"""

from pipeline.method.aggregate import (
    Bounds,
    Step,
    StepScores,
    aggregated_scores,
    score_bounds,
    weakest,
)
from pipeline.method.agreement import (
    average_deviation,
    entropy,
    leik_dispersion,
    level_counts,
    level_range,
    median_level,
    ordinal_consensus,
    ordinal_variation,
    polarization,
    share_near_median,
    tastle_wierman_consensus,
    van_der_eijk_agreement,
)
from pipeline.method.change import (
    adjusted_p_values,
    change_directions,
    change_test,
    minimum_detectable_change,
    paired_change,
    panel_change,
    wilcoxon_p_value,
)
from pipeline.method.equity import GroupDifference, atkinson, gini, group_difference, theil
from pipeline.method.labels import Label, LabelRules, disagreement_labels
from pipeline.method.means import weighted_mean
from pipeline.method.outranking import copeland, outranking
from pipeline.method.ranks import RankSets, competition_ranks, rank_sets, tiers
from pipeline.method.reliability import alpha_from_counts, krippendorff_alpha
from pipeline.method.respondents import (
    group_balanced_levels,
    indicator_levels,
    knowledge_share,
    organisation_answers,
    structural_not_applicable,
)
from pipeline.method.scales import equidistant_points, goalpost_points, level_points
from pipeline.method.sensitivity import compensability, effective_weights, sobol_indices

__all__ = [
    "Bounds",
    "GroupDifference",
    "Label",
    "LabelRules",
    "RankSets",
    "Step",
    "StepScores",
    "adjusted_p_values",
    "aggregated_scores",
    "alpha_from_counts",
    "atkinson",
    "average_deviation",
    "change_directions",
    "change_test",
    "compensability",
    "competition_ranks",
    "copeland",
    "disagreement_labels",
    "effective_weights",
    "entropy",
    "equidistant_points",
    "gini",
    "goalpost_points",
    "group_balanced_levels",
    "group_difference",
    "indicator_levels",
    "knowledge_share",
    "krippendorff_alpha",
    "leik_dispersion",
    "level_counts",
    "level_points",
    "level_range",
    "median_level",
    "minimum_detectable_change",
    "ordinal_consensus",
    "ordinal_variation",
    "organisation_answers",
    "outranking",
    "paired_change",
    "panel_change",
    "polarization",
    "rank_sets",
    "score_bounds",
    "share_near_median",
    "sobol_indices",
    "structural_not_applicable",
    "tastle_wierman_consensus",
    "theil",
    "tiers",
    "van_der_eijk_agreement",
    "weakest",
    "weighted_mean",
    "wilcoxon_p_value",
]
