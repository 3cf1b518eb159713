"""gate.py: what every gate does with its baseline, its files and its outcome."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import gate
import pytest
from gate_job import ANALYSIS, GateJob

FILES = ["constraint_violations.json", "constraints.json", "gate.json", "statistics.json"]


def zipped(folder: Path) -> Path:
    """Zip the scripts as the asset of the library does."""
    archive = folder / "scripts.zip"
    with zipfile.ZipFile(archive, "w") as content:
        for file in sorted(ANALYSIS.glob("*.py")):
            content.write(file, file.name)
    return archive


def test_the_scripts_run_straight_from_their_zip(job: GateJob, tmp_path: Path) -> None:
    job.write_rows("age", "40", "41")
    places = [f"--base-dir={job.base}", f"--message-file={job.base / 'message'}"]

    run = subprocess.run(
        [sys.executable, zipped(tmp_path), "data_quality", *places], capture_output=True, text=True, check=False
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert sorted(file.name for file in (job.base / "result").iterdir()) == FILES


def test_an_unknown_analysis_is_refused() -> None:
    run = subprocess.run([sys.executable, ANALYSIS, "luck"], capture_output=True, text=True, check=False)

    assert run.returncode == 2
    assert run.stderr == (
        "AnalysisUnknown: wanted one of data_quality, model_quality, bias, explainability as the first argument\n"
    )


@pytest.mark.parametrize("script", sorted(ANALYSIS.glob("*.py")), ids=lambda script: script.name)
def test_the_oldest_python_of_the_containers_reads_every_script(script: Path) -> None:
    tree = ast.parse(script.read_text(encoding="utf-8"), feature_version=(3, 8))

    assert ast.get_docstring(tree)


def test_a_first_run_computes_a_baseline_and_passes(job: GateJob) -> None:
    job.write_rows("age", "40", "41")

    code = job.run("data_quality")

    assert code == 0
    assert job.sentences == ["the gate found no violation"]
    assert job.read("result/gate.json") == {"violation_count": 0, "compared_with_baseline": False}
    assert job.read("next-baseline/constraints.json") == job.read("result/constraints.json")


def test_a_baseline_folder_without_constraints_is_a_first_run(job: GateJob) -> None:
    job.write_rows("age", "40", "41")
    job.write("baseline/constraints/scripts.zip", "not a baseline")

    code = job.run("data_quality")

    assert code == 0
    assert job.read("result/gate.json")["compared_with_baseline"] is False


def test_a_violation_fails_the_job_and_is_told_in_a_sentence(
    job: GateJob, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = "completeness_check: column age is 50.00% complete, wanted at least 90.00%"
    job.write_rows("age,id", "40,1", ",2")

    code = job.run("data_quality", "--min-completeness=0.9")

    assert code == 1
    assert job.sentences == [sentence]
    assert capsys.readouterr().err == f"{sentence}\n"
    assert job.read("result/gate.json")["violation_count"] == 1


def test_a_violation_may_be_left_to_a_later_step(job: GateJob) -> None:
    job.write_rows("age,id", "40,1", ",2")

    code = job.run("data_quality", "--min-completeness=0.9", "--fail-on-violation=False")

    assert code == 0
    assert len(job.sentences) == 1
    assert job.read("result/gate.json")["violation_count"] == 1


def test_a_skipped_check_still_computes_what_the_next_one_needs(job: GateJob) -> None:
    job.write_rows("age,id", "40,1", ",2")

    code = job.run("data_quality", "--min-completeness=0.9", "--skip-check=true")

    assert code == 0
    assert job.violations == []
    assert len(job.read("result/statistics.json")["features"]) == 2


@pytest.mark.parametrize(("renew", "kept"), [("false", 1.0), ("true", 0.5)])
def test_the_baseline_stays_unless_a_new_one_is_wanted(job: GateJob, renew: str, kept: float) -> None:
    job.write_rows("age,id", "40,1", "41,2")
    job.run("data_quality")
    job.adopt_baseline()
    job.write_rows("age,id", "40,1", ",2")

    job.run("data_quality", "--fail-on-violation=false", f"--register-new-baseline={renew}")

    assert job.read("next-baseline/constraints.json")["features"][0]["completeness"] == kept
    assert job.read("result/constraints.json")["features"][0]["completeness"] == 0.5


def test_a_problem_with_the_data_fails_the_job_even_where_violations_do_not(
    job: GateJob, capsys: pytest.CaptureFixture[str]
) -> None:
    code = job.run("data_quality", "--fail-on-violation=false")

    assert code == 1
    assert capsys.readouterr().err == (
        f"DatasetMissing: {job.base}/dataset holds no file; point the dataset at the data\n"
    )


@pytest.mark.parametrize("content", ["{", "[]"])
def test_a_baseline_that_is_no_json_object_is_refused(job: GateJob, content: str) -> None:
    job.write_rows("age", "40")
    job.write_baseline("constraints", content)

    code = job.run("data_quality")

    assert code == 1
    assert job.sentences[0].startswith("FileUnreadable: constraints.json ")


def test_two_files_where_one_baseline_is_wanted_are_refused(job: GateJob) -> None:
    job.write_rows("age", "40")
    job.write("baseline/constraints/a.json", {})
    job.write("baseline/constraints/b.json", {})

    code = job.run("data_quality")

    assert code == 1
    assert job.sentences == [
        f"BaselineAmbiguous: {job.base}/baseline/constraints holds a.json, b.json, wanted one file; "
        "point the baseline at one of them"
    ]


def test_the_message_is_cut_to_a_kilobyte_between_two_characters(job: GateJob) -> None:
    columns = [f"größe{place}" for place in range(40)]
    job.write_rows(",".join(columns), ",".join(["1"] * 40), ",".join([""] * 40))

    job.run("data_quality", "--min-completeness=0.9")

    message = (job.base / "message").read_bytes()
    assert 1020 < len(message) <= 1024
    assert message.decode("utf-8").endswith("…")


@pytest.mark.parametrize("argument", ["--max-drift=nan", "--max-drift=much", "--skip-check=maybe", "--max-drif=1"])
def test_a_setting_that_makes_no_sense_is_refused(
    job: GateJob, capsys: pytest.CaptureFixture[str], argument: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        job.run("data_quality", argument)

    assert ended.value.code == 2
    assert argument.split("=")[0] in capsys.readouterr().err


def test_numbers_that_json_lacks_are_written_as_text() -> None:
    numbers = {"a": float("nan"), "b": [float("inf"), -float("inf")], "c": 0.5}

    written = json.dumps(gate.plain(numbers), allow_nan=False)

    assert written == '{"a": "NaN", "b": ["Infinity", "-Infinity"], "c": 0.5}'
    assert gate.number_in("Infinity") == float("inf")
