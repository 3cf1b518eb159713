"""Numbers in tables: moto adds those alone that are written without an exponent."""

from __future__ import annotations

from decimal import Context, Decimal

from moto.dynamodb.exceptions import IncorrectDataType
from moto.dynamodb.models.dynamo_type import DDBType, DynamoType

# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
_EXACT = Context(prec=38)


def add(self: DynamoType, other: DynamoType) -> DynamoType:
    return _number(_EXACT.add(*_values(self, other)))


def subtract(self: DynamoType, other: DynamoType) -> DynamoType:
    return _number(_EXACT.subtract(*_values(self, other)))


def _values(*operands: DynamoType) -> tuple[Decimal, ...]:
    if any(operand.type != DDBType.NUMBER for operand in operands):
        raise IncorrectDataType()
    return tuple(Decimal(operand.value) for operand in operands)


def _number(value: Decimal) -> DynamoType:
    return DynamoType({DDBType.NUMBER: f"{value.normalize(_EXACT):f}"})


setattr(DynamoType, "__add__", add)
setattr(DynamoType, "__sub__", subtract)
