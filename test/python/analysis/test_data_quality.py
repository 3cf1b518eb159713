"""data_quality.py: describes data in the format of Model Monitor and finds what differs from the baseline."""

from __future__ import annotations

import pytest
from gate_job import GateJob

PEOPLE = ["sex,age,income,note", *(f"{'MF'[row % 2]},{20 + row % 50},{row * 1.5},text {row}" for row in range(400))]


def checked(job: GateJob, lines: list[str], *arguments: str) -> list[str]:
    """Compare lines with a baseline of the people; returns what was found, check type and sentence."""
    job.write_rows(*PEOPLE)
    assert job.run("data_quality") == 0
    job.adopt_baseline()
    job.write_rows(*lines)
    job.run("data_quality", *arguments)
    return [f"{found['constraint_check_type']} {found['description']}" for found in job.violations]


def with_cells(column: int, cells: dict[int, str]) -> list[str]:
    """Return the people with other cells in one column, by row."""
    rows = [line.split(",") for line in PEOPLE]
    for row, cell in cells.items():
        rows[row + 1][column] = cell
    return [",".join(row) for row in rows]


def test_numbers_are_described_as_model_monitor_does(job: GateJob) -> None:
    job.write_rows("age,id", "1,1", "2,2", ",3", "4,4")

    job.run("data_quality")

    statistics = job.read("result/statistics.json")
    assert statistics["dataset"] == {"item_count": 4}
    age = statistics["features"][0]
    assert (age["name"], age["inferred_type"]) == ("age", "Integral")
    numerical = age["numerical_statistics"]
    assert numerical["common"] == {"num_present": 3, "num_missing": 1}
    assert {name: numerical[name] for name in ("sum", "min", "max")} == {"sum": 7, "min": 1, "max": 4}
    assert (numerical["mean"], numerical["std_dev"]) == pytest.approx((7 / 3, (14 / 9) ** 0.5))
    assert numerical["distribution"]["kll"]["sketch"]["data"] == [[1, 2, 4]]


def test_words_are_described_as_model_monitor_does(job: GateJob) -> None:
    job.write_rows("sex,id", "M,1", "F,2", "M,3")

    job.run("data_quality")

    sex = job.read("result/statistics.json")["features"][0]
    assert sex == {
        "name": "sex",
        "inferred_type": "String",
        "string_statistics": {
            "common": {"num_present": 3, "num_missing": 0},
            "distinct_count": 2,
            "distribution": {"categorical": {"buckets": [{"value": "M", "count": 2}, {"value": "F", "count": 1}]}},
        },
    }


def test_a_baseline_suggests_what_later_data_must_satisfy(job: GateJob) -> None:
    job.write_rows("sex,age", "M,1.5", "F,", "M,-3")

    job.run("data_quality")

    constraints = job.read("result/constraints.json")
    assert constraints["features"] == [
        {
            "name": "sex",
            "inferred_type": "String",
            "completeness": 1.0,
            "string_constraints": {"domains": ["M", "F"]},
        },
        {
            "name": "age",
            "inferred_type": "Fractional",
            "completeness": 2 / 3,
            "num_constraints": {"is_non_negative": False},
        },
    ]
    assert constraints["monitoring_config"] == {
        "evaluate_constraints": "Enabled",
        "emit_metrics": "Enabled",
        "datatype_check_threshold": 1.0,
        "domain_content_threshold": 1.0,
        "distribution_constraints": {
            "perform_comparison": "Enabled",
            "comparison_threshold": 0.1,
            "comparison_method": "Robust",
            "categorical_comparison_threshold": 0.1,
            "categorical_drift_method": "LInfinity",
        },
    }


@pytest.mark.parametrize(
    ("cells", "kind"),
    [(["1", "-2"], "Integral"), (["1", "1e3"], "Fractional"), (["1", "x"], "String"), (["", ""], "Unknown")],
)
def test_a_column_has_the_narrowest_type_that_fits(job: GateJob, cells: list[str], kind: str) -> None:
    job.write_rows("a,id", *(f"{cell},{row}" for row, cell in enumerate(cells)))

    job.run("data_quality")

    assert job.read("result/constraints.json")["features"][0]["inferred_type"] == kind


def test_many_different_words_are_counted_but_not_listed(job: GateJob) -> None:
    job.write_rows(*PEOPLE)

    job.run("data_quality")

    note = job.read("result/statistics.json")["features"][3]
    assert note["string_statistics"] == {"common": {"num_present": 400, "num_missing": 0}, "distinct_count": 400}


def test_the_same_data_has_no_violation(job: GateJob) -> None:
    assert checked(job, PEOPLE) == []


def test_columns_are_compared_by_name(job: GateJob) -> None:
    lines = [line.replace("income", "salary") for line in PEOPLE]

    found = checked(job, lines)

    assert found == [
        "missing_column_check column income is missing",
        "extra_column_check column salary is not expected",
    ]


def test_expected_columns_need_no_baseline(job: GateJob) -> None:
    job.write_rows("sex,age", "M,1")

    code = job.run("data_quality", "--expected-column=sex", "--expected-column=rings", "--expected-column=age")

    assert code == 1
    assert job.sentences == ["missing_column_check: column rings is missing"]


