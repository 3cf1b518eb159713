"""explainability.py: exact attributions, and a ranking that is compared with that of the baseline."""

from __future__ import annotations

import explainability
import numpy as np
import pytest
import xgboost as xgb
from gate_job import GateJob
from sklearn.metrics import ndcg_score

FEATURES = np.random.RandomState(5).uniform(size=(300, 3))


def train(job: GateJob, weights: list[float], **parameters: object) -> xgb.Booster:
    """Train a model whose target is a weighted sum, and leave model and data where the gate finds them."""
    target = FEATURES @ np.array(weights)
    if "num_class" in parameters:
        target = np.digitize(target, np.quantile(target, [0.33, 0.66]))
    booster = xgb.train({"max_depth": 3, **parameters}, xgb.DMatrix(FEATURES, label=target), num_boost_round=20)
    (job.base / "model").mkdir(exist_ok=True)
    booster.save_model(str(job.base / "model" / "model.json"))
    job.write_rows("label,a,b,c", *(",".join(["0", *map(str, row)]) for row in FEATURES))
    return booster


def run(job: GateJob, *arguments: str) -> int:
    return job.run("explainability", "--excluded-column=label", *arguments)


def test_attributions_are_in_the_format_of_clarify(job: GateJob) -> None:
    train(job, [3, 1, 0])

    code = run(job)

    assert code == 0
    analysis = job.read("result/analysis.json")
    assert analysis["version"] == "1.0"
    explanation = analysis["explanations"]["kernel_shap"]["label0"]
    values = explanation["global_shap_values"]
    assert list(values) == ["a", "b", "c"]
    assert values["a"] > values["b"] > values["c"]
    assert job.read("result/constraints.json") == analysis


def test_contributions_and_the_expected_value_add_up_to_the_prediction(job: GateJob) -> None:
    booster = train(job, [3, 1, 0])
    matrix = xgb.DMatrix(FEATURES)

    run(job)

    contributions = booster.predict(matrix, pred_contribs=True)
    explanation = job.read("result/analysis.json")["explanations"]["kernel_shap"]["label0"]
    assert contributions.sum(axis=1) == pytest.approx(booster.predict(matrix), abs=1e-4)
    assert explanation["expected_value"] == pytest.approx(contributions[0, -1], abs=1e-5)
    assert explanation["global_shap_values"]["a"] == pytest.approx(np.abs(contributions[:, 0]).mean(), rel=1e-5)


def test_a_model_of_several_classes_is_explained_class_by_class(job: GateJob) -> None:
    train(job, [3, 1, 0], objective="multi:softprob", num_class=3)

    run(job)

    assert list(job.read("result/analysis.json")["explanations"]["kernel_shap"]) == ["label0", "label1", "label2"]


@pytest.mark.parametrize(
    ("weights", "arguments", "code"),
    [([3, 1, 0], [], 0), ([0, 1, 3], [], 1), ([0, 1, 3], ["--min-ndcg=0.1"], 0)],
)
def test_another_ranking_than_that_of_the_baseline_is_found(
    job: GateJob, weights: list[float], arguments: list[str], code: int
) -> None:
    train(job, [3, 1, 0])
    run(job)
    job.adopt_baseline()
    train(job, weights)

    assert run(job, *arguments) == code


def test_a_violation_has_the_format_of_clarify(job: GateJob) -> None:
    train(job, [3, 1, 0])
    run(job)
    job.adopt_baseline()
    train(job, [0, 1, 3])

    run(job)

    [violation] = job.violations
    assert violation.pop("description").startswith("the features of label0 rank as in the baseline by 0.")
    assert violation == {
        "label": "label0",
        "metric_name": "shap",
        "constraint_check_type": "feature_attribution_drift_check",
    }


@pytest.mark.parametrize(("most", "code"), [("1", 0), ("0.5", 1)])
def test_a_model_that_rests_on_one_feature_is_found(job: GateJob, most: str, code: int) -> None:
    train(job, [3, 0.1, 0])

    assert run(job, f"--max-feature-share={most}") == code


def test_ndcg_by_hand_and_by_scikit_learn() -> None:
    before, now = {"sat": 0.7, "gpa": 0.5, "rank": 0.05}, {"sat": 0.1, "gpa": 0.2, "rank": 0.7}

    gain = explainability.ndcg(before, now)

    by_hand = (0.05 + 0.5 / np.log2(3) + 0.7 / 2) / (0.7 + 0.5 / np.log2(3) + 0.05 / 2)
    assert gain == pytest.approx(by_hand)
    assert gain == pytest.approx(ndcg_score([list(before.values())], [list(now.values())]))


def test_the_ranking_of_the_baseline_is_perfect() -> None:
    assert explainability.ndcg({"a": 2, "b": 1}, {"a": 0.4, "b": 0.3}) == 1


def test_a_feature_that_is_gone_ranks_last() -> None:
    assert explainability.ndcg({"a": 2, "b": 1}, {"b": 1}) == pytest.approx((1 + 2 / np.log2(3)) / (2 + 1 / np.log2(3)))


def test_features_are_found_by_name_where_the_model_knows_them(job: GateJob) -> None:
    matrix = xgb.DMatrix(FEATURES[:, :2], label=FEATURES[:, 0], feature_names=["b", "a"])
    (job.base / "model").mkdir()
    xgb.train({}, matrix, num_boost_round=5).save_model(str(job.base / "model" / "model.json"))
    job.write_rows("a,id,b", *(f"{row[1]},{place},{row[0]}" for place, row in enumerate(FEATURES)))

    job.run("explainability")

    values = job.read("result/analysis.json")["explanations"]["kernel_shap"]["label0"]["global_shap_values"]
    assert list(values) == ["b", "a"]
    assert values["b"] > 10 * values["a"]


def test_features_that_the_model_does_not_get_are_refused(job: GateJob) -> None:
    train(job, [3, 1, 0])

    code = job.run("explainability")

    assert code == 1
    assert job.sentences == [
        "FeatureCountWrong: the data has 4 features, the model wants 3; exclude the columns that the model does not get"
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ["label,a", "0,high"],
            "FeatureNotNumeric: column 'a' holds words, wanted numbers; explain the data that the model gets",
        ),
        (["a,b", "0,1"], "ColumnMissing: the dataset has no column 'label' to leave out; correct the name"),
    ],
)
def test_data_that_cannot_be_explained_is_refused(job: GateJob, lines: list[str], message: str) -> None:
    job.write_rows(*lines)

    code = run(job)

    assert code == 1
    assert job.sentences == [message]
