"""What the intrinsic functions of a template become, once parameters are given and resources exist."""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import ApiError
from ..places import Place
from ..text import text_of
from .template import Template, attribute_reference

NO_VALUE = object()

_IN_SUB = re.compile(r"\$\{(!?)([^}]*)\}")
# The name or ARN of a secret, then the word SecretString or nothing, a key, and what names a version.
_SECRET = re.compile(r"(arn(?::[^:]*){6}|[^:]+)(?::[^:]*)?(?::([^:]*))?(?::.*)?")
_DYNAMIC = re.compile(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):([^}]+)\}\}")


@dataclass
class Values:
    """The values of one stack: parameters and pseudo parameters, conditions, and the resources made so far."""

    template: Template
    place: Place
    stack_name: str
    stack_id: str
    parameters: Mapping[str, Any]
    exports: Mapping[str, str]
    # The made resources by logical id: the value of Ref, and the attributes of GetAtt.
    made: Mapping[str, tuple[str, Mapping[str, Any]]]
    imports: set[str] = field(default_factory=set)

    def resolve(self, value: Any) -> Any:
        """The value with every function replaced; members that are AWS::NoValue are left out."""
        if isinstance(value, list):
            return [inner for inner in map(self.resolve, value) if inner is not NO_VALUE]
        if isinstance(value, str):
            return _DYNAMIC.sub(self._dynamic, value) if "{{resolve:" in value else value
        if not isinstance(value, dict):
            return value

        if len(value) == 1:
            name, argument = next(iter(value.items()))
            if name == "Ref" or name.startswith("Fn::"):
                found = self._ref(argument) if name == "Ref" else self._call(name, argument)
                return self.resolve(found) if isinstance(found, str) else found
        resolved = {key: self.resolve(inner) for key, inner in value.items()}
        return {key: inner for key, inner in resolved.items() if inner is not NO_VALUE}

    def holds(self, condition: Any) -> bool:
        """Whether a condition holds: its name, or an expression of the Conditions or Rules section."""
        if isinstance(condition, str):
            if condition not in self.template.conditions:
                raise _invalid(f"Template format error: Unresolved condition {condition}")
            return self.holds(self.template.conditions[condition])

        name, argument = next(iter(condition.items()))
        return _truths(self)[name](argument)

    def _ref(self, name: str) -> Any:
        if name in self.made:
            return self.made[name][0]
        if name in self.parameters:
            return self.parameters[name]
        return self._pseudo(name)

    def _pseudo(self, name: str) -> Any:
        values = {
            "AWS::AccountId": self.place.account,
            "AWS::Region": self.place.region,
            "AWS::Partition": self.place.partition,
            "AWS::StackName": self.stack_name,
            "AWS::StackId": self.stack_id,
            "AWS::URLSuffix": "amazonaws.com.cn" if self.place.partition == "aws-cn" else "amazonaws.com",
            "AWS::NotificationARNs": [],
            "AWS::NoValue": NO_VALUE,
        }
        if name not in values:
            raise _invalid(f"Template error: {name} has no value: its condition does not hold, or it is not made")
        return values[name]

    def _call(self, name: str, argument: Any) -> Any:
        functions: dict[str, Callable[[Any], Any]] = {
            "Fn::GetAtt": self._get_att,
            "Fn::Join": lambda x: str(x[0]).join(text_of(part) for part in self.resolve(x[1])),
            "Fn::Sub": self._sub,
            "Fn::Split": lambda x: self.resolve(x[1]).split(x[0]),
            "Fn::Select": lambda x: self.resolve(x[1])[int(self.resolve(x[0]))],
            "Fn::If": lambda x: self.resolve(x[1] if self.holds(x[0]) else x[2]),
            "Fn::FindInMap": self._find_in_map,
            "Fn::Base64": lambda x: base64.b64encode(self.resolve(x).encode()).decode(),
            "Fn::ImportValue": self._import_value,
            "Fn::GetAZs": lambda x: [f"{self.resolve(x) or self.place.region}{zone}" for zone in "abc"],
            "Fn::Cidr": self._cidr,
            "Fn::Length": lambda x: len(self.resolve(x)),
            "Fn::ToJsonString": lambda x: json.dumps(self.resolve(x)),
        }
        if name not in functions:
            raise _invalid(f"Template error: the emulator does not know the function {name}")
        try:
            return functions[name](argument)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise _invalid(f"Template error: {name} {json.dumps(argument)} has no value: {error}") from None

    def _get_att(self, argument: Any) -> Any:
        name, attribute = attribute_reference(argument)
        if name not in self.made:
            raise _invalid(f"Template error: instance of Fn::GetAtt references undefined resource {name}")

        _, attributes = self.made[name]
        if attribute not in attributes:
            raise _invalid(f"Template error: resource {name} does not support attribute type {attribute} in Fn::GetAtt")
        return attributes[attribute]

    def _sub(self, argument: Any) -> str:
        text, variables = argument if isinstance(argument, list) else (argument, {})

        def value_of(match: re.Match[str]) -> str:
            literal, name = match.group(1), match.group(2).strip()
            if literal:
                return "${" + name + "}"
            if name in variables:
                return text_of(self.resolve(variables[name]))
            return text_of(self._get_att(name) if "." in name else self._ref(name))

        return _IN_SUB.sub(value_of, text)

    def _find_in_map(self, argument: list[Any]) -> Any:
        found: Any = self.template.mappings
        for key in argument[:3]:
            resolved = str(self.resolve(key))
            if resolved not in found:
                if len(argument) > 3 and "DefaultValue" in argument[3]:
                    return self.resolve(argument[3]["DefaultValue"])
                raise _invalid(f"Template error: Unable to get mapping for {'::'.join(map(str, argument[:3]))}")
            found = found[resolved]
        return found

    def _import_value(self, argument: Any) -> str:
        name = self.resolve(argument)
        if name not in self.exports:
            raise _invalid(f"No export named {name} found. Rollback requested by user.")
        self.imports.add(name)
        return self.exports[name]

    def _cidr(self, argument: list[Any]) -> list[str]:
        block, count, bits = (self.resolve(part) for part in (*argument, 8)[:3])
        subnets = ipaddress.ip_network(block).subnets(new_prefix=32 - int(bits))
        return [str(subnet) for subnet, _ in zip(subnets, range(int(count)), strict=False)]

    def _dynamic(self, match: re.Match[str]) -> str:
        service, argument = match.groups()
        if service != "secretsmanager":
            name = argument.rsplit(":", 1)[0] if re.search(r":\d+$", argument) else argument
            return self.place.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]

        secret, key = _SECRET.fullmatch(argument).group(1, 2)
        text = self.place.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"]
        return text_of(json.loads(text)[key]) if key else text


