"""distributions.py: sketches keep ranks, distances are those of the textbooks."""

from __future__ import annotations

import distributions
import numpy as np
import pytest
from scipy.stats import ks_2samp


def test_ten_buckets_hold_all_values() -> None:
    buckets = distributions.histogram(np.array([0.0, 1.0, 1.5, 10.0]))

    assert [bucket["count"] for bucket in buckets] == [1, 2, 0, 0, 0, 0, 0, 0, 0, 1]
    assert (buckets[0]["lower_bound"], buckets[-1]["upper_bound"]) == (0.0, 10.0)


def test_a_constant_column_has_one_bucket() -> None:
    buckets = distributions.histogram(np.array([3.0, 3.0]))

    assert buckets == [{"lower_bound": 3.0, "upper_bound": 3.0, "count": 2}]


def test_a_small_sketch_keeps_every_value() -> None:
    sketch = distributions.sketch(np.array([3.0, 1.0, 2.0]))

    assert sketch == {"parameters": {"c": 0.64, "k": 2048.0}, "data": [[1.0, 2.0, 3.0]]}


@pytest.mark.parametrize("size", [1, 2047, 2048, 2049, 4097, 100_003])
def test_the_weights_of_a_sketch_add_up_to_the_values(size: int) -> None:
    sketch = distributions.sketch(np.arange(size, dtype=float))

    assert sum(len(level) * 2**place for place, level in enumerate(sketch["data"])) == size
    assert sum(len(level) for level in sketch["data"]) <= 2048 + len(sketch["data"])


def test_a_sketch_is_within_a_thousandth_of_the_data() -> None:
    values = np.random.RandomState(1).normal(size=100_003)

    distance = distributions.numeric_distance(distributions.numeric_distribution(values), values, robust=False)

    assert distance < 0.001


def test_the_simple_distance_is_that_of_kolmogorov_and_smirnov() -> None:
    random = np.random.RandomState(2)
    before, now = random.normal(size=1500), random.normal(0.5, 2, size=700)

    distance = distributions.numeric_distance(distributions.numeric_distribution(before), now, robust=False)

    assert distance == pytest.approx(ks_2samp(before, now).statistic)


def test_the_robust_distance_takes_off_what_small_samples_differ_by_chance() -> None:
    before = distributions.numeric_distribution(np.arange(100, dtype=float))

    simple = distributions.numeric_distance(before, np.arange(50, 150, dtype=float), robust=False)
    robust = distributions.numeric_distance(before, np.arange(50, 150, dtype=float), robust=True)

    assert simple == 0.5
    assert robust == pytest.approx(0.5 - 1.8 * (200 / 10_000) ** 0.5)


def test_a_distribution_without_a_sketch_is_compared_by_its_buckets() -> None:
    buckets = [{"lower_bound": 0, "upper_bound": 1, "count": 1}, {"lower_bound": 1, "upper_bound": 2, "count": 3}]

    distance = distributions.numeric_distance({"kll": {"buckets": buckets}}, np.array([1.0, 1.0]), robust=False)

    assert distance == 0.75


@pytest.mark.parametrize("kept", [{}, {"kll": {}}, {"kll": {"buckets": [], "sketch": {"data": [[]]}}}])
def test_without_a_distribution_there_is_no_distance(kept: dict) -> None:
    assert distributions.numeric_distance(kept, np.array([1.0]), robust=False) is None


def test_categories_are_as_far_apart_as_the_share_that_differs_most() -> None:
    distance = distributions.categorical_distance({"M": 6, "F": 4}, {"M": 1, "F": 2, "I": 1}, robust=False)

    assert distance == pytest.approx(0.35)


def test_categories_without_any_row_have_no_distance() -> None:
    assert distributions.categorical_distance({}, {"M": 1}, robust=True) is None
