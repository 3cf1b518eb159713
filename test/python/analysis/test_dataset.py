"""dataset.py: reads CSV and JSON Lines strictly, and says what is wrong with them."""

from __future__ import annotations

import argparse

import dataset
import pandas as pd
import pytest
from gate import GateError
from gate_job import GateJob


def read(job: GateJob, *arguments: str) -> pd.DataFrame:
    parser = argparse.ArgumentParser()
    dataset.add_dataset_arguments(parser)
    settings = parser.parse_args(list(arguments))
    settings.base_dir = job.base
    return dataset.read_dataset(settings)


def test_all_files_of_a_folder_are_one_table(job: GateJob) -> None:
    job.write_rows("sex,rings", "M,9", name="b/part-1.csv")
    job.write_rows("sex,rings", "F,8", name="a/part-0.csv.out")
    job.write_rows("", name="_SUCCESS")

    table = read(job)

    assert table.to_dict("list") == {"sex": ["F", "M"], "rings": ["8", "9"]}


def test_columns_without_a_header_are_named_by_place_or_as_told(job: GateJob) -> None:
    job.write_rows("9,0.4", "8,0.3")

    by_place = read(job, "--header=false")
    as_told = read(job, "--header=false", "--column=rings", "--column=length")

    assert list(by_place.columns) == ["_c0", "_c1"]
    assert list(as_told.columns) == ["rings", "length"]
    assert len(as_told) == 2


def test_json_lines_are_read_like_csv(job: GateJob) -> None:
    job.write_rows('{"sex": "M", "rings": 9, "alive": true}', "", '{"sex": null, "rings": 8.5}', name="data.jsonl")

    table = read(job, "--format=jsonlines")

    assert table["rings"].tolist() == ["9", "8.5"]
    assert table["alive"].dropna().tolist() == ["true"]
    assert table["sex"].isna().tolist() == [False, True]


def test_empty_cells_and_nan_are_missing_while_words_stay_words(job: GateJob) -> None:
    job.write_rows("country,id", "NA,1", ",2", "nan,3", " ,4", "null,5")

    table = read(job)

    assert table["country"].isna().tolist() == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["a,b", "1,2,3"], "LineWidthWrong: data.csv line 2 has 3 cells, wanted 2; write the file again as plain CSV"),
        (["a,b", "1"], "LineWidthWrong: data.csv line 2 has 1 cells, wanted 2; write the file again as plain CSV"),
        (["a,a", "1,2"], "ColumnRepeated: data.csv has two columns of one name; rename one of them"),
        (["a,b"], "DatasetEmpty: the dataset has no rows; check the step that wrote it"),
        (
            ["a", '"1'],
            "FileUnreadable: data.csv is not CSV in UTF-8 (unexpected end of data); write it again as plain CSV",
        ),
    ],
)
def test_a_broken_file_is_refused(job: GateJob, lines: list[str], message: str) -> None:
    job.write_rows(*lines)

    with pytest.raises(GateError) as refused:
        read(job)

    assert str(refused.value) == message


def test_an_empty_file_is_refused(job: GateJob) -> None:
    job.write("dataset/data.csv", "")

    with pytest.raises(GateError, match="FileEmpty: data.csv has no lines; check the step that wrote it"):
        read(job)


def test_files_with_different_columns_are_refused(job: GateJob) -> None:
    job.write_rows("a,b", "1,2", name="1.csv")
    job.write_rows("b,a", "2,1", name="2.csv")

    with pytest.raises(GateError, match=r"ColumnsDiffer: 2\.csv has other columns than 1\.csv"):
        read(job)


def test_a_wrong_number_of_names_is_refused(job: GateJob) -> None:
    job.write_rows("1,2")

    with pytest.raises(GateError) as refused:
        read(job, "--header=false", "--column=a")

    assert str(refused.value) == "ColumnCountWrong: data.csv has 2 columns, 1 were named; name every column of the data"


@pytest.mark.parametrize(
    ("line", "code"), [("{", "LineUnreadable"), ("[1]", "LineNotFlat"), ('{"a": {"b": 1}}', "LineNotFlat")]
)
def test_a_broken_json_line_is_refused(job: GateJob, line: str, code: str) -> None:
    job.write_rows('{"a": 1}', line)

    with pytest.raises(GateError) as refused:
        read(job, "--format=jsonlines")

    assert str(refused.value).startswith(f"{code}: data.csv line 2 ")


@pytest.mark.parametrize(
    ("cell", "spelling"), [("1", "1"), ("1.0", "1"), ("-0.0", "0"), ("0.5", "0.5"), ("yes", "yes")]
)
def test_one_class_has_one_spelling(cell: str, spelling: str) -> None:
    assert dataset.one_spelling(cell) == spelling
