"""
What the steps of a pipeline do: the jobs that they run and the objects that they make, with the role of the pipeline.

@see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError

from .definition import Step, holds, resolved
from .emitted import end_job
from .runs import Run, StepFailed, Values, arguments, as_role, fail_if_decided, named, outcome, random_word, state

# The steps that are jobs: what SageMaker calls the job, what the step's metadata calls it, and how long its name may be.
_JOBS = {
    "AutoML": ("AutoMLJob", "AutoMLJob", 32),
    "Processing": ("ProcessingJob", "ProcessingJob", 63),
    "Training": ("TrainingJob", "TrainingJob", 63),
    "Transform": ("TransformJob", "TransformJob", 63),
    "Tuning": ("HyperParameterTuningJob", "TuningJob", 32),
}
# What goes by the name that the service makes up, unless the step gives one.
_MADE = {"Model": "ModelName", "EndpointConfig": "EndpointConfigName"}
# What is changed where it is there already, and the name that tells; an update takes none of the others.
_DEPLOYED = {
    "Endpoint": ("EndpointName", ("Tags",)),
    "InferenceComponent": ("InferenceComponentName", ("EndpointName", "Tags", "VariantName")),
}
_PENDING = ("Creating", "Updating")
_ERRORS_OF_POLICY = {"Step.THROTTLING": "Throttling", "Step.SERVICE_FAULT": "Internal"}


def run_job(run: Run, step: Step) -> None:
    kind, words, longest = _JOBS[step["Type"]]
    run_job_of(run, step, kind, longest)
    run.steps[step["Name"]].metadata = {words: {"Arn": run.steps[step["Name"]].values[f"{kind}Arn"]}}


def run_job_of(run: Run, step: Step, kind: str, longest: int) -> None:
    """Runs a job of a kind; what it is described as is what references to the step find."""
    name = named(run, step, longest)
    decided = outcome(run, step)
    if decided.get("status") == "Failed":
        end_job(name, "Failed", decided.get("reason", "AlgorithmError: the step was decided to fail"))
    given = {**arguments(run, step), f"{kind}Name": name}
    arn = create(run, step, f"Create{kind}", given)[f"{kind}Arn"]
    described = getattr(run.place.client("sagemaker"), xform_name(f"Describe{kind}"))(**{f"{kind}Name": name})
    run.steps[step["Name"]].values = {**given, **described, f"{kind}Arn": arn}
    if described[f"{kind}Status"] == "Failed":
        raise StepFailed(f"ClientError: {described.get('FailureReason', '')}")


def make(run: Run, step: Step) -> None:
    fail_if_decided(run, step)
    kind = step["Type"]
    given = {_MADE[kind]: named(run, step, 63), **arguments(run, step)}
    arn = create(run, step, f"Create{kind}", given)[f"{kind}Arn"]
    run.steps[step["Name"]].metadata = {kind: {"Arn": arn}}
    run.steps[step["Name"]].values = {**given, f"{kind}Arn": arn}


def register_model(run: Run, step: Step) -> None:
    fail_if_decided(run, step)
    given = {"MetadataProperties": {"GeneratedBy": run.arn}, **arguments(run, step)}
    arn = create(run, step, "CreateModelPackage", given)["ModelPackageArn"]
    run.steps[step["Name"]].metadata = {"RegisterModel": {"Arn": arn}}
    run.steps[step["Name"]].values = {**given, "ModelPackageArn": arn}


def deploy(run: Run, step: Step) -> None:
    """Makes an endpoint or a component of one, or updates the one that there is, and waits until it is in service."""
    fail_if_decided(run, step)
    kind, given, sagemaker = step["Type"], arguments(run, step), run.place.client("sagemaker")
    name, fixed = _DEPLOYED[kind]
    describe = getattr(sagemaker, xform_name(f"Describe{kind}"))
    changed = {member: value for member, value in given.items() if member not in fixed}
    try:
        describe(**{name: given[name]})
    except ClientError:
        arn = create(run, step, f"Create{kind}", given)[f"{kind}Arn"]
    else:
        arn = create(run, step, f"Update{kind}", changed)[f"{kind}Arn"]
    run.steps[step["Name"]].metadata = {kind: {"Arn": arn}}
    while (described := describe(**{name: given[name]}))[f"{kind}Status"] in _PENDING:
        time.sleep(0.05)
    run.steps[step["Name"]].values = described
    if described[f"{kind}Status"] != "InService":
        raise StepFailed(f"ClientError: {given[name]} is {described[f'{kind}Status']}")


def branch(run: Run, step: Step) -> None:
    fail_if_decided(run, step)
    decided = outcome(run, step).get("outcome")
    if decided is None:
        decided = str(holds(step["Arguments"]["Conditions"], Values(run)))
    run.steps[step["Name"]].metadata = {"Condition": {"Outcome": str(decided)}}
    run.steps[step["Name"]].values = {"Outcome": str(decided)}


def fail(run: Run, step: Step) -> None:
    message = arguments(run, step)["ErrorMessage"]
    run.steps[step["Name"]].metadata = {"Fail": {"ErrorMessage": message}}
    raise StepFailed(message)


def record_lineage(run: Run, step: Step) -> None:
    """@see https://docs.aws.amazon.com/sagemaker/latest/dg/lineage-tracking-entities.html"""
    fail_if_decided(run, step)
    given = arguments(run, step)
    arns: dict[str, dict[str, str]] = {}
    for kind in ("Action", "Artifact", "Context"):
        entities = given.get(f"{kind}s", [])
        arns[kind] = {one.get(f"{kind}Name", ""): create(run, step, f"Create{kind}", one)[f"{kind}Arn"] for one in entities}

    associated = []
    for association in given.get("Associations", []):
        ends = {f"{end}Arn": _end(association[end], arns) for end in ("Source", "Destination")}
        kinds = {name: value for name, value in association.items() if name == "AssociationType"}
        create(run, step, "AddAssociation", {**ends, **kinds})
        associated.append(ends)
    made = {f"{kind}Arns": found for kind, found in arns.items()}
    run.steps[step["Name"]].metadata = {"Lineage": {**made, "Associations": associated}}
    run.steps[step["Name"]].values = {**made, "Associations": associated}


