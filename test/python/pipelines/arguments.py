"""What the steps of a pipeline are given: the request of a service for most types, a form of their own for some."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from botocore.model import Shape
from references import Fault, Scope
from request_shapes import Json, faults, own, request_of, shape_of, without

Step = dict[str, Any]
Check = Callable[[Step, str, Scope], Iterator[str]]

_COMPARISONS = ("Equals", "GreaterThan", "GreaterThanOrEqualTo", "LessThan", "LessThanOrEqualTo")
_OWN = own(
    {
        "Text": {"type": "string", "min": 1},
        "Anything": {"type": "structure", "document": True, "members": {}},
        "Texts": {"type": "list", "member": {"shape": "Text"}},
        "Fail": {"type": "structure", "required": ["ErrorMessage"], "members": {"ErrorMessage": {"shape": "Text"}}},
        "Entity": {
            "type": "structure",
            "members": {"Arn": {"shape": "Text"}, "Name": {"shape": "Text"}, "Type": {"shape": "EntityType"}},
        },
        "EntityType": {"type": "string", "enum": ["Action", "Artifact", "Context"]},
    }
)


def _request(operation: str, *, named_by_service: str = "", unknown: tuple[str, ...] = ()) -> Check:
    """The request of an operation of SageMaker; a name that the service makes up need not be given."""

    def check(step: Step, path: str, scope: Scope) -> Iterator[str]:
        shape = without(request_of("sagemaker", operation), *unknown, optional=(named_by_service,))
        yield from faults(shape, step["Arguments"], path, scope)
        if set(step["Arguments"].get("ExperimentConfig", {})) - {"TrialComponentDisplayName"}:
            yield f"{path}.ExperimentConfig has more than a TrialComponentDisplayName, which the pipeline decides"

    return check


def _auto_ml(step: Step, path: str, scope: Scope) -> Iterator[str]:
    unknown = ("GenerateCandidateDefinitionsOnly", "ModelDeployConfig")
    yield from _request("CreateAutoMLJob", named_by_service="AutoMLJobName", unknown=unknown)(step, path, scope)
    mode = step["Arguments"].get("AutoMLJobConfig", {}).get("Mode")
    if mode != "ENSEMBLING":
        yield f"{path}.AutoMLJobConfig.Mode is {mode!r}, wanted: ENSEMBLING"


def _check_job(inputs: tuple[str, ...], output: str) -> Check:
    """The processing job of a check, whose container knows its inputs and its output by their names."""

    def check(step: Step, path: str, scope: Scope) -> Iterator[str]:
        yield from _PROCESSING(step, path, scope)
        given = step["Arguments"]
        names = {one.get("InputName") for one in given.get("ProcessingInputs", [])}
        for name in inputs:
            if name not in names:
                yield f"{path}.ProcessingInputs lacks {name}"
        if output not in [one.get("OutputName") for one in given.get("ProcessingOutputConfig", {}).get("Outputs", [])]:
            yield f"{path}.ProcessingOutputConfig.Outputs lacks {output}"

    return check


def _condition(step: Step, path: str, scope: Scope) -> Iterator[str]:
    given = step["Arguments"]
    if given.keys() != {"Conditions", "IfSteps", "ElseSteps"}:
        yield f"{path} has {', '.join(given)}, wanted: Conditions, IfSteps and ElseSteps"
    if not given.get("Conditions"):
        yield f"{path}.Conditions is empty"
    for index, condition in enumerate(given.get("Conditions", [])):
        yield from _one_condition(condition, f"{path}.Conditions[{index}]", scope)


def _one_condition(condition: Json, path: str, scope: Scope) -> Iterator[str]:
    kind = condition.get("Type")
    members = {
        **dict.fromkeys(_COMPARISONS, {"LeftValue", "RightValue"}),
        "In": {"QueryValue", "Values"},
        "Not": {"Condition"},
        "Or": {"Conditions"},
    }.get(kind)
    if members is None:
        yield f"{path}.Type is {kind!r}, wanted: one of {', '.join((*_COMPARISONS, 'In', 'Not', 'Or'))}"
    elif condition.keys() - {"Type"} != members:
        yield f"{path} is {condition}, wanted: {' and '.join(sorted(members))}"
    elif kind == "Not":
        yield from _one_condition(condition["Condition"], f"{path}.Condition", scope)
    elif kind == "Or":
        for index, one in enumerate(condition["Conditions"]):
            yield from _one_condition(one, f"{path}.Conditions[{index}]", scope)
    else:
        compared = condition["Values"] if kind == "In" else [condition["RightValue"]]
        yield from _comparable(condition["QueryValue" if kind == "In" else "LeftValue"], compared, kind, path, scope)


def _comparable(left: Json, compared: list[Json], kind: str, path: str, scope: Scope) -> Iterator[str]:
    try:
        kinds = [scope.kind_of(value) for value in (left, *compared)]
    except Fault as fault:
        yield f"{path} {fault}"
        return
    known = {"number" if one in ("integer", "float") else one for one in kinds if one}
    if len(known) > 1 or known & {"list", "map", "structure"}:
        yield f"{path} compares {' with '.join(str(one) for one in kinds)}"
    elif kind not in ("Equals", "In") and "boolean" in known:
        yield f"{path} compares booleans by {kind}"


def _open(step: Step, path: str, scope: Scope) -> Iterator[str]:
    """Arguments of any names, whose references are looked at nevertheless."""
    yield from _references(step["Arguments"], path, scope)


def _references(value: Json, path: str, scope: Scope) -> Iterator[str]:
    if scope.is_expression(value):
        try:
            scope.kind_of(value)
        except Fault as fault:
            yield f"{path} {fault}"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _references(inner, f"{path}.{name}", scope)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _references(inner, f"{path}[{index}]", scope)


def _one_of(given: Json, path: str, *members: str) -> Iterator[str]:
    if sum(name in given for name in members) != 1:
        yield f"{path} has both or neither of {' and '.join(members)}"


def _members(given: Json, path: str, scope: Scope, **shapes: Shape) -> Iterator[str]:
    """Members with shapes of different services."""
    for name, value in given.items():
        if name in shapes:
            yield from faults(shapes[name], value, f"{path}.{name}", scope)
        else:
            yield f"{path}.{name} is unknown"


def _emr(step: Step, path: str, scope: Scope) -> Iterator[str]:
    """@see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-emr"""
    given, text = step["Arguments"], _OWN.get_shape_by_name("Text", {})
    job = without(shape_of("emr", "StepConfig"), "Name")
    cluster = without(shape_of("emr", "RunJobFlowInput"), "Name", "Steps", "AutoTerminationPolicy", "Instances")
    instances = without(shape_of("emr", "JobFlowInstancesConfig"), "KeepJobFlowAliveWhenNoSteps", "TerminationProtected")
    own_cluster = given.get("ClusterConfig", {})
    rest = {**given, "ClusterConfig": {name: value for name, value in own_cluster.items() if name != "Instances"}}
    shapes = {"StepConfig": job, "ClusterId": text, "ExecutionRoleArn": text, "ClusterConfig": cluster}
    yield from _members(rest, path, scope, **shapes)
    yield from _one_of(given, path, "ClusterId", "ClusterConfig")
    if "StepConfig" not in given:
        yield f"{path}.StepConfig is missing"
    if "ExecutionRoleArn" in given and "ClusterId" not in given:
        yield f"{path}.ExecutionRoleArn is given, but a cluster of the step's own runs with its own roles"
    if "ClusterConfig" in given:
        at = f"{path}.ClusterConfig.Instances"
        yield from faults(instances, own_cluster.get("Instances"), at, scope)
        yield from _one_of(own_cluster.get("Instances") or {}, at, "InstanceGroups", "InstanceFleets")


def _emr_serverless(step: Step, path: str, scope: Scope) -> Iterator[str]:
    given = step["Arguments"]
    job = without(request_of("emr-serverless", "StartJobRun"), "clientToken", optional=("applicationId",))
    application = without(request_of("emr-serverless", "CreateApplication"), "clientToken")
    text = _OWN.get_shape_by_name("Text", {})
    shapes = {"ExecutionRoleArn": text, "ApplicationId": text, "ApplicationConfig": application, "JobConfig": job}
    yield from _members(given, path, scope, **shapes)
    yield from _one_of(given, path, "ApplicationId", "ApplicationConfig")
    for name in ("ExecutionRoleArn", "JobConfig"):
        if name not in given:
            yield f"{path}.{name} is missing"
    inner = given.get("JobConfig", {}).get("applicationId", given.get("ApplicationId"))
    if inner != given.get("ApplicationId"):
        yield f"{path}.JobConfig.applicationId is {inner!r}, another one than ApplicationId"


def _lineage(step: Step, path: str, scope: Scope) -> Iterator[str]:
    given, entities = step["Arguments"], {"Actions": "Action", "Artifacts": "Artifact", "Contexts": "Context"}
    if not given:
        yield f"{path} is empty"
    made = set()
    for name, value in given.items():
        if name in entities:
            kind = entities[name]
            for index, entity in enumerate(value):
                yield from faults(request_of("sagemaker", f"Create{kind}"), entity, f"{path}.{name}[{index}]", scope)
                made.add((kind, str(entity.get(f"{kind}Name"))))
        elif name != "Associations":
            yield f"{path}.{name} is unknown"
    for index, association in enumerate(given.get("Associations", [])):
        yield from _association(association, made, f"{path}.Associations[{index}]", scope)


def _association(association: Json, made: set[tuple[str, str]], path: str, scope: Scope) -> Iterator[str]:
    entity, kind = _OWN.get_shape_by_name("Entity", {}), shape_of("sagemaker", "AssociationEdgeType")
    yield from _members(association, path, scope, Source=entity, Destination=entity, AssociationType=kind)
    for end in ("Source", "Destination"):
        one = association.get(end, {})
        if one.keys() not in ({"Arn"}, {"Name", "Type"}):
            yield f"{path}.{end} is {one}, wanted: an Arn, or a Name and a Type"
        elif "Name" in one and (one["Type"], str(one["Name"])) not in made:
            yield f"{path}.{end} is the {one['Type']} {one['Name']}, which the step does not make"


def _fail(step: Step, path: str, scope: Scope) -> Iterator[str]:
    return faults(_OWN.get_shape_by_name("Fail", {}), step["Arguments"], path, scope)


_PROCESSING = _request("CreateProcessingJob", named_by_service="ProcessingJobName")

ARGUMENTS: dict[str, Check] = {
    "AutoML": _auto_ml,
    "Callback": _open,
    "ClarifyCheck": _check_job(("analysis_config", "dataset"), "analysis_result"),
    "Condition": _condition,
    "EMR": _emr,
    "EMRServerless": _emr_serverless,
    # Pipelines make neither endpoints that change by degrees nor such as capture data or explain their predictions.
    "Endpoint": _request("CreateEndpoint", unknown=("DeploymentConfig",)),
    "EndpointConfig": _request("CreateEndpointConfig", unknown=("DataCaptureConfig", "ExplainerConfig")),
    "Fail": _fail,
    "InferenceComponent": _request("CreateInferenceComponent"),
    "Lambda": _open,
    "Lineage": _lineage,
    "Model": _request("CreateModel", named_by_service="ModelName"),
    "Processing": _PROCESSING,
    "QualityCheck": _check_job(("baseline_dataset_input",), "quality_check_output"),
    "RegisterModel": _request("CreateModelPackage", named_by_service="ModelPackageName"),
    "Training": _request("CreateTrainingJob", named_by_service="TrainingJobName"),
    "Transform": _request("CreateTransformJob", named_by_service="TransformJobName"),
    "Tuning": _request("CreateHyperParameterTuningJob", named_by_service="HyperParameterTuningJobName"),
}
