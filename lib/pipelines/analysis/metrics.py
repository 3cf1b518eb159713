"""The metrics of regression and classification, by the names that Model Monitor gives them."""

from __future__ import annotations

import argparse
import math
from typing import Callable

import numpy as np
import pandas as pd
from dataset import outcomes_of, required_numbers
from gate import GateError
from sklearn.metrics import precision_recall_curve, roc_auc_score, roc_curve

#: Where the statistics hold the metrics of a problem type.
SECTIONS = {
    "Regression": "regression_metrics",
    "BinaryClassification": "binary_classification_metrics",
    "MulticlassClassification": "multiclass_classification_metrics",
}

ROWS_FOR_DEVIATION = 200  # as in Model Monitor: fewer rows tell nothing about the spread
CURVE_POINTS = 200
F_MEASURES = {"f0_5": 0.5, "f1": 1.0, "f2": 2.0}

Measure = Callable[[np.ndarray], "dict[str, float]"]


def measure(table: pd.DataFrame, arguments: argparse.Namespace) -> dict:
    """Compute the metrics of a problem type."""
    if arguments.problem_type == "Regression":
        return measure_regression(table, arguments)
    if arguments.problem_type == "BinaryClassification":
        return measure_binary(table, arguments)
    return measure_multiclass(table, arguments)


def measure_regression(table: pd.DataFrame, arguments: argparse.Namespace) -> dict:
    """Compute the metrics of a model that predicts numbers."""
    labels = required_numbers(table, arguments.label_column, "the label").to_numpy()
    predictions = required_numbers(table, arguments.prediction_column, "the prediction").to_numpy()
    return with_deviation(len(labels), lambda rows: regression(labels[rows], predictions[rows]))


def regression(labels: np.ndarray, predictions: np.ndarray) -> dict[str, float]:
    """Compute the errors of predicted numbers."""
    errors = predictions - labels
    mse = float(np.mean(errors**2))
    variance = float(np.var(labels))
    return {
        "mae": float(np.mean(np.abs(errors))),
        "mse": mse,
        "rmse": mse**0.5,
        "r2": 1 - mse / variance if variance > 0 else math.nan,
    }


def measure_binary(table: pd.DataFrame, arguments: argparse.Namespace) -> dict:
    """Compute the metrics of a model that tells two classes apart, by its predictions or its probabilities."""
    positive = arguments.positive_label
    labels = outcomes_of(table, arguments.label_column, "the label")
    actual = (labels == positive).to_numpy()
    if not actual.any():
        raise GateError(
            f"PositiveLabelMissing: no label is {positive!r}; correct the positive label, or judge data that has some"
        )
    scores = None
    if arguments.probability_column:
        scores = required_numbers(table, arguments.probability_column, "the probability").to_numpy()
    if arguments.prediction_column:
        predicted = (outcomes_of(table, arguments.prediction_column, "the prediction") == positive).to_numpy()
    else:
        predicted = scores > arguments.probability_threshold

    metrics: dict = {"confusion_matrix": confusion(actual.astype(int), predicted.astype(int), [0, 1])}
    metrics.update(with_deviation(len(actual), lambda rows: binary(actual[rows], predicted[rows])))
    if scores is not None and not actual.all():
        metrics.update(curves(actual, scores))
        metrics.update(with_deviation(len(actual), lambda rows: {"auc": area(actual[rows], scores[rows])}))
    return metrics


def binary(actual: np.ndarray, predicted: np.ndarray) -> dict[str, float]:
    """Compute the metrics of predicted classes."""
    hits, misses = int((actual & predicted).sum()), int((actual & ~predicted).sum())
    alarms, rejections = int((~actual & predicted).sum()), int((~actual & ~predicted).sum())
    return {
        "recall": ratio(hits, hits + misses),
        "precision": ratio(hits, hits + alarms, when_empty=0.0),
        "accuracy": ratio(hits + rejections, actual.size),
        "true_positive_rate": ratio(hits, hits + misses),
        "true_negative_rate": ratio(rejections, rejections + alarms),
        "false_positive_rate": ratio(alarms, rejections + alarms),
        "false_negative_rate": ratio(misses, hits + misses),
        **{name: f_measure(beta, hits, alarms, misses) for name, beta in F_MEASURES.items()},
    }


