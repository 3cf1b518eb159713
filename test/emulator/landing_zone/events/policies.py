"""
Whether the policy of a resource admits a caller, as a target's policy does or does not admit EventBridge.

@see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from moto.organizations.models import organizations_backends

from ..places import Place

_NEGATED = re.compile(r"Not(Equals|Like)")


@dataclass(frozen=True)
class Caller:
    """A service, or a role or a whole account; `context` holds the condition keys of its request."""

    principals: tuple[str, ...]
    context: dict[str, str] = field(default_factory=dict)


def a_service(name: str, place: Place, source_arn: str) -> Caller:
    """A service that acts for a resource of an account: a rule, a schedule."""
    context = {"aws:SourceArn": source_arn, "aws:SourceAccount": place.account, **_organisation(place, "aws:SourceOrg")}
    return Caller((name,), context)


def an_account(place: Place, role_arn: str | None) -> Caller:
    """
    An account that calls with a role of its own, or as a whole.

    Without a role there is no principal that belongs to an organisation, so a policy that asks for one does not match.
    """
    root = f"arn:{place.partition}:iam::{place.account}:root"
    context = {"aws:PrincipalAccount": place.account}
    if role_arn is None:
        return Caller((place.account, root), context)
    return Caller(
        (place.account, root, role_arn),
        {**context, "aws:PrincipalArn": role_arn, **_organisation(place, "aws:PrincipalOrg")},
    )


def admits(policy: str | dict[str, Any] | None, caller: Caller, action: str, resource: str) -> bool:
    """Whether a policy allows an action, and does not deny it."""
    document = json.loads(policy) if isinstance(policy, str) else policy or {}
    effects = {
        statement["Effect"]
        for statement in _listed(document.get("Statement", []))
        if _applies(statement, caller, action, resource)
    }
    return effects == {"Allow"}


def _applies(statement: dict[str, Any], caller: Caller, action: str, resource: str) -> bool:
    return (
        _names(statement, "Principal", lambda wanted: _is_one_of(wanted, caller))
        and _names(statement, "Action", lambda wanted: any(_like(one.lower(), action.lower()) for one in _listed(wanted)))
        and _names(statement, "Resource", lambda wanted: any(_like(one, resource) for one in _listed(wanted)))
        and all(
            _holds(operator, wanted, _value_of(key, caller))
            for operator, keys in statement.get("Condition", {}).items()
            for key, wanted in keys.items()
        )
    )


def _names(statement: dict[str, Any], element: str, includes: Callable[[Any], bool]) -> bool:
    """The trust policy of a role has no resource, so an element that is absent names everything."""
    if f"Not{element}" in statement:
        return not includes(statement[f"Not{element}"])
    return element not in statement or includes(statement[element])


def _is_one_of(principal: Any, caller: Caller) -> bool:
    wanted = [one for kind in principal.values() for one in _listed(kind)] if isinstance(principal, dict) else [principal]
    return any(one == "*" or one in caller.principals for one in wanted)


def _value_of(key: str, caller: Caller) -> str | None:
    return next((value for name, value in caller.context.items() if name.lower() == key.lower()), None)


def _holds(operator: str, wanted: Any, value: str | None) -> bool:
    name = operator.rpartition(":")[2]
    if name == "Null":
        return (value is None) == (str(_listed(wanted)[0]).lower() == "true")
    if value is None:
        # A negated operator holds for a key that the request does not have; so does any that asks to compare only if it has.
        return name.endswith("IfExists") or operator.startswith("ForAllValues:") or bool(_NEGATED.search(name))
    compare = _comparison(_NEGATED.sub(r"\1", name.removesuffix("IfExists")))
    return any(compare(str(one), value) for one in _listed(wanted)) is not bool(_NEGATED.search(name))


def _comparison(operator: str) -> Callable[[str, str], bool]:
    if operator in ("StringLike", "ArnLike", "ArnEquals"):
        return _like
    if operator == "StringEquals":
        return str.__eq__
    if operator in ("StringEqualsIgnoreCase", "Bool"):
        return lambda wanted, value: wanted.lower() == value.lower()
    raise ValueError(f"the emulator does not know the condition operator {operator}")


def _like(pattern: str, value: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), value) is not None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _organisation(place: Place, prefix: str) -> dict[str, str]:
    """The id of the account's organisation and the path to the account in it; nothing for an account that has none."""
    master, partition = organizations_backends.master_accounts.get(place.account, (place.account, place.partition))
    backend = organizations_backends[master][partition]
    if backend.org is None:
        return {}

    parents = {account.id: account.parent_id for account in backend.accounts} | {unit.id: unit.parent_id for unit in backend.ou}
    path, node = "", parents.get(place.account)
    while node:
        path, node = f"{node}/{path}", parents.get(node)
    return {f"{prefix}ID": backend.org.id, f"{prefix}Paths": f"{backend.org.id}/{path}"}
