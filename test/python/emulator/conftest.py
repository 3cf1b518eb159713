"""A landing zone of its own for each file of tests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from zone import EMULATOR, Zone


@pytest.fixture(scope="module")
def zone(specification: Path) -> Iterator[Zone]:
    process = subprocess.Popen(
        [sys.executable, "-m", "landing_zone", "--specification", str(specification)],
        cwd=EMULATOR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    yield Zone(json.loads(process.stdout.readline())["endpoint"])
    process.stdin.close()
    process.wait()


@pytest.fixture(scope="session")
def specification() -> Path:
    """The facts of the CloudFormation types, as the driver extracts them."""
    root = EMULATOR.parents[1]
    version = json.loads((root / "package.json").read_text())["devDependencies"]["@aws-cdk/aws-service-spec"]
    return root / "reports" / f"cloudformation-specification-{version}.json"
