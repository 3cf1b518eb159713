"""Judge what a model's predictions rest on: how its features rank, and how much a single one weighs.

The attributions are XGBoost's own contributions to each prediction, exact Shapley values of its trees; their mean size
over the rows is the global attribution of a feature. They stand where Clarify writes those of its kernel method.
"""

from __future__ import annotations

import argparse
import math
import sys

import numpy as np
import pandas as pd
import xgboost as xgb
from booster import read_booster
from dataset import add_dataset_arguments, numbers_of, read_dataset
from gate import Baseline, Findings, GateError, finite, gate_parser, number_in, run

MOST_ROWS = 100_000  # rows at even distances: the mean over more of them is the same


def main(argv: list[str]) -> int:
    """Run the gate; returns the exit code."""
    parser = gate_parser("Judge what a model's predictions rest on.")
    add_dataset_arguments(parser)
    parser.add_argument("--excluded-column", action="append", default=[], help="a column that the model does not get")
    parser.add_argument("--min-ndcg", type=finite, default=0.9)
    parser.add_argument("--max-feature-share", type=finite)
    return run(analyse, parser.parse_args(argv))


def analyse(arguments: argparse.Namespace, baseline: Baseline | None) -> Findings:
    """Attribute the predictions to the features and compare."""
    features = feature_table(arguments)
    explanations = explain(read_booster(arguments.base_dir / "model"), features)
    analysis = {"version": "1.0", "explanations": {"kernel_shap": explanations}}
    attributions = attributions_in(analysis)
    return Findings(
        statistics={"dataset": {"item_count": len(features)}, **analysis},
        constraints=analysis,
        violations=[
            *(drift_violations(attributions, baseline, arguments.min_ndcg) if baseline else []),
            *share_violations(attributions, arguments.max_feature_share),
        ],
        version="1.0",
        further_files={"analysis.json": analysis},
    )


def feature_table(arguments: argparse.Namespace) -> pd.DataFrame:
    """Read the features as numbers; an empty cell is a missing value, which XGBoost takes."""
    text = read_dataset(arguments)
    unknown = [name for name in arguments.excluded_column if name not in text.columns]
    if unknown:
        raise GateError(f"ColumnMissing: the dataset has no column {unknown[0]!r} to leave out; correct the name")
    text = text.drop(columns=arguments.excluded_column)
    numbers = text.apply(numbers_of)
    words = (text.notna() & numbers.isna()).any()
    if words.any():
        raise GateError(
            f"FeatureNotNumeric: column {words.idxmax()!r} holds words, wanted numbers; "
            "explain the data that the model gets"
        )
    return numbers


def explain(booster: xgb.Booster, features: pd.DataFrame) -> dict[str, dict]:
    """Compute the global attributions for each label that the model predicts."""
    features = in_order_of(booster, features)
    rows = features.iloc[np.unique(np.linspace(0, len(features) - 1, MOST_ROWS).round().astype(int))]
    matrix = xgb.DMatrix(rows.to_numpy(dtype=np.float32), feature_names=booster.feature_names)
    contributions = booster.predict(matrix, pred_contribs=True)
    if contributions.ndim == 2:  # rows, features and the expected value; models of several classes have one for each
        contributions = contributions[:, np.newaxis, :]
    return {
        f"label{place}": {
            "global_shap_values": dict(zip(features.columns, np.abs(of_label[:, :-1]).mean(axis=0).astype(float))),
            "expected_value": float(of_label[:, -1].mean()),
        }
        for place, of_label in enumerate(np.moveaxis(contributions, 1, 0))
    }


def in_order_of(booster: xgb.Booster, features: pd.DataFrame) -> pd.DataFrame:
    """Bring the features into the order of the model: by their names where it knows them, else as they come."""
    names = booster.feature_names
    if names and set(names) <= set(features.columns):
        return features[names]
    if booster.num_features() != features.shape[1]:
        raise GateError(
            f"FeatureCountWrong: the data has {features.shape[1]} features, the model wants {booster.num_features()}; "
            "exclude the columns that the model does not get"
        )
    return features


def attributions_in(analysis: dict) -> dict[str, dict[str, float]]:
    """Return the size of each attribution by label and feature."""
    explanations = analysis.get("explanations", {}).get("kernel_shap", {})
    return {
        label: {name: abs(number_in(value)) for name, value in explanation.get("global_shap_values", {}).items()}
        for label, explanation in explanations.items()
    }


def drift_violations(attributions: dict[str, dict[str, float]], baseline: Baseline, least: float) -> list[dict]:
    """Compare the ranking of the features with that of the baseline."""
    before = attributions_in(baseline.constraints)
    found = []
    for label, current in attributions.items():
        if label in before:
            gain = ndcg(before[label], current)
            if gain < least:
                description = f"the features of {label} rank as in the baseline by {gain:.4f}"
                description += f", wanted at least {least:g}"
                found.append(violation(label, "feature_attribution_drift_check", description))
    return found


def ndcg(baseline: dict[str, float], current: dict[str, float]) -> float:
    """Compute the normalised discounted cumulative gain of a ranking, from 0 to 1; 1 is the ranking of the baseline.

    See https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-model-monitor-feature-attribution-drift.html
    """
    ideal = gain_of(sorted(baseline.values(), reverse=True))
    names = sorted({**current, **baseline}, key=lambda name: (-current.get(name, 0.0), name))
    return gain_of([baseline.get(name, 0.0) for name in names]) / ideal if ideal else 1.0


def gain_of(scores: list[float]) -> float:
    """Add up scores, each discounted by the logarithm of its place."""
    return sum(score / math.log2(place + 1) for place, score in enumerate(scores, start=1))


def share_violations(attributions: dict[str, dict[str, float]], most: float | None) -> list[dict]:
    """Compare the weight of the heaviest feature with the limit: a model that rests on one feature has found a leak."""
    found = []
    for label, current in attributions.items():
        total = sum(current.values())
        if most is None or not total:
            continue
        name = max(current, key=current.get)
        share = current[name] / total
        if share > most:
            description = f"feature {name} has {share:.2%} of the attributions of {label}, wanted at most {most:.2%}"
            found.append(violation(label, "feature_share_check", description))
    return found


def violation(label: str, kind: str, description: str) -> dict:
    """Return one violation in the format of Clarify."""
    return {"label": label, "metric_name": "shap", "constraint_check_type": kind, "description": description}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
