"""What all gates share: their settings, the baseline they compare with, the files they leave and how they end.

A gate reads ``dataset/`` and, where there is a baseline, one file in ``baseline/constraints/`` and in
``baseline/statistics/`` under the base directory. It leaves ``result/`` with ``statistics.json``, ``constraints.json``,
``constraint_violations.json`` and ``gate.json``, and ``next-baseline/`` with the files that a later run compares with.
The formats are those of Model Monitor and Clarify, so that files of either can be baselines of the other.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

STATISTICS, CONSTRAINTS, VIOLATIONS = "statistics.json", "constraints.json", "constraint_violations.json"
MESSAGE_BYTES = 1024  # what DescribeProcessingJob tells of the message file


class GateError(Exception):
    """A problem with the data, a file or a setting that whoever started the job can mend."""


@dataclass(frozen=True)
class Baseline:
    """What an earlier run left: its constraints and, where they were kept, its statistics."""

    constraints: dict
    statistics: dict | None


@dataclass(frozen=True)
class Findings:
    """What an analysis found, ready to be written."""

    statistics: dict
    constraints: dict
    violations: list[dict]
    version: float | str = 0.0
    further_files: dict[str, dict] = field(default_factory=dict)


Analysis = Callable[[argparse.Namespace, "Baseline | None"], Findings]


def gate_parser(description: str) -> argparse.ArgumentParser:
    """Return a parser with the settings of every gate; ``allow_abbrev`` is off so that a misspelt one is told."""
    parser = argparse.ArgumentParser(description=description, allow_abbrev=False)
    parser.add_argument("--base-dir", type=Path, default=Path("/opt/ml/processing"))
    parser.add_argument("--message-file", type=Path, default=Path("/opt/ml/output/message"))
    parser.add_argument("--fail-on-violation", type=truth, default=True)
    parser.add_argument("--skip-check", type=truth, default=False)
    parser.add_argument("--register-new-baseline", type=truth, default=False)
    return parser


def truth(text: str) -> bool:
    """Read true or false, as a pipeline writes a parameter."""
    if text.lower() not in ("true", "false"):
        raise argparse.ArgumentTypeError(f"{text!r} is neither true nor false")
    return text.lower() == "true"


def named_number(text: str) -> tuple[str, float]:
    """Read a name and its number, as ``mse=6``."""
    name, _, value = text.partition("=")
    return name, finite(value)


def finite(text: str) -> float:
    """Read a number; NaN would pass every comparison."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return number


def run(analyse: Analysis, arguments: argparse.Namespace) -> int:
    """Analyse, leave the files and tell the outcome; returns the exit code."""
    try:
        baseline = read_baseline(arguments.base_dir / "baseline")
        findings = analyse(arguments, None if arguments.skip_check else baseline)
        violations = [] if arguments.skip_check else findings.violations
    except GateError as problem:
        return tell(arguments, [str(problem)], failed=True)

    write_result(arguments.base_dir / "result", findings, violations, compared=baseline is not None)
    keep_baseline(arguments.base_dir, findings, renew=baseline is None or arguments.register_new_baseline)
    sentences = [f"{violation['constraint_check_type']}: {violation['description']}" for violation in violations]
    return tell(arguments, sentences, failed=bool(violations) and arguments.fail_on_violation)


def read_baseline(folder: Path) -> Baseline | None:
    """Read the baseline; where there are no constraints, no run has left any yet."""
    constraints, statistics = only_json(folder / "constraints"), only_json(folder / "statistics")
    if constraints is None:
        return None
    return Baseline(read_json(constraints), statistics and read_json(statistics))


def only_json(folder: Path) -> Path | None:
    """Find the file of an input that may bring none; its name is whatever its writer chose, as analysis.json."""
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if len(files) > 1:
        names = ", ".join(file.name for file in files)
        raise GateError(
            f"BaselineAmbiguous: {folder} holds {names}, wanted one file; point the baseline at one of them"
        )
    return files[0] if files else None


def read_json(file: Path) -> dict:
    """Read a file that holds one JSON object."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GateError(f"FileUnreadable: {file.name} is not JSON ({error}); write it again") from error
    if not isinstance(content, dict):
        raise GateError(f"FileUnreadable: {file.name} holds no JSON object; write it again")
    return content


def write_result(folder: Path, findings: Findings, violations: list[dict], compared: bool) -> None:
    """Write the report of this run."""
    write_json(folder / STATISTICS, findings.statistics)
    write_json(folder / CONSTRAINTS, findings.constraints)
    write_json(folder / VIOLATIONS, {"version": findings.version, "violations": violations})
    write_json(folder / "gate.json", {"violation_count": len(violations), "compared_with_baseline": compared})
    for name, content in findings.further_files.items():
        write_json(folder / name, content)


def keep_baseline(base: Path, findings: Findings, renew: bool) -> None:
    """Leave the files that a later run compares with: this run's, or once more those that it was given."""
    kept = base / "next-baseline"
    if renew:
        write_json(kept / STATISTICS, findings.statistics)
        write_json(kept / CONSTRAINTS, findings.constraints)
        return
    kept.mkdir(parents=True, exist_ok=True)
    for name in (STATISTICS, CONSTRAINTS):
        given = only_json(base / "baseline" / Path(name).stem)
        if given:
            shutil.copyfile(str(given), str(kept / name))


def write_json(file: Path, content: dict) -> None:
    """Write JSON that every reader takes: NaN and infinities as text, as Model Monitor and Clarify write them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(plain(content), indent=2, allow_nan=False) + "\n", encoding="utf-8")


def plain(value: Any) -> Any:
    """Turn numpy's numbers into Python's and what JSON has no number for into text."""
    if isinstance(value, dict):
        return {str(name): plain(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def number_in(value: Any) -> float:
    """Read a number that ``plain`` wrote; what is no number is NaN."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def tell(arguments: argparse.Namespace, sentences: list[str], failed: bool) -> int:
    """Tell the outcome in the log and in the job's exit message; returns the exit code."""
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    message = "\n".join(sentences) or "the gate found no violation"
    arguments.message_file.parent.mkdir(parents=True, exist_ok=True)
    arguments.message_file.write_bytes(shortened(message, MESSAGE_BYTES))
    print("the gate ends the job as failed" if failed else "the gate lets the pipeline go on")
    return 1 if failed else 0


def shortened(text: str, most: int) -> bytes:
    """Cut text to a number of bytes without breaking a character in two: SageMaker fails a job over broken UTF-8."""
    content = text.encode("utf-8")
    if len(content) <= most:
        return content
    mark = "…".encode("utf-8")
    return content[: most - len(mark)].decode("utf-8", errors="ignore").encode("utf-8") + mark
