"""bias.py: measures facets in the format of Clarify and compares them with ranges and the baseline."""

from __future__ import annotations

import pytest
from gate_job import GateJob

LABEL = ["--label-column=hired", "--positive-label=1"]
SEX = '--facet={"column": "sex", "values": ["F"]}'
AGE = '--facet={"column": "age", "above": "40"}'


def write_people(job: GateJob, women_hired: int = 1) -> None:
    """Write four men, three of them hired, and four women; two of each are predicted to be."""
    men = [f"M,{age},{hired},{predicted}" for age, hired, predicted in [(30, 1, 1), (50, 1, 1), (41, 1, 0), (40, 0, 0)]]
    women = [f"F,{age},{int(row < women_hired)},{int(row < 2)}" for row, age in enumerate([20, 60, 33, 44])]
    job.write_rows("sex,age,hired,predicted", *men, *women)


def value_of(job: GateJob, name: str, facet: str = "sex", section: str = "pre") -> float:
    report = job.read("result/analysis.json")[f"{section}_training_bias_metrics"]["facets"][facet][0]
    return next(metric["value"] for metric in report["metrics"] if metric["name"] == name)


def test_facets_are_measured_in_the_format_of_clarify(job: GateJob) -> None:
    write_people(job)

    code = job.run("bias", *LABEL, SEX, "--metric=DPL", "--metric=CI")

    assert code == 0
    assert job.read("result/analysis.json") == {
        "version": "1.0",
        "pre_training_bias_metrics": {
            "label": "hired",
            "label_value_or_threshold": "1",
            "facets": {
                "sex": [
                    {
                        "value_or_threshold": "F",
                        "metrics": [
                            {"name": "CI", "description": "Class Imbalance (CI)", "value": 0.0},
                            {
                                "name": "DPL",
                                "description": "Difference in Positive Proportions in Labels (DPL)",
                                "value": 0.5,
                            },
                        ],
                    }
                ]
            },
        },
    }
    assert job.read("result/constraints.json") == job.read("result/analysis.json")
    assert job.read("result/statistics.json")["dataset"] == {"item_count": 8}


def test_predictions_are_measured_beside_labels(job: GateJob) -> None:
    write_people(job)

    job.run("bias", *LABEL, SEX, "--prediction-column=predicted")

    assert value_of(job, "DPL") == 0.5
    assert value_of(job, "DPPL", section="post") == 0.0
    assert value_of(job, "RD", section="post") == pytest.approx(2 / 3 - 1)


def test_a_facet_may_be_those_above_a_number(job: GateJob) -> None:
    write_people(job)

    job.run("bias", *LABEL, AGE)

    [report] = job.read("result/analysis.json")["pre_training_bias_metrics"]["facets"]["age"]
    assert report["value_or_threshold"] == "(40.0, 60.0]"
    assert value_of(job, "DPL", "age") == pytest.approx(2 / 4 - 2 / 4)


def test_outcomes_may_be_those_above_a_number(job: GateJob) -> None:
    write_people(job)

    job.run("bias", "--label-column=age", "--positive-above=42", SEX)

    assert value_of(job, "DPL") == pytest.approx(1 / 4 - 2 / 4)


def test_a_group_column_adds_the_conditional_disparity(job: GateJob) -> None:
    write_people(job)

    job.run("bias", *LABEL, SEX, "--group-column=predicted")

    # Predicted 1: of the rejected 1 of 1 is a woman, of the hired 1 of 3. Predicted 0: 2 of 3 and 0 of 1.
    assert value_of(job, "CDDL") == pytest.approx((4 * (1 - 1 / 3) + 4 * (2 / 3 - 0)) / 8)


@pytest.mark.parametrize(
    ("limit", "sentences"),
    [
        ("--distance=DPL=0.5", []),
        ("--distance=DPL=0.4", ["bias_drift_check: DPL of sex F is 0.5, wanted -0.4 to 0.4"]),
        ("--range=DPL=-0.1,", []),
        ("--range=DPL=,0.4", ["bias_drift_check: DPL of sex F is 0.5, wanted at most 0.4"]),
        ("--range=CI=0.1,", ["bias_drift_check: CI of sex F is 0, wanted at least 0.1"]),
        ("--range=DI=0.8,1.25", []),
        ("--distance=DI=0.2", []),
    ],
)
def test_metrics_are_compared_with_ranges(job: GateJob, limit: str, sentences: list[str]) -> None:
    write_people(job)

    code = job.run("bias", *LABEL, SEX, "--prediction-column=predicted", limit)

    assert code == (1 if sentences else 0)
    assert job.sentences == (sentences or ["the gate found no violation"])


