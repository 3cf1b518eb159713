"""Judge data before a model is trained on it: its columns, their types, missing cells and distributions.

Without a baseline the columns and the completeness that the settings ask for are checked and a baseline is computed.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
import pandas as pd
from dataset import add_dataset_arguments, integers_in, numbers_of, read_dataset
from distributions import categorical_distance, numeric_distance, numeric_distribution
from gate import Baseline, Findings, finite, gate_parser, run

FEW_CATEGORIES = 120  # Model Monitor lists the values of columns with no more
NUMERIC = ("Integral", "Fractional")


def main(argv: list[str]) -> int:
    """Run the gate; returns the exit code."""
    parser = gate_parser("Judge data before a model is trained on it.")
    add_dataset_arguments(parser)
    parser.add_argument("--expected-column", action="append", default=[])
    parser.add_argument("--ignored-column", action="append", default=[])
    parser.add_argument("--min-completeness", type=finite)
    parser.add_argument("--min-type-match", type=finite)
    parser.add_argument("--min-known-categories", type=finite)
    parser.add_argument("--max-drift", type=finite)
    parser.add_argument("--max-categorical-drift", type=finite)
    parser.add_argument("--drift-measure", choices=["Robust", "Simple"])
    return run(analyse, parser.parse_args(argv))


def analyse(arguments: argparse.Namespace, baseline: Baseline | None) -> Findings:
    """Describe the data and compare it with the baseline and the settings."""
    table = read_dataset(arguments).drop(columns=arguments.ignored_column, errors="ignore")
    features = {name: describe(table[name]) for name in table.columns}
    config = monitoring_config(arguments, baseline)

    return Findings(
        statistics={"version": 0.0, "dataset": {"item_count": len(table)}, "features": list(features.values())},
        constraints={
            "version": 0.0,
            "features": [suggest(table[name], feature, arguments) for name, feature in features.items()],
            "monitoring_config": config,
        },
        violations=[
            *column_violations(arguments, baseline, list(table.columns)),
            *completeness_violations(arguments, baseline, features),
            *(drift_violations(arguments, baseline, table, config) if baseline else []),
        ],
    )


def describe(column: pd.Series) -> dict:
    """Compute the statistics of one column."""
    present = column.dropna()
    common = {"num_present": len(present), "num_missing": len(column) - len(present)}
    kind = type_of(present)
    if kind in NUMERIC:
        values = numbers_of(present).to_numpy()
        numerical = {
            "common": common,
            "mean": values.mean(),
            "sum": values.sum(),
            "std_dev": values.std(),
            "min": values.min(),
            "max": values.max(),
            "distribution": numeric_distribution(values),
        }
        return {"name": column.name, "inferred_type": kind, "numerical_statistics": numerical}

    text = {"common": common, "distinct_count": int(present.nunique())}
    if text["distinct_count"] <= FEW_CATEGORIES:
        buckets = [{"value": value, "count": count} for value, count in category_counts(present).items()]
        text["distribution"] = {"categorical": {"buckets": buckets}}
    return {"name": column.name, "inferred_type": kind, "string_statistics": text}


def type_of(present: pd.Series) -> str:
    """Name the narrowest type that every cell has."""
    if present.empty:
        return "Unknown"
    if integers_in(present).all():
        return "Integral"
    return "Fractional" if numbers_of(present).notna().all() else "String"


def type_match(present: pd.Series, kind: str) -> float:
    """Return the share of cells of a type; 1.0 is a whole number, because pandas writes a column with gaps so."""
    if present.empty or kind not in NUMERIC:
        return 1.0
    numbers = numbers_of(present)
    return float((numbers % 1 == 0 if kind == "Integral" else numbers.notna()).mean())


def category_counts(present: pd.Series) -> dict[str, int]:
    """Count the values, the most frequent first and equally frequent ones by name."""
    counts = present.value_counts()
    return {str(value): int(counts[value]) for value in sorted(counts.index, key=lambda value: (-counts[value], value))}


def suggest(column: pd.Series, feature: dict, arguments: argparse.Namespace) -> dict:
    """Suggest what a later run must satisfy, from what this one has."""
    completeness = float(column.notna().mean())
    suggested = {
        "name": feature["name"],
        "inferred_type": feature["inferred_type"],
        "completeness": completeness if arguments.min_completeness is None else arguments.min_completeness,
    }
    if "numerical_statistics" in feature:
        suggested["num_constraints"] = {"is_non_negative": bool(feature["numerical_statistics"]["min"] >= 0)}
    elif "distribution" in feature["string_statistics"]:
        buckets = feature["string_statistics"]["distribution"]["categorical"]["buckets"]
        suggested["string_constraints"] = {"domains": [bucket["value"] for bucket in buckets]}
    return suggested


def monitoring_config(arguments: argparse.Namespace, baseline: Baseline | None) -> dict:
    """Settle the thresholds: the settings of this run, else those of the baseline, else the defaults."""
    kept = baseline.constraints.get("monitoring_config", {}) if baseline else {}
    drift = kept.get("distribution_constraints", {})
    most = first_given(arguments.max_drift, drift.get("comparison_threshold"), 0.1)
    # A drift that is asked for holds for categories too, unless they have one of their own.
    categorical = drift.get("categorical_comparison_threshold") if arguments.max_drift is None else None
    return {
        "evaluate_constraints": "Enabled",
        "emit_metrics": "Enabled",
        "datatype_check_threshold": first_given(arguments.min_type_match, kept.get("datatype_check_threshold"), 1.0),
        "domain_content_threshold": first_given(
            arguments.min_known_categories, kept.get("domain_content_threshold"), 1.0
        ),
        "distribution_constraints": {
            "perform_comparison": drift.get("perform_comparison", "Enabled"),
            "comparison_threshold": most,
            "comparison_method": first_given(arguments.drift_measure, drift.get("comparison_method"), "Robust"),
            "categorical_comparison_threshold": first_given(arguments.max_categorical_drift, categorical, most),
            "categorical_drift_method": "LInfinity",
        },
    }


def first_given(*choices: object) -> object:
    """Return the first choice that somebody made."""
    return next(choice for choice in choices if choice is not None)


def violation(name: str, kind: str, description: str) -> dict:
    """Return one violation in the format of Model Monitor."""
    return {"feature_name": name, "constraint_check_type": kind, "description": description}


def column_violations(arguments: argparse.Namespace, baseline: Baseline | None, columns: list[str]) -> list[dict]:
    """Compare the columns with those that are expected, else with those of the baseline."""
    expected = arguments.expected_column or [name for name in constraints_of(baseline)]
    expected = [name for name in expected if name not in arguments.ignored_column]
    if not expected:
        return []
    return [
        *(
            violation(name, "missing_column_check", f"column {name} is missing")
            for name in expected
            if name not in columns
        ),
        *(
            violation(name, "extra_column_check", f"column {name} is not expected")
            for name in columns
            if name not in expected
        ),
    ]


def constraints_of(baseline: Baseline | None) -> dict[str, dict]:
    """Return the constraints of the baseline by column."""
    return {feature["name"]: feature for feature in baseline.constraints.get("features", [])} if baseline else {}


def completeness_violations(
    arguments: argparse.Namespace, baseline: Baseline | None, features: dict[str, dict]
) -> list[dict]:
    """Compare the share of cells that are there with the one that is wanted."""
    constraints = constraints_of(baseline)
    found = []
    for name, feature in features.items():
        common = feature.get("numerical_statistics", feature.get("string_statistics"))["common"]
        present = common["num_present"] / (common["num_present"] + common["num_missing"])
        wanted = first_given(arguments.min_completeness, constraints.get(name, {}).get("completeness"), 0.0)
        if present < wanted:
            description = f"column {name} is {present:.2%} complete, wanted at least {wanted:.2%}"
            found.append(violation(name, "completeness_check", description))
    return found


def drift_violations(
    arguments: argparse.Namespace, baseline: Baseline, table: pd.DataFrame, config: dict
) -> list[dict]:
    """Compare the columns that the data and the baseline share: types, categories, distributions."""
    constraints = constraints_of(baseline)
    statistics = {feature["name"]: feature for feature in (baseline.statistics or {}).get("features", [])}
    found = []
    for name in table.columns:
        if name in constraints:
            present = table[name].dropna()
            found += type_violations(name, present, constraints[name], config)
            found += category_violations(name, present, constraints[name], config)
            found += distribution_violations(name, present, statistics.get(name, {}), config)
    return found


def type_violations(name: str, present: pd.Series, constraint: dict, config: dict) -> list[dict]:
    """Compare the share of cells that have the type of the baseline with the one that is wanted."""
    kind, wanted = constraint.get("inferred_type", "Unknown"), config["datatype_check_threshold"]
    match = type_match(present, kind)
    if match >= wanted:
        return []
    description = f"column {name} is {match:.2%} {kind}, wanted at least {wanted:.2%}"
    return [violation(name, "data_type_check", description)]


def category_violations(name: str, present: pd.Series, constraint: dict, config: dict) -> list[dict]:
    """Compare the share of cells whose category the baseline knows with the one that is wanted."""
    domains = constraint.get("string_constraints", {}).get("domains")
    wanted = config["domain_content_threshold"]
    if not domains or present.empty:
        return []
    known = float(present.isin(domains).mean())
    if known >= wanted:
        return []
    # The values stay in the data: the job's message is no place for what may be personal.
    description = f"column {name} has {known:.2%} known categories, wanted at least {wanted:.2%}"
    return [violation(name, "categorical_values_check", description)]


def distribution_violations(name: str, present: pd.Series, statistics: dict, config: dict) -> list[dict]:
    """Compare the distribution with that of the baseline."""
    rules = config["distribution_constraints"]
    if rules["perform_comparison"] != "Enabled":
        return []
    robust = str(rules["comparison_method"]).lower().endswith("robust")  # Robust, or linf_robust
    if "numerical_statistics" in statistics:
        most = rules["comparison_threshold"]
        kept = statistics["numerical_statistics"].get("distribution", {})
        distance = numeric_distance(kept, numbers_of(present).dropna().to_numpy(dtype=np.float64), robust)
    else:
        most = rules["categorical_comparison_threshold"]
        kept = statistics.get("string_statistics", {}).get("distribution", {}).get("categorical", {}).get("buckets", [])
        before = {str(bucket["value"]): bucket["count"] for bucket in kept}
        distance = categorical_distance(before, category_counts(present), robust)
    if distance is None or distance <= most:
        return []
    description = f"column {name} is {distance:.4f} away from the baseline, at most {most:g} is allowed"
    return [violation(name, "baseline_drift_check", description)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
