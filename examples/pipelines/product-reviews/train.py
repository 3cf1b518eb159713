"""Train a classifier of product reviews, and serve it.

Trains in SageMaker's scikit-learn container: reads ``train.csv`` of the channel ``train`` and writes ``weights.npz``, the two
numbers that turn text into features, and this file into the model, as ``code/train.py``. The same container serves the model with the
functions ``model_fn`` to ``output_fn``: a request is one review a line, an answer one probability of praise a line. Numbers are all
that is kept of the model, because reading a pickle runs whatever code its writer put in.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression

WEIGHTS = "weights.npz"


def vectorizer(features: int, longest: int) -> HashingVectorizer:
    """Words and their neighbours, counted in so many cells; it learns nothing, so that nothing needs to be kept of it."""
    return HashingVectorizer(n_features=features, ngram_range=(1, longest), alternate_sign=False)


def train(table: pd.DataFrame, features: int, longest: int, strength: float) -> dict[str, np.ndarray]:
    """Fit the weights."""
    texts = vectorizer(features, longest).transform(table["review_body"].astype(str))
    model = LogisticRegression(C=strength, max_iter=1000).fit(texts, table["sentiment"])
    return {
        "coefficients": model.coef_[0],
        "intercept": model.intercept_,
        "features": np.array(features),
        "longest": np.array(longest),
    }


def probabilities(model: dict[str, np.ndarray], texts: list[str]) -> np.ndarray:
    """How likely each review is praise."""
    counted = vectorizer(int(model["features"]), int(model["longest"])).transform(texts)
    return 1 / (1 + np.exp(-(counted @ model["coefficients"] + model["intercept"][0])))


def model_fn(model_dir: str) -> dict[str, np.ndarray]:
    """Load the model; called once by the serving container."""
    with np.load(Path(model_dir) / WEIGHTS, allow_pickle=False) as weights:
        return dict(weights)


def input_fn(body: str | bytes, content_type: str) -> list[str]:
    """Read a request: one review a line."""
    if content_type.split(";")[0] not in ("text/plain", "text/csv"):
        raise ValueError(f"ContentTypeUnknown: the request is {content_type}, wanted text/plain or text/csv")
    return (body.decode() if isinstance(body, bytes) else body).splitlines()


def predict_fn(texts: list[str], model: dict[str, np.ndarray]) -> np.ndarray:
    """Answer a request."""
    return probabilities(model, texts)


def output_fn(prediction: np.ndarray, accept: str) -> tuple[str, str]:
    """Write an answer: one number a line."""
    return "\n".join(f"{value:.6f}" for value in prediction), accept if accept.startswith("text/") else "text/csv"


def main() -> None:
    """Run the training job."""
    parser = argparse.ArgumentParser(description="Train a classifier of product reviews.")
    parser.add_argument("--features", type=int, default=2**18)
    parser.add_argument("--longest", type=int, default=2)
    parser.add_argument("--strength", type=float, default=10.0)
    parser.add_argument("--train", type=Path, default=os.environ.get("SM_CHANNEL_TRAIN", "/opt/ml/input/data/train"))
    parser.add_argument("--model-dir", type=Path, default=os.environ.get("SM_MODEL_DIR", "/opt/ml/model"))
    arguments, _ = parser.parse_known_args()

    table = pd.read_csv(Path(arguments.train) / "train.csv", keep_default_na=False)
    weights = train(table, arguments.features, arguments.longest, arguments.strength)
    code = Path(arguments.model_dir) / "code"
    code.mkdir(parents=True, exist_ok=True)
    np.savez(Path(arguments.model_dir) / WEIGHTS, **weights)
    shutil.copy(__file__, code / "train.py")


if __name__ == "__main__":
    main()
