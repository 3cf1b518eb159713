"""preprocess.py: splits, encodes, leaks nothing, and explains what is wrong with its input."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import preprocess
import pytest
from abalone_job import ABALONE, ROWS, read_part, write_input

PARTS = ["train", "validation", "test"]


def run(base: Path, *arguments: str) -> int:
    return preprocess.main(["--base-dir", str(base), *arguments])


def read_bytes(base: Path) -> list[bytes]:
    return [(base / name / f"{name}.csv").read_bytes() for name in PARTS]


def test_it_splits_70_15_15(tmp_path: Path, lines: list[str]) -> None:
    base = write_input(tmp_path, lines)

    code = run(base)

    assert code == 0
    assert [len(read_part(base, name)) for name in PARTS] == [280, 60, 60]


def test_it_splits_by_the_fractions_it_is_given(tmp_path: Path, lines: list[str]) -> None:
    base = write_input(tmp_path, lines)

    run(base, "--validation-fraction", "0.2", "--test-fraction", "0.1")

    assert [len(read_part(base, name)) for name in PARTS] == [280, 80, 40]


def test_every_row_lands_in_exactly_one_part(tmp_path: Path, lines: list[str]) -> None:
    base = write_input(tmp_path, [f"{line.rpartition(',')[0]},{index}" for index, line in enumerate(lines)])

    run(base)

    labels = np.concatenate([read_part(base, name)[:, 0] for name in PARTS])
    assert sorted(labels) == list(range(ROWS))


def test_the_label_comes_first_and_is_not_scaled(tmp_path: Path, lines: list[str]) -> None:
    base = write_input(tmp_path, lines)

    run(base)

    labels = np.concatenate([read_part(base, name)[:, 0] for name in PARTS])
    assert sorted(labels) == sorted(float(line.rpartition(",")[2]) for line in lines)


@pytest.mark.parametrize("name", PARTS)
def test_each_part_has_eleven_columns_and_ends_with_sex_as_one_of_three(
    tmp_path: Path, lines: list[str], name: str
) -> None:
    base = write_input(tmp_path, lines)

    run(base)

    part = read_part(base, name)
    assert part.shape[1] == 11
    assert set(part[:, 8:].ravel()) == {0.0, 1.0}
    assert (part[:, 8:].sum(axis=1) == 1).all()


@pytest.mark.parametrize(("code", "encoded"), [("M", [1, 0, 0]), ("F", [0, 1, 0]), ("I", [0, 0, 1])])
def test_sex_is_encoded_in_a_fixed_order_even_where_codes_are_absent(
    tmp_path: Path, lines: list[str], code: str, encoded: list[int]
) -> None:
    base = write_input(tmp_path, [code + line[1:] for line in lines])

    run(base)

    assert (read_part(base, "train")[:, 8:] == encoded).all()


def test_measurements_are_scaled_by_the_training_part(tmp_path: Path, lines: list[str]) -> None:
    base = write_input(tmp_path, lines)

    run(base)

    train, test = read_part(base, "train")[:, 1:8], read_part(base, "test")[:, 1:8]
    assert train.mean(axis=0) == pytest.approx(np.zeros(7), abs=1e-6)
    assert train.std(axis=0) == pytest.approx(np.ones(7), abs=1e-6)
    assert (np.abs(test.mean(axis=0)) > 1e-3).all()


def test_nothing_in_validation_or_test_changes_the_training_part(tmp_path: Path, lines: list[str]) -> None:
    kept_aside = np.random.RandomState(1).permutation(ROWS)[280:]
    spoilt = list(lines)
    for index in kept_aside:
        spoilt[index] = "F,99,99,99,99,99,99,99,99"
    base, other = write_input(tmp_path / "a", lines), write_input(tmp_path / "b", spoilt)

    run(base, "--seed", "1")
    run(other, "--seed", "1")

    assert read_bytes(base)[0] == read_bytes(other)[0]
    assert read_bytes(base)[1] != read_bytes(other)[1]


def test_two_runs_write_the_same_bytes(tmp_path: Path, lines: list[str]) -> None:
    base, other = write_input(tmp_path / "a", lines), write_input(tmp_path / "b", lines)

    run(base)
    run(other)

    assert read_bytes(base) == read_bytes(other)


def test_a_second_run_over_the_first_changes_nothing(tmp_path: Path, lines: list[str]) -> None:
    base = write_input(tmp_path, lines)
    run(base)
    first = read_bytes(base)

    run(base)

    assert read_bytes(base) == first


def test_another_seed_is_another_split(tmp_path: Path, lines: list[str]) -> None:
    base, other = write_input(tmp_path / "a", lines), write_input(tmp_path / "b", lines)

    run(base)
    run(other, "--seed", "1")

    assert read_bytes(base) != read_bytes(other)


def test_several_files_are_read_in_the_order_of_their_names(tmp_path: Path, lines: list[str]) -> None:
    base = write_input(tmp_path / "one", lines)
    other = write_input(tmp_path / "two", lines[250:], "b.csv")
    write_input(other, lines[:250], "a.csv")

    run(base)
    run(other)

    assert read_bytes(base) == read_bytes(other)


def test_blank_lines_spaces_and_a_byte_order_mark_are_harmless(tmp_path: Path, lines: list[str]) -> None:
    base = write_input(tmp_path / "plain", lines)
    other = write_input(tmp_path / "untidy", ["\ufeff" + lines[0], "", *(f"{line} " for line in lines[1:]), ""])

    run(base)
    run(other)

    assert read_bytes(base) == read_bytes(other)


def test_missing_measurements_become_the_median_of_the_training_part(tmp_path: Path, lines: list[str]) -> None:
    rows = [line.split(",") for line in lines]
    for index, row in enumerate(rows):
        row[3] = "" if index % 4 == 0 else f"{index}.5"
    base = write_input(tmp_path, [",".join(row) for row in rows])

    run(base)

    height = read_part(base, "train")[:, 3]
    values, counts = np.unique(height, return_counts=True)
    imputed = values[counts.argmax()]
    assert counts.max() > 50
    assert imputed == pytest.approx(np.median(height[height != imputed]), abs=0.02)


@pytest.mark.parametrize("missing", ["", "NA", "NaN", "null"])
def test_no_missing_value_is_left_in_the_output(tmp_path: Path, lines: list[str], missing: str) -> None:
    base = write_input(tmp_path, [*lines, f"M,{','.join([missing] * 7)},9"])

    run(base)

    assert all(np.isfinite(read_part(base, name)).all() for name in PARTS)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "M,0.4,0.3,0.1,0.5,0.2,0.1,0.1",
            "ColumnCountWrong: abalone.csv line 3 has 8 columns, wanted 9 (sex,length,diameter,height,whole_weight,"
            "shucked_weight,viscera_weight,shell_weight,rings); export exactly these columns, separated by commas",
        ),
        (
            "M,0.4,0.3,0.1,0.5,0.2,0.1,0.1,9,9",
            "ColumnCountWrong: abalone.csv line 3 has 10 columns, wanted 9 (sex,length,diameter,height,whole_weight,"
            "shucked_weight,viscera_weight,shell_weight,rings); export exactly these columns, separated by commas",
        ),
        (
            "X,0.4,0.3,0.1,0.5,0.2,0.1,0.1,9",
            "CategoryUnknown: abalone.csv line 3 column sex is 'X', wanted one of M, F, I; "
            "correct the code, or remove the line if it is a header",
        ),
        (
            ",0.4,0.3,0.1,0.5,0.2,0.1,0.1,9",
            "CategoryUnknown: abalone.csv line 3 column sex is '', wanted one of M, F, I; "
            "correct the code, or remove the line if it is a header",
        ),
        (
            "M,0.4,0.3,tall,0.5,0.2,0.1,0.1,9",
            "NumberUnreadable: abalone.csv line 3 column height is 'tall', wanted a finite number; "
            "correct the value, or leave it empty to have it imputed",
        ),
        (
            "M,0.4,0.3,0.1,inf,0.2,0.1,0.1,9",
            "NumberUnreadable: abalone.csv line 3 column whole_weight is 'inf', wanted a finite number; "
            "correct the value, or leave it empty to have it imputed",
        ),
        (
            "M,0.4,0.3,0.1,0.5,0.2,0.1,0.1,many",
            "NumberUnreadable: abalone.csv line 3 column rings is 'many', wanted a finite number; "
            "correct the label or remove the row",
        ),
        (
            "M,0.4,0.3,0.1,0.5,0.2,0.1,0.1,",
            "LabelMissing: abalone.csv line 3 column rings is empty, wanted a number of at least 0; "
            "correct the label or remove the row",
        ),
        (
            "M,0.4,0.3,0.1,0.5,0.2,0.1,0.1,-1",
            "LabelNegative: abalone.csv line 3 column rings is -1, wanted a number of at least 0; "
            "correct the label or remove the row",
        ),
        (
            'M,"0.4,0.3,0.1,0.5,0.2,0.1,0.1,9',
            "InputUnreadable: abalone.csv is not CSV text in UTF-8 (unexpected end of data); "
            "export the file again as plain CSV",
        ),
    ],
)
def test_a_bad_line_is_refused(
    tmp_path: Path, lines: list[str], capsys: pytest.CaptureFixture[str], line: str, message: str
) -> None:
    base = write_input(tmp_path, [*lines[:2], line, *lines[3:]])

    code = run(base)

    assert code == 1
    assert capsys.readouterr().err == f"{message}\n"
    assert sorted(path.name for path in base.iterdir()) == ["input"]


def test_a_file_that_is_not_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "abalone.csv").write_bytes(b"M,\xff")

    code = run(tmp_path)

    assert code == 1
    assert capsys.readouterr().err == (
        "InputUnreadable: abalone.csv is not CSV text in UTF-8 ('utf-8' codec can't decode byte 0xff in position 2: "
        "invalid start byte); export the file again as plain CSV\n"
    )


def test_a_folder_without_csv_files_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "input").mkdir()

    code = run(tmp_path)

    assert code == 1
    assert capsys.readouterr().err == (
        f"InputMissing: {tmp_path}/input holds no .csv file, wanted at least one; "
        "point the Processing input at the raw data\n"
    )


def test_99_rows_are_too_few(tmp_path: Path, lines: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    base = write_input(tmp_path, lines[:50], "a.csv")
    write_input(base, lines[50:99], "b.csv")

    code = run(base)

    assert code == 1
    assert capsys.readouterr().err == (
        "TooFewRows: a.csv, b.csv hold 99 rows, wanted at least 100; add data or lower --minimum-rows\n"
    )


def test_100_rows_are_enough(tmp_path: Path, lines: list[str]) -> None:
    base = write_input(tmp_path, lines[:100])

    code = run(base)

    assert code == 0


def test_too_few_rows_for_three_parts_are_refused(
    tmp_path: Path, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    base = write_input(tmp_path, lines[:3])

    code = run(base, "--minimum-rows", "0")

    assert code == 1
    assert capsys.readouterr().err == (
        "PartEmpty: 3 rows split into 3 train, 0 validation and 0 test rows, wanted at least 1 in each; "
        "add data or change the fractions\n"
    )


def test_a_column_without_any_value_is_refused(
    tmp_path: Path, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [line.split(",") for line in lines]
    base = write_input(tmp_path, [",".join([*row[:2], "", *row[3:]]) for row in rows])

    code = run(base)

    assert code == 1
    assert capsys.readouterr().err == (
        "ColumnEmpty: column diameter has no value in the 280 training rows, wanted at least one to impute from; "
        "deliver the column\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--test-fraction", "0"],
            "FractionOutOfRange: --test-fraction is 0.0, wanted more than 0 and less than 1; "
            "use 0.15 to keep 15 % of the rows",
        ),
        (
            ["--validation-fraction", "15"],
            "FractionOutOfRange: --validation-fraction is 15.0, wanted more than 0 and less than 1; "
            "use 0.15 to keep 15 % of the rows",
        ),
        (
            ["--validation-fraction", "0.5", "--test-fraction", "0.5"],
            "FractionsLeaveNothing: --validation-fraction 0.5 and --test-fraction 0.5 leave no rows for training, "
            "wanted a sum below 1; lower one of them",
        ),
        (
            ["--seed", "-1"],
            "SeedOutOfRange: --seed is -1, wanted 0 to 4294967295; choose a seed in that range",
        ),
    ],
)
def test_contradictory_arguments_are_refused(
    tmp_path: Path, lines: list[str], capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    base = write_input(tmp_path, lines)

    code = run(base, *arguments)

    assert code == 1
    assert capsys.readouterr().err == f"{message}\n"


def test_the_script_fails_the_job_with_one_line(tmp_path: Path) -> None:
    base = write_input(tmp_path, ["sex,length,diameter,height,whole,shucked,viscera,shell,rings"])

    job = subprocess.run(
        [sys.executable, ABALONE / "preprocess.py", "--base-dir", base], capture_output=True, text=True, check=False
    )

    assert job.returncode == 1
    assert job.stderr == (
        "CategoryUnknown: abalone.csv line 1 column sex is 'sex', wanted one of M, F, I; "
        "correct the code, or remove the line if it is a header\n"
    )
