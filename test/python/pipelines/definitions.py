"""The pipeline definitions of this repository, as SageMaker would get them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

Json = Any

ROOT = Path(__file__).resolve().parents[3]
ASSEMBLIES = ROOT / "reports" / "assemblies"

# What CloudFormation fills in at deployment: inside of text between these signs, elsewhere an object of this one member.
OPENING, CLOSING = "⟦", "⟧"
DEPLOYED = "⟦deployed⟧"
# What it can be taken to fill in, so that the text around can be checked.
_SAMPLES = {
    "AWS::AccountId": "111111111111",
    "AWS::Partition": "aws",
    "AWS::Region": "eu-west-1",
    "AWS::URLSuffix": "amazonaws.com",
}


def of_examples() -> dict[str, Json]:
    """Every definition in the assemblies of the examples, by example and pipeline, as `npm run verify` synthesised them."""
    return {name: definition for template in _templates() for name, definition in _in_template(template)}


@cache
def of_every_step() -> dict[str, Json]:
    """The definitions that test/pipelines/every-step.ts prints, by `<step type>/<smallest or fullest>`."""
    node = shutil.which("node")
    assert node, "Node.js is not on the path"
    command = [node, "--require", "ts-node/register", "test/pipelines/every-step.ts"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "CDK_VALIDATION": "false"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    printed: dict[str, Json] = json.loads(done.stdout)
    return printed


def text_of(value: Json) -> str:
    """The text that a template's value becomes, with signs where only a deployment knows what comes."""
    if not isinstance(value, dict):
        return str(value)
    ((function, argument),) = value.items()
    if function == "Ref" and argument in _SAMPLES:
        return _SAMPLES[argument]
    if function != "Fn::Join":
        words = argument if isinstance(argument, list) else [argument]
        return f"{OPENING}{function} {' '.join(json.dumps(word).replace(chr(34), '') for word in words)}{CLOSING}"
    delimiter, pieces = argument
    return str(delimiter).join(text_of(piece) for piece in pieces) if isinstance(pieces, list) else text_of({"Ref": argument})


def read(body: Json) -> Json:
    """A definition from the body in a template, which is text or CloudFormation's functions that make one."""
    return json.loads("".join(_as_json(text_of(body))))


def _as_json(text: str) -> Iterator[str]:
    """Signs stay in the text that they are in; a sign that is a value itself, such as a number, becomes an object."""
    inside = escaped = unknown = False
    for character in text:
        unknown |= character == OPENING
        if not unknown:
            inside ^= character == '"' and not escaped
            escaped = character == "\\" and not escaped
        if inside or not unknown:
            yield character
        elif character == OPENING:
            yield f'{{"{DEPLOYED}": true}}'
        unknown &= character != CLOSING


def _templates() -> list[Path]:
    return sorted(ASSEMBLIES.rglob("*.template.json"))


def _in_template(template: Path) -> Iterator[tuple[str, Json]]:
    resources = json.loads(template.read_text(encoding="utf-8")).get("Resources", {})
    for logical_id, resource in resources.items():
        if resource["Type"] != "AWS::SageMaker::Pipeline":
            continue
        properties = resource["Properties"]
        example = template.relative_to(ASSEMBLIES).parts[0]
        name = f"{example}/{text_of(properties['PipelineName'])}"
        yield name, _definition(template, logical_id, properties["PipelineDefinition"])


def _definition(template: Path, logical_id: str, given: Json) -> Json:
    if "PipelineDefinitionBody" in given:
        return read(given["PipelineDefinitionBody"])
    location = given["PipelineDefinitionS3Location"]
    file = _asset(template, text_of(location["Key"]))
    assert file, f"{logical_id} of {template.name} lies at {location}, where no asset of the assembly is published"
    return json.loads(file.read_text(encoding="utf-8"))


def _asset(template: Path, key: str) -> Path | None:
    """The file that the assembly publishes under a key."""
    for manifest in template.parent.glob("*.assets.json"):
        for asset in json.loads(manifest.read_text(encoding="utf-8"))["files"].values():
            if any(destination["objectKey"] == key for destination in asset["destinations"].values()):
                return template.parent / str(asset["source"]["path"])
    return None
