"""SageMaker jobs and experiments, mostly moto's: names that AWS would refuse, calls that moto lacks, members that it drops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore import xform_name
from moto.core.utils import get_service_model, utcnow
from moto.sagemaker.models import SageMakerModelBackend, sagemaker_backends

from ..calls import Call, after, before, implement
from ..errors import ApiError
from ..places import Place
from .entities import Entity, Record

# The objects of moto by the call that makes one: where they are kept, the parameter of the name, what messages call them.
_NAMED = {
    "CreateTrainingJob": ("training_jobs", "TrainingJobName", "Training job"),
    "CreateProcessingJob": ("processing_jobs", "ProcessingJobName", "Processing job"),
    "CreateTransformJob": ("transform_jobs", "TransformJobName", "Transform job"),
    "CreateHyperParameterTuningJob": ("hyper_parameter_tuning_jobs", "HyperParameterTuningJobName", "Tuning job"),
    "CreateCompilationJob": ("compilation_jobs", "CompilationJobName", "Compilation job"),
    "CreateTrial": ("trials", "TrialName", "Trial"),
    "CreateTrialComponent": ("trial_components", "TrialComponentName", "Trial component"),
}


# The calls that stop what still runs, by the members of what they stop.
_STOPPED = {
    "StopTrainingJob": ("training_jobs", "TrainingJobName", "training_job_status"),
    "StopTransformJob": ("transform_jobs", "TransformJobName", "transform_job_status"),
    "StopHyperParameterTuningJob": (
        "hyper_parameter_tuning_jobs",
        "HyperParameterTuningJobName",
        "hyper_parameter_tuning_job_status",
    ),
}


# The jobs of moto, of which it does not tell all that they were asked.
_JOBS = ("HyperParameterTuningJob", "ProcessingJob", "TrainingJob", "TransformJob")

# What jobs were asked, by their place, kind and name.
_state: dict[tuple[Place, str, str], dict[str, Any]] = {}


class Experiment(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteExperiment.html"""

    def check_deletable(self, call: Call, record: Record) -> None:
        trials = _backend(call).trials.values()
        if any(trial.experiment_name == record["ExperimentName"] for trial in trials):
            raise ApiError("ValidationException", f"Experiment {record['_arn']} cannot be deleted because it has trials.")


Experiment(
    "Experiment",
    key=("ExperimentName",),
    arn="experiment/{ExperimentName}",
    words="experiment",
    taken="Experiment names must be unique within an AWS account and region. Experiment {ExperimentName} already exists.",
)


class AutoMLJob(Entity):
    """
    A job of either version of the API, whose best candidate is a name.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeAutoMLJob.html
    """

    def check_new(self, call: Call, record: Record) -> None:
        record["AutoMLJobSecondaryStatus"] = "Completed"
        record["EndTime"] = record["CreationTime"]
        name = f"{record['AutoMLJobName']}-best"
        output = record["OutputDataConfig"]["S3OutputPath"].rstrip("/")
        image = f"{call.place.account}.dkr.ecr.{call.place.region}.amazonaws.com/sagemaker-autogluon-inference:1"
        record["BestCandidate"] = {
            "CandidateName": name,
            "ObjectiveStatus": "Succeeded",
            "CandidateSteps": [],
            "CandidateStatus": "Completed",
            "InferenceContainers": [{"Image": image, "ModelDataUrl": f"{output}/{name}/model.tar.gz", "Environment": {}}],
            "CreationTime": record["CreationTime"],
            "LastModifiedTime": record["CreationTime"],
        }


_auto_ml_job = AutoMLJob(
    "AutoMLJob",
    key=("AutoMLJobName",),
    arn="automl-job/{AutoMLJobName}",
    words="AutoML job",
    status=("AutoMLJobStatus", "Completed"),
    constants={"GenerateCandidateDefinitionsOnly": False},
)
for operation, function in {"CreateAutoMLJobV2": _auto_ml_job.create, "DescribeAutoMLJobV2": _auto_ml_job.describe}.items():
    implement("sagemaker", operation)(function)


@implement("sagemaker", "StopAutoMLJob")
def stop_auto_ml_job(call: Call) -> None:
    name = _auto_ml_job.found(call)["AutoMLJobName"]
    raise ApiError("ValidationException", f"The request was rejected because AutoMLJob {name} is in status Completed.")


@implement("sagemaker", "UpdateTrial")
def update_trial(call: Call) -> dict[str, Any]:
    name = call.parameters["TrialName"]
    trial: Any = _backend(call).trials.get(name)
    if trial is None:
        arn = call.place.arn("sagemaker", f"experiment-trial/{name}")
        raise ApiError("ResourceNotFound", f'Could not find trial "{arn}".')
    trial.display_name = call.parameters.get("DisplayName")
    trial.last_modified_time = utcnow()
    return {"TrialArn": trial.arn}


@implement("sagemaker", "DeleteProcessingJob")
def delete_processing_job(call: Call) -> None:
    name = call.parameters["ProcessingJobName"]
    if _backend(call).processing_jobs.pop(name, None) is None:
        arn = call.place.arn("sagemaker", f"processing-job/{name}")
        raise ApiError("ResourceNotFound", f'Could not find processing job "{arn}".')


def _stopper(attribute: str, parameter: str, status: str) -> Callable[[Call], None]:
    def stop(call: Call) -> None:
        name, words = call.parameters[parameter], parameter.removesuffix("Name")
        job = getattr(_backend(call), attribute).get(name)
        if job is None:
            raise ApiError("ResourceNotFound", f"Could not find {words} {name}.")
        if getattr(job, status) != "InProgress":
            raise ApiError(
                "ValidationException", f"The request was rejected because {words} {name} is in status {getattr(job, status)}."
            )
        setattr(job, status, "Stopped")

    return stop


def _refuse_taken(attribute: str, parameter: str, words: str) -> Callable[[Call], None]:
    def refuse(call: Call) -> None:
        name = call.parameters.get(parameter)
        if name in getattr(_backend(call), attribute):
            message = f"{words} names must be unique within an AWS account and region, and {name} already exists."
            raise ApiError("ResourceInUse", message)

    return refuse


def _backend(call: Call) -> SageMakerModelBackend:
    return sagemaker_backends[call.place.account][call.place.region]


def _keeper(kind: str) -> Callable[[Call], None]:
    def keep(call: Call) -> None:
        _state[call.place, kind, call.parameters[f"{kind}Name"]] = call.parameters

    return keep


def _describer(kind: str) -> Callable[[Call], dict[str, Any]]:
    members = get_service_model("sagemaker").operation_model(f"Describe{kind}").output_shape.members

    def describe(call: Call) -> dict[str, Any]:
        name = call.parameters[f"{kind}Name"]
        told = getattr(_backend(call), xform_name(f"Describe{kind}"))(name)
        asked = _state.get((call.place, kind, name), {})
        return {**told, **{member: value for member, value in asked.items() if member in members}}

    return describe


for kind in _JOBS:
    after("sagemaker", f"Create{kind}")(_keeper(kind))
    implement("sagemaker", f"Describe{kind}")(_describer(kind))
for operation, facts in _NAMED.items():
    before("sagemaker", operation)(_refuse_taken(*facts))
for operation, facts in _STOPPED.items():
    implement("sagemaker", operation)(_stopper(*facts))
