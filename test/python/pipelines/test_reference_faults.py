"""References that lead nowhere, or to a value of another type, are found."""

from __future__ import annotations

import pytest
from faultless import Change, compared, faultless, get, of
from language import check

FAULTS: dict[str, tuple[Change, str]] = {
    "an unknown parameter": (
        of("Train", "Arguments", "RoleArn", value=get("Parameters.Role")),
        "steps.Train.Arguments.RoleArn names the unknown parameter Role",
    ),
    "a parameter of another type": (
        of("Train", "Arguments", "ResourceConfig", "InstanceCount", value=get("Parameters.InstanceType")),
        "steps.Train.Arguments.ResourceConfig.InstanceCount is {'Get': 'Parameters.InstanceType'}, of type string, "
        "wanted: integer",
    ),
    "a parameter whose default is not allowed there": (
        of("Train", "Arguments", "AlgorithmSpecification", "TrainingInputMode", value=get("Parameters.InstanceType")),
        "steps.Train.Arguments.AlgorithmSpecification.TrainingInputMode, by default, is 'ml.m5.xlarge', "
        "wanted: one of Pipe, File, FastFile",
    ),
    "an unknown variable": (
        of("Train", "Arguments", "RoleArn", value=get("Execution.Id")),
        "steps.Train.Arguments.RoleArn names the unknown variable Execution.Id",
    ),
    "a reference to nothing": (
        of("Train", "Arguments", "RoleArn", value=get("Role")),
        "steps.Train.Arguments.RoleArn is 'Role', which begins with none of Parameters, Execution and Steps",
    ),
    "a result that the Describe call does not answer": (
        of("Tell", "Arguments", value={"x": get("Steps.Train.ModelArtefacts")}),
        "steps.Tell.Arguments.x is Steps.Train.ModelArtefacts, but a step of type Training has no result ModelArtefacts",
    ),
    "a member that a result does not have": (
        of("Tell", "Arguments", value={"x": get("Steps.Train.ModelArtifacts.Uri")}),
        "steps.Tell.Arguments.x is Steps.Train.ModelArtifacts.Uri, but ModelArtifacts has no member Uri",
    ),
    "an output that the step does not have": (
        of("Tell", "Arguments", value={"x": get("Steps.Prepare.ProcessingOutputConfig.Outputs['test'].OutputName")}),
        "steps.Tell.Arguments.x is Steps.Prepare.ProcessingOutputConfig.Outputs['test'].OutputName, but the step gives train",
    ),
    "a path that is none": (
        of("Tell", "Arguments", value={"x": get("Steps.Train.ModelArtifacts..S3")}),
        "steps.Tell.Arguments.x has the path 'ModelArtifacts..S3', wanted: such as Outputs['train'].S3Output.S3Uri",
    ),
    "a whole object in the place of a text": (
        of("Train", "Arguments", "RoleArn", value=get("Steps.Prepare.ProcessingResources")),
        "steps.Train.Arguments.RoleArn is {'Get': 'Steps.Prepare.ProcessingResources'}, of type structure, wanted: string",
    ),
    "a result of a step that ends everything": (
        of("Tell", "Arguments", value={"x": get("Steps.Refuse.ErrorMessage")}),
        "steps.Tell.Arguments.x is Steps.Refuse.ErrorMessage, but a step of type Fail has no results",
    ),
    "an output parameter that the step does not have": (
        of("Spark", "Arguments", "StepConfig", "HadoopJarStep", "Args", value=[get("Steps.Tell.OutputParameters['said']")]),
        "steps.Spark.Arguments.StepConfig.HadoopJarStep.Args[0] is Steps.Tell.OutputParameters['said'], "
        "but the step has the output parameters told",
    ),
    "a join of nothing": (
        of("Train", "Arguments", "RoleArn", value={"Std:Join": {"On": "/"}}),
        "steps.Train.Arguments.RoleArn joins {'On': '/'}, wanted: On and Values",
    ),
    "a join of a list": (
        of("Train", "Arguments", "RoleArn", value={"Std:Join": {"Values": [["a"]]}}),
        "steps.Train.Arguments.RoleArn joins ['a'], which is no single value",
    ),
    "a property file that the step does not have": (
        compared({"Std:JsonGet": {"PropertyFile": get("Steps.Prepare.PropertyFiles.Other"), "Path": "a"}}, 1),
        "steps.Check.Arguments.Conditions[0] reads the property file Other, which the step Prepare does not have",
    ),
    "a property file without a path": (
        compared({"Std:JsonGet": {"PropertyFile": get("Steps.Prepare.PropertyFiles.Report")}}, 1),
        "steps.Check.Arguments.Conditions[0] reads {'PropertyFile': {'Get': 'Steps.Prepare.PropertyFiles.Report'}}, "
        "wanted: Path, and either PropertyFile or S3Uri",
    ),
}


@pytest.mark.parametrize(("change", "fault"), [pytest.param(*case, id=name) for name, case in FAULTS.items()])
def test_a_fault_is_found(change: Change, fault: str) -> None:
    definition = faultless()
    change(definition)

    assert check(definition) == [fault]
