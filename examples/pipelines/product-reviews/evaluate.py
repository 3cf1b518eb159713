"""Measure a classifier of product reviews on the test part.

Runs as a SageMaker Processing job in the scikit-learn container with network isolation. Reads ``model/model.tar.gz``, as
``train.py`` wrote it, and ``test/test.csv`` under the base directory; writes ``evaluation/evaluation.json`` with the metrics that the
model registry shows, and ``predictions/predictions.csv`` with what the bias gate compares: label, facet and predicted label. The code that
computes a probability comes out of the model's archive as text that is never run: the weights are read, and the arithmetic is here.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tarfile
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score, roc_auc_score

WEIGHTS = "weights.npz"
THRESHOLD = 0.5


class EvaluationError(Exception):
    """A problem with the model or the test data that whoever started the job can mend."""


def parse_arguments(argv: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Evaluate a classifier of product reviews.")
    parser.add_argument("--base-dir", type=Path, default=Path("/opt/ml/processing"))
    return parser.parse_args(argv)


def read_weights(archive: Path) -> dict[str, np.ndarray]:
    """Read the weights out of the archive into memory; nothing of it touches the disk."""
    try:
        with tarfile.open(archive, "r:gz") as tar:
            names = [member for member in tar.getmembers() if member.isfile() and Path(member.name).name == WEIGHTS]
            if len(names) != 1:
                raise EvaluationError(f"WeightsMissing: {archive.name} holds {len(names)} {WEIGHTS}, wanted one; train anew")
            content = tar.extractfile(names[0]).read()
    except (OSError, tarfile.TarError) as error:
        raise EvaluationError(f"ModelUnreadable: {archive.name} is not a gzipped tar archive ({error}); train anew") from error
    with np.load(io.BytesIO(content), allow_pickle=False) as weights:
        return dict(weights)


def probabilities(model: dict[str, np.ndarray], texts: pd.Series) -> np.ndarray:
    """How likely each review is praise, as train.py computes it."""
    vectorizer = HashingVectorizer(
        n_features=int(model["features"]), ngram_range=(1, int(model["longest"])), alternate_sign=False
    )
    counted = vectorizer.transform(texts.astype(str))
    return 1 / (1 + np.exp(-(counted @ model["coefficients"] + model["intercept"][0])))


def metrics_of(labels: pd.Series, likely: np.ndarray) -> dict[str, object]:
    """The metrics, in the form of the model registry."""
    if labels.nunique() < 2:
        raise EvaluationError("TestOneSided: the test part has reviews of one kind, wanted both; add reviews")
    predicted = (likely >= THRESHOLD).astype(int)
    values = {
        "accuracy": accuracy_score(labels, predicted),
        "precision": precision_score(labels, predicted, zero_division=0),
        "recall": recall_score(labels, predicted, zero_division=0),
        "f1": f1_score(labels, predicted, zero_division=0),
        "auc": roc_auc_score(labels, likely),
    }
    return {
        "binary_classification_metrics": {
            name: {"value": float(value), "standard_deviation": "NaN"} for name, value in values.items()
        }
    }


def main(argv: list[str] | None = None) -> int:
    """Run the job; a problem is told in one line."""
    base = parse_arguments(sys.argv[1:] if argv is None else argv).base_dir
    try:
        table = pd.read_csv(base / "test" / "test.csv", keep_default_na=False)
        likely = probabilities(read_weights(base / "model" / "model.tar.gz"), table["review_body"])
        metrics = metrics_of(table["sentiment"], likely)
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 1

    for folder in ("evaluation", "predictions"):
        (base / folder).mkdir(parents=True, exist_ok=True)
    (base / "evaluation" / "evaluation.json").write_text(json.dumps(metrics, indent=2), encoding="utf-8")
    table.assign(predicted=(likely >= THRESHOLD).astype(int))[["sentiment", "verified_purchase", "predicted"]].to_csv(
        base / "predictions" / "predictions.csv", index=False
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
