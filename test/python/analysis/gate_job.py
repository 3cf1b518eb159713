"""The folders of a gate's job, filled with a few rows, and what it leaves in them; nothing is downloaded."""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path

ANALYSIS = Path(__file__).resolve().parents[3] / "lib" / "pipelines" / "analysis"
sys.path.insert(0, str(ANALYSIS))


@dataclass(frozen=True)
class GateJob:
    """A job of one gate, below a folder of its own."""

    base: Path

    def write(self, name: str, content: str | dict) -> None:
        """Write a file, JSON if it is an object."""
        file = self.base / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")

    def write_rows(self, *lines: str, name: str = "data.csv") -> None:
        """Write a file of the dataset."""
        self.write(f"dataset/{name}", "".join(f"{line}\n" for line in lines))

    def run(self, analysis: str, *arguments: str) -> int:
        """Run a gate; returns its exit code."""
        places = [f"--base-dir={self.base}", f"--message-file={self.base / 'message'}"]
        return importlib.import_module(analysis).main([*places, *arguments])

    def adopt_baseline(self) -> None:
        """Let the next run compare with what this one left."""
        for name in ("statistics", "constraints"):
            self.write_baseline(name, (self.base / "next-baseline" / f"{name}.json").read_text(encoding="utf-8"))

    def write_baseline(self, name: str, content: str | dict) -> None:
        """Write the constraints or the statistics that the gate compares with."""
        self.write(f"baseline/{name}/{name}.json", content)

    def read(self, name: str) -> dict:
        """Read a JSON file that the gate left."""
        return json.loads((self.base / name).read_text(encoding="utf-8"))

    @property
    def violations(self) -> list[dict]:
        """The violations that the gate reported."""
        return self.read("result/constraint_violations.json")["violations"]

    @property
    def sentences(self) -> list[str]:
        """What the job told when it ended."""
        return (self.base / "message").read_text(encoding="utf-8").splitlines()
