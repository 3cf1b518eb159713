"""Distributions as Model Monitor writes them, and the distances between them."""

from __future__ import annotations

import math

import numpy as np

BUCKETS = 10
SKETCH_SIZE = 2048  # values of one weight: ranks are then right to within a thousandth
ROBUST_FACTOR = 1.8  # of the two-sample Kolmogorov-Smirnov test, as Model Monitor takes it


def histogram(values: np.ndarray) -> list[dict]:
    """Count values in ten buckets of one width; all but the last exclude their upper bound."""
    low, high = float(values.min()), float(values.max())
    if low == high:
        return [{"lower_bound": low, "upper_bound": high, "count": int(values.size)}]
    counts, edges = np.histogram(values, bins=BUCKETS, range=(low, high))
    return [
        {"lower_bound": lower, "upper_bound": upper, "count": count}
        for lower, upper, count in zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist())
    ]


def sketch(values: np.ndarray) -> dict:
    """Keep at most some thousand values in the form of a KLL sketch: a value on level i stands for 2^i of them.

    Each is the middle of its block of the sorted values, so equal data gives an equal sketch.
    """
    ordered = np.sort(values)
    top = max(0, math.ceil(math.log2(ordered.size / SKETCH_SIZE)))
    levels: list[list[float]] = [[] for _ in range(top + 1)]
    start = 0
    for level in range(top, -1, -1):
        weight = 2**level
        end = start + (ordered.size - start) // weight * weight
        levels[level] = ordered[start + weight // 2 : end : weight].tolist()
        start = end
    return {"parameters": {"c": 0.64, "k": float(SKETCH_SIZE)}, "data": levels}


def numeric_distribution(values: np.ndarray) -> dict:
    """Describe numbers by their buckets and their sketch."""
    return {"kll": {"buckets": histogram(values), "sketch": sketch(values)}}


def weighted_values(distribution: dict) -> tuple[np.ndarray, np.ndarray]:
    """Return the values that a distribution keeps and how many each stands for; without a sketch, its buckets."""
    kll = distribution.get("kll", {})
    levels = kll.get("sketch", {}).get("data", [])
    if any(levels):
        values = np.concatenate([np.asarray(level, dtype=float) for level in levels])
        weights = np.concatenate([np.full(len(level), 2.0**place) for place, level in enumerate(levels)])
        return values, weights
    buckets = kll.get("buckets", [])
    return (
        np.array([float(bucket["upper_bound"]) for bucket in buckets]),
        np.array([float(bucket["count"]) for bucket in buckets]),
    )


def numeric_distance(baseline: dict, current: np.ndarray, robust: bool) -> float | None:
    """Return the largest difference between two cumulative distributions, from 0 to 1; None without a baseline."""
    values, weights = weighted_values(baseline)
    size = float(weights.sum())
    if size == 0 or current.size == 0:
        return None

    order = np.argsort(values, kind="stable")
    values, reached = values[order], np.concatenate([[0.0], np.cumsum(weights[order])]) / size
    ordered = np.sort(current)
    points = np.concatenate([values, ordered])
    before = reached[np.searchsorted(values, points, side="right")]
    now = np.searchsorted(ordered, points, side="right") / ordered.size
    return settled(float(np.abs(before - now).max()), size, float(ordered.size), robust)


def categorical_distance(baseline: dict[str, int], current: dict[str, int], robust: bool) -> float | None:
    """Return the largest difference between the shares of one category, from 0 to 1; None without a baseline."""
    size, now = float(sum(baseline.values())), float(sum(current.values()))
    if size == 0 or now == 0:
        return None
    names = set(baseline) | set(current)
    distance = max(abs(baseline.get(name, 0) / size - current.get(name, 0) / now) for name in names)
    return settled(distance, size, now, robust)


def settled(distance: float, size: float, now: float, robust: bool) -> float:
    """Take off what small samples differ by chance, where that is wanted."""
    return max(0.0, distance - ROBUST_FACTOR * math.sqrt((size + now) / (size * now))) if robust else distance
