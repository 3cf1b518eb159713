"""cfn-lint on every template of every example, as `npm run verify` synthesised them into reports/assemblies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cfnlint.api import lint

ROOT = Path(__file__).resolve().parents[2]
ASSEMBLIES = ROOT / "reports" / "assemblies"
UNKNOWN_REGION, ANY_REGION = "unknown-region", "us-east-1"

# The CDK lets a function or a state machine wait for its role and all policies of it by DependsOn; for the role alone that
# repeats the reference to it.
ROLE_TWICE = re.compile(r"W3005 .*already enforced by a 'GetAtt' at '[^']*/Properties/Role(Arn)?'")


def regions_of(manifest: Path) -> list[str]:
    """Return the regions that an assembly's stacks are deployed to."""
    artifacts = json.loads(manifest.read_text(encoding="utf-8"))["artifacts"].values()
    environments = [a["environment"] for a in artifacts if a["type"] == "aws:cloudformation:stack"]
    regions = {environment.rsplit("/", 1)[1] for environment in environments}
    return sorted(ANY_REGION if region == UNKNOWN_REGION else region for region in regions)


def templates() -> Iterator[pytest.ParameterSet]:
    """Yield every template, nested stacks and nested stages included, with the regions of its assembly."""
    for manifest in sorted(ASSEMBLIES.rglob("manifest.json")):
        for template in sorted(manifest.parent.glob("*.template.json")):
            yield pytest.param(template, regions_of(manifest), id=template.relative_to(ASSEMBLIES).as_posix())


def complaints(text: str, regions: list[str]) -> list[str]:
    """Return what cfn-lint finds, errors and warnings alike."""
    found = (
        f"{match.rule.id} {'/'.join(map(str, match.path))}: {match.message}" for match in lint(text, regions=regions)
    )
    return [complaint for complaint in found if not ROLE_TWICE.search(complaint)]


def test_every_example_was_synthesised() -> None:
    examples = {folder.name for folder in (ROOT / "examples").iterdir() if folder.is_dir()}

    assert {manifest.parent.name for manifest in ASSEMBLIES.glob("*/manifest.json")} == examples


@pytest.mark.parametrize(("template", "regions"), list(templates()))
def test_template_is_free_of_complaints(template: Path, regions: list[str]) -> None:
    assert complaints(template.read_text(encoding="utf-8"), regions) == []


def test_a_faulty_template_is_complained_about() -> None:
    template = {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketNmae": "acme"}}}}

    found = complaints(json.dumps(template), ["eu-west-1"])

    assert [complaint.split()[0] for complaint in found] == ["E3002"]
