"""What the tests of the quality gates start from."""

from __future__ import annotations

from pathlib import Path

import pytest
from gate_job import GateJob


@pytest.fixture
def job(tmp_path: Path) -> GateJob:
    """A job without any files."""
    return GateJob(tmp_path)
