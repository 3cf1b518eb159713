"""
The Abalone pipeline of the SageMaker developer guide, written with the SageMaker Python SDK, as data scientists know it.

Run as a program, it prints the definition. Nothing reaches AWS: there is no network, and a session that uploads nothing.

@see https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html
"""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any, NoReturn

import boto3
from sagemaker import image_uris
from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput
from sagemaker.model import Model
from sagemaker.model_metrics import MetricsSource, ModelMetrics
from sagemaker.processing import ProcessingInput, ProcessingOutput, ScriptProcessor
from sagemaker.sklearn.processing import SKLearnProcessor
from sagemaker.workflow.condition_step import ConditionStep
from sagemaker.workflow.conditions import ConditionLessThanOrEqualTo
from sagemaker.workflow.execution_variables import ExecutionVariables
from sagemaker.workflow.fail_step import FailStep
from sagemaker.workflow.functions import Join, JsonGet
from sagemaker.workflow.model_step import ModelStep
from sagemaker.workflow.parameters import ParameterFloat, ParameterString
from sagemaker.workflow.pipeline import Pipeline
from sagemaker.workflow.pipeline_context import PipelineSession
from sagemaker.workflow.properties import PropertyFile
from sagemaker.workflow.steps import ProcessingStep, TrainingStep

REGION = "eu-west-1"
ROLE = "arn:aws:iam::111122223333:role/abalone"
BUCKET = "abalone-data"
CODE = Path(__file__).resolve().parents[3] / "examples" / "reference" / "abalone"


class OfflineSession(PipelineSession):
    """A session that says where it would put files, and puts them nowhere."""

    def default_bucket(self) -> str:
        return BUCKET

    def upload_data(self, path: str, bucket: str = BUCKET, key_prefix: str = "data", *_: Any, **__: Any) -> str:
        return f"s3://{bucket}/{key_prefix}/{Path(path).name}"


def pipeline() -> Pipeline:
    session = offline_session()
    input_data = ParameterString("InputData", default_value=f"s3://{BUCKET}/abalone/raw/")
    instance_type = ParameterString(
        "TrainingInstanceType", default_value="ml.m5.xlarge", enum_values=["ml.m5.xlarge", "ml.m5.2xlarge"]
    )
    approval = ParameterString(
        "ModelApprovalStatus",
        default_value="PendingManualApproval",
        enum_values=["PendingManualApproval", "Rejected"],
    )
    max_mse = ParameterFloat("MaxMse", default_value=6.0)
    # The SDK knows the registry, but not yet the version.
    image = f"{image_uris.retrieve('xgboost', REGION, version='3.0-5').rpartition(':')[0]}:3.2-0"

    process = process_step(session, input_data)
    train = train_step(session, image, instance_type, process)
    evaluate, report = evaluate_step(session, image, process, train)
    register = register_step(session, image, approval, train, evaluate)
    mse = JsonGet(step_name=evaluate.name, property_file=report, json_path="regression_metrics.mse.value")
    refuse = FailStep(
        "AbaloneMseFail",
        error_message=Join(on=" ", values=["the mean squared error", mse, "is above", max_mse]),
    )
    check = ConditionStep(
        "AbaloneMseCheck",
        conditions=[ConditionLessThanOrEqualTo(left=mse, right=max_mse)],
        if_steps=[register],
        else_steps=[refuse],
    )
    return Pipeline(
        name="abalone",
        parameters=[input_data, instance_type, approval, max_mse],
        steps=[process, train, evaluate, check],
        sagemaker_session=session,
    )


def offline_session() -> OfflineSession:
    nobody = boto3.Session(aws_access_key_id="nobody", aws_secret_access_key="nothing", region_name=REGION)
    # Instead of settings that lie around on this machine.
    settings = {"SchemaVersion": "1.0", "SageMaker": {"PythonSDK": {"Modules": {"TelemetryOptOut": True}}}}
    return OfflineSession(boto_session=nobody, sagemaker_config=settings)


