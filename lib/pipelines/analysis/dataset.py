"""Read the data that a gate judges: CSV or JSON Lines, one file or a folder of them, every cell as text."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
from gate import GateError, truth

MISSING = ("", "nan")  # what to_csv and savetxt write; NA and null may be words of the data
INTEGER = r"[+-]?\d+"


def add_dataset_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the settings that say how the data is written."""
    parser.add_argument("--format", choices=["csv", "jsonlines"], default="csv")
    parser.add_argument("--header", type=truth, default=True)
    parser.add_argument("--column", action="append", default=[], help="name of a column of data without a header")


def read_dataset(arguments: argparse.Namespace) -> pd.DataFrame:
    """Read all files of the dataset into one table of text, in which missing cells are NaN."""
    files = data_files(arguments.base_dir / "dataset")
    if arguments.format == "jsonlines":
        table = pd.DataFrame([row for file in files for row in json_rows(file)], dtype=object)
    else:
        table = pd.concat([csv_table(file, arguments) for file in checked_alike(files, arguments)], ignore_index=True)
    if table.empty:
        raise GateError("DatasetEmpty: the dataset has no rows; check the step that wrote it")

    text = table.astype(object).where(table.notna(), "").astype(str).apply(lambda column: column.str.strip())
    return text.mask(text.apply(lambda column: column.str.lower().isin(MISSING)))


def data_files(folder: Path) -> list[Path]:
    """List the files in their order; markers such as _SUCCESS are none of the data."""
    files = [file for file in folder.rglob("*") if file.is_file()] if folder.is_dir() else []
    found = sorted(file for file in files if not file.name.startswith((".", "_")))
    if not found:
        raise GateError(f"DatasetMissing: {folder} holds no file; point the dataset at the data")
    return found


def checked_alike(files: list[Path], arguments: argparse.Namespace) -> list[Path]:
    """Check that all lines of all files have the same columns: pandas fills short lines without a word."""
    first = columns_of(files[0], arguments)
    for file in files:
        columns = columns_of(file, arguments)
        if columns != first:
            raise GateError(
                f"ColumnsDiffer: {file.name} has other columns than {files[0].name}; write all files with the same ones"
            )
        check_widths(file, len(columns))
    if len(set(first)) < len(first):
        raise GateError(f"ColumnRepeated: {files[0].name} has two columns of one name; rename one of them")
    return files


def columns_of(file: Path, arguments: argparse.Namespace) -> list[str]:
    """Name the columns of a file: by its header, by the settings, or as Model Monitor does, by their places."""
    first = next(lines_of(file), None)
    if first is None:
        raise GateError(f"FileEmpty: {file.name} has no lines; check the step that wrote it")
    if arguments.header:
        return [name.strip() for name in first]
    if not arguments.column:
        return [f"_c{place}" for place in range(len(first))]
    if len(arguments.column) != len(first):
        raise GateError(
            f"ColumnCountWrong: {file.name} has {len(first)} columns, {len(arguments.column)} were named; "
            "name every column of the data"
        )
    return list(arguments.column)


def check_widths(file: Path, width: int) -> None:
    """Check that every line has as many cells as there are columns."""
    for number, line in enumerate(lines_of(file), start=1):
        if len(line) not in (0, width):  # pandas skips blank lines
            raise GateError(
                f"LineWidthWrong: {file.name} line {number} has {len(line)} cells, wanted {width}; "
                "write the file again as plain CSV"
            )


def lines_of(file: Path):  # a generator of lists of cells
    """Read a file line by line, strictly: an open quote swallows the rest of a file."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as content:
            yield from csv.reader(content, strict=True)
    except (csv.Error, UnicodeDecodeError) as error:
        raise GateError(
            f"FileUnreadable: {file.name} is not CSV in UTF-8 ({error}); write it again as plain CSV"
        ) from error


def csv_table(file: Path, arguments: argparse.Namespace) -> pd.DataFrame:
    """Read one file whose lines have been checked."""
    return pd.read_csv(
        file,
        header=0 if arguments.header else None,
        names=columns_of(file, arguments),
        dtype=str,
        keep_default_na=False,
        encoding="utf-8-sig",
    )


def json_rows(file: Path) -> list[dict]:
    """Read a file with one flat JSON object a line."""
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise GateError(
                f"LineUnreadable: {file.name} line {number} is not JSON ({error}); write it again"
            ) from error
        if not isinstance(row, dict) or any(isinstance(value, (dict, list)) for value in row.values()):
            raise GateError(
                f"LineNotFlat: {file.name} line {number} is no flat JSON object, wanted names and plain values; "
                "write one object a line, without lists or objects in it"
            )
        rows.append({name: json_text(value) for name, value in row.items()})
    return rows


def json_text(value: object) -> str | None:
    """Write a plain JSON value as a cell of CSV would hold it."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)


def column_of(table: pd.DataFrame, name: str, purpose: str) -> pd.Series:
    """Return a column that a setting names."""
    if name not in table.columns:
        raise GateError(
            f"ColumnMissing: the dataset has no column {name!r} for {purpose}, it has "
            f"{', '.join(repr(column) for column in table.columns[:20])}; correct the name, or write the column"
        )
    return table[name]


def numbers_of(column: pd.Series) -> pd.Series:
    """Read cells as finite numbers; what is missing or no number is NaN."""
    numbers = pd.to_numeric(column, errors="coerce").astype(float)
    return numbers.where(np.isfinite(numbers))


def integers_in(column: pd.Series) -> pd.Series:
    """Tell which cells are written as whole numbers."""
    return column.fillna("").str.fullmatch(INTEGER).astype(bool)


def required_numbers(table: pd.DataFrame, name: str, purpose: str) -> pd.Series:
    """Return a column in which every cell must be a number."""
    numbers = numbers_of(column_of(table, name, purpose))
    if numbers.isna().any():
        row = int(numbers.isna().to_numpy().argmax()) + 1
        raise GateError(
            f"CellNotNumeric: column {name!r} has no number in row {row}, wanted one in each for {purpose}; "
            "check the step that wrote it"
        )
    return numbers


def outcomes_of(table: pd.DataFrame, name: str, purpose: str) -> pd.Series:
    """Return a column of outcomes in one spelling: 1 and 1.0 are the same class."""
    column = column_of(table, name, purpose)
    if column.isna().any():
        row = int(column.isna().to_numpy().argmax()) + 1
        raise GateError(
            f"CellMissing: column {name!r} is empty in row {row}, wanted {purpose} in each; "
            "check the step that wrote it"
        )
    return column.map(one_spelling)


def one_spelling(text: str) -> str:
    """Write a whole number without its fraction, and anything else as it is."""
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() else text
