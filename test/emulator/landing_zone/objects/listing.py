"""What list calls do alike: filter by their parameters, sort, and answer page by page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import ApiError

Record = dict[str, Any]

_PAGING = {"NextToken", "MaxResults", "SortBy", "SortOrder"}
_TIME = re.compile(r"(Creation|Created|LastModified|Modified|Scheduled)(?:Time)?(After|Before)")


@dataclass(frozen=True)
class Fields:
    """The members that the words name, creation time and status mean in a kind of object."""

    name: str
    created: str
    modified: str
    status: str


def select(records: list[Record], parameters: Mapping[str, Any], fields: Fields, newest_first: bool) -> list[Record]:
    """The records that pass the filters among the parameters, in the order that the parameters ask for."""
    filters = {name: value for name, value in parameters.items() if name not in _PAGING}
    found = [record for record in records if all(_passes(record, name, value, fields) for name, value in filters.items())]
    order = str(parameters.get("SortOrder", "Descending" if newest_first else "Ascending"))
    return sorted(found, key=lambda record: _sort_key(record, parameters, fields), reverse=order.lower() == "descending")


def page(records: list[Record], parameters: Mapping[str, Any]) -> tuple[list[Record], str | None]:
    """A page of records, and the token of the next one if there is one."""
    token = str(parameters.get("NextToken") or "0")
    if not token.isdigit():
        raise ApiError("ValidationException", "Invalid NextToken")
    end = int(token) + int(parameters.get("MaxResults") or 100)
    return records[int(token) : end], str(end) if end < len(records) else None


def _passes(record: Record, name: str, wanted: Any, fields: Fields) -> bool:
    if times := _TIME.fullmatch(name):
        moment = record.get(fields.created if times.group(1).startswith("Creat") else fields.modified)
        return moment is None or (moment.timestamp() > _timestamp(wanted)) == (times.group(2) == "After")
    if name == "NameContains":
        return str(wanted).lower() in str(record.get(fields.name, "")).lower()
    if name.endswith("Contains"):
        return str(wanted).lower() in str(record.get(name.removesuffix("Contains"), "")).lower()
    member = name.removesuffix("Equals")
    actual = record.get(fields.status) if member == "Status" else record.get(member, wanted if name == member else None)
    return bool(actual == wanted)


def _sort_key(record: Record, parameters: Mapping[str, Any], fields: Fields) -> Any:
    by = str(parameters.get("SortBy", "CreationTime"))
    if by.isupper():  # Images alone write LAST_MODIFIED_TIME.
        by = by.title().replace("_", "")
    members = {"Name": fields.name, "CreationTime": fields.created, "LastModifiedTime": fields.modified, "Status": fields.status}
    member = members.get(by, by)
    value = record.get(member)
    if value is None:
        value = record.get(fields.created)
    return value if by.endswith("Time") or isinstance(value, int) else str(value)


def _timestamp(value: Any) -> float:
    return float(value.timestamp()) if hasattr(value, "timestamp") else float(value)
