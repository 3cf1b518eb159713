"""booster.py: reads models of XGBoost and nothing else."""

from __future__ import annotations

import pickle
import tarfile
from io import BytesIO
from pathlib import Path

import booster
import numpy as np
import pytest
import xgboost as xgb
from gate import GateError


@pytest.fixture(scope="module")
def model() -> xgb.Booster:
    features = np.random.RandomState(4).uniform(size=(50, 2))
    return xgb.train({"max_depth": 2}, xgb.DMatrix(features, label=features[:, 0]), num_boost_round=3)


def write_archive(folder: Path, members: dict[str, bytes]) -> None:
    with tarfile.open(folder / "model.tar.gz", "w:gz") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, BytesIO(content))


@pytest.mark.parametrize("form", ["json", "ubj"])
@pytest.mark.parametrize("name", ["xgboost-model", "./xgboost-model", "model.json"])
def test_the_archive_of_a_training_job_is_read(tmp_path: Path, model: xgb.Booster, form: str, name: str) -> None:
    write_archive(tmp_path, {name: bytes(model.save_raw(form)), "notes.txt": b"harmless"})

    read = booster.read_booster(tmp_path)

    assert read.num_features() == 2


def test_a_model_without_an_archive_is_read(tmp_path: Path, model: xgb.Booster) -> None:
    model.save_model(str(tmp_path / "model.ubj"))

    assert booster.read_booster(tmp_path).num_boosted_rounds() == 3


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "ModelEmpty"), (pickle.dumps({"a": 1}), "ModelIsPickle"), (b"not a model", "ModelNotLoaded")],
)
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    write_archive(tmp_path, {"xgboost-model": content})

    with pytest.raises(GateError, match=f"^{code}: "):
        booster.read_booster(tmp_path)


def test_another_kind_of_model_is_refused(tmp_path: Path) -> None:
    write_archive(tmp_path, {"model.pth": b"weights"})

    with pytest.raises(GateError, match="only models of XGBoost can be explained here"):
        booster.read_booster(tmp_path)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GateError, match=r"^ModelMissing: .* holds no model\.tar\.gz; point the gate at"):
        booster.read_booster(tmp_path)


def test_an_archive_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.tar.gz").write_bytes(b"hello")

    with pytest.raises(GateError, match="^ModelUnreadable: "):
        booster.read_booster(tmp_path)