def test_a_violation_has_the_format_of_clarify(job: GateJob) -> None:
    write_people(job)

    job.run("bias", *LABEL, SEX, "--distance=DPL=0.4")

    assert job.read("result/constraint_violations.json") == {
        "version": "1.0",
        "violations": [
            {
                "facet": "sex",
                "facet_value": "F",
                "metric_name": "DPL",
                "constraint_check_type": "bias_drift_check",
                "description": "DPL of sex F is 0.5, wanted -0.4 to 0.4",
            }
        ],
    }


@pytest.mark.parametrize(("women_hired", "count"), [(1, 0), (2, 0), (3, 0), (0, 1)])
def test_what_is_further_from_the_ideal_than_the_baseline_is_found(
    job: GateJob, women_hired: int, count: int
) -> None:
    write_people(job)
    job.run("bias", *LABEL, SEX, "--metric=DPL")
    job.adopt_baseline()
    write_people(job, women_hired)

    job.run("bias", *LABEL, SEX, "--metric=DPL")

    assert [found["description"] for found in job.violations] == [
        "DPL of sex F is 0.75, further from 0 than the baseline's 0.5"
    ][:count]


def test_a_tolerance_lets_small_changes_pass(job: GateJob) -> None:
    write_people(job)
    job.run("bias", *LABEL, SEX, "--metric=DPL")
    job.adopt_baseline()
    write_people(job, 0)

    code = job.run("bias", *LABEL, SEX, "--metric=DPL", "--baseline-tolerance=0.25")

    assert code == 0


def test_an_interval_is_the_same_group_whatever_its_upper_end(job: GateJob) -> None:
    write_people(job)
    job.run("bias", *LABEL, AGE, "--metric=CI")
    job.adopt_baseline()
    baseline = job.read("baseline/constraints/constraints.json")
    [report] = baseline["pre_training_bias_metrics"]["facets"]["age"]
    report["value_or_threshold"], report["metrics"][0]["value"] = "(40, 99.5]", -0.1
    job.write_baseline("constraints", baseline)
    job.write_rows("age,hired", "41,1", "42,0", "43,0", "20,1")

    code = job.run("bias", *LABEL, AGE, "--metric=CI")

    assert code == 1


def test_a_facet_without_values_is_a_group_for_each(job: GateJob) -> None:
    write_people(job)

    job.run("bias", *LABEL, '--facet={"column": "sex"}', "--metric=DPL")

    groups = job.read("result/analysis.json")["pre_training_bias_metrics"]["facets"]["sex"]
    values = {group["value_or_threshold"]: group["metrics"][0]["value"] for group in groups}
    assert values == {"F": 0.5, "M": -0.5}


def test_a_facet_of_too_many_values_is_refused(job: GateJob) -> None:
    job.write_rows("id,hired", *(f"{row},{row % 2}" for row in range(51)))

    code = job.run("bias", *LABEL, '--facet={"column": "id"}')

    assert code == 1
    assert job.sentences == [
        "FacetTooFine: column 'id' has 51 values, wanted at most 50 groups; "
        "name the values that matter, or a number to divide them by"
    ]


@pytest.mark.parametrize(("values", "who"), [('["X"]', "no"), ('["M", "F"]', "all")])
def test_a_group_of_nobody_or_everybody_is_refused(job: GateJob, values: str, who: str) -> None:
    write_people(job)

    code = job.run("bias", *LABEL, f'--facet={{"column": "sex", "values": {values}}}')

    assert code == 1
    assert job.sentences == [
        f"FacetEmpty: {who} rows belong to the group of facet 'sex', wanted some inside and some outside; "
        "correct its values, or judge data that has both"
    ]
