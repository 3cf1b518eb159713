"""Turn raw abalone measurements into the three files that training and evaluation read.

Runs as a SageMaker Processing job in the scikit-learn container (1.2-1), without a network. Reads every
``input/*.csv`` under the base directory and writes ``train/train.csv``, ``validation/validation.csv`` and
``test/test.csv`` beside it: no header, no index, the label ``rings`` first, as the built-in XGBoost algorithm
expects.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

CATEGORY = "sex"
CATEGORY_CODES = ["M", "F", "I"]
MEASUREMENTS = [
    "length",
    "diameter",
    "height",
    "whole_weight",
    "shucked_weight",
    "viscera_weight",
    "shell_weight",
]
LABEL = "rings"
COLUMNS = [CATEGORY, *MEASUREMENTS, LABEL]

MISSING = {"", "NA", "NaN", "nan", "null"}


class PreprocessingError(Exception):
    """A problem with the input or the arguments that whoever started the job can mend."""


@dataclass(frozen=True)
class Fractions:
    """The shares of all rows that are kept aside; training gets the rest."""

    validation: float
    test: float


def parse_arguments(argv: list[str]) -> argparse.Namespace:
    """Read the command line; every argument has the default that the pipeline uses."""
    parser = argparse.ArgumentParser(description="Split and encode the raw abalone measurements.")
    parser.add_argument("--base-dir", type=Path, default=Path("/opt/ml/processing"))
    parser.add_argument("--validation-fraction", type=float, default=0.15)
    parser.add_argument("--test-fraction", type=float, default=0.15)
    parser.add_argument("--seed", type=int, default=20260730)
    parser.add_argument("--minimum-rows", type=int, default=100)
    return parser.parse_args(argv)


def check_arguments(arguments: argparse.Namespace) -> Fractions:
    """Refuse fractions that would leave one of the three parts without rows by design."""
    fractions = Fractions(arguments.validation_fraction, arguments.test_fraction)
    for name, value in (("validation", fractions.validation), ("test", fractions.test)):
        if not 0 < value < 1:
            raise PreprocessingError(
                f"FractionOutOfRange: --{name}-fraction is {value}, wanted more than 0 and less than 1; "
                "use 0.15 to keep 15 % of the rows"
            )
    if fractions.validation + fractions.test >= 1:
        raise PreprocessingError(
            f"FractionsLeaveNothing: --validation-fraction {fractions.validation} and --test-fraction "
            f"{fractions.test} leave no rows for training, wanted a sum below 1; lower one of them"
        )
    if not 0 <= arguments.seed < 2**32:
        raise PreprocessingError(
            f"SeedOutOfRange: --seed is {arguments.seed}, wanted 0 to 4294967295; choose a seed in that range"
        )
    return fractions


def read_measurements(folder: Path, minimum_rows: int) -> pd.DataFrame:
    """Read and check every CSV file of the folder, in the order of their names."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise PreprocessingError(
            f"InputMissing: {folder} holds no .csv file, wanted at least one; "
            "point the Processing input at the raw data"
        )

    rows = [row for file in files for row in read_file(file)]

    if len(rows) < minimum_rows:
        raise PreprocessingError(
            f"TooFewRows: {', '.join(file.name for file in files)} hold {len(rows)} rows, wanted at least "
            f"{minimum_rows}; add data or lower --minimum-rows"
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def read_file(file: Path) -> list[list[str | float]]:
    """Read one file; blank lines are skipped."""
    try:
        with file.open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.reader(lines, strict=True)
            return [parse_row(f"{file.name} line {reader.line_num}", row) for row in reader if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise PreprocessingError(
            f"InputUnreadable: {file.name} is not CSV text in UTF-8 ({error}); export the file again as plain CSV"
        ) from error


def parse_row(place: str, row: list[str]) -> list[str | float]:
    """Check the nine fields of one line; ``place`` names the line in messages."""
    if len(row) != len(COLUMNS):
        raise PreprocessingError(
            f"ColumnCountWrong: {place} has {len(row)} columns, wanted {len(COLUMNS)} ({','.join(COLUMNS)}); "
            "export exactly these columns, separated by commas"
        )

    fields = dict(zip(COLUMNS, (field.strip() for field in row)))

    return [
        parse_category(place, fields[CATEGORY]),
        *(parse_measurement(place, column, fields[column]) for column in MEASUREMENTS),
        parse_label(place, fields[LABEL]),
    ]


def parse_category(place: str, field: str) -> str:
    """Accept the three known codes only: an unknown one would silently encode as all zeros."""
    if field not in CATEGORY_CODES:
        raise PreprocessingError(
            f"CategoryUnknown: {place} column {CATEGORY} is {field!r}, wanted one of {', '.join(CATEGORY_CODES)}; "
            "correct the code, or remove the line if it is a header"
        )
    return field


def parse_measurement(place: str, column: str, field: str) -> float:
    """Read a measurement; a missing one is NaN and imputed later."""
    if field in MISSING:
        return math.nan
    return parse_number(place, column, field, "correct the value, or leave it empty to have it imputed")


def parse_label(place: str, field: str) -> float:
    """Read the label, which is never imputed: a guessed label teaches and tests the wrong thing."""
    remedy = "correct the label or remove the row"
    if field in MISSING:
        raise PreprocessingError(
            f"LabelMissing: {place} column {LABEL} is empty, wanted a number of at least 0; {remedy}"
        )
    label = parse_number(place, LABEL, field, remedy)
    if label < 0:
        raise PreprocessingError(
            f"LabelNegative: {place} column {LABEL} is {field}, wanted a number of at least 0; {remedy}"
        )
    return label


def parse_number(place: str, column: str, field: str, remedy: str) -> float:
    """Read a finite number."""
    try:
        number = float(field)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise PreprocessingError(
            f"NumberUnreadable: {place} column {column} is {field!r}, wanted a finite number; {remedy}"
        )
    return number


def split(data: pd.DataFrame, fractions: Fractions, seed: int) -> dict[str, pd.DataFrame]:
    """Shuffle with the seed and cut into train, validation and test."""
    validation_rows = round(len(data) * fractions.validation)
    test_rows = round(len(data) * fractions.test)
    train_rows = len(data) - validation_rows - test_rows
    if min(train_rows, validation_rows, test_rows) < 1:
        raise PreprocessingError(
            f"PartEmpty: {len(data)} rows split into {train_rows} train, {validation_rows} validation and "
            f"{test_rows} test rows, wanted at least 1 in each; add data or change the fractions"
        )

    # RandomState, not Generator: its stream is frozen, so the split is the same in every numpy release.
    shuffled = data.iloc[np.random.RandomState(seed).permutation(len(data))]

    return {
        "train": shuffled.iloc[:train_rows],
        "validation": shuffled.iloc[train_rows : train_rows + validation_rows],
        "test": shuffled.iloc[train_rows + validation_rows :],
    }


def fit_features(train: pd.DataFrame) -> ColumnTransformer:
    """Learn medians, means and scales from the training part alone, so that nothing leaks from the other two."""
    for column in MEASUREMENTS:
        if train[column].isna().all():
            raise PreprocessingError(
                f"ColumnEmpty: column {column} has no value in the {len(train)} training rows, "
                "wanted at least one to impute from; deliver the column"
            )

    features = ColumnTransformer(
        [
            ("measurements", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), MEASUREMENTS),
            ("category", OneHotEncoder(categories=[CATEGORY_CODES]), [CATEGORY]),
        ],
        sparse_threshold=0,
    )
    return features.fit(train)


def write_part(base: Path, name: str, part: pd.DataFrame, features: ColumnTransformer) -> None:
    """Write one part, label first; nine digits are all that the single-precision floats of XGBoost can hold."""
    table = np.column_stack([part[LABEL].to_numpy(), features.transform(part)])
    folder = base / name
    folder.mkdir(parents=True, exist_ok=True)
    np.savetxt(folder / f"{name}.csv", table, fmt="%.9g", delimiter=",")
    print(f"wrote {len(table)} rows of {table.shape[1]} columns to {name}/{name}.csv")


def main(argv: list[str]) -> int:
    """Run the whole step; returns the exit code."""
    arguments = parse_arguments(argv)
    try:
        fractions = check_arguments(arguments)
        data = read_measurements(arguments.base_dir / "input", arguments.minimum_rows)
        parts = split(data, fractions, arguments.seed)
        features = fit_features(parts["train"])
    except PreprocessingError as problem:
        print(problem, file=sys.stderr)
        return 1

    for name, part in parts.items():
        write_part(arguments.base_dir, name, part, features)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
