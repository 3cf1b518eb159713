"""evaluate.py: measures what the built-in algorithm trained, and trusts neither the archive nor the test data."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tarfile
from pathlib import Path

import evaluate
import numpy as np
import pytest
import xgboost as xgb
from abalone_job import ABALONE, read_hyperparameters, read_part, write_archive


def run(base: Path) -> int:
    return evaluate.main(["--base-dir", str(base)])


def read_metrics(base: Path) -> dict[str, dict[str, float]]:
    return json.loads((base / "evaluation" / "evaluation.json").read_text(encoding="utf-8"))["regression_metrics"]


class Intruder:
    """Creates a file when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple:
        return (os.mkdir, (str(self.trace),))


def test_hyperparameters_are_strings_because_sagemaker_takes_nothing_else() -> None:
    hyperparameters = read_hyperparameters()

    values = list(hyperparameters.values())

    assert all(isinstance(value, str) for value in values)
    assert hyperparameters["objective"] == "reg:squarederror"
    assert int(hyperparameters["num_round"]) == 50


def test_the_trained_model_beats_predicting_the_mean(trained: Path) -> None:
    mean = read_part(trained, "train")[:, 0].mean()
    labels = read_part(trained, "test")[:, 0]

    code = run(trained)

    assert code == 0
    assert read_metrics(trained)["mse"]["value"] < 0.5 * np.mean((labels - mean) ** 2)


def test_the_evaluation_has_the_shape_of_sagemaker_model_metrics(trained: Path) -> None:
    path = trained / "evaluation" / "evaluation.json"

    run(trained)

    evaluation = json.loads(path.read_text(encoding="utf-8"))
    assert list(evaluation) == ["regression_metrics"]
    assert list(evaluation["regression_metrics"]) == ["mse", "rmse", "mae"]
    for metric in evaluation["regression_metrics"].values():
        assert list(metric) == ["value", "standard_deviation"]
        assert all(isinstance(number, float) and number > 0 for number in metric.values())


def test_the_metrics_are_those_of_the_model_on_the_test_part(trained: Path, booster_file: Path) -> None:
    test = read_part(trained, "test")
    errors = xgb.Booster(model_file=str(booster_file)).predict(xgb.DMatrix(test[:, 1:])) - test[:, 0]

    run(trained)

    metrics = read_metrics(trained)
    assert metrics["mse"]["value"] == pytest.approx(np.mean(errors**2))
    assert metrics["mse"]["standard_deviation"] == pytest.approx(np.std(errors**2))
    assert metrics["rmse"]["value"] == pytest.approx(np.sqrt(np.mean(errors**2)))
    assert metrics["mae"]["value"] == pytest.approx(np.mean(np.abs(errors)))


def test_each_standard_deviation_is_in_the_unit_of_its_metric() -> None:
    labels, predictions = np.array([1.0, 2.0]), np.array([2.0, 4.0])

    metrics = evaluate.measure(labels, predictions)["regression_metrics"]

    assert metrics["mse"] == {"value": 2.5, "standard_deviation": 1.5}
    assert metrics["rmse"] == pytest.approx({"value": 2.5**0.5, "standard_deviation": 0.75 / 2.5**0.5})
    assert metrics["mae"] == {"value": 1.5, "standard_deviation": 0.5}


def test_a_perfect_model_has_only_zeros() -> None:
    labels = np.array([1.0, 2.0])

    metrics = evaluate.measure(labels, labels)["regression_metrics"]

    assert all(metric == {"value": 0.0, "standard_deviation": 0.0} for metric in metrics.values())


def test_the_script_writes_what_main_writes(trained: Path) -> None:
    path = trained / "evaluation" / "evaluation.json"
    run(trained)
    expected = path.read_bytes()
    path.unlink()

    job = subprocess.run(
        [sys.executable, ABALONE / "evaluate.py", "--base-dir", trained], capture_output=True, text=True, check=False
    )

    assert (job.returncode, job.stderr) == (0, "")
    assert path.read_bytes() == expected


