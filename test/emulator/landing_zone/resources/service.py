"""The handlers that call a service's API as CloudFormation does, so that SDK clients see a real object."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar

from botocore.exceptions import ClientError

from ..errors import ApiError
from .api import Api, is_gone
from .handler import Handler, Kind, Made, Properties, Request
from .properties import as_tag_list, fitting_name, tag_changes


class ServiceHandler(Handler):
    kind: ClassVar[Kind] = "service"
    # The name of the service as boto3 has it.
    service: ClassVar[str]

    def api(self, request: Request) -> Any:
        return Api(self.service, request.place)

    def change_tags(
        self,
        request: Request,
        before: Properties,
        after: Properties,
        *,
        tags: str = "Tags",
        keys: str = "TagKeys",
        add: str = "tag_resource",
        remove: str = "untag_resource",
        as_map: bool = False,
        **target: str,
    ) -> None:
        """Changes tags by two calls, which most APIs have, of some such names and parameters; `target` is what they change."""
        changed, gone = tag_changes(before, after)
        if changed:
            getattr(self.api(request), add)(**target, **{tags: changed if as_map else as_tag_list(changed)})
        if gone:
            getattr(self.api(request), remove)(**target, **{keys: gone})


@contextmanager
def unless_gone(*codes: str) -> Iterator[None]:
    """Lets a deletion pass whose object is gone already: CloudFormation wants the absence, not the act."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] not in codes and not is_gone(error):
            raise


@contextmanager
def or_undo(undo: Callable[[], None]) -> Iterator[None]:
    """Takes a half-made resource away when the rest of its creation fails: no stack knows it yet, so no rollback would."""
    try:
        yield
    except Exception:
        with suppress(ClientError, ApiError):
            undo()
        raise


class PutHandler(ServiceHandler):
    """
    A resource that one call makes and changes alike.

    Only a look beforehand keeps CloudFormation from taking over what is there already, which it refuses to do.
    """

    # The property that names the resource, and how long a generated name may be.
    name: ClassVar[str]
    longest_name: ClassVar[int] = 255

    @abstractmethod
    def put(self, request: Request, name: str, properties: Properties) -> None: ...

    @abstractmethod
    def exists(self, request: Request, name: str, properties: Properties) -> bool: ...

    @abstractmethod
    def remove(self, request: Request, name: str, properties: Properties) -> None: ...

    def retag(self, request: Request, name: str, before: Properties, after: Properties) -> None:
        """Changes the tags of what exists, where the type has tags."""

    def made(self, request: Request, name: str, properties: Properties) -> Made:
        return Made(name)

    def create(self, request: Request, properties: Properties) -> Made:
        name = properties.get(self.name) or fitting_name(request, self.longest_name)
        if self.exists(request, name, properties):
            raise already_exists(request, name)
        self.put(request, name, properties)
        return self.made(request, name, properties)

    def update(self, request: Request, physical_id: str, before: Properties, after: Properties) -> Made:
        self.put(request, physical_id, after)
        self.retag(request, physical_id, before, after)
        return self.made(request, physical_id, after)

    def delete(self, request: Request, physical_id: str, properties: Properties) -> None:
        with unless_gone():
            self.remove(request, physical_id, properties)


def already_exists(request: Request, name: str) -> ApiError:
    return ApiError("AlreadyExists", f"Resource of type '{request.type}' with identifier '{name}' already exists.")


def found(look: Callable[[], Any]) -> Any:
    """What a look-up finds; None where the service says that there is nothing."""
    try:
        return look()
    except ClientError as error:
        if is_gone(error):
            return None
        raise
