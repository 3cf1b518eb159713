"""model_quality.py: compares metrics with numbers, with a baseline and with the champion."""

from __future__ import annotations

import pytest
from gate_job import GateJob

BINARY = ["--problem-type=BinaryClassification", "--label-column=label"]
REPORT = {"regression_metrics": {"mse": {"value": 4.0, "standard_deviation": 0.1}, "mae": {"value": 1.5}}}


def write_decisions(job: GateJob) -> None:
    """Write ten decisions: recall 0.75, precision 0.6, accuracy 0.7."""
    labels, scores = "1111000000", "9873654321"
    job.write_rows(
        "label,prediction,probability",
        *(f"{label},{int(int(score) > 4)},0.{score}" for label, score in zip(labels, scores)),
    )


def test_a_regression_is_measured_in_the_format_of_model_monitor(job: GateJob) -> None:
    job.write_rows("1,1", "2,3", "3,5")

    code = job.run(
        "model_quality",
        *("--header=false", "--problem-type=Regression", "--label-column=_c0", "--prediction-column=_c1"),
    )

    assert code == 0
    statistics = job.read("result/statistics.json")
    assert (statistics["version"], statistics["dataset"]) == (0.0, {"item_count": 3})
    assert statistics["regression_metrics"]["mae"] == {"value": 1.0, "standard_deviation": "NaN"}
    constraints = job.read("result/constraints.json")["regression_constraints"]
    assert constraints["mae"] == {"threshold": 1.0, "comparison_operator": "GreaterThanThreshold"}
    assert constraints["r2"]["comparison_operator"] == "LessThanThreshold"


@pytest.mark.parametrize("source", ["--prediction-column=prediction", "--probability-threshold=0.45"])
def test_two_classes_are_measured_by_predictions_or_by_probabilities(job: GateJob, source: str) -> None:
    write_decisions(job)

    job.run("model_quality", *BINARY, source, "--probability-column=probability")

    measured = job.read("result/statistics.json")["binary_classification_metrics"]
    assert measured["confusion_matrix"] == {"0": {"0": 4, "1": 2}, "1": {"0": 1, "1": 3}}
    assert [measured[name]["value"] for name in ("recall", "precision", "accuracy")] == [0.75, 0.6, 0.7]
    # Of the 24 pairs of a positive and a negative, three are in the wrong order and one is a tie.
    assert measured["auc"]["value"] == pytest.approx(1 - 3.5 / 24)


def test_several_classes_are_measured(job: GateJob) -> None:
    job.write_rows("label,prediction", "cat,cat", "cat,dog", "dog,dog", "bird,dog")

    job.run(
        "model_quality",
        *("--problem-type=MulticlassClassification", "--label-column=label", "--prediction-column=prediction"),
    )

    measured = job.read("result/statistics.json")["multiclass_classification_metrics"]
    assert (measured["accuracy"]["value"], measured["weighted_recall"]["value"]) == (0.5, 0.5)
    assert measured["confusion_matrix"]["bird"] == {"bird": 0, "cat": 0, "dog": 1}


@pytest.mark.parametrize(
    ("limit", "sentences"),
    [
        ("--at-least=precision=0.6", []),
        ("--at-least=precision=0.61", ["LessThanThreshold: metric precision is 0.6, wanted at least 0.61"]),
        ("--at-most=false_negative_rate=0.25", []),
        ("--at-most=precision=0.5", ["GreaterThanThreshold: metric precision is 0.6, wanted at most 0.5"]),
        ("--at-least=auc=0.5", ["LessThanThreshold: metric auc is not measured, wanted at least 0.5"]),
    ],
)
def test_metrics_are_compared_with_numbers(job: GateJob, limit: str, sentences: list[str]) -> None:
    write_decisions(job)

    code = job.run("model_quality", *BINARY, "--prediction-column=prediction", limit)

    assert code == (1 if sentences else 0)
    assert job.sentences == (sentences or ["the gate found no violation"])


def test_a_violation_has_the_format_of_model_monitor(job: GateJob) -> None:
    job.write("evaluation/evaluation.json", REPORT)

    job.run("model_quality", "--at-most=mse=3")

    assert job.read("result/constraint_violations.json") == {
        "version": 0.0,
        "violations": [
            {
                "constraint_check_type": "GreaterThanThreshold",
                "description": "metric mse is 4, wanted at most 3",
                "metric_name": "mse",
            }
        ],
    }


def test_the_report_of_an_earlier_step_is_taken_as_it_is(job: GateJob) -> None:
    job.write("evaluation/evaluation.json", REPORT)

    code = job.run("model_quality", "--at-most=mse=4")

    assert code == 0
    assert job.read("result/statistics.json") == {"version": 0.0, **REPORT}
    assert job.read("result/constraints.json") == {
        "version": 0.0,
        "regression_constraints": {
            "mse": {"threshold": 4.0, "comparison_operator": "GreaterThanThreshold"},
            "mae": {"threshold": 1.5, "comparison_operator": "GreaterThanThreshold"},
        },
    }


