"""What this repository renders is what SageMaker accepts, by the services' own models of their requests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import definitions
import pytest
from arguments import ARGUMENTS
from definitions import of_every_step, of_examples, read
from language import check

# A newer type, which the library does not have; whoever needs it writes a custom step.
WITHOUT_A_CLASS = {"InferenceComponent"}
# What is called after a class whose steps are of another type; gates are of several.
OTHER_TYPES = {"NotebookJob", "Custom", "BiasGate", "DataQualityGate", "ExplainabilityGate", "ModelQualityGate"}


def test_examples_have_pipelines() -> None:
    assert "reference/marine-life--abalone" in of_examples()


@pytest.mark.parametrize("definition", [pytest.param(one, id=name) for name, one in of_examples().items()])
def test_the_pipeline_of_an_example_is_accepted(definition: Any) -> None:
    assert check(definition) == []


def test_every_type_of_step_is_accepted_in_its_smallest_and_in_its_fullest_form() -> None:
    found = {name: check(definition) for name, definition in of_every_step().items()}

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_every_type_of_step_is_there_in_its_smallest_and_in_its_fullest_form() -> None:
    wanted = {f"{kind}/{form}" for kind in ARGUMENTS.keys() - WITHOUT_A_CLASS for form in ("smallest", "fullest")}

    assert wanted - of_every_step().keys() == set()


def test_each_of_them_has_a_step_of_the_type_that_it_is_called_after() -> None:
    kinds = {name: {step["Type"] for step in definition["Steps"]} for name, definition in of_every_step().items()}

    assert [name for name, found in kinds.items() if name.split("/")[0] not in found | OTHER_TYPES] == []


def test_a_body_is_read_with_signs_for_what_only_a_deployment_knows() -> None:
    pieces = [
        '{"Role":"',
        {"Fn::GetAtt": ["Role", "Arn"]},
        '","Size":',
        {"Ref": "Size"},
        ',"Text":"arn:',
        {"Ref": "AWS::Partition"},
        '"}',
    ]

    body = read({"Fn::Join": ["", pieces]})

    assert body == {"Role": "⟦Fn::GetAtt Role Arn⟧", "Size": {"⟦deployed⟧": True}, "Text": "arn:aws"}


def test_a_body_that_lies_in_s3_is_read_from_the_assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "example").mkdir()
    location = {"PipelineDefinitionS3Location": {"Bucket": "assets", "Key": "abc.json"}}
    pipeline = {"Type": "AWS::SageMaker::Pipeline", "Properties": {"PipelineName": "long", "PipelineDefinition": location}}
    asset = {"source": {"path": "asset.abc.json"}, "destinations": {"here": {"objectKey": "abc.json"}}}
    for name, content in {
        "Team.template.json": {"Resources": {"Pipeline": pipeline}},
        "Team.assets.json": {"files": {"abc": asset}},
        "asset.abc.json": {"Version": "2020-12-01"},
    }.items():
        (tmp_path / "example" / name).write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(definitions, "ASSEMBLIES", tmp_path)

    found = of_examples()

    assert found == {"example/long": {"Version": "2020-12-01"}}
