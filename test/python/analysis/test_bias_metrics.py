"""bias_metrics.py: every metric computed by hand from counts of two groups."""

from __future__ import annotations

import math

import bias_metrics
import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy


def outcomes(positive: int, negative: int) -> list[bool]:
    return [True] * positive + [False] * negative


def decisions(hits: int, misses: int, alarms: int, rejections: int) -> tuple[list[bool], list[bool]]:
    """Return labels and predictions with these counts."""
    labels = outcomes(hits + misses, alarms + rejections)
    return labels, [*outcomes(hits, misses), *outcomes(alarms, rejections)]


# Group a: 60 of 100 positive. Group d: 10 of 50.
GROUP = np.array(outcomes(0, 100) + outcomes(50, 0))
POSITIVE = np.array(outcomes(60, 40) + outcomes(10, 40))


def test_the_metrics_of_the_data_by_hand() -> None:
    metrics = bias_metrics.pre_training(GROUP, POSITIVE, None)

    assert metrics == pytest.approx(
        {
            "CI": (100 - 50) / 150,
            "DPL": 0.6 - 0.2,
            "JS": jensenshannon([0.4, 0.6], [0.8, 0.2]) ** 2,
            "KL": entropy([0.4, 0.6], [0.8, 0.2]),
            "KS": 0.4,
            "LP": (2 * 0.4**2) ** 0.5,
            "TVD": 0.4,
        }
    )


def test_disparity_is_averaged_over_the_strata() -> None:
    group = np.array([True, True, False, False, True, False])
    accepted = np.array([True, False, True, False, False, True])
    strata = np.array(["x", "x", "x", "x", "y", "y"], dtype=object)

    disparity = bias_metrics.pre_training(group, accepted, strata)["CDDL"]

    # x: 1 of 2 rejected and 1 of 2 accepted are of the group. y: 1 of 1 rejected and 0 of 1 accepted.
    assert disparity == pytest.approx((4 * 0 + 2 * 1) / 6)


def test_the_metrics_of_predictions_by_hand() -> None:
    first, second = decisions(40, 20, 10, 30), decisions(6, 4, 8, 32)
    positive, predicted = np.array(first[0] + second[0]), np.array(first[1] + second[1])

    metrics = bias_metrics.post_training(GROUP, positive, predicted, None)

    assert metrics == pytest.approx(
        {
            "AD": 70 / 100 - 38 / 50,
            "DAR": 40 / 50 - 6 / 14,
            "DCA": 60 / 50 - 10 / 14,
            "DCR": 40 / 36 - 40 / 50,
            "DI": (14 / 50) / (50 / 100),
            "DPPL": 50 / 100 - 14 / 50,
            "DRR": 32 / 36 - 30 / 50,
            "GE": metrics["GE"],
            "RD": 40 / 60 - 6 / 10,
            "SD": 32 / 40 - 30 / 40,
            "TE": 4 / 8 - 20 / 10,
        }
    )


def test_generalised_entropy_by_hand() -> None:
    positive, predicted = np.array([True, True, False]), np.array([True, False, True])

    entropy_of_benefits = bias_metrics.generalized_entropy(positive, predicted)

    assert entropy_of_benefits == pytest.approx(((1 + 0 + 4) - 3) / (2 * 3))


def test_disparity_of_predictions_uses_the_predictions() -> None:
    strata = np.array(["all"] * 150, dtype=object)
    predicted = np.array(outcomes(50, 50) + outcomes(10, 40))

    disparity = bias_metrics.post_training(GROUP, POSITIVE, predicted, strata)["CDDPL"]

    assert disparity == pytest.approx(40 / 90 - 10 / 60)


def test_an_outcome_that_one_group_never_has_is_infinitely_far_and_not_left_out() -> None:
    group, positive = np.array([False, False, True, True]), np.array([True, False, False, False])

    metrics = bias_metrics.pre_training(group, positive, None)

    assert metrics["KL"] == math.inf
    assert (metrics["TVD"], metrics["KS"]) == (0.5, 0.5)


def test_ratios_of_nothing_are_those_of_clarify() -> None:
    group, nobody = np.array([False, True]), np.array([False, False])

    metrics = bias_metrics.post_training(group, nobody, nobody, None)

    assert (metrics["DI"], metrics["TE"], metrics["DCA"]) == (0, 0, 0)
    assert bias_metrics.ratio(1, 0) == math.inf


def test_only_false_negatives_have_no_entropy() -> None:
    assert math.isnan(bias_metrics.generalized_entropy(np.array([True]), np.array([False])))


def test_the_ideal_of_the_one_ratio_is_one() -> None:
    assert {name for name, ideal in bias_metrics.IDEAL.items() if ideal == 1} == {"DI"}
