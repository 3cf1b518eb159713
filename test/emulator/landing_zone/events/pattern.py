"""
Which events an event pattern matches, and which patterns EventBridge refuses.

@see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
@see https://github.com/aws/event-ruler, AWS's own matcher, whose words the refusals follow
"""

from __future__ import annotations

import ipaddress
import json
import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

from ..errors import ApiError

Json = Any

_COMPARISONS = {"<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt}
# Inside `anything-but` these take a list of strings as well.
_NEGATABLE = ("equals-ignore-case", "prefix", "suffix", "wildcard")


class _Invalid(Exception):
    pass


def read(text: str) -> dict[str, Json]:
    """The pattern that a text holds; an InvalidEventPatternException if EventBridge would refuse it."""
    try:
        pattern = json.loads(text)
        if not isinstance(pattern, dict):
            raise _Invalid("Filter is not an object")
        _check_object(pattern)
    except json.JSONDecodeError as error:
        raise _refusal(f"Invalid JSON: {error}") from error
    except _Invalid as error:
        raise _refusal(str(error)) from error
    return pattern


def matches(pattern: dict[str, Json], event: Json) -> bool:
    """Whether an event has all that the pattern asks for. In an array of objects one object must have it all."""
    if isinstance(event, list):
        return any(matches(pattern, element) for element in event or [{}])
    fields = event if isinstance(event, dict) else {}
    return all(
        any(matches(choice, event) for choice in wanted)
        if _is_choice(name, wanted)
        else _field_matches(wanted, fields.get(name, []))
        for name, wanted in pattern.items()
    )


def _refusal(reason: str) -> ApiError:
    return ApiError("InvalidEventPatternException", f"Event pattern is not valid. Reason: {reason}")


def _is_choice(name: str, wanted: Json) -> bool:
    # Any other use of `$or` is the name of a field.
    return (
        name == "$or"
        and isinstance(wanted, list)
        and len(wanted) > 1
        and all(isinstance(choice, dict) and not choice.keys() & _OPERATORS.keys() for choice in wanted)
    )


def _field_matches(wanted: Json, value: Json) -> bool:
    if isinstance(wanted, dict):
        return matches(wanted, value)
    leaves = list(_leaves(value))
    return any(
        condition["exists"] is bool(leaves)
        if isinstance(condition, dict) and "exists" in condition
        else any(_leaf_matches(condition, leaf) for leaf in leaves)
        for condition in wanted
    )


def _leaves(value: Json) -> Iterator[Json]:
    # An object is no leaf: to `exists` a field that holds one is absent, as is an empty array.
    if isinstance(value, list):
        for element in value:
            yield from _leaves(element)
    elif not isinstance(value, dict):
        yield value


def _leaf_matches(condition: Json, leaf: Json) -> bool:
    if not isinstance(condition, dict):
        return _same(condition, leaf)
    ((name, operand),) = condition.items()
    return _OPERATORS[name][1](operand, leaf)


def _same(one: Json, other: Json) -> bool:
    # To Python True is 1, to JSON it is not.
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _is_number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _affix(matches_affix: Callable[[str, str], bool]) -> Callable[[Json, Json], bool]:
    def matches_operand(operand: Json, leaf: Json) -> bool:
        if not isinstance(leaf, str):
            return False
        if isinstance(operand, dict):
            return matches_affix(leaf.lower(), operand["equals-ignore-case"].lower())
        return matches_affix(leaf, operand)

    return matches_operand


def _ignoring_case(operand: str, leaf: Json) -> bool:
    return isinstance(leaf, str) and leaf.lower() == operand.lower()


def _wildcard(operand: str, leaf: Json) -> bool:
    parts = re.findall(r"\\[*\\]|\*|[^*\\]+", operand)
    expression = "".join(".*" if part == "*" else re.escape(part.removeprefix("\\")) for part in parts)
    return isinstance(leaf, str) and re.fullmatch(expression, leaf, re.DOTALL) is not None


def _numeric(operand: list[Json], leaf: Json) -> bool:
    return _is_number(leaf) and all(
        _COMPARISONS[name](leaf, bound) for name, bound in zip(operand[::2], operand[1::2], strict=True)
    )


def _cidr(operand: str, leaf: Json) -> bool:
    try:
        return isinstance(leaf, str) and ipaddress.ip_address(leaf) in ipaddress.ip_network(operand, strict=False)
    except ValueError:
        return False


def _anything_but(operand: Json, leaf: Json) -> bool:
    if isinstance(operand, dict):
        ((name, values),) = operand.items()
        return not any(_OPERATORS[name][1](value, leaf) for value in _listed(values))
    return not any(_same(value, leaf) for value in _listed(operand))


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _check_object(pattern: dict[str, Json]) -> None:
    if not pattern:
        raise _Invalid("Empty objects are not allowed")
    for name, wanted in pattern.items():
        if _is_choice(name, wanted):
            for choice in wanted:
                _check_object(choice)
        elif isinstance(wanted, dict):
            _check_object(wanted)
        elif isinstance(wanted, list):
            _check_conditions(wanted)
        else:
            raise _Invalid(f'"{name}" must be an object or an array')


def _check_conditions(conditions: list[Json]) -> None:
    if not conditions:
        raise _Invalid("Empty arrays are not allowed")
    for condition in conditions:
        if isinstance(condition, list):
            raise _Invalid("Match value must be String, number, true, false, or null")
        if isinstance(condition, dict):
            _check_condition(condition)


def _check_condition(condition: dict[str, Json]) -> None:
    if not condition:
        raise _Invalid("Match expression name not found")
    name, operand = next(iter(condition.items()))
    if name not in _OPERATORS:
        raise _Invalid(f"Unrecognized match type {name}")
    _OPERATORS[name][0](operand)
    if len(condition) > 1:
        raise _Invalid("Only one key allowed in match expression")


def _check_string(name: str) -> Callable[[Json], None]:
    def check(operand: Json) -> None:
        if not isinstance(operand, str):
            raise _Invalid(f"{name} match pattern must be a string")

    return check


def _check_affix(name: str) -> Callable[[Json], None]:
    def check(operand: Json) -> None:
        if not isinstance(operand, dict):
            return _check_string(name)(operand)
        for inner in operand.keys() - {"equals-ignore-case"}:
            raise _Invalid(f"Unsupported {name} pattern: {inner}")
        _check_string("equals-ignore-case")(operand.get("equals-ignore-case"))

    return check


def _check_wildcard(operand: Json) -> None:
    _check_string("wildcard")(operand)
    # AWS counts from the quotation mark that opens the string.
    if consecutive := re.search(r"(?<!\\)(\\\\)*(?P<stars>\*\*)", operand):
        raise _Invalid(f"Consecutive wildcard characters at pos {consecutive.start('stars') + 1}")
    if escape := re.search(r"\\(?![*\\])", re.sub(r"\\[*\\]", "__", operand)):
        raise _Invalid(f"Invalid escape character at pos {escape.start() + 1}")


def _check_exists(operand: Json) -> None:
    if not isinstance(operand, bool):
        raise _Invalid("exists match pattern must be either true or false.")


def _check_cidr(operand: Json) -> None:
    _check_string("prefix")(operand)
    if operand.count("/") != 1:
        raise _Invalid("Malformed CIDR, one '/' required")
    try:
        ipaddress.ip_network(operand, strict=False)
    except ValueError as error:
        raise _Invalid(f"Malformed CIDR, {error}") from error


def _check_numeric(operand: Json) -> None:
    if not isinstance(operand, list):
        raise _Invalid("Value of numeric must be an array.")
    if not operand or not isinstance(operand[0], str):
        raise _Invalid(f"Invalid member in numeric match: {operand[0] if operand else ']'}")
    if operand[0] not in _COMPARISONS:
        raise _Invalid(f"Unrecognized numeric range operator: {operand[0]}")
    _check_bound(operand[0], operand[1:2])
    if len(operand) == 2:
        return
    if operand[0] not in (">", ">="):
        raise _Invalid("Too many elements in numeric expression")
    if operand[2] not in ("<", "<="):
        raise _Invalid(f"Bad numeric range operator: {operand[2]}")
    _check_bound(operand[2], operand[3:4])
    if len(operand) > 4:
        raise _Invalid("Too many terms in numeric range expression")
    if operand[1] >= operand[3]:
        raise _Invalid("Bottom must be less than top")


def _check_bound(name: str, bound: list[Json]) -> None:
    if not bound or not _is_number(bound[0]):
        raise _Invalid(f"Value of {'equals' if name == '=' else name} must be numeric")


def _check_anything_but(operand: Json) -> None:
    if isinstance(operand, dict):
        return _check_negated(operand)
    if not isinstance(operand, (str, list)) and not _is_number(operand):
        raise _Invalid("Value of anything-but must be an array or single string/number value.")
    kinds = {str if isinstance(value, str) else _is_number(value) for value in _listed(operand)}
    if False in kinds:
        raise _Invalid("Inside anything but list, start|null|boolean is not supported.")
    if len(kinds) != 1:
        raise _Invalid("Inside anything but list, either all values are number or string, mixed type is not supported")


def _check_negated(operand: dict[str, Json]) -> None:
    if not operand:
        raise _Invalid("Anything-But expression name not found")
    name, values = next(iter(operand.items()))
    if name not in _NEGATABLE:
        raise _Invalid(f"Unsupported anything-but pattern: {name}")
    for value in _listed(values):
        if not isinstance(value, str):
            raise _Invalid(
                "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."
                if name == "equals-ignore-case"
                else f"{'wildcard' if name == 'wildcard' else 'prefix/suffix'} match pattern must be a string"
            )
        if name in ("prefix", "suffix") and not value:
            raise _Invalid("Null prefix/suffix not allowed")
        _OPERATORS[name][0](value)
    if len(operand) > 1:
        raise _Invalid("Only one key allowed in match expression")


# What each operator accepts, and what it matches.
_OPERATORS: dict[str, tuple[Callable[[Json], None], Callable[[Json, Json], bool]]] = {
    "exact": (_check_string("exact"), _same),
    "prefix": (_check_affix("prefix"), _affix(str.startswith)),
    "suffix": (_check_affix("suffix"), _affix(str.endswith)),
    "equals-ignore-case": (_check_string("equals-ignore-case"), _ignoring_case),
    "wildcard": (_check_wildcard, _wildcard),
    "numeric": (_check_numeric, _numeric),
    "cidr": (_check_cidr, _cidr),
    "exists": (_check_exists, lambda operand, leaf: operand),
    "anything-but": (_check_anything_but, _anything_but),
}
