"""Measure a trained model on the test part and write the metrics that the model registry shows.

Runs as a SageMaker Processing job in the XGBoost container (3.2-0) with network isolation. Reads
``model/model.tar.gz`` and ``test/test.csv`` under the base directory and writes ``evaluation/evaluation.json``.
The version of XGBoost must be the one that trained the model: releases before 2.1 write a binary format of their
own, which releases from 3.1 on no longer read.
"""

from __future__ import annotations

import argparse
import json
import pickletools
import posixpath
import sys
import tarfile
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import xgboost as xgb

MODEL_FILE = "xgboost-model"
LARGEST = float(np.finfo(np.float32).max)  # XGBoost computes in single precision


class EvaluationError(Exception):
    """A problem with the model or the test data that whoever started the job can mend."""


def parse_arguments(argv: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Evaluate the abalone model on the test part.")
    parser.add_argument("--base-dir", type=Path, default=Path("/opt/ml/processing"))
    return parser.parse_args(argv)


def read_model(archive: Path) -> bytes:
    """Read the model file out of the archive into memory: nothing of the archive ever touches the disk."""
    if not archive.is_file():
        raise EvaluationError(
            f"ModelMissing: {archive} does not exist, wanted the archive that the training job wrote; "
            "connect the Processing input to the model artifacts of the training step"
        )
    try:
        with tarfile.open(archive, "r:gz") as tar:
            members = tar.getmembers()
            for member in members:
                check_member(archive, member)
            return read_member(archive, tar, members)
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        raise EvaluationError(
            f"ModelUnreadable: {archive.name} is not a gzipped tar archive ({error}); train the model again"
        ) from error


def check_member(archive: Path, member: tarfile.TarInfo) -> None:
    """Refuse what a training job never writes and an attacker would: paths that leave the archive, links, devices."""
    path = posixpath.normpath(member.name)
    if posixpath.isabs(path) or path.split("/")[0] == "..":
        raise EvaluationError(
            f"ModelPathEscapes: {archive.name} holds {member.name!r}, wanted paths inside the archive; "
            "do not use this archive and find out who wrote it"
        )
    if not (member.isfile() or member.isdir()):
        raise EvaluationError(
            f"ModelMemberNotAFile: {archive.name} holds {member.name!r}, which is a link or a device, wanted files; "
            "do not use this archive and find out who wrote it"
        )


def read_member(archive: Path, tar: tarfile.TarFile, members: list[tarfile.TarInfo]) -> bytes:
    """Return the content of the one model file."""
    models = [member for member in members if member.isfile() and posixpath.normpath(member.name) == MODEL_FILE]
    if len(models) != 1:
        names = ", ".join(member.name for member in members) or "nothing"
        raise EvaluationError(
            f"ModelFileMissing: {archive.name} holds {names}, wanted exactly one {MODEL_FILE}; "
            "train with the built-in XGBoost algorithm and without k-fold cross-validation"
        )
    return tar.extractfile(models[0]).read()


def load_booster(model: bytes) -> xgb.Booster:
    """Load what ``Booster.save_model`` wrote, and nothing else."""
    if not model:  # XGBoost 3 ends the process on an empty buffer instead of raising
        raise EvaluationError(f"ModelEmpty: {MODEL_FILE} holds 0 bytes, wanted a trained model; train the model again")
    if is_pickle(model):
        raise EvaluationError(
            f"ModelIsPickle: {MODEL_FILE} is a Python pickle, wanted the format of Booster.save_model; train with "
            "XGBoost 1.3 or newer, because reading a pickle runs whatever code its writer put in"
        )
    booster = xgb.Booster()
    try:
        booster.load_model(bytearray(model))
    except (xgb.core.XGBoostError, ValueError) as error:
        raise EvaluationError(
            f"ModelNotLoaded: XGBoost {xgb.__version__} cannot read {MODEL_FILE} ({first_line(error)}); "
            "evaluate with the version of XGBoost that trained the model"
        ) from error
    return booster


def is_pickle(content: bytes) -> bool:
    """Tell whether the whole content is one pickle, by walking its instructions without running any."""
    end = None
    try:
        for _, _, end in pickletools.genops(content):
            pass
    except Exception:  # genops raises whatever the bytes provoke; all of it means "not a pickle"
        return False
    return end == len(content) - 1


def read_test(file: Path) -> tuple[np.ndarray, np.ndarray]:
    """Read the labels (first column) and the features (all others) of the test part."""
    if not file.is_file():
        raise EvaluationError(
            f"TestMissing: {file} does not exist, wanted the test part; "
            "connect the Processing input to the test output of the preprocessing step"
        )
    try:
        text = pd.read_csv(file, header=None, dtype=str, skip_blank_lines=False)
    except pd.errors.EmptyDataError as error:
        raise EvaluationError(
            f"TestEmpty: {file.name} has no rows, wanted at least one; check the split of the preprocessing step"
        ) from error
    except ValueError as error:
        raise EvaluationError(
            f"TestUnreadable: {file.name} is not CSV ({first_line(error)}); run the preprocessing step again"
        ) from error

    table = text.apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float)
    bad = np.argwhere(~(np.abs(table) <= LARGEST))
    if len(bad):
        row, column = bad[0]
        raise EvaluationError(
            f"TestNotNumeric: {file.name} line {row + 1} column {column + 1} is {describe(text.iat[row, column])}, "
            "wanted a finite number; run the preprocessing step, which imputes missing values"
        )
    return table[:, 0], table[:, 1:]


