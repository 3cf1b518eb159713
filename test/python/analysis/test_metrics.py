"""metrics.py: the arithmetic agrees with scikit-learn and with what can be computed by hand."""

from __future__ import annotations

import math

import metrics
import numpy as np
import pytest
from sklearn import metrics as reference

RANDOM = np.random.RandomState(3)
ACTUAL = RANDOM.uniform(size=500) < 0.3
SCORES = np.clip(ACTUAL * 0.4 + RANDOM.uniform(size=500) * 0.6, 0, 1)
PREDICTED = SCORES > 0.5


def test_regression_by_hand() -> None:
    measured = metrics.regression(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 5.0]))

    assert measured == pytest.approx({"mae": 1, "mse": 5 / 3, "rmse": (5 / 3) ** 0.5, "r2": 1 - (5 / 3) / (2 / 3)})


def test_regression_agrees_with_scikit_learn() -> None:
    labels = RANDOM.normal(size=300)
    predictions = labels + RANDOM.normal(scale=0.3, size=300)

    measured = metrics.regression(labels, predictions)

    assert measured == pytest.approx(
        {
            "mae": reference.mean_absolute_error(labels, predictions),
            "mse": reference.mean_squared_error(labels, predictions),
            "rmse": reference.mean_squared_error(labels, predictions) ** 0.5,
            "r2": reference.r2_score(labels, predictions),
        }
    )


def test_labels_that_never_differ_have_no_r2() -> None:
    measured = metrics.regression(np.array([2.0, 2.0]), np.array([2.0, 3.0]))

    assert math.isnan(measured["r2"])


def test_two_classes_by_hand() -> None:
    actual = np.array([True, True, True, True, False, False, False, False, False, False])
    predicted = np.array([True, True, True, False, True, True, False, False, False, False])

    measured = metrics.binary(actual, predicted)

    assert measured == pytest.approx(
        {
            "recall": 0.75,
            "precision": 0.6,
            "accuracy": 0.7,
            "true_positive_rate": 0.75,
            "true_negative_rate": 4 / 6,
            "false_positive_rate": 2 / 6,
            "false_negative_rate": 0.25,
            "f0_5": 1.25 * 0.6 * 0.75 / (0.25 * 0.6 + 0.75),
            "f1": 2 * 0.6 * 0.75 / 1.35,
            "f2": 5 * 0.6 * 0.75 / (4 * 0.6 + 0.75),
        }
    )


def test_two_classes_agree_with_scikit_learn() -> None:
    measured = metrics.binary(ACTUAL, PREDICTED)

    assert measured["recall"] == pytest.approx(reference.recall_score(ACTUAL, PREDICTED))
    assert measured["precision"] == pytest.approx(reference.precision_score(ACTUAL, PREDICTED))
    assert measured["accuracy"] == pytest.approx(reference.accuracy_score(ACTUAL, PREDICTED))
    for name, beta in metrics.F_MEASURES.items():
        assert measured[name] == pytest.approx(reference.fbeta_score(ACTUAL, PREDICTED, beta=beta))


def test_the_curves_enclose_the_areas_of_scikit_learn() -> None:
    curves = metrics.curves(ACTUAL, SCORES)

    roc, precision_recall = curves["receiver_operating_characteristic_curve"], curves["precision_recall_curve"]
    area = reference.auc(roc["false_positive_rates"], roc["true_positive_rates"])
    assert area == pytest.approx(metrics.area(ACTUAL, SCORES), abs=1e-3)
    assert metrics.area(ACTUAL, SCORES) == pytest.approx(reference.roc_auc_score(ACTUAL, SCORES))
    assert (precision_recall["recalls"][0], precision_recall["recalls"][-1]) == (0, 1)
    assert max(len(points) for curve in curves.values() for points in curve.values()) <= 200


def test_several_classes_agree_with_scikit_learn() -> None:
    actual = RANDOM.choice(["bird", "cat", "dog"], size=400, p=[0.6, 0.3, 0.1]).astype(object)
    predicted = np.where(RANDOM.uniform(size=400) < 0.7, actual, "cat").astype(object)

    measured = metrics.multiclass(actual, predicted)

    weighted = {"average": "weighted", "zero_division": 0}
    assert measured["accuracy"] == pytest.approx(reference.accuracy_score(actual, predicted))
    assert measured["weighted_recall"] == pytest.approx(reference.recall_score(actual, predicted, **weighted))
    assert measured["weighted_precision"] == pytest.approx(reference.precision_score(actual, predicted, **weighted))
    for name, beta in metrics.F_MEASURES.items():
        expected = reference.fbeta_score(actual, predicted, beta=beta, **weighted)
        assert measured[f"weighted_{name}"] == pytest.approx(expected)


def test_a_confusion_matrix_has_the_facts_outside_and_the_predictions_inside() -> None:
    actual, predicted = np.array(["a", "a", "b"], dtype=object), np.array(["a", "b", "b"], dtype=object)

    counts = metrics.confusion(actual, predicted, ["a", "b", "c"])

    assert counts == {"a": {"a": 1, "b": 1, "c": 0}, "b": {"a": 0, "b": 1, "c": 0}, "c": {"a": 0, "b": 0, "c": 0}}


def test_a_model_that_never_accepts_has_no_precision_to_be_proud_of() -> None:
    measured = metrics.binary(np.array([True, False]), np.array([False, False]))

    assert (measured["precision"], measured["f1"]) == (0, 0)


def test_rates_of_nobody_are_not_defined() -> None:
    measured = metrics.binary(np.array([True, True]), np.array([True, False]))

    assert math.isnan(measured["false_positive_rate"])


@pytest.mark.parametrize(("rows", "defined"), [(199, False), (200, True)])
def test_a_deviation_needs_200_rows_and_is_the_same_in_every_run(rows: int, defined: bool) -> None:
    values = np.arange(rows, dtype=float)

    first = metrics.with_deviation(rows, lambda chosen: {"mean": float(values[chosen].mean())})
    second = metrics.with_deviation(rows, lambda chosen: {"mean": float(values[chosen].mean())})

    deviation = first["mean"]["standard_deviation"]
    assert math.isnan(deviation) is not defined
    assert not defined or (deviation == second["mean"]["standard_deviation"] and 0 < deviation < 10)
