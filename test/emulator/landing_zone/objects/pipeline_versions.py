"""
Versions of SageMaker pipelines: each change of a definition makes one, and an execution may ask for an earlier one.

@see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-versioning.html
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.core.utils import utcnow

from ..calls import Call, implement
from ..errors import ApiError
from . import listing


@dataclass
class Version:
    number: int
    definition: str
    created: datetime
    aliases: list[str] = field(default_factory=list)
    display_name: str | None = None
    description: str | None = None
    # The execution that was started with it last.
    last_execution: str | None = None

    def described(self) -> dict[str, Any]:
        return {
            "PipelineVersionDisplayName": self.display_name,
            "PipelineVersionDescription": self.description,
            "PipelineVersionAliases": self.aliases,
        }


# By the ARN of the pipeline, in the order in which they were made.
_state: dict[str, list[Version]] = {}


def add(arn: str, definition: str, aliases: list[str] | None = None) -> Version:
    """Keeps a definition as the newest version of a pipeline; it is none if nothing has changed."""
    known = _state.setdefault(arn, [])
    if not known or known[-1].definition != definition:
        known.append(Version(len(known) + 1, definition, utcnow()))
    _name(known, known[-1], aliases or [])
    return known[-1]


def asked(arn: str, parameters: dict[str, Any]) -> Version:
    """The version that a call asks for, by its number or an alias; otherwise the newest one."""
    number, alias = parameters.get("PipelineVersionId"), parameters.get("PipelineVersionAlias")
    if number is None and alias is None:
        return _state[arn][-1]
    for version in _state[arn]:
        if version.number == number or alias in version.aliases:
            return version
    raise ApiError("ResourceNotFound", f"Pipeline '{arn}' has no version {alias if number is None else number}.")


def forget(arn: str) -> None:
    _state.pop(arn, None)


@implement("sagemaker", "ListPipelineVersions")
def list_versions(call: Call) -> dict[str, Any]:
    name = call.parameters["PipelineName"]
    arn = name if name.startswith("arn:") else call.place.arn("sagemaker", f"pipeline/{name}")
    found = list(_existing(arn))
    if call.parameters.get("SortOrder", "Descending") == "Descending":
        found.reverse()
    summaries = [
        {
            **version.described(),
            "PipelineArn": arn,
            "PipelineVersionId": version.number,
            "CreationTime": version.created,
            "LastExecutionPipelineExecutionArn": version.last_execution,
        }
        for version in found
    ]
    page, token = listing.page(summaries, call.parameters)
    return {"PipelineVersionSummaries": page, "NextToken": token}


@implement("sagemaker", "UpdatePipelineVersion")
def update_version(call: Call) -> dict[str, Any]:
    arn, given = call.parameters["PipelineArn"], call.parameters
    known = _existing(arn)
    version = asked(arn, given)
    version.display_name = given.get("PipelineVersionDisplayName", version.display_name)
    version.description = given.get("PipelineVersionDescription", version.description)
    changes = given.get("PipelineVersionAliasOperations", {})
    version.aliases = [alias for alias in version.aliases if alias not in changes.get("Remove", [])]
    _name(known, version, changes.get("Add", []))
    return {"PipelineArn": arn, "PipelineVersionId": version.number}


def _name(known: list[Version], version: Version, aliases: list[str]) -> None:
    """Gives a version aliases, which other versions have no longer."""
    for other in known:
        other.aliases = [alias for alias in other.aliases if alias not in aliases]
    version.aliases = [*version.aliases, *aliases]


def _existing(arn: str) -> list[Version]:
    if arn not in _state:
        raise ApiError("ResourceNotFound", f"Pipeline '{arn}' does not exist.")
    return _state[arn]
