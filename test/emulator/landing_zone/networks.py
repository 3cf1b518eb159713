"""Networks that are there before anything is deployed, of the ids by which a description or an app names them."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from moto.ec2.models import ec2_backends, route_tables, subnets, vpcs

from .application import control

# The ids that the next objects of this thread get, by the function of moto that would make up others.
_wanted = threading.local()


@control("networks")
def lay(body: dict[str, Any]) -> dict[str, str]:
    """{"account", "region", "vpcId", "cidr", "subnets": [{"subnetId", "routeTableId", "availabilityZone"}]}"""
    backend, vpc = ec2_backends[body["account"]][body["region"]], body["vpcId"]
    if vpc in backend.vpcs:
        raise ValueError(f"there is a VPC {vpc} already")
    with _called(random_vpc_id=vpc):
        backend.create_vpc(body["cidr"])
    blocks = ipaddress.ip_network(body["cidr"]).subnets(new_prefix=24)
    for block, subnet in zip(blocks, body["subnets"], strict=False):
        with _called(random_subnet_id=subnet["subnetId"]):
            backend.create_subnet(vpc, str(block), availability_zone=subnet["availabilityZone"])
        if subnet["routeTableId"] not in backend.route_tables:
            with _called(random_route_table_id=subnet["routeTableId"]):
                backend.create_route_table(vpc)
        backend.associate_route_table(route_table_id=subnet["routeTableId"], subnet_id=subnet["subnetId"])
    return {"vpcId": vpc}


@contextmanager
def _called(**ids: str) -> Iterator[None]:
    vars(_wanted).update(ids)
    try:
        yield
    finally:
        vars(_wanted).clear()


def _or_wanted(name: str, make_up: Callable[[], str]) -> Callable[[], str]:
    return lambda: getattr(_wanted, name, None) or make_up()


def _let_ids_be_wanted(module: ModuleType, name: str) -> None:
    setattr(module, name, _or_wanted(name, getattr(module, name)))


_let_ids_be_wanted(vpcs, "random_vpc_id")
_let_ids_be_wanted(subnets, "random_subnet_id")
_let_ids_be_wanted(route_tables, "random_route_table_id")
