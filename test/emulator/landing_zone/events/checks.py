"""
The steps that check data or a model. Their jobs compute nothing, so nothing violates anything, unless that was decided.

@see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-quality-clarify-baseline-lifecycle.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .definition import Step, resolved
from .runs import Run, Values, as_role
from .steps import run_job_of

# What a job of each type writes, by what it is called in the results.
_FILES = {
    "ClarifyCheck": {"Constraints": "analysis.json"},
    "QualityCheck": {"Constraints": "constraints.json", "Statistics": "statistics.json"},
}
# Where a version in the registry keeps what later versions are compared with, by what a step checks.
_BASELINES = {
    "DATA_BIAS": ("Bias", "PreTraining"),
    "DATA_QUALITY": ("ModelDataQuality", ""),
    "MODEL_BIAS": ("Bias", "PostTraining"),
    "MODEL_EXPLAINABILITY": ("Explainability", ""),
    "MODEL_QUALITY": ("ModelQuality", ""),
}
_TOLD = ("CheckType", "ModelPackageGroupName", "SkipCheck", "RegisterNewBaseline")


def check(run: Run, step: Step) -> None:
    run_job_of(run, step, "ProcessingJob", 63)
    ran, kind = run.steps[step["Name"]], step["Type"]
    given = {name: resolved(value, Values(run)) for name, value in step.items() if name != "Arguments"}
    folder = ran.values["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["S3Uri"].rstrip("/")
    results = {}
    for name, file in _FILES[kind].items():
        calculated = f"{folder}/{file}"
        earlier = given.get(f"SuppliedBaseline{name}") or _approved_baseline(run, given, name)
        results[f"CalculatedBaseline{name}"] = calculated
        results[f"BaselineUsedForDriftCheck{name}"] = earlier if earlier and not given.get("RegisterNewBaseline") else calculated
    told = {name: given[name] for name in _TOLD if given.get(name)}
    ran.metadata = {kind: {**told, **results, "CheckJobArn": ran.values["ProcessingJobArn"]}}
    ran.values |= results


def _approved_baseline(run: Run, given: dict[str, Any], name: str) -> str | None:
    """What the newest approved version of the group is compared with."""
    group = given.get("ModelPackageGroupName")
    if not group:
        return None
    sagemaker = as_role(run, "sagemaker")
    found = sagemaker.list_model_packages(
        ModelPackageGroupName=group, ModelApprovalStatus="Approved", SortBy="CreationTime", SortOrder="Descending"
    )["ModelPackageSummaryList"]
    if not found:
        return None
    version = sagemaker.describe_model_package(ModelPackageName=found[0]["ModelPackageArn"])
    part, prefix = _BASELINES[given["CheckType"]]
    uri = version.get("DriftCheckBaselines", {}).get(part, {}).get(f"{prefix}{name}", {}).get("S3Uri")
    return str(uri) if uri else None


KINDS: dict[str, Callable[[Run, Step], None]] = dict.fromkeys(_FILES, check)
