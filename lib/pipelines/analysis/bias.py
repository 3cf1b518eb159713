"""Judge how groups of people fare: in the labels of the data and, where there are predictions, in those.

Each facet is compared with everybody else. A metric violates the range that the settings give, or is further from its
ideal than that of the baseline.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd
from bias_metrics import DESCRIPTIONS, IDEAL, post_training, pre_training
from dataset import add_dataset_arguments, column_of, one_spelling, outcomes_of, read_dataset, required_numbers
from gate import Baseline, Findings, GateError, finite, gate_parser, number_in, run

MOST_GROUPS = 50
SECTIONS = ("pre_training_bias_metrics", "post_training_bias_metrics")


@dataclass(frozen=True)
class Facet:
    """A group of people: those with one of some values in a column, or with more than a number; else one each value."""

    column: str
    values: tuple[str, ...] = ()
    above: float | None = None


def main(argv: list[str]) -> int:
    """Run the gate; returns the exit code."""
    parser = gate_parser("Judge how groups of people fare.")
    add_dataset_arguments(parser)
    parser.add_argument("--label-column", required=True)
    parser.add_argument("--positive-label", action="append", default=[])
    parser.add_argument("--positive-above", type=finite)
    parser.add_argument("--prediction-column")
    parser.add_argument("--group-column")
    parser.add_argument("--facet", type=facet_of, action="append", required=True)
    parser.add_argument("--metric", action="append", default=[], help="without any, all")
    parser.add_argument("--range", type=named_range, action="append", default=[])
    parser.add_argument("--distance", type=named_distance, action="append", default=[])
    parser.add_argument("--baseline-tolerance", type=finite, default=0.0)
    return run(analyse, parser.parse_args(argv))


def facet_of(text: str) -> Facet:
    """Read a facet such as {"column": "sex", "values": ["F"]} or {"column": "age", "above": "40"}."""
    facet = json.loads(text)
    values = tuple(one_spelling(str(value)) for value in facet.get("values", []))
    return Facet(facet["column"], values, finite(str(facet["above"])) if "above" in facet else None)


def named_range(text: str) -> tuple[str, float, float]:
    """Read a metric and its range, as DI=0.8,1.25; either end may be open."""
    name, _, ends = text.partition("=")
    low, _, high = ends.partition(",")
    return name, finite(low) if low else -math.inf, finite(high) if high else math.inf


def named_distance(text: str) -> tuple[str, float, float]:
    """Read a metric and how far it may be from its ideal, as DPL=0.1."""
    name, _, most = text.partition("=")
    return name, IDEAL[name] - finite(most), IDEAL[name] + finite(most)


def analyse(arguments: argparse.Namespace, baseline: Baseline | None) -> Findings:
    """Measure every facet and compare."""
    table = read_dataset(arguments)
    sections = measure(table, arguments)
    analysis = {"version": "1.0", **sections}
    violations = [
        *range_violations(sections, [*arguments.range, *arguments.distance]),
        *(baseline_violations(sections, baseline, arguments.baseline_tolerance) if baseline else []),
    ]
    return Findings(
        statistics={"version": "1.0", "dataset": {"item_count": len(table)}, **sections},
        constraints=analysis,
        violations=violations,
        version="1.0",
        further_files={"analysis.json": analysis},
    )


def measure(table: pd.DataFrame, arguments: argparse.Namespace) -> dict[str, dict]:
    """Compute the metrics of each facet before and, where there are predictions, after training."""
    positive, meaning = positives(table, arguments.label_column, "the label", arguments)
    predicted = None
    if arguments.prediction_column:
        predicted, _ = positives(table, arguments.prediction_column, "the prediction", arguments)
    strata = None
    if arguments.group_column:
        strata = outcomes_of(table, arguments.group_column, "the group").to_numpy(dtype=object)

    reports: list[dict[str, list]] = [{}, {}]
    for facet in (facet for wanted in arguments.facet for facet in spelt_out(table, wanted)):
        group, name = members(table, facet)
        computed = [pre_training(group, positive, strata)]
        if predicted is not None:
            computed.append(post_training(group, positive, predicted, strata))
        for report, metrics in zip(reports, computed):
            report.setdefault(facet.column, []).append(facet_report(name, metrics, arguments.metric))

    head = {"label": arguments.label_column, "label_value_or_threshold": meaning}
    return {section: {**head, "facets": report} for section, report in zip(SECTIONS, reports) if report}


def positives(
    table: pd.DataFrame, column: str, purpose: str, arguments: argparse.Namespace
) -> tuple[np.ndarray, str]:
    """Tell which outcomes are positive, and how that is written."""
    if arguments.positive_above is not None:
        numbers = required_numbers(table, column, purpose)
        return (numbers > arguments.positive_above).to_numpy(), interval(arguments.positive_above, numbers.max())
    wanted = [one_spelling(value) for value in arguments.positive_label]
    return outcomes_of(table, column, purpose).isin(wanted).to_numpy(), ",".join(wanted)


def spelt_out(table: pd.DataFrame, facet: Facet) -> list[Facet]:
    """Make a facet of each value where none are named."""
    if facet.values or facet.above is not None:
        return [facet]
    values = sorted(set(column_of(table, facet.column, "the facet").dropna().map(one_spelling)))
    if len(values) > MOST_GROUPS:
        raise GateError(
            f"FacetTooFine: column {facet.column!r} has {len(values)} values, wanted at most {MOST_GROUPS} groups; "
            "name the values that matter, or a number to divide them by"
        )
    return [Facet(facet.column, (value,)) for value in values]


def members(table: pd.DataFrame, facet: Facet) -> tuple[np.ndarray, str]:
    """Tell who belongs to the group, and how that is written; a row without one of its values belongs to the others."""
    if facet.above is not None:
        numbers = required_numbers(table, facet.column, "the facet")
        group, name = (numbers > facet.above).to_numpy(), interval(facet.above, numbers.max())
    else:
        values = column_of(table, facet.column, "the facet").map(one_spelling, na_action="ignore")
        group, name = values.isin(facet.values).to_numpy(), ",".join(facet.values)
    if group.all() or not group.any():
        raise GateError(
            f"FacetEmpty: {'all' if group.all() else 'no'} rows belong to the group of facet {facet.column!r}, wanted "
            "some inside and some outside; correct its values, or judge data that has both"
        )
    return group, name


def interval(above: float, most: float) -> str:
    """Write the numbers above a threshold as Clarify does."""
    return f"({float(above)}, {float(most)}]"


def facet_report(name: str, metrics: dict[str, float], wanted: list[str]) -> dict:
    """Write the metrics of one group in the format of Clarify."""
    chosen = sorted(metric for metric in metrics if not wanted or metric in wanted)
    return {
        "value_or_threshold": name,
        "metrics": [
            {"name": metric, "description": DESCRIPTIONS[metric], "value": float(metrics[metric])} for metric in chosen
        ],
    }


def each_metric(sections: dict[str, dict]):  # a generator of section, facet, group, metric and value
    """Go through all metrics of all groups."""
    for section in SECTIONS:
        for facet, groups in sections.get(section, {}).get("facets", {}).items():
            for group in groups:
                for metric in group["metrics"]:
                    yield section, facet, group["value_or_threshold"], metric["name"], number_in(metric.get("value"))


def range_violations(sections: dict[str, dict], ranges: list[tuple[str, float, float]]) -> list[dict]:
    """Compare the metrics with the ranges of the settings."""
    found = []
    for _, facet, group, name, value in each_metric(sections):
        for low, high in [(low, high) for metric, low, high in ranges if metric == name]:
            if not low <= value <= high:
                found.append(violation(facet, group, name, f"is {value:g}, wanted {told_range(low, high)}"))
    return found


def told_range(low: float, high: float) -> str:
    """Name a range in a sentence."""
    if math.isinf(low):
        return f"at most {high:g}"
    return f"at least {low:g}" if math.isinf(high) else f"{low:g} to {high:g}"


def baseline_violations(sections: dict[str, dict], baseline: Baseline, tolerance: float) -> list[dict]:
    """Compare how far each metric is from its ideal with how far it was."""
    before = list(each_metric(baseline.constraints))
    found = []
    for section, facet, group, name, value in each_metric(sections):
        for kept_section, kept_facet, kept_group, kept_name, kept in before:
            same = (kept_section, kept_facet, kept_name) == (section, facet, name) and same_group(kept_group, group)
            if same and distance(name, value) > distance(name, kept) + tolerance:
                description = f"is {value:g}, further from {IDEAL[name]:g} than the baseline's {kept:g}"
                found.append(violation(facet, group, name, description))
    return found


def same_group(first: str, second: str) -> bool:
    """Tell whether two groups are the same; the upper end of an interval is only the largest number that was seen."""
    if first.startswith("(") and second.startswith("("):
        return number_in(first[1:].split(",")[0]) == number_in(second[1:].split(",")[0])
    return first == second


def distance(name: str, value: float) -> float:
    """Tell how far a metric is from its ideal; what is not defined is no nearer than anything."""
    return math.inf if math.isnan(value) else abs(value - IDEAL.get(name, 0.0))


def violation(facet: str, group: str, name: str, description: str) -> dict:
    """Return one violation in the format of Clarify."""
    return {
        "facet": facet,
        "facet_value": group,
        "metric_name": name,
        "constraint_check_type": "bias_drift_check",
        "description": f"{name} of {facet} {group} {description}",
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