def describe(field: object) -> str:
    """Name the content of a field in a message."""
    return repr(field) if isinstance(field, str) else "empty"


def first_line(error: Exception) -> str:
    """Shorten an error of a library to the line that says what happened: XGBoost appends a native stack trace."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def predict(booster: xgb.Booster, features: np.ndarray) -> np.ndarray:
    """Predict after checking the width: XGBoost takes absent columns for missing values and predicts anyway."""
    if booster.num_features() != features.shape[1]:
        raise EvaluationError(
            f"FeatureCountWrong: the test part has {features.shape[1]} features, the model wants "
            f"{booster.num_features()}; evaluate with the preprocessing run that the model was trained on"
        )
    return booster.predict(xgb.DMatrix(features))


def measure(labels: np.ndarray, predictions: np.ndarray) -> dict[str, dict[str, dict[str, float]]]:
    """Compute the metrics in the shape of SageMaker model metrics.

    Each standard deviation is in the unit of its metric: over rows, of the squared errors (mse) and of the absolute
    errors (mae). A root has no value per row, so that of rmse is the one of mse carried over to first order.
    """
    errors = predictions - labels
    mse = float(np.mean(errors**2))
    spread = float(np.std(errors**2))
    rmse = mse**0.5
    return {
        "regression_metrics": {
            "mse": {"value": mse, "standard_deviation": spread},
            "rmse": {"value": rmse, "standard_deviation": spread / (2 * rmse) if rmse > 0 else 0.0},
            "mae": {"value": float(np.mean(np.abs(errors))), "standard_deviation": float(np.std(np.abs(errors)))},
        }
    }


def write_evaluation(base: Path, evaluation: dict) -> None:
    """Write the metrics; ``allow_nan`` is off because NaN is not JSON and the registry would reject the file."""
    folder = base / "evaluation"
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(evaluation, indent=2, allow_nan=False)
    (folder / "evaluation.json").write_text(content + "\n", encoding="utf-8")
    print(f"wrote evaluation/evaluation.json: {json.dumps(evaluation)}")


def main(argv: list[str]) -> int:
    """Run the whole step; returns the exit code."""
    base = parse_arguments(argv).base_dir
    try:
        booster = load_booster(read_model(base / "model" / "model.tar.gz"))
        labels, features = read_test(base / "test" / "test.csv")
        evaluation = measure(labels, predict(booster, features))
    except EvaluationError as problem:
        print(problem, file=sys.stderr)
        return 1

    write_evaluation(base, evaluation)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
