"""
The steps that run on EMR: on a cluster or an application that is there, or on one of their own, which ends with them.

@see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-emr
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.core.responses import BaseResponse
from moto.emr.models import emr_backends
from moto.emr.responses import ElasticMapReduceResponse
from moto.emrserverless.models import emrserverless_backends

from ..application import control
from ..places import Place
from .definition import Step
from .runs import Run, arguments, as_role, fail_if_decided, named


@control("spark")
def make_known(body: dict[str, Any]) -> dict[str, Any]:
    """
    Makes clusters and applications of the ids that a definition names, where moto makes up its own.

    {"account", "region", "clusters": ["j-1ABCDEFG2HIJK"], "applications": ["00abcdefghijkl01"]}
    """
    place = Place(body["account"], body["region"])
    clusters = emr_backends[place.account][place.region].clusters
    applications = emrserverless_backends[place.account][place.region].applications
    group = {"Name": "primary", "InstanceRole": "MASTER", "InstanceType": "m5.xlarge", "InstanceCount": 1}
    instances = {"InstanceGroups": [group], "KeepJobFlowAliveWhenNoSteps": True}
    for identity in set(body.get("clusters", [])) - clusters.keys():
        made = place.client("emr").run_job_flow(Name=identity, ReleaseLabel="emr-7.9.0", Instances=instances)["JobFlowId"]
        clusters[identity] = clusters.pop(made)
        clusters[identity].id = identity
    for identity in set(body.get("applications", [])) - applications.keys():
        asked = {"name": identity, "releaseLabel": "emr-7.9.0", "type": "SPARK"}
        made = place.client("emr-serverless").create_application(**asked)["applicationId"]
        applications[identity] = applications.pop(made)
        applications[identity].id = identity
    return {"clusters": sorted(clusters), "applications": sorted(applications)}


def run_on_cluster(run: Run, step: Step) -> None:
    fail_if_decided(run, step)
    given, emr, name = arguments(run, step), as_role(run, "emr"), named(run, step, 256)
    work = {"ActionOnFailure": "CONTINUE", **given["StepConfig"], "Name": name}
    own = given.get("ClusterConfig")
    if own is None:
        cluster, role = given["ClusterId"], given.get("ExecutionRoleArn")
        roles = {"ExecutionRoleArn": role} if role else {}
        (identity,) = emr.add_job_flow_steps(JobFlowId=cluster, Steps=[work], **roles)["StepIds"]
    else:
        instances = {**own["Instances"], "KeepJobFlowAliveWhenNoSteps": False}
        cluster = emr.run_job_flow(**{**own, "Name": name, "Steps": [work], "Instances": instances})["JobFlowId"]
        identity = emr.list_steps(ClusterId=cluster)["Steps"][0]["Id"]
    described = _completed(run, cluster, identity)
    if own is not None:
        emr.terminate_job_flows(JobFlowIds=[cluster])
    run.steps[step["Name"]].metadata = {"EMR": {"ClusterId": cluster, "StepId": identity, "StepName": name}}
    run.steps[step["Name"]].values = {**given, **described, "ClusterId": cluster}


def _completed(run: Run, cluster: str, identity: str) -> dict[str, Any]:
    # In moto a step of a cluster runs for ever.
    steps = emr_backends[run.place.account][run.place.region].clusters[cluster].steps
    next(step for step in steps if step.id == identity).state = "COMPLETED"
    described: dict[str, Any] = run.place.client("emr").describe_step(ClusterId=cluster, StepId=identity)["Step"]
    return described


def run_serverless(run: Run, step: Step) -> None:
    fail_if_decided(run, step)
    given, emr, name = arguments(run, step), as_role(run, "emr-serverless"), named(run, step, 64)
    own = given.get("ApplicationConfig")
    if own is None:
        application = given["ApplicationId"]
    else:
        application = emr.create_application(**{"name": name, **own})["applicationId"]
        emr.start_application(applicationId=application)
    job = {"name": name, **given["JobConfig"], "applicationId": application, "executionRoleArn": given["ExecutionRoleArn"]}
    identity = emr.start_job_run(**job)["jobRunId"]
    backend = emrserverless_backends[run.place.account][run.place.region]
    backend.get_job_run(application, identity).state = "SUCCESS"
    described = run.place.client("emr-serverless").get_job_run(applicationId=application, jobRunId=identity)
    if own is not None:
        emr.stop_application(applicationId=application)
        emr.delete_application(applicationId=application)
    run.steps[step["Name"]].metadata = {
        "EMRServerless": {"ApplicationId": application, "JobRunId": identity, "JobRunName": job["name"]}
    }
    run.steps[step["Name"]].values = {**given, "jobRun": described["jobRun"]}


KINDS: dict[str, Callable[[Run, Step], None]] = {"EMR": run_on_cluster, "EMRServerless": run_serverless}

# moto reads the region of EMR from its address, which is localhost here; other services tell it by who calls.
ElasticMapReduceResponse.get_region_from_url = BaseResponse.get_region_from_url
