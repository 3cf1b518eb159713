"""The bias metrics of Clarify, before and after training, from counts of two groups.

Group a is everybody but the group in question, group d. An outcome is positive or it is not. Names and signs are those
of Clarify; where it leaves out an outcome that one group never has, these metrics follow their definitions.

See https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-measure-data-bias.html and
https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-measure-post-training-bias.html
"""

from __future__ import annotations

import math

import numpy as np

DESCRIPTIONS = {
    "CDDL": "Conditional Demographic Disparity in Labels (CDDL)",
    "CI": "Class Imbalance (CI)",
    "DPL": "Difference in Positive Proportions in Labels (DPL)",
    "JS": "Jensen-Shannon Divergence (JS)",
    "KL": "Kullback-Liebler Divergence (KL)",
    "KS": "Kolmogorov-Smirnov Distance (KS)",
    "LP": "L-p Norm (LP)",
    "TVD": "Total Variation Distance (TVD)",
    "AD": "Accuracy Difference (AD)",
    "CDDPL": "Conditional Demographic Disparity in Predicted Labels (CDDPL)",
    "DAR": "Difference in Acceptance Rates (DAR)",
    "DCA": "Difference in Conditional Acceptance (DCA)",
    "DCR": "Difference in Conditional Rejection (DCR)",
    "DI": "Disparate Impact (DI)",
    "DPPL": "Difference in Positive Proportions in Predicted Labels (DPPL)",
    "DRR": "Difference in Rejection Rates (DRR)",
    "GE": "Generalized Entropy (GE)",
    "RD": "Recall Difference (RD)",
    "SD": "Specificity Difference (SD)",
    "TE": "Treatment Equality (TE)",
}

#: What a metric is where both groups fare alike; zero but for the one that is a ratio.
IDEAL = {name: 1.0 if name == "DI" else 0.0 for name in DESCRIPTIONS}


def pre_training(group: np.ndarray, positive: np.ndarray, strata: np.ndarray | None) -> dict[str, float]:
    """Compute the metrics that need no model, by who is in group d and whose label is positive."""
    first, second = shares(positive[~group]), shares(positive[group])
    middle = [(a + d) / 2 for a, d in zip(first, second)]
    differences = [abs(a - d) for a, d in zip(first, second)]
    metrics = {
        "CI": ((~group).sum() - group.sum()) / group.size,
        "DPL": first[1] - second[1],
        "JS": (divergence(first, middle) + divergence(second, middle)) / 2,
        "KL": divergence(first, second),
        "KS": max(differences),
        "LP": math.hypot(*differences),
        "TVD": sum(differences) / 2,
    }
    if strata is not None:
        metrics["CDDL"] = conditional_disparity(group, positive, strata)
    return metrics


def post_training(
    group: np.ndarray, positive: np.ndarray, predicted: np.ndarray, strata: np.ndarray | None
) -> dict[str, float]:
    """Compute the metrics that judge predictions."""
    a, d = Counts(positive[~group], predicted[~group]), Counts(positive[group], predicted[group])
    metrics = {
        "AD": a.accuracy - d.accuracy,
        "DAR": a.precision - d.precision,
        "DCA": difference(a.conditional_acceptance, d.conditional_acceptance),
        "DCR": difference(d.conditional_rejection, a.conditional_rejection),
        "DI": ratio(d.acceptance, a.acceptance),
        "DPPL": a.acceptance - d.acceptance,
        "DRR": d.rejection_precision - a.rejection_precision,
        "GE": generalized_entropy(positive, predicted),
        "RD": a.recall - d.recall,
        "SD": d.specificity - a.specificity,
        "TE": difference(d.treatment, a.treatment),
    }
    if strata is not None:
        metrics["CDDPL"] = conditional_disparity(group, predicted, strata)
    return metrics


class Counts:
    """The confusion matrix of one group and the rates that compare groups."""

    def __init__(self, positive: np.ndarray, predicted: np.ndarray) -> None:
        hits, misses = int((positive & predicted).sum()), int((positive & ~predicted).sum())
        alarms, rejections = int((~positive & predicted).sum()), int((~positive & ~predicted).sum())
        size = hits + misses + alarms + rejections
        self.acceptance = (hits + alarms) / size
        self.accuracy = (hits + rejections) / size
        self.precision = ratio(hits, hits + alarms)
        self.rejection_precision = ratio(rejections, rejections + misses)
        self.recall = ratio(hits, hits + misses)
        self.specificity = ratio(rejections, rejections + alarms)
        self.conditional_acceptance = ratio(hits + misses, hits + alarms)
        self.conditional_rejection = ratio(alarms + rejections, misses + rejections)
        self.treatment = ratio(misses, alarms)


def shares(outcomes: np.ndarray) -> tuple[float, float]:
    """Return the shares of negative and of positive outcomes."""
    accepted = float(outcomes.mean())
    return 1 - accepted, accepted


def divergence(first: list[float] | tuple, second: list[float] | tuple) -> float:
    """Compute the Kullback-Leibler divergence; infinite where the second never has what the first has."""
    terms = [p * math.log(p / q) if q else math.inf for p, q in zip(first, second) if p]
    return sum(terms)


def ratio(part: float, whole: float) -> float:
    """Divide as Clarify does: nothing by nothing is zero, anything else by nothing infinite."""
    if whole:
        return part / whole
    return math.inf if part else 0.0


def difference(first: float, second: float) -> float:
    """Subtract; equal ratios differ by nothing, infinite ones too."""
    return 0.0 if first == second else first - second


def conditional_disparity(group: np.ndarray, accepted: np.ndarray, strata: np.ndarray) -> float:
    """Average over the strata how much more group d is among the rejected than among the accepted."""
    total = 0.0
    for stratum in sorted(set(strata)):
        inside = strata == stratum
        rejected = ratio((group & ~accepted & inside).sum(), (~accepted & inside).sum())
        total += inside.mean() * (rejected - ratio((group & accepted & inside).sum(), (accepted & inside).sum()))
    return float(total)


def generalized_entropy(positive: np.ndarray, predicted: np.ndarray) -> float:
    """Compute how unevenly benefits fall: 2 for an undeserved one, 1 for what is right, 0 for a wrong refusal."""
    benefits = predicted.astype(float) - positive + 1
    mean = benefits.mean()
    return float(((benefits / mean) ** 2 - 1).sum() / (2 * benefits.size)) if mean else math.nan
