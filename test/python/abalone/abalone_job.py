"""Generated abalone-like data and the folders of a Processing job; nothing is downloaded."""

from __future__ import annotations

import json
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import numpy as np
import xgboost as xgb

ABALONE = Path(__file__).resolve().parents[3] / "examples" / "reference" / "abalone"
sys.path.insert(0, str(ABALONE))

ROWS = 400


def abalone_lines() -> list[str]:
    """Return 400 raw lines: weights grow with the cube of the length, rings with the shell; 2 % of cells missing."""
    random = np.random.RandomState(7)
    lines = []
    for length in random.uniform(0.2, 0.8, ROWS):
        diameter, height = length * random.normal(0.8, 0.02), length * random.normal(0.27, 0.02)
        whole = 4 * length**3 * random.normal(1, 0.08)
        weights = [whole, *(whole * random.normal(share, 0.02) for share in (0.43, 0.22, 0.28))]
        rings = max(1, round(4 + 8 * length + 6 * weights[3] + random.normal(0, 1)))
        sex = "I" if length < 0.4 else random.choice(["M", "F"])
        cells = ["" if random.uniform() < 0.02 else f"{cell:.4f}" for cell in (length, diameter, height, *weights)]
        lines.append(",".join([sex, *cells, str(rings)]))
    return lines


def write_input(base: Path, lines: list[str], name: str = "abalone.csv") -> Path:
    """Write raw lines where the Processing job finds them; returns the base folder."""
    (base / "input").mkdir(parents=True, exist_ok=True)
    (base / "input" / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return base


def read_part(base: Path, name: str) -> np.ndarray:
    """Read one part that preprocess.py wrote."""
    return np.loadtxt(base / name / f"{name}.csv", delimiter=",", ndmin=2)


def read_hyperparameters() -> dict[str, str]:
    """Read what the pipeline passes to the training job."""
    return json.loads((ABALONE / "training.json").read_text(encoding="utf-8"))["hyperparameters"]


def train_as_built_in_algorithm(base: Path, hyperparameters: dict[str, str]) -> xgb.Booster:
    """Train as the container does: strings become numbers, num_round leaves the parameters, the label is column one."""
    parameters = {name: value if name == "objective" else json.loads(value) for name, value in hyperparameters.items()}
    rounds = parameters.pop("num_round")
    train = read_part(base, "train")
    return xgb.train(parameters, xgb.DMatrix(train[:, 1:], label=train[:, 0]), num_boost_round=rounds)


def write_archive(base: Path, members: dict[str, bytes]) -> Path:
    """Write model/model.tar.gz with exactly these names, however hostile; returns the base folder."""
    (base / "model").mkdir(parents=True, exist_ok=True)
    with tarfile.open(base / "model" / "model.tar.gz", "w:gz") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, BytesIO(content))
    return base