def test_an_ignored_column_is_neither_described_nor_missed(job: GateJob) -> None:
    lines = [",".join(line.split(",")[:3]) for line in PEOPLE]

    found = checked(job, lines, "--ignored-column=note", "--ignored-column=income")

    assert found == []
    assert [feature["name"] for feature in job.read("result/statistics.json")["features"]] == ["sex", "age"]


@pytest.mark.parametrize(("arguments", "count"), [([], 1), (["--min-completeness=0.99"], 0)])
def test_completeness_is_compared_with_the_baseline_unless_told_otherwise(
    job: GateJob, arguments: list[str], count: int
) -> None:
    found = checked(job, with_cells(1, {0: ""}), *arguments)

    assert len(found) == count
    assert all(sentence.startswith("completeness_check column age is 99.75% complete") for sentence in found)


@pytest.mark.parametrize(("arguments", "count"), [([], 1), (["--min-type-match=0.9975"], 0)])
def test_cells_of_another_type_are_counted(job: GateJob, arguments: list[str], count: int) -> None:
    found = checked(job, with_cells(1, {0: "old"}), *arguments)

    assert found == ["data_type_check column age is 99.75% Integral, wanted at least 100.00%"][:count]


def test_whole_numbers_with_a_point_are_no_other_type(job: GateJob) -> None:
    assert checked(job, with_cells(1, {0: "20.0"})) == []


@pytest.mark.parametrize(("arguments", "count"), [([], 1), (["--min-known-categories=0.99"], 0)])
def test_unknown_categories_are_counted_and_not_told(job: GateJob, arguments: list[str], count: int) -> None:
    found = checked(job, with_cells(0, {0: "secret"}), *arguments)

    assert found == ["categorical_values_check column sex has 99.75% known categories, wanted at least 100.00%"][:count]


@pytest.mark.parametrize(("arguments", "count"), [([], 1), (["--max-drift=0.9"], 0), (["--max-drift=0"], 1)])
def test_numbers_that_moved_are_found(job: GateJob, arguments: list[str], count: int) -> None:
    moved = with_cells(1, {row: str(45 + row % 50) for row in range(400)})

    found = checked(job, moved, *arguments)

    assert len(found) == count
    assert all(sentence.startswith("baseline_drift_check column age is 0.37") for sentence in found)


@pytest.mark.parametrize(
    ("arguments", "count"),
    [([], 1), (["--max-drift=0.9"], 0), (["--max-drift=0.9", "--max-categorical-drift=0.1"], 1)],
)
def test_categories_that_shifted_are_found(job: GateJob, arguments: list[str], count: int) -> None:
    shifted = with_cells(0, {row: "M" for row in range(400)})

    found = checked(job, shifted, *arguments)

    assert found == ["baseline_drift_check column sex is 0.3727 away from the baseline, at most 0.1 is allowed"][:count]


def test_the_simple_measure_takes_no_chance_off(job: GateJob) -> None:
    shifted = with_cells(0, {row: "M" for row in range(400)})

    found = checked(job, shifted, "--drift-measure=Simple")

    assert found == ["baseline_drift_check column sex is 0.5000 away from the baseline, at most 0.1 is allowed"]


def test_thresholds_of_the_baseline_hold_unless_told_otherwise(job: GateJob) -> None:
    job.write_rows(*PEOPLE)
    job.run("data_quality", "--max-drift=0.7", "--min-type-match=0.5")
    job.adopt_baseline()

    job.run("data_quality", "--min-type-match=0.6")

    config = job.read("result/constraints.json")["monitoring_config"]
    assert config["datatype_check_threshold"] == 0.6
    assert config["distribution_constraints"]["categorical_comparison_threshold"] == 0.7


def test_a_baseline_that_compares_no_distributions_is_obeyed(job: GateJob) -> None:
    job.write_rows(*PEOPLE)
    job.run("data_quality")
    job.adopt_baseline()
    constraints = job.read("baseline/constraints/constraints.json")
    constraints["monitoring_config"]["distribution_constraints"]["perform_comparison"] = "Disabled"
    job.write_baseline("constraints", constraints)
    job.write_rows(*with_cells(0, {row: "M" for row in range(400)}))

    code = job.run("data_quality")

    assert code == 0


def test_a_baseline_of_model_monitor_is_read(job: GateJob) -> None:
    numerical = {
        "common": {"num_present": 4, "num_missing": 0},
        "mean": 2.5,
        "sum": 10.0,
        "std_dev": 1.1,
        "min": 1.0,
        "max": 4.0,
        "distribution": {
            "kll": {
                "buckets": [{"lower_bound": 1.0, "upper_bound": 4.0, "count": 4.0}],
                "sketch": {"parameters": {"c": 0.64, "k": 2048.0}, "data": [[1.0, 2.0, 3.0, 4.0]]},
            }
        },
    }
    feature = {"name": "_c0", "inferred_type": "Integral", "numerical_statistics": numerical}
    job.write_baseline("statistics", {"version": 0.0, "dataset": {"item_count": 4}, "features": [feature]})
    job.write_baseline(
        "constraints",
        {
            "version": 0.0,
            "features": [{"name": "_c0", "inferred_type": "Integral", "completeness": 1.0}],
            "monitoring_config": {"distribution_constraints": {"comparison_method": "linf_simple"}},
        },
    )
    job.write_rows("3", "4", "5", "6")

    job.run("data_quality", "--header=false")

    assert [found["description"] for found in job.violations] == [
        "column _c0 is 0.5000 away from the baseline, at most 0.1 is allowed"
    ]