def of_this_run(part: str) -> Join:
    return Join(on="/", values=[f"s3://{BUCKET}/abalone/runs", ExecutionVariables.PIPELINE_EXECUTION_ID, part])


def written(part: str) -> ProcessingOutput:
    return ProcessingOutput(output_name=part, source=f"/opt/ml/processing/{part}", destination=of_this_run(part))


def process_step(session: PipelineSession, input_data: ParameterString) -> ProcessingStep:
    processor = SKLearnProcessor(
        framework_version="1.2-1", role=ROLE, instance_type="ml.m5.xlarge", instance_count=1, sagemaker_session=session
    )
    arguments = processor.run(
        code=str(CODE / "preprocess.py"),
        inputs=[ProcessingInput(input_name="input", source=input_data, destination="/opt/ml/processing/input")],
        outputs=[written(part) for part in ("train", "validation", "test")],
    )
    return ProcessingStep("AbaloneProcess", step_args=arguments)


def train_step(session: PipelineSession, image: str, instance_type: ParameterString, process: ProcessingStep) -> TrainingStep:
    outputs = process.properties.ProcessingOutputConfig.Outputs
    channels = {part: TrainingInput(outputs[part].S3Output.S3Uri, content_type="text/csv") for part in ("train", "validation")}
    estimator = Estimator(
        image_uri=image,
        role=ROLE,
        instance_type=instance_type,
        instance_count=1,
        output_path=f"s3://{BUCKET}/abalone/models",
        hyperparameters=json.loads((CODE / "training.json").read_text(encoding="utf-8"))["hyperparameters"],
        sagemaker_session=session,
    )
    return TrainingStep("AbaloneTrain", step_args=estimator.fit(inputs=channels))


def evaluate_step(
    session: PipelineSession, image: str, process: ProcessingStep, train: TrainingStep
) -> tuple[ProcessingStep, PropertyFile]:
    report = PropertyFile(name="EvaluationReport", output_name="evaluation", path="evaluation.json")
    model = train.properties.ModelArtifacts.S3ModelArtifacts
    test = process.properties.ProcessingOutputConfig.Outputs["test"].S3Output.S3Uri
    processor = ScriptProcessor(
        image_uri=image,
        command=["python3"],
        role=ROLE,
        instance_type="ml.m5.xlarge",
        instance_count=1,
        sagemaker_session=session,
    )
    arguments = processor.run(
        code=str(CODE / "evaluate.py"),
        inputs=[
            ProcessingInput(input_name="model", source=model, destination="/opt/ml/processing/model"),
            ProcessingInput(input_name="test", source=test, destination="/opt/ml/processing/test"),
        ],
        outputs=[written("evaluation")],
    )
    return ProcessingStep("AbaloneEvaluate", step_args=arguments, property_files=[report]), report


def register_step(
    session: PipelineSession, image: str, approval: ParameterString, train: TrainingStep, evaluate: ProcessingStep
) -> ModelStep:
    evaluation = evaluate.properties.ProcessingOutputConfig.Outputs["evaluation"].S3Output.S3Uri
    statistics = MetricsSource(s3_uri=Join(on="/", values=[evaluation, "evaluation.json"]), content_type="application/json")
    model = Model(
        image_uri=image,
        model_data=train.properties.ModelArtifacts.S3ModelArtifacts,
        role=ROLE,
        sagemaker_session=session,
    )
    arguments = model.register(
        content_types=["text/csv"],
        response_types=["text/csv"],
        inference_instances=["ml.t2.medium", "ml.m5.xlarge"],
        transform_instances=["ml.m5.xlarge"],
        model_package_group_name="acme-shop-abalone",
        approval_status=approval,
        model_metrics=ModelMetrics(model_statistics=statistics),
    )
    return ModelStep("AbaloneRegister", step_args=arguments)


def _no_network(*_: Any) -> NoReturn:
    raise OSError("the SDK wants to reach somebody")


if __name__ == "__main__":
    setattr(socket.socket, "connect", _no_network)
    print(pipeline().definition())