def test_the_script_fails_the_job_with_one_line(tmp_path: Path) -> None:
    command = [sys.executable, ABALONE / "evaluate.py", "--base-dir", tmp_path]

    job = subprocess.run(command, capture_output=True, text=True, check=False)

    assert job.returncode == 1
    assert job.stderr == (
        f"ModelMissing: {tmp_path}/model/model.tar.gz does not exist, wanted the archive that the training job wrote; "
        "connect the Processing input to the model artifacts of the training step\n"
    )


@pytest.mark.parametrize("form", ["json", "ubj"])
@pytest.mark.parametrize("name", ["xgboost-model", "./xgboost-model"])
def test_both_open_model_formats_are_read(trained: Path, booster_file: Path, form: str, name: str) -> None:
    run(trained)
    expected = read_metrics(trained)
    content = xgb.Booster(model_file=str(booster_file)).save_raw(form)
    write_archive(trained, {name: bytes(content), "notes.txt": b"harmless"})

    code = run(trained)

    assert code == 0
    assert read_metrics(trained) == expected


@pytest.mark.parametrize("name", ["../escaped", "model/../../escaped", "/escaped", ".."])
def test_an_archive_whose_paths_lead_outside_is_refused(
    trained: Path, booster_file: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    write_archive(trained, {"xgboost-model": booster_file.read_bytes(), name: b"gotcha"})

    code = run(trained)

    assert code == 1
    assert capsys.readouterr().err == (
        f"ModelPathEscapes: model.tar.gz holds {name!r}, wanted paths inside the archive; "
        "do not use this archive and find out who wrote it\n"
    )
    assert sorted(path.name for path in trained.iterdir()) == ["model", "test", "train"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_an_archive_with_a_link_or_a_device_is_refused(
    trained: Path, capsys: pytest.CaptureFixture[str], kind: bytes
) -> None:
    with tarfile.open(trained / "model" / "model.tar.gz", "w:gz") as tar:
        member = tarfile.TarInfo("xgboost-model")
        member.type, member.linkname = kind, "/etc/hostname"
        tar.addfile(member)

    code = run(trained)

    assert code == 1
    assert capsys.readouterr().err == (
        "ModelMemberNotAFile: model.tar.gz holds 'xgboost-model', which is a link or a device, wanted files; "
        "do not use this archive and find out who wrote it\n"
    )


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_refused_and_never_run(
    trained: Path, capsys: pytest.CaptureFixture[str], protocol: int
) -> None:
    trace = trained / "intruder"
    write_archive(trained, {"xgboost-model": pickle.dumps(Intruder(trace), protocol)})

    code = run(trained)

    assert code == 1
    assert not trace.exists()
    assert capsys.readouterr().err == (
        "ModelIsPickle: xgboost-model is a Python pickle, wanted the format of Booster.save_model; train with "
        "XGBoost 1.3 or newer, because reading a pickle runs whatever code its writer put in\n"
    )


def test_a_pickled_booster_is_refused_too(
    trained: Path, booster_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    booster = xgb.Booster(model_file=str(booster_file))
    write_archive(trained, {"xgboost-model": pickle.dumps(booster)})

    code = run(trained)

    assert code == 1
    assert capsys.readouterr().err.startswith("ModelIsPickle: ")


def test_an_empty_model_file_is_refused(trained: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_archive(trained, {"xgboost-model": b""})

    code = run(trained)

    assert code == 1
    assert capsys.readouterr().err == (
        "ModelEmpty: xgboost-model holds 0 bytes, wanted a trained model; train the model again\n"
    )


@pytest.mark.parametrize("content", [b"{", b'{"learner": {}}', b"not a model"])
def test_a_model_that_xgboost_cannot_read_is_refused_in_one_line(
    trained: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    write_archive(trained, {"xgboost-model": content})

    code = run(trained)

    message = capsys.readouterr().err
    assert code == 1
    assert message.startswith(f"ModelNotLoaded: XGBoost {xgb.__version__} cannot read xgboost-model (")
    assert message.endswith("); evaluate with the version of XGBoost that trained the model\n")
    assert message.count("\n") == 1


@pytest.mark.parametrize(
    ("members", "held"),
    [({}, "nothing"), ({"xgboost-model-0": b"", "xgboost-model-1": b""}, "xgboost-model-0, xgboost-model-1")],
)
def test_an_archive_without_the_model_file_is_refused(
    trained: Path, capsys: pytest.CaptureFixture[str], members: dict[str, bytes], held: str
) -> None:
    write_archive(trained, members)

    code = run(trained)

    assert code == 1
    assert capsys.readouterr().err == (
        f"ModelFileMissing: model.tar.gz holds {held}, wanted exactly one xgboost-model; "
        "train with the built-in XGBoost algorithm and without k-fold cross-validation\n"
    )


@pytest.mark.parametrize("keep", [0, 10, 200])
def test_a_truncated_archive_is_refused(trained: Path, capsys: pytest.CaptureFixture[str], keep: int) -> None:
    archive = trained / "model" / "model.tar.gz"
    archive.write_bytes(archive.read_bytes()[:keep])

    code = run(trained)

    message = capsys.readouterr().err
    assert code == 1
    assert message.startswith("ModelUnreadable: model.tar.gz is not a gzipped tar archive (")
    assert message.endswith("); train the model again\n")


def test_an_archive_that_is_not_an_archive_is_refused(trained: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (trained / "model" / "model.tar.gz").write_bytes(b"hello")

    code = run(trained)

    assert code == 1
    assert capsys.readouterr().err == (
        "ModelUnreadable: model.tar.gz is not a gzipped tar archive (not a gzip file); train the model again\n"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "TestEmpty: test.csv has no rows, wanted at least one; check the split of the preprocessing step"),
        (
            "9,1,2\n8,1,\n",
            "TestNotNumeric: test.csv line 2 column 3 is empty, wanted a finite number; "
            "run the preprocessing step, which imputes missing values",
        ),
        (
            "nan,1,2\n",
            "TestNotNumeric: test.csv line 1 column 1 is empty, wanted a finite number; "
            "run the preprocessing step, which imputes missing values",
        ),
        (
            "rings,length,diameter\n9,1,2\n",
            "TestNotNumeric: test.csv line 1 column 1 is 'rings', wanted a finite number; "
            "run the preprocessing step, which imputes missing values",
        ),
        (
            "9,1,1e39\n",
            "TestNotNumeric: test.csv line 1 column 3 is '1e39', wanted a finite number; "
            "run the preprocessing step, which imputes missing values",
        ),
        (
            "9,1,2\n\n9,1,2\n",
            "TestNotNumeric: test.csv line 2 column 1 is empty, wanted a finite number; "
            "run the preprocessing step, which imputes missing values",
        ),
        (
            "9,1,2\n9,1,2,3\n",
            "TestUnreadable: test.csv is not CSV (Error tokenizing data. C error: Expected 3 fields in line 2, saw 4); "
            "run the preprocessing step again",
        ),
        (
            "9,1,2\n",
            "FeatureCountWrong: the test part has 2 features, the model wants 10; "
            "evaluate with the preprocessing run that the model was trained on",
        ),
        (
            "9,1,2,3,4,5,6,7,8,9,10,11\n",
            "FeatureCountWrong: the test part has 11 features, the model wants 10; "
            "evaluate with the preprocessing run that the model was trained on",
        ),
    ],
)
def test_a_bad_test_part_is_refused(
    trained: Path, capsys: pytest.CaptureFixture[str], content: str, message: str
) -> None:
    (trained / "test" / "test.csv").write_text(content, encoding="utf-8")

    code = run(trained)

    assert code == 1
    assert capsys.readouterr().err == f"{message}\n"
    assert not (trained / "evaluation").exists()


def test_an_absent_test_part_is_refused(trained: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (trained / "test" / "test.csv").unlink()

    code = run(trained)

    assert code == 1
    assert capsys.readouterr().err == (
        f"TestMissing: {trained}/test/test.csv does not exist, wanted the test part; "
        "connect the Processing input to the test output of the preprocessing step\n"
    )
