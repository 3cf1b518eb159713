"""The scripts of examples/pipelines/product-reviews, one after another, as the pipeline runs them."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tarfile
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

CODE = Path(__file__).resolve().parents[3] / "examples" / "pipelines" / "product-reviews"
PRAISE = ["works well and looks great", "love it, arrived early", "great value, would buy again", "excellent and sturdy"]
BLAME = ["broke after a day", "poor quality, want a refund", "does not work at all", "terrible, waste of money"]


def load(name: str) -> ModuleType:
    """Import a script under a name of its own: the abalone example has a preprocess.py, too."""
    specification = importlib.util.spec_from_file_location(f"product_reviews_{name}", CODE / f"{name}.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def write_reviews(base: Path, count: int = 200) -> None:
    random = np.random.RandomState(3)
    rows = [
        {
            "review_body": f"{random.choice(PRAISE if stars > 3 else BLAME)} order {number}",
            "star_rating": stars,
            "verified_purchase": random.choice(["Y", "N"]),
        }
        for number, stars in enumerate(random.choice([1, 2, 3, 4, 5], count))
    ]
    (base / "input").mkdir(parents=True)
    pd.DataFrame(rows).to_csv(base / "input" / "reviews.csv", index=False)


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    """A base folder after preparation and training, the model packed as SageMaker packs it."""
    write_reviews(tmp_path)
    assert load("preprocess").main(["--base-dir", str(tmp_path)]) == 0
    model = tmp_path / "artifacts"
    command = [sys.executable, str(CODE / "train.py"), "--train", str(tmp_path / "train"), "--model-dir", str(model)]
    subprocess.run([*command, "--features", "4096"], check=True)
    (tmp_path / "model").mkdir()
    with tarfile.open(tmp_path / "model" / "model.tar.gz", "w:gz") as tar:
        tar.add(model, arcname=".")
    return tmp_path


def test_preparation_drops_what_says_neither_and_divides_the_rest(tmp_path: Path) -> None:
    write_reviews(tmp_path)

    assert load("preprocess").main(["--base-dir", str(tmp_path)]) == 0

    raw = pd.read_csv(tmp_path / "input" / "reviews.csv")
    parts = {name: pd.read_csv(tmp_path / name / f"{name}.csv") for name in ("train", "validation", "test")}
    assert sum(map(len, parts.values())) == (raw["star_rating"] != 3).sum()
    assert list(parts["train"].columns) == ["sentiment", "verified_purchase", "review_body"]
    assert len(parts["train"]) == round(0.8 * sum(map(len, parts.values())))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("review_body,star_rating\nfine,4\n", "ColumnsMissing: reviews.csv lacks verified_purchase, wanted review_body, "),
        ("review_body,star_rating,verified_purchase\nfine,4,Y\n", "ReviewsOneSided: 1 reviews are left, wanted 10 or more, "),
    ],
)
def test_reviews_that_nothing_can_be_learnt_from_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "reviews.csv").write_text(text, encoding="utf-8")

    status = load("preprocess").main(["--base-dir", str(tmp_path)])

    assert status == 1
    assert capsys.readouterr().err.startswith(told)


def test_the_model_tells_praise_from_blame(trained: Path) -> None:
    assert load("evaluate").main(["--base-dir", str(trained)]) == 0

    metrics = json.loads((trained / "evaluation" / "evaluation.json").read_text())["binary_classification_metrics"]
    predictions = pd.read_csv(trained / "predictions" / "predictions.csv")
    assert metrics["accuracy"]["value"] > 0.9
    assert list(predictions.columns) == ["sentiment", "verified_purchase", "predicted"]
    assert (predictions["sentiment"] == predictions["predicted"]).mean() == pytest.approx(metrics["accuracy"]["value"])


def test_the_served_model_answers_as_the_evaluated_one(trained: Path) -> None:
    train, evaluate = load("train"), load("evaluate")
    texts = train.input_fn(b"love it\nbroke after a day", "text/plain; charset=utf-8")

    answer, content_type = train.output_fn(train.predict_fn(texts, train.model_fn(str(trained / "artifacts"))), "text/csv")

    likely = evaluate.probabilities(evaluate.read_weights(trained / "model" / "model.tar.gz"), pd.Series(texts))
    assert content_type == "text/csv"
    assert [float(line) for line in answer.splitlines()] == pytest.approx(likely, abs=1e-6)
    assert likely[0] > 0.5 > likely[1]


def test_an_archive_without_a_model_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "test").mkdir()
    (tmp_path / "model" / "model.tar.gz").write_bytes(b"not an archive")
    (tmp_path / "test" / "test.csv").write_text("sentiment,verified_purchase,review_body\n1,1,fine\n")

    status = load("evaluate").main(["--base-dir", str(tmp_path)])

    assert status == 1
    assert capsys.readouterr().err.startswith("ModelUnreadable: model.tar.gz is not a gzipped tar archive")
