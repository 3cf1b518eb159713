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
    """The facts of the CloudFormation types, as the driver extracted them last."""
    reports = EMULATOR.parents[1] / "reports"
    return max(reports.glob("cloudformation-specification-*.json"), key=lambda file: file.stat().st_mtime)