def _truths(values: Values) -> dict[str, Callable[[Any], bool]]:
    resolve, holds = values.resolve, values.holds
    return {
        "Condition": holds,
        "Fn::And": lambda x: all(holds(inner) for inner in x),
        "Fn::Or": lambda x: any(holds(inner) for inner in x),
        "Fn::Not": lambda x: not holds(x[0]),
        "Fn::Equals": lambda x: text_of(resolve(x[0])) == text_of(resolve(x[1])),
        "Fn::Contains": lambda x: resolve(x[1]) in resolve(x[0]),
        "Fn::EachMemberEquals": lambda x: all(inner == resolve(x[1]) for inner in resolve(x[0])),
        "Fn::EachMemberIn": lambda x: all(inner in resolve(x[1]) for inner in resolve(x[0])),
    }


def check_rules(values: Values) -> None:
    """
    Refuses parameters that the rules of a template refuse.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
    """
    for name, rule in values.template.rules.items():
        if "RuleCondition" in rule and not values.holds(rule["RuleCondition"]):
            continue
        for assertion in rule["Assertions"]:
            if not values.holds(assertion["Assert"]):
                told = assertion.get("AssertDescription", json.dumps(assertion["Assert"]))
                raise _invalid(f"Template error: rule {name} does not hold: {told}")


def raw_parameters(template: Template, given: Mapping[str, str]) -> dict[str, str]:
    """The parameters as they are given, or by default: what UsePreviousValue uses again."""
    return {
        name: given[name] if name in given else text_of(declared["Default"])
        for name, declared in template.parameters.items()
    }


def parameter_values(template: Template, given: Mapping[str, str], place: Place) -> dict[str, Any]:
    """The values of a template's parameters: what is given, else the default; checked, and looked up where they name SSM parameters."""
    missing = [name for name, declared in template.parameters.items() if name not in given and "Default" not in declared]
    if missing:
        raise _invalid(f"Parameters: [{', '.join(missing)}] must have values")
    unknown = [name for name in given if name not in template.parameters]
    if unknown:
        raise _invalid(f"Parameters: [{', '.join(unknown)}] do not exist in the template")

    return {
        name: _parameter_value(name, declared, given.get(name, declared.get("Default")), place)
        for name, declared in template.parameters.items()
    }


def _parameter_value(name: str, declared: dict[str, Any], value: Any, place: Place) -> Any:
    type_, text = declared.get("Type", "String"), text_of(value)
    if "AllowedValues" in declared and text not in map(text_of, declared["AllowedValues"]):
        allowed = ", ".join(map(str, declared["AllowedValues"]))
        raise _invalid(f"Parameter '{name}' must be one of AllowedValues: [{allowed}]")
    if "AllowedPattern" in declared and not re.fullmatch(declared["AllowedPattern"], text):
        raise _invalid(f"Parameter '{name}' must match pattern {declared['AllowedPattern']}")

    if type_.startswith("AWS::SSM::Parameter::Value"):
        text = _ssm_value(text, place)
    is_list = type_ == "CommaDelimitedList" or "List<" in type_
    return [part.strip() for part in text.split(",")] if is_list else text


def _ssm_value(name: str, place: Place) -> str:
    client = place.client("ssm")
    try:
        return client.get_parameter(Name=name)["Parameter"]["Value"]
    except client.exceptions.ParameterNotFound:
        raise _invalid(
            f"Unable to fetch parameters [{name}] from parameter store for this account."
        ) from None


def _invalid(message: str) -> ApiError:
    return ApiError("ValidationError", message)
