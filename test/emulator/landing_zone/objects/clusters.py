"""SageMaker HyperPod clusters, and the nodes that follow from their instance groups."""

from __future__ import annotations

import hashlib
from typing import Any

from ..calls import Call, implement
from ..errors import ApiError
from . import listing
from .entities import Entity, Record, entity, view


class Cluster(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateCluster.html"""

    def identify(self, call: Call, record: Record) -> None:
        record["_id"] = _digest(call.place, record["ClusterName"], record["CreationTime"])[:12]

    def found(self, call: Call) -> Record:
        name = call.parameters["ClusterName"]
        for record in self.records(call.place):
            if name in (record["ClusterName"], record["_arn"]):
                return record
        raise self.missing(call, name if name.startswith("arn:") else call.place.arn("sagemaker", f"cluster/{name}"))

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        removed = wanted.pop("InstanceGroupsToDelete", [])
        for groups in ("InstanceGroups", "RestrictedInstanceGroups"):
            after = {group["InstanceGroupName"]: group for group in [*record.get(groups, []), *wanted.pop(groups, [])]}
            if after:
                record[groups] = [group for name, group in after.items() if name not in removed]
        record.update(wanted)

    def described(self, record: Record) -> dict[str, Any]:
        groups = ("InstanceGroups", "RestrictedInstanceGroups")
        return {name: [_running(group) for group in record[name]] for name in groups if name in record}


Cluster(
    "Cluster",
    key=("ClusterName",),
    arn="cluster/{_id}",
    words="cluster",
    status=("ClusterStatus", "InService"),
    constants={"NodeRecovery": "Automatic"},
    taken="Cluster {ClusterName} already exists: {arn}",
)


@implement("sagemaker", "ListClusterNodes")
def list_cluster_nodes(call: Call) -> dict[str, Any]:
    clusters = entity("Cluster")
    wanted = call.parameters.get("InstanceGroupNameContains", "")
    nodes = [node for node in _nodes(clusters.found(call)) if wanted in node["InstanceGroupName"]]
    page, token = listing.page(nodes, call.parameters)
    shape = clusters.operation(call.operation).output_shape.members["ClusterNodeSummaries"].member
    return {"ClusterNodeSummaries": [view(shape, node) for node in page], "NextToken": token}


@implement("sagemaker", "DescribeClusterNode")
def describe_cluster_node(call: Call) -> dict[str, Any]:
    clusters = entity("Cluster")
    record = clusters.found(call)
    for node in _nodes(record):
        if node["InstanceId"] == call.parameters.get("NodeId"):
            shape = clusters.operation(call.operation).output_shape.members["NodeDetails"]
            return {"NodeDetails": view(shape, node)}
    raise ApiError("ResourceNotFound", f"Could not find node {call.parameters.get('NodeId')} of {record['_arn']}.")


def _running(group: dict[str, Any]) -> dict[str, Any]:
    count = group["InstanceCount"]
    return {**group, "CurrentCount": count, "TargetCount": count, "Status": "InService"}


def _nodes(record: Record) -> list[dict[str, Any]]:
    running = {"InstanceStatus": {"Status": "Running"}, "LaunchTime": record["CreationTime"]}
    return [
        {**group, **running, "InstanceId": f"i-{_digest(record['_arn'], group['InstanceGroupName'], number)[:17]}"}
        for group in record.get("InstanceGroups", [])
        for number in range(group["InstanceCount"])
    ]


def _digest(*parts: Any) -> str:
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()
