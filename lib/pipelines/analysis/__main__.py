"""Quality gates of a pipeline: one analysis a job, named by the first argument.

Runs as a SageMaker Processing job with network isolation, straight from its zip file: ``python3 <zip> bias …``.
Needs Python 3.8, numpy, pandas and scikit-learn; the attributions need XGBoost too.
"""

from __future__ import annotations

import importlib
import sys

ANALYSES = ("data_quality", "model_quality", "bias", "explainability")


def main(argv: list[str]) -> int:
    """Run the analysis that the first argument names; returns the exit code."""
    if not argv or argv[0] not in ANALYSES:
        print(f"AnalysisUnknown: wanted one of {', '.join(ANALYSES)} as the first argument", file=sys.stderr)
        return 2

    # Only the one that runs is loaded: not every container that can judge data has XGBoost.
    return importlib.import_module(argv[0]).main(argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