def _end(entity: dict[str, str], arns: dict[str, dict[str, str]]) -> str:
    if "Arn" in entity:
        return entity["Arn"]
    if entity["Name"] not in arns[entity["Type"]]:
        raise StepFailed(f"ClientError: the step makes no {entity['Type']} {entity['Name']}")
    return arns[entity["Type"]][entity["Name"]]


def call_back(run: Run, step: Step) -> None:
    """
    Sends the message with which somebody else ends the step.

    @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-callback
    """
    fail_if_decided(run, step)
    token, url = random_word(10), str(resolved(step["SqsQueueUrl"], Values(run)))
    run.steps[step["Name"]].metadata = {"Callback": {"CallbackToken": token, "SqsQueueUrl": url}}
    state().callbacks[token] = (run.arn, step["Name"])
    message = {"token": token, "pipelineExecutionArn": run.arn, "status": "Executing", "arguments": arguments(run, step)}
    as_role(run, "sqs").send_message(QueueUrl=url, MessageBody=json.dumps(message))


def call_function(run: Run, step: Step) -> None:
    fail_if_decided(run, step)
    arn = str(resolved(step["FunctionArn"], Values(run)))
    run.steps[step["Name"]].metadata = {"Lambda": {"Arn": arn}}
    answer = as_role(run, "lambda").invoke(FunctionName=arn, Payload=json.dumps(arguments(run, step)).encode())
    payload = json.loads(answer["Payload"].read() or b"null")
    if "FunctionError" in answer:
        raise StepFailed(f"ClientError: Lambda function failed: {json.dumps(payload)}")
    wanted = [output["OutputName"] for output in step.get("OutputParameters", [])]
    outputs = {name: payload[name] for name in wanted if isinstance(payload, dict) and name in payload}
    missing = sorted(set(wanted) - outputs.keys())
    if missing:
        raise StepFailed(f"ClientError: Lambda function did not return the output parameters {', '.join(missing)}")
    run.steps[step["Name"]].values = {"OutputParameters": outputs}
    run.steps[step["Name"]].metadata["Lambda"]["OutputParameters"] = [
        {"Name": name, "Value": str(value)} for name, value in outputs.items()
    ]


def create(run: Run, step: Step, operation: str, given: dict[str, Any]) -> dict[str, Any]:
    """Calls SageMaker with the role of the pipeline, and again as far as the retry policies of the step allow."""
    call = getattr(as_role(run, "sagemaker"), xform_name(operation))
    while True:
        try:
            answer: dict[str, Any] = call(**given)
            return answer
        except ClientError as error:
            allowed = [
                policy.get("MaxAttempts", 5)
                for policy in step.get("RetryPolicies", [])
                for kind in policy["ExceptionType"]
                if _ERRORS_OF_POLICY.get(kind, kind) in error.response["Error"]["Code"]
            ]
            if run.steps[step["Name"]].attempts > max(allowed, default=0):
                raise
            run.steps[step["Name"]].attempts += 1


KINDS: dict[str, Callable[[Run, Step], None]] = {
    **dict.fromkeys(_JOBS, run_job),
    **dict.fromkeys(_MADE, make),
    **dict.fromkeys(_DEPLOYED, deploy),
    "Callback": call_back,
    "Condition": branch,
    "Fail": fail,
    "Lambda": call_function,
    "Lineage": record_lineage,
    "RegisterModel": register_model,
}