def test_a_worse_model_violates_the_constraints_of_the_baseline(job: GateJob) -> None:
    job.write("evaluation/evaluation.json", REPORT)
    job.run("model_quality")
    job.adopt_baseline()
    job.write("evaluation/evaluation.json", {"regression_metrics": {"mse": 4.5, "mae": 1.5}})

    strict = job.run("model_quality")
    told = job.sentences
    lenient = job.run("model_quality", "--at-most=mse=5")

    assert (strict, lenient) == (1, 0)
    assert told == ["GreaterThanThreshold: metric mse is 4.5, wanted at most 4"]


def test_a_baseline_of_model_monitor_is_read(job: GateJob) -> None:
    mse = {"threshold": 3, "comparison_operator": "GreaterThanThreshold", "additional_properties": None}
    job.write("evaluation/evaluation.json", REPORT)
    job.write_baseline("constraints", {"version": 0.0, "regression_constraints": {"mse": mse}})

    code = job.run("model_quality")

    assert code == 1


@pytest.mark.parametrize(
    ("champion", "tolerance", "sentences"),
    [
        ({"mse": 4.0}, 0, []),
        ({"mse": 3.5}, 0.5, []),
        (
            {"mse": 3.5},
            0.4,
            ["GreaterThanThreshold: metric mse is 4, wanted at most 3.9 because the champion has 3.5"],
        ),
    ],
)
def test_a_model_is_compared_with_the_champion(
    job: GateJob, champion: dict, tolerance: float, sentences: list[str]
) -> None:
    job.write("evaluation/evaluation.json", REPORT)
    job.write("champion/statistics.json", {"version": 0.0, "regression_metrics": champion})

    code = job.run("model_quality", f"--not-worse-than-champion=mse={tolerance}")

    assert code == (1 if sentences else 0)
    assert job.sentences == (sentences or ["the gate found no violation"])


@pytest.mark.parametrize(("direction", "code"), [("--higher-is-better=bleu", 1), ("--lower-is-better=bleu", 0)])
def test_a_metric_of_ones_own_is_compared_as_told(job: GateJob, direction: str, code: int) -> None:
    job.write("evaluation/evaluation.json", {"metrics": {"bleu": {"value": 30}}})
    job.write("champion/evaluation.json", {"metrics": {"bleu": {"value": 40}}})

    assert job.run("model_quality", "--not-worse-than-champion=bleu=0", direction) == code


@pytest.mark.parametrize(
    ("champion", "argument", "message"),
    [
        (
            {"regression_metrics": {"mse": 4}},
            "--not-worse-than-champion=mae=0",
            "ChampionUnmeasured: the champion's report has no metric mae, it has mse; measure both models alike",
        ),
        (
            {"metrics": {"bleu": 4}},
            "--not-worse-than-champion=bleu=0",
            "DirectionUnknown: nobody knows whether a high bleu is good; say so for this threshold",
        ),
        (
            {"a_metrics": {"mse": 4}, "b_metrics": {"mse": 4}},
            "--not-worse-than-champion=mse=0",
            "MetricAmbiguous: the report has the metric mse twice; leave one of them out",
        ),
    ],
)
def test_a_champion_that_cannot_be_compared_with_is_refused(
    job: GateJob, champion: dict, argument: str, message: str
) -> None:
    job.write("evaluation/evaluation.json", REPORT)
    job.write("champion/statistics.json", champion)

    code = job.run("model_quality", argument)

    assert code == 1
    assert job.sentences == [message]


def test_a_folder_without_a_report_is_refused(job: GateJob) -> None:
    code = job.run("model_quality")

    assert code == 1
    assert job.sentences == [
        f"ReportMissing: {job.base}/evaluation holds nothing, wanted one evaluation.json or statistics.json; "
        "point the gate at the report of the step that measured the model"
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ["label,prediction", "1,1", ",1"],
            "CellMissing: column 'label' is empty in row 2, wanted the label in each; check the step that wrote it",
        ),
        (
            ["label,prediction", "0,1"],
            "PositiveLabelMissing: no label is '1'; correct the positive label, or judge data that has some",
        ),
        (
            ["truth,prediction", "0,1"],
            "ColumnMissing: the dataset has no column 'label' for the label, it has 'truth', 'prediction'; "
            "correct the name, or write the column",
        ),
    ],
)
def test_data_that_cannot_be_measured_is_refused(job: GateJob, lines: list[str], message: str) -> None:
    job.write_rows(*lines)

    code = job.run("model_quality", *BINARY, "--prediction-column=prediction")

    assert code == 1
    assert job.sentences == [message]


def test_a_prediction_that_is_no_number_is_refused(job: GateJob) -> None:
    job.write_rows("label,prediction", "1,1", "2,many")

    code = job.run(
        "model_quality", "--problem-type=Regression", "--label-column=label", "--prediction-column=prediction"
    )

    assert code == 1
    assert job.sentences == [
        "CellNotNumeric: column 'prediction' has no number in row 2, wanted one in each for the prediction; "
        "check the step that wrote it"
    ]
