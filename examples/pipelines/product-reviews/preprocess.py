"""Turn raw product reviews into labelled parts for training, validation and test.

Runs as a SageMaker Processing job in the scikit-learn container with network isolation. Reads every CSV file in
``input`` under the base directory, with the columns ``review_body``, ``star_rating`` and ``verified_purchase``, and
writes ``train/train.csv``, ``validation/validation.csv`` and ``test/test.csv`` with the columns ``sentiment`` (1 for four
stars and more, 0 for two and less), ``verified_purchase`` (1 or 0) and ``review_body``. Three stars say neither: they are left out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

COLUMNS = ["review_body", "star_rating", "verified_purchase"]
PARTS = {"train": 0.8, "validation": 0.1, "test": 0.1}
FEWEST_REVIEWS = 10
SEED = 20260730


class PreparationError(Exception):
    """A problem with the raw reviews that whoever started the job can mend."""


def parse_arguments(argv: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Prepare product reviews.")
    parser.add_argument("--base-dir", type=Path, default=Path("/opt/ml/processing"))
    return parser.parse_args(argv)


def read_reviews(folder: Path) -> pd.DataFrame:
    """Read all raw files, in the order of their names."""
    files = sorted(folder.rglob("*.csv"))
    if not files:
        raise PreparationError(f"ReviewsMissing: {folder} has no CSV file, wanted at least one; upload the raw reviews")
    return pd.concat([read_file(file) for file in files], ignore_index=True)


def read_file(file: Path) -> pd.DataFrame:
    """Read one raw file and check its columns."""
    reviews = pd.read_csv(file, dtype=str)
    missing = [column for column in COLUMNS if column not in reviews.columns]
    if missing:
        raise PreparationError(
            f"ColumnsMissing: {file.name} lacks {', '.join(missing)}, wanted {', '.join(COLUMNS)}; correct its header"
        )
    return reviews[COLUMNS]


def labelled(reviews: pd.DataFrame) -> pd.DataFrame:
    """Keep the reviews that say something, once each, with what they say."""
    stars = pd.to_numeric(reviews["star_rating"], errors="coerce")
    table = pd.DataFrame(
        {
            "sentiment": (stars >= 4).astype(int),
            "verified_purchase": reviews["verified_purchase"].str.strip().str.upper().isin(["Y", "TRUE", "1"]).astype(int),
            "review_body": reviews["review_body"].fillna("").str.split().str.join(" "),
        }
    )
    kept = table[stars.between(1, 5) & (stars != 3) & (table["review_body"] != "")].drop_duplicates()
    if len(kept) < FEWEST_REVIEWS or kept["sentiment"].nunique() < 2:
        raise PreparationError(
            f"ReviewsOneSided: {len(kept)} reviews are left, wanted {FEWEST_REVIEWS} or more, both good and bad; add reviews"
        )
    return kept


def split(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Divide the reviews at random, always in the same way."""
    order = np.random.RandomState(SEED).permutation(len(table))
    ends = np.round(np.cumsum(list(PARTS.values())) * len(table)).astype(int)
    starts = [0, *ends[:-1]]
    return {name: table.iloc[order[start:end]] for name, start, end in zip(PARTS, starts, ends)}


def main(argv: list[str] | None = None) -> int:
    """Run the job; a problem is told in one line."""
    base = parse_arguments(sys.argv[1:] if argv is None else argv).base_dir
    try:
        parts = split(labelled(read_reviews(base / "input")))
    except PreparationError as error:
        print(error, file=sys.stderr)
        return 1
    for name, part in parts.items():
        (base / name).mkdir(parents=True, exist_ok=True)
        part.to_csv(base / name / f"{name}.csv", index=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
