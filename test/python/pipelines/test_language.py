"""What no service has a model of, the language of definitions itself, is checked too."""

from __future__ import annotations

import copy

import pytest
from faultless import ROLE, Change, compared, faultless, get, lacking, of, step
from language import check

RETRY = {"ExceptionType": ["Step.THROTTLING"], "MaxAttempts": 1}
FAULTS: dict[str, tuple[Change, str]] = {
    "an unknown version": (
        lambda definition: definition.update(Version="2021-01-01"),
        "definition.Version is '2021-01-01', wanted: one of 2020-12-01",
    ),
    "no steps": (
        lambda definition: definition.update(Steps=[]),
        "definition.Steps has 0 entries, wanted: at least 1",
    ),
    "an unknown part": (lambda definition: definition.update(Step=[]), "definition.Step is unknown"),
    "a parameter of an unknown type": (
        lambda definition: definition["Parameters"].append({"Name": "X", "Type": "Date"}),
        "parameters.X.Type is 'Date', wanted: one of String, Integer, Float, Boolean",
    ),
    "a default of another type": (
        lambda definition: definition["Parameters"].append({"Name": "X", "Type": "Integer", "DefaultValue": 0.5}),
        "parameters.X.DefaultValue is 0.5, wanted: integer",
    ),
    "a default that is not allowed": (
        lambda definition: definition["Parameters"].append(
            {"Name": "X", "Type": "String", "DefaultValue": "a", "EnumValues": ["b", "c"]}
        ),
        "parameters.X.DefaultValue is 'a', wanted: one of b, c",
    ),
    "two parameters of a name": (
        lambda definition: definition["Parameters"].append({"Name": "Eta", "Type": "Float"}),
        "parameters.Eta is there 2 times",
    ),
    "a step of an unknown type": (
        of("Record", "Type", value="Lineages"),
        "steps.Record.Type is 'Lineages', wanted: one of AutoML, Callback, ClarifyCheck, Condition, EMR, EMRServerless, "
        "Endpoint, EndpointConfig, Fail, InferenceComponent, Lambda, Lineage, Model, Processing, QualityCheck, RegisterModel, "
        "Training, Transform, Tuning",
    ),
    "a step of a wrong name": (
        of("Record", "Name", value="Record it"),
        "steps.Record it.Name is 'Record it', wanted: [A-Za-z0-9\\-_]{1,64}",
    ),
    "two steps of a name": (
        lambda definition: definition["Steps"].append(copy.deepcopy(step(definition, "Record"))),
        "steps.Record is there 2 times",
    ),
    "a member that the type does not have": (of("Train", "PropertyFiles", value=[]), "steps.Train.PropertyFiles is unknown"),
    "a function that is not named": (lacking("Tell", "FunctionArn"), "steps.Tell.FunctionArn is missing"),
    "an output parameter without a type": (
        lacking("Tell", "OutputParameters", 0, "OutputType"),
        "steps.Tell.OutputParameters[0].OutputType is missing",
    ),
    "a check of an unknown kind": (
        of("Bias", "CheckType", value="DATA_QUALITY"),
        "steps.Bias.CheckType is 'DATA_QUALITY', wanted: one of DATA_BIAS, MODEL_BIAS, MODEL_EXPLAINABILITY",
    ),
    "a check without its data": (
        of("Bias", "Arguments", "ProcessingInputs", value=[{"InputName": "analysis_config"}]),
        "steps.Bias.Arguments.ProcessingInputs lacks dataset",
    ),
    "a check whose result is not kept": (
        of("Bias", "Arguments", "ProcessingOutputConfig", "Outputs", 0, "OutputName", value="result"),
        "steps.Bias.Arguments.ProcessingOutputConfig.Outputs lacks analysis_result",
    ),
    "a property file in an unknown output": (
        of("Prepare", "PropertyFiles", 0, "OutputName", value="test"),
        "steps.Prepare.PropertyFiles[0] lies in the output test, which the step does not have",
    ),
    "a time to keep results that is none": (
        of("Prepare", "CacheConfig", "ExpireAfter", value="30 days"),
        "steps.Prepare.CacheConfig.ExpireAfter is '30 days', "
        "wanted: P(?=\\d|T\\d)(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?)?",
    ),
    "results that are not kept": (
        of("Record", "CacheConfig", value={"Enabled": True}),
        "steps.Record.CacheConfig is given, but results of Lineage steps are not kept",
    ),
    "both limits of attempts": (
        of("Train", "RetryPolicies", value=[{**RETRY, "ExpireAfterMin": 5}]),
        "steps.Train.RetryPolicies[0] has both or neither of MaxAttempts and ExpireAfterMin",
    ),
    "too many attempts": (
        of("Train", "RetryPolicies", value=[{**RETRY, "MaxAttempts": 21}]),
        "steps.Train.RetryPolicies[0].MaxAttempts is 21, wanted: at least 1 and at most 20",
    ),
    "a repetition of what is not repeated": (
        of("Bias", "RetryPolicies", value=[RETRY]),
        "steps.Bias.RetryPolicies[0] names Step.THROTTLING, after which ClarifyCheck steps are not repeated",
    ),
    "a repetition after what only jobs have": (
        of("Spark", "RetryPolicies", value=[{**RETRY, "ExceptionType": ["SageMaker.CAPACITY_ERROR"]}]),
        "steps.Spark.RetryPolicies[0] names SageMaker.CAPACITY_ERROR, after which EMR steps are not repeated",
    ),
    "a comparison of different types": (
        compared("six", get("Parameters.Eta"), "LessThan"),
        "steps.Check.Arguments.Conditions[0] compares string with float",
    ),
    "a comparison of an unknown kind": (
        compared(1, 2, "LessThen"),
        "steps.Check.Arguments.Conditions[0].Type is 'LessThen', wanted: one of Equals, GreaterThan, GreaterThanOrEqualTo, "
        "LessThan, LessThanOrEqualTo, In, Not, Or",
    ),
    "a comparison with nothing": (
        of("Check", "Arguments", "Conditions", 0, value={"Type": "Equals", "LeftValue": 1}),
        "steps.Check.Arguments.Conditions[0] is {'Type': 'Equals', 'LeftValue': 1}, wanted: LeftValue and RightValue",
    ),
    "an order of truths": (
        compared(True, get("Parameters.Isolated"), "LessThan"),
        "steps.Check.Arguments.Conditions[0] compares booleans by LessThan",
    ),
    "a fault in a negation": (
        of("Check", "Arguments", "Conditions", 1, "Condition", "Values", value=["a", 1]),
        "steps.Check.Arguments.Conditions[1].Condition compares string with string with integer",
    ),
    "a fault in an alternative": (
        of("Check", "Arguments", "Conditions", 2, "Conditions", 0, "LeftValue", value="1"),
        "steps.Check.Arguments.Conditions[2].Conditions[0] compares string with integer",
    ),
    "a condition without conditions": (
        of("Check", "Arguments", "Conditions", value=[]),
        "steps.Check.Arguments.Conditions is empty",
    ),
    "a condition without a branch": (
        lacking("Check", "Arguments", "ElseSteps"),
        "steps.Check.Arguments has Conditions, IfSteps, wanted: Conditions, IfSteps and ElseSteps",
    ),
    "a fault in a branch": (
        of("Check", "Arguments", "ElseSteps", 0, "Arguments", value={}),
        "steps.Refuse.Arguments.ErrorMessage is missing",
    ),
    "a cluster twice": (
        of("Spark", "Arguments", "ClusterId", value="j-1"),
        "steps.Spark.Arguments has both or neither of ClusterId and ClusterConfig",
    ),
    "a cluster that names its steps": (
        of("Spark", "Arguments", "ClusterConfig", "Steps", value=[]),
        "steps.Spark.Arguments.ClusterConfig.Steps is unknown",
    ),
    "a cluster that outlives its step": (
        of("Spark", "Arguments", "ClusterConfig", "Instances", "KeepJobFlowAliveWhenNoSteps", value=True),
        "steps.Spark.Arguments.ClusterConfig.Instances.KeepJobFlowAliveWhenNoSteps is unknown",
    ),
    "a role of a cluster of the step's own": (
        of("Spark", "Arguments", "ExecutionRoleArn", value=ROLE),
        "steps.Spark.Arguments.ExecutionRoleArn is given, but a cluster of the step's own runs with its own roles",
    ),
    "a job of another application": (
        of("Serverless", "Arguments", "JobConfig", "applicationId", value="xyz"),
        "steps.Serverless.Arguments.JobConfig.applicationId is 'xyz', another one than ApplicationId",
    ),
    "a job in capitals": (
        of("Serverless", "Arguments", "JobConfig", "Name", value="prepare"),
        "steps.Serverless.Arguments.JobConfig.Name is unknown",
    ),
    "lineage of something that the step does not make": (
        of("Record", "Arguments", "Associations", 0, "Source", "Name", value="audit"),
        "steps.Record.Arguments.Associations[0].Source is the Action audit, which the step does not make",
    ),
    "lineage of something that is not said": (
        of("Record", "Arguments", "Associations", 0, "Destination", value={"Name": "x"}),
        "steps.Record.Arguments.Associations[0].Destination is {'Name': 'x'}, wanted: an Arn, or a Name and a Type",
    ),
    "an unknown step": (of("Record", "DependsOn", value=["Nothing"]), "steps.Record waits for the unknown step Nothing"),
    "a step of the other branch": (
        of("Check", "Arguments", "ElseSteps", 0, "DependsOn", value=["Make"]),
        "steps.Refuse waits for Make, which is in Check.IfSteps",
    ),
    "steps that wait for one another": (
        of("Prepare", "DependsOn", value=["Train"]),
        "steps wait for one another: Prepare -> Train -> Prepare",
    ),
}


def test_a_definition_without_faults_is_accepted() -> None:
    assert check(faultless()) == []


@pytest.mark.parametrize(("change", "fault"), [pytest.param(*case, id=name) for name, case in FAULTS.items()])
def test_a_fault_is_found(change: Change, fault: str) -> None:
    definition = faultless()
    change(definition)

    assert check(definition) == [fault]
