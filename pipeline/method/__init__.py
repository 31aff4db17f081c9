"""The arithmetic of the assessment: pure functions from arrays to arrays, for any analyst.

Nothing here reads a file, a clock or unseeded randomness, and no threshold, weight or prior is
built in: they are arguments. NaN means "missing" everywhere (None and pandas.NA are read so). Lists,
Series, frames and arrays are taken by position: labels are not looked at. docs/method.md shows a
call of each family:

    respondents      organisation_answers, indicator_levels, group_balanced_levels, knowledge_share
    agreement        level_counts, van_der_eijk_agreement, tastle_wierman_consensus, leik_dispersion,
                     krippendorff_alpha, alpha_draws, disagreement_labels, panel_disagrees, changed_share
    scales           equidistant_points, level_points, goalpost_points
    aggregation      Step, aggregated_scores, score_bounds, weighted_mean, weakest, copeland, outranking
    uncertainty      moderated_spread, student_sampler, block_intervals, index_intervals, probability_above
    sensitivity      method_draws, sobol_indices, effective_weights, leave_one_block_out, compensability
    rank sets        rank_sets, competition_ranks, tiers
    change           panel_change, change_test, paired_change, adjusted_p_values, wilcoxon_p_value,
                     change_directions, minimum_detectable_change
    peers            gower_similarity, nearest_contexts, peer_groups, peer_benchmark, assigned_mentors
    inequality       group_difference, mean_difference, atkinson, gini, theil
    what to do first gaps, priorities, in_first, participants_weights
"""

from pipeline.method.aggregate import Bounds, Step, StepScores, aggregated_scores, score_bounds, weakest
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
    ChangeTest,
    adjusted_p_values,
    change_directions,
    change_test,
    minimum_detectable_change,
    paired_change,
    wilcoxon_p_value,
)
from pipeline.method.disclosure import tells_of_few
from pipeline.method.draws import bootstrap_sampler, student_sampler
from pipeline.method.equity import (
    GroupDifference,
    MeanDifference,
    atkinson,
    gini,
    group_difference,
    mean_difference,
    theil,
)
from pipeline.method.labels import Label, LabelRules, changed_share, disagreement_labels, panel_disagrees
from pipeline.method.means import weighted_mean
from pipeline.method.mentors import assigned_mentors, match_scores
from pipeline.method.method_choices import MethodChoices, MethodDraws, fixed_method, method_draws, participants_weights
from pipeline.method.outranking import copeland, outranking
from pipeline.method.panel import PanelChange, mix_shift, panel_change
from pipeline.method.peers import Benchmark, gower_similarity, nearest_contexts, peer_benchmark, peer_groups
from pipeline.method.priorities import gaps, in_first, priorities, scaled_importance
from pipeline.method.ranks import RankSets, competition_ranks, rank_sets, tiers
from pipeline.method.reliability import alpha_draws, alpha_from_counts, krippendorff_alpha
from pipeline.method.respondents import (
    group_balanced_levels,
    indicator_levels,
    knowledge_share,
    organisation_answers,
    structural_not_applicable,
)
from pipeline.method.scales import equidistant_points, goalpost_points, level_points
from pipeline.method.sensitivity import (
    Compensability,
    Options,
    SobolIndices,
    Span,
    compensability,
    effective_weights,
    mean_rank_shift,
    sobol_indices,
)
from pipeline.method.spread import Spread, SpreadPrior, moderated_spread
from pipeline.method.uncertainty import (
    IndexIntervals,
    block_intervals,
    index_intervals,
    leave_one_block_out,
    pairwise_probabilities,
    probability_above,
)

__all__ = [
    "Benchmark",
    "Bounds",
    "ChangeTest",
    "Compensability",
    "GroupDifference",
    "IndexIntervals",
    "Label",
    "LabelRules",
    "MeanDifference",
    "MethodChoices",
    "MethodDraws",
    "Options",
    "PanelChange",
    "RankSets",
    "SobolIndices",
    "Span",
    "Spread",
    "SpreadPrior",
    "Step",
    "StepScores",
    "adjusted_p_values",
    "aggregated_scores",
    "alpha_draws",
    "alpha_from_counts",
    "assigned_mentors",
    "atkinson",
    "average_deviation",
    "block_intervals",
    "bootstrap_sampler",
    "change_directions",
    "change_test",
    "changed_share",
    "compensability",
    "competition_ranks",
    "copeland",
    "disagreement_labels",
    "effective_weights",
    "entropy",
    "equidistant_points",
    "fixed_method",
    "gaps",
    "gini",
    "goalpost_points",
    "gower_similarity",
    "group_balanced_levels",
    "group_difference",
    "in_first",
    "index_intervals",
    "indicator_levels",
    "knowledge_share",
    "krippendorff_alpha",
    "leave_one_block_out",
    "leik_dispersion",
    "level_counts",
    "level_points",
    "level_range",
    "match_scores",
    "mean_difference",
    "mean_rank_shift",
    "median_level",
    "method_draws",
    "minimum_detectable_change",
    "mix_shift",
    "moderated_spread",
    "nearest_contexts",
    "ordinal_consensus",
    "ordinal_variation",
    "organisation_answers",
    "outranking",
    "paired_change",
    "pairwise_probabilities",
    "panel_change",
    "panel_disagrees",
    "participants_weights",
    "peer_benchmark",
    "peer_groups",
    "polarization",
    "priorities",
    "probability_above",
    "rank_sets",
    "scaled_importance",
    "score_bounds",
    "share_near_median",
    "sobol_indices",
    "structural_not_applicable",
    "student_sampler",
    "tastle_wierman_consensus",
    "tells_of_few",
    "theil",
    "tiers",
    "van_der_eijk_agreement",
    "weakest",
    "weighted_mean",
    "wilcoxon_p_value",
]
