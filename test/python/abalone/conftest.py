"""What the tests of the abalone scripts start from."""

from __future__ import annotations

from pathlib import Path

import pytest
from abalone_job import abalone_lines, read_hyperparameters, train_as_built_in_algorithm, write_archive, write_input


@pytest.fixture
def lines() -> list[str]:
    """A fresh copy of the raw lines, to be spoilt at will."""
    return abalone_lines()


@pytest.fixture(scope="session")
def booster_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the training job writes: Booster.save_model to a name without an extension."""
    import preprocess

    base = write_input(tmp_path_factory.mktemp("trained"), abalone_lines())
    assert preprocess.main(["--base-dir", str(base)]) == 0
    booster = train_as_built_in_algorithm(base, read_hyperparameters())
    booster.save_model(str(base / "xgboost-model"))
    return base / "xgboost-model"


@pytest.fixture
def trained(tmp_path: Path, booster_file: Path) -> Path:
    """A base folder as evaluate.py finds it: the archive of the training job and the test part."""
    for name in ("train", "test"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.csv").write_bytes((booster_file.parent / name / f"{name}.csv").read_bytes())
    return write_archive(tmp_path, {"xgboost-model": booster_file.read_bytes()})