def f_measure(beta: float, hits: int, alarms: int, misses: int) -> float:
    """Weigh recall beta times as much as precision."""
    weighted = (1 + beta**2) * hits
    return ratio(weighted, weighted + beta**2 * misses + alarms, when_empty=0.0)


def ratio(part: float, whole: float, when_empty: float = math.nan) -> float:
    """Divide; a share of nothing is not defined, unless the model is to blame for there being nothing."""
    return part / whole if whole else when_empty


def area(actual: np.ndarray, scores: np.ndarray) -> float:
    """Compute the area under the ROC curve; one class alone has none."""
    return math.nan if actual.all() or not actual.any() else float(roc_auc_score(actual, scores))


def curves(actual: np.ndarray, scores: np.ndarray) -> dict:
    """Compute the two curves of a classifier, thinned to what a chart shows."""
    false_positives, true_positives, _ = roc_curve(actual, scores)
    precisions, recalls, _ = precision_recall_curve(actual, scores)
    return {
        "receiver_operating_characteristic_curve": {
            "false_positive_rates": thinned(false_positives),
            "true_positive_rates": thinned(true_positives),
        },
        "precision_recall_curve": {"precisions": thinned(precisions[::-1]), "recalls": thinned(recalls[::-1])},
    }


def thinned(points: np.ndarray) -> list[float]:
    """Keep points at even distances, both ends among them."""
    return points[np.unique(np.linspace(0, len(points) - 1, CURVE_POINTS).round().astype(int))].tolist()


def measure_multiclass(table: pd.DataFrame, arguments: argparse.Namespace) -> dict:
    """Compute the metrics of a model that tells several classes apart."""
    actual = outcomes_of(table, arguments.label_column, "the label").to_numpy(dtype=object)
    predicted = outcomes_of(table, arguments.prediction_column, "the prediction").to_numpy(dtype=object)
    classes = sorted(set(actual) | set(predicted))
    return {
        "confusion_matrix": confusion(actual, predicted, classes),
        **with_deviation(len(actual), lambda rows: multiclass(actual[rows], predicted[rows])),
    }


def multiclass(actual: np.ndarray, predicted: np.ndarray) -> dict[str, float]:
    """Compute the metrics of each class and weigh them by how often the class occurs."""
    totals = {f"weighted_{name}": 0.0 for name in ("recall", "precision", *F_MEASURES)}
    for name in sorted(set(actual)):
        of_class = binary(actual == name, predicted == name)
        share = float(np.mean(actual == name))
        for metric in totals:
            totals[metric] += share * of_class[metric[len("weighted_") :]]
    return {"accuracy": float(np.mean(actual == predicted)), **totals}


def confusion(actual: np.ndarray, predicted: np.ndarray, classes: list) -> dict:
    """Count predictions by what was the case and what was predicted."""
    counts = pd.crosstab(actual, predicted).reindex(index=classes, columns=classes, fill_value=0)
    return {str(row): {str(column): int(counts.at[row, column]) for column in classes} for row in classes}


def with_deviation(rows: int, measured: Measure) -> dict[str, dict]:
    """Add to each metric how much it varies: over five samples of 80 % of the rows, the same in every run."""
    values = measured(np.arange(rows))
    spread = {name: math.nan for name in values}
    if rows >= ROWS_FOR_DEVIATION:
        random = np.random.RandomState(0)
        samples = [measured(random.choice(rows, size=int(0.8 * rows), replace=False)) for _ in range(5)]
        spread = {name: float(np.std([sample[name] for sample in samples], ddof=1)) for name in values}
    return {name: {"value": value, "standard_deviation": spread[name]} for name, value in values.items()}
