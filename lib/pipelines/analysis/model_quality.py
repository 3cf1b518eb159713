"""Judge a model by its metrics: against numbers, against the constraints of a baseline, against the champion.

The metrics are computed from predictions and labels in ``dataset/``, or taken from the report that an earlier step left
in ``evaluation/``. The report of the champion lies in ``champion/``.
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

from dataset import add_dataset_arguments, read_dataset
from gate import Baseline, Findings, GateError, finite, gate_parser, named_number, number_in, read_json, run
from metrics import SECTIONS, measure

HIGHER, LOWER = "LessThanThreshold", "GreaterThanThreshold"  # what Model Monitor calls a violation

#: When a metric violates its threshold, for the metrics that Model Monitor knows.
VIOLATED_WHEN = {
    **{name: LOWER for name in ("mae", "mse", "rmse", "false_positive_rate", "false_negative_rate")},
    **{name: HIGHER for name in ("r2", "recall", "precision", "accuracy", "auc", "f0_5", "f1", "f2")},
    **{name: HIGHER for name in ("true_positive_rate", "true_negative_rate")},
    **{f"weighted_{name}": HIGHER for name in ("recall", "precision", "f0_5", "f1", "f2")},
}


def main(argv: list[str]) -> int:
    """Run the gate; returns the exit code."""
    parser = gate_parser("Judge a model by its metrics.")
    add_dataset_arguments(parser)
    parser.add_argument("--problem-type", choices=list(SECTIONS), help="without one, the metrics are in evaluation/")
    parser.add_argument("--label-column")
    parser.add_argument("--prediction-column")
    parser.add_argument("--probability-column")
    parser.add_argument("--probability-threshold", type=finite, default=0.5)
    parser.add_argument("--positive-label", default="1")
    parser.add_argument("--at-least", type=named_number, action="append", default=[])
    parser.add_argument("--at-most", type=named_number, action="append", default=[])
    parser.add_argument("--not-worse-than-champion", type=named_number, action="append", default=[])
    parser.add_argument("--higher-is-better", action="append", default=[])
    parser.add_argument("--lower-is-better", action="append", default=[])
    return run(analyse, parser.parse_args(argv))


def analyse(arguments: argparse.Namespace, baseline: Baseline | None) -> Findings:
    """Measure the model, or read what was measured, and compare it."""
    statistics = measured(arguments) if arguments.problem_type else evaluation(arguments.base_dir / "evaluation")
    values = values_in(statistics)
    asked = {
        **{name: (limit, HIGHER) for name, limit in arguments.at_least},
        **{name: (limit, LOWER) for name, limit in arguments.at_most},
    }
    thresholds = {**baseline_thresholds(baseline), **asked}
    violations = [found for name, limit in thresholds.items() for found in threshold_violations(values, name, *limit)]
    if arguments.not_worse_than_champion and not arguments.skip_check:
        violations += champion_violations(arguments, values)
    return Findings(statistics, constraints_from(statistics, asked), violations)


def measured(arguments: argparse.Namespace) -> dict:
    """Compute the metrics from predictions and labels."""
    table = read_dataset(arguments)
    return {
        "version": 0.0,
        "dataset": {"item_count": len(table)},
        SECTIONS[arguments.problem_type]: measure(table, arguments),
    }


def evaluation(folder: Path) -> dict:
    """Read the metrics that an earlier step or an earlier run left."""
    report = read_report(folder)
    return {"version": 0.0, **{name: section for name, section in report.items() if is_section(name, section)}}


def read_report(folder: Path) -> dict:
    """Read the one report in a folder."""
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    named = [file for file in files if file.name in ("evaluation.json", "statistics.json")]
    choice = files if len(files) == 1 else named
    if len(choice) != 1:
        found = ", ".join(file.name for file in files) or "nothing"
        raise GateError(
            f"ReportMissing: {folder} holds {found}, wanted one evaluation.json or statistics.json; "
            "point the gate at the report of the step that measured the model"
        )
    return read_json(choice[0])


def is_section(name: str, section: object) -> bool:
    """Tell whether a member of a report holds metrics, as regression_metrics does."""
    return name.endswith("metrics") and isinstance(section, dict)


def values_in(report: dict) -> dict[str, float]:
    """Return the value of every metric of a report."""
    values: dict[str, float] = {}
    for section in (section for name, section in report.items() if is_section(name, section)):
        for name, metric in section.items():
            value = metric.get("value") if isinstance(metric, dict) else metric
            if value is None or isinstance(value, (dict, list)):
                continue  # a curve, or the confusion matrix
            if name in values:
                raise GateError(f"MetricAmbiguous: the report has the metric {name} twice; leave one of them out")
            values[name] = number_in(value)
    return values


def baseline_thresholds(baseline: Baseline | None) -> dict[str, tuple[float, str]]:
    """Return what the constraints of a baseline demand."""
    sections = baseline.constraints.items() if baseline else []
    return {
        name: (number_in(constraint["threshold"]), constraint["comparison_operator"])
        for section, constraints in sections
        if section.endswith("constraints")
        for name, constraint in constraints.items()
    }


def threshold_violations(
    values: dict[str, float], name: str, limit: float, operator: str, whose: str = ""
) -> list[dict]:
    """Compare a metric with its threshold; what was not measured has not been passed."""
    value = values.get(name, math.nan)
    if math.isnan(limit) or (value >= limit if operator == HIGHER else value <= limit):
        return []
    wanted = f"at {'least' if operator == HIGHER else 'most'} {limit:g}{whose}"
    return [violation(name, operator, f"metric {name} is {told(values, name)}, wanted {wanted}")]


def champion_violations(arguments: argparse.Namespace, values: dict[str, float]) -> list[dict]:
    """Compare metrics with those of the champion."""
    champion = values_in(read_report(arguments.base_dir / "champion"))
    found = []
    for name, tolerance in arguments.not_worse_than_champion:
        best = champion.get(name, math.nan)
        if math.isnan(best):
            raise GateError(
                f"ChampionUnmeasured: the champion's report has no metric {name}, it has "
                f"{', '.join(champion) or 'none'}; measure both models alike"
            )
        operator = operator_of(arguments, name)
        limit = best - tolerance if operator == HIGHER else best + tolerance
        found += threshold_violations(values, name, limit, operator, f" because the champion has {best:g}")
    return found


def operator_of(arguments: argparse.Namespace, name: str) -> str:
    """Tell which way a metric gets worse."""
    if name in arguments.higher_is_better:
        return HIGHER
    if name in arguments.lower_is_better:
        return LOWER
    if name not in VIOLATED_WHEN:
        raise GateError(f"DirectionUnknown: nobody knows whether a high {name} is good; say so for this threshold")
    return VIOLATED_WHEN[name]


def told(values: dict[str, float], name: str) -> str:
    """Name a value in a sentence."""
    value = values.get(name)
    return "not measured" if value is None else "not defined on this data" if math.isnan(value) else f"{value:g}"


def violation(name: str, operator: str, description: str) -> dict:
    """Return one violation in the format of Model Monitor."""
    return {"constraint_check_type": operator, "description": description, "metric_name": name}


def constraints_from(statistics: dict, thresholds: dict[str, tuple[float, str]]) -> dict:
    """Suggest what a later model must satisfy: the thresholds of this run, else the metrics of this model."""
    suggested: dict = {"version": 0.0}
    for section, metrics in statistics.items():
        if not is_section(section, metrics):
            continue
        values = values_in({section: metrics})
        limits = {name: (value, VIOLATED_WHEN[name]) for name, value in values.items() if name in VIOLATED_WHEN}
        limits.update({name: limit for name, limit in thresholds.items() if name in values})
        suggested[f"{section[: -len('metrics')]}constraints"] = {
            name: {"threshold": limit, "comparison_operator": operator}
            for name, (limit, operator) in limits.items()
            if not math.isnan(limit)
        }
    return suggested


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
