"""The stack engine: how a stack comes to be what its template says, or stays what it was."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from graphlib import TopologicalSorter
from typing import Any

from botocore.exceptions import ClientError
from moto.core.exceptions import ServiceException
from moto.moto_api._internal import mock_random

from .. import saved_state
from ..errors import ApiError
from ..resources import Handler, Made, NotEmulated, NotUpdatable, Request, handler_of
from ..resources.custom_resource import CustomResourceError, is_custom
from ..text import text_of
from . import specification, stacks
from .stacks import How, Operation, Resource, Stack
from .template import Template
from .values import Values, parameter_values, raw_parameters

# The answer to an API call waits this long for the change that it starts, so that a caller who polls finds it done.
_PATIENCE_IN_SECONDS = 20


class _Failure(Exception):
    """A resource that could not be made, changed or deleted; no resource where the stack as a whole is at fault."""

    def __init__(self, logical_id: str | None, reason: str, cause: Exception | None = None):
        super().__init__(reason)
        self.logical_id = logical_id
        self.reason = reason
        # What the handler of a custom resource calls the thing that it failed to make.
        self.physical_id: str | None = getattr(cause, "physical_id", None)
        self.has_changed_nothing = isinstance(cause, NotUpdatable)


def start(stack: Stack, operation: Operation) -> None:
    """Begins a change of a stack in the background, as CloudFormation does."""
    with stacks.lock:
        if stack.operation is not None:
            if stack.operation.kind == operation.kind == "delete":
                return
            raise ApiError("ValidationError", f"Stack:{stack.id} is in {stack.status} state and can not be updated.")
        stack.operation = operation
    worker = threading.Thread(target=_run, args=(stack, operation), daemon=True)
    worker.start()
    worker.join(_PATIENCE_IN_SECONDS)


def resume() -> None:
    """Continues what was under way when the emulator was killed."""
    for stack in stacks.all_stacks():
        if stack.operation is not None:
            threading.Thread(target=_run, args=(stack, stack.operation), daemon=True).start()


def _run(stack: Stack, operation: Operation) -> None:
    try:
        if operation.kind == "delete":
            _delete(stack)
        else:
            _Deployment(stack, operation).run()
    except Exception as error:  # A fault of the emulator must end the stack's change, or the CLI waits for ever.
        traceback.print_exc()
        stack.tell(f"{operation.kind.upper()}_FAILED", f"fault of the emulator: {error!r}")
    with stacks.lock:
        stack.operation = None
    saved_state.checkpoint()


class _Deployment:
    """A create or an update of a stack. It can be begun in each of its phases, which is where a killed emulator left it."""

    def __init__(self, stack: Stack, operation: Operation):
        self.stack = stack
        self.operation = operation
        self.template = Template(operation.text)
        self.verb = operation.kind.upper()
        self.parameters: dict[str, Any] = {}

    def run(self) -> None:
        if self.operation.phase == "forward":
            self._go_forward()
        if self.operation.phase == "undo":
            self._undo()
        if self.operation.phase == "cleanup":
            self._clean_up()

    def _go_forward(self) -> None:
        if self.operation.kind == "create":
            self._take_attributes()
        if self.stack.status != f"{self.verb}_IN_PROGRESS":
            self.stack.tell(f"{self.verb}_IN_PROGRESS", "User Initiated")
        try:
            self._settle_all()
        except _Failure as failure:
            self._fail(failure)
        except ApiError as error:
            self._fail(_Failure(None, error.message))

    def _settle_all(self) -> None:
        stack, operation = self.stack, self.operation
        self.parameters = parameter_values(self.template, operation.parameters, stack.place)
        wanted = [name for name in self.template.order if self._is_wanted(name)]
        for name in wanted:
            if name not in operation.done:
                operation.done[name] = self._settle(name)
                saved_state.checkpoint()
        outputs = self._outputs()
        self._check_exports(outputs)

        removed = [resource for name, resource in stack.resources.items() if name not in wanted]
        stack.resources = {name: resource for name, resource in stack.resources.items() if name in wanted}
        stack.text, stack.outputs, stack.imports = operation.text, outputs, operation.imports
        stack.parameters, stack.resolved_parameters = raw_parameters(self.template, operation.parameters), self.parameters
        stack.description = self.template.body.get("Description")
        self._take_attributes()
        operation.leftovers = [*operation.superseded, *removed]
        operation.phase = "cleanup"

    def _take_attributes(self) -> None:
        for name, value in self.operation.attributes.items():
            setattr(self.stack, name, value)

    def _clean_up(self) -> None:
        """A resource that cannot be deleted after an update is left alone, and the update is complete all the same."""
        operation = self.operation
        if operation.kind == "update" and operation.leftovers:
            self.stack.tell("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        superseded = {id(resource) for resource in operation.superseded}
        for resource in _dependents_first(operation.leftovers):
            is_superseded = id(resource) in superseded
            policy = resource.update_replace_policy if is_superseded else resource.deletion_policy
            with suppress(_Failure):
                _remove(self.stack, resource, policy)
            operation.leftovers.remove(resource)
            saved_state.checkpoint()
        self.stack.tell(f"{self.verb}_COMPLETE")

    def _values(self) -> Values:
        stack = self.stack
        return Values(
            template=self.template,
            place=stack.place,
            stack_name=stack.name,
            stack_id=stack.id,
            parameters=self.parameters,
            exports={name: value for name, (value, _) in stacks.exports(stack.place).items()},
            made={
                name: (resource.made.physical_id, resource.made.attributes)
                for name, resource in stack.resources.items()
                if name in self.operation.done
            },
            imports=self.operation.imports,
        )

    def _is_wanted(self, name: str) -> bool:
        condition = self.template.resources[name].get("Condition")
        return condition is None or self._values().holds(condition)

    def _settle(self, name: str) -> How:
        """Makes a resource what the template wants it to be, and says what that took."""
        request, old = self._request(name), self.stack.resources.get(name)
        if old is not None and old.type != request.type:
            raise _Failure(None, f"Update of resource type is not permitted. The new template modifies resource type of [{name}]")
        properties = self._properties(request)

        if old is None:
            self._put(request, properties, self._create(request, properties))
            return "created"
        if old.properties == properties:
            self._put(old.request, properties, old.made)
            return "kept"
        self._refuse_violations(request, properties)
        if is_custom(request.type) and old.properties["ServiceToken"] != properties["ServiceToken"]:
            self._refuse(request, "UPDATE", "Modifying service token is not allowed.")
        if specification.replacing(request.type, old.properties, properties):
            reason = "Requested update requires the creation of a new physical resource; hence creating one."
            self.stack.tell_of(request, old.made.physical_id, "UPDATE_IN_PROGRESS", reason)
            made = self._attempt(request, "UPDATE", lambda handler: self._make(handler, request, properties))
            self.operation.superseded.append(old)
            self._put(request, properties, made)
            return "replaced"
        return self._update(old, properties)

    def _update(self, old: Resource, properties: dict[str, Any]) -> How:
        request = old.request
        self.stack.tell_of(request, old.made.physical_id, "UPDATE_IN_PROGRESS")
        try:
            made = self._attempt(
                request, "UPDATE", lambda handler: handler.update(request, old.made.physical_id, old.properties, properties)
            )
        except _Failure as failure:
            # What an update did before it failed is undone with the rest.
            if not failure.has_changed_nothing:
                self._put(request, properties, old.made)
                self.operation.done[request.logical_id] = "updated"
            raise
        self._put(request, properties, made)
        # A custom resource that answers with another id has made another thing.
        if made.physical_id != old.made.physical_id:
            self.operation.superseded.append(old)
            return "replaced"
        return "updated"

    def _create(self, request: Request, properties: dict[str, Any]) -> Made:
        self.stack.tell_of(request, "", "CREATE_IN_PROGRESS")
        self._refuse_violations(request, properties)
        try:
            return self._attempt(request, "CREATE", lambda handler: self._make(handler, request, properties))
        except _Failure as failure:
            # Nobody but its handler knows what a custom resource left behind, so the rollback asks it to delete that.
            if is_custom(request.type):
                self._put(request, properties, Made(failure.physical_id or request.generated_name))
                self.operation.done[request.logical_id] = "created"
            raise

    @staticmethod
    def _make(handler: Handler, request: Request, properties: dict[str, Any]) -> Made:
        identifier = specification.identifier(request.type, properties)
        if identifier is None:
            return handler.create(request, properties)

        stacks.take_identifier(request.type, request.place, identifier)
        try:
            return handler.create(request, properties)
        except Exception:
            stacks.give_back_identifier(request.type, request.place, identifier)
            raise

    def _attempt(self, request: Request, verb: str, act: Callable[[Handler], Made]) -> Made:
        try:
            made = act(handler_of(request.type))
        except Exception as error:
            _tell_fault(error)
            self._refuse(request, verb, _reason(error), error)
        self.stack.tell_of(request, made.physical_id, f"{verb}_COMPLETE")
        return made

    def _refuse_violations(self, request: Request, properties: dict[str, Any]) -> None:
        violations = specification.violations(request.type, properties)
        if violations:
            told = "\n".join(violations)
            reason = f"Properties validation failed for resource {request.logical_id} with message:\n{told}"
            self._refuse(request, self._verb_of(request), reason)

    def _refuse(self, request: Request, verb: str, reason: str, cause: Exception | None = None) -> None:
        failure = _Failure(request.logical_id, reason, cause)
        self.stack.tell_of(request, failure.physical_id or "", f"{verb}_FAILED", reason)
        raise failure

    def _properties(self, request: Request) -> dict[str, Any]:
        try:
            return self._values().resolve(self.template.resources[request.logical_id].get("Properties", {}))
        except (ApiError, ClientError) as error:
            self._refuse(request, self._verb_of(request), getattr(error, "message", str(error)))
            raise

    def _verb_of(self, request: Request) -> str:
        return "UPDATE" if request.logical_id in self.stack.resources else "CREATE"

    def _put(self, request: Request, properties: dict[str, Any], made: Made) -> None:
        name, definition = request.logical_id, self.template.resources[request.logical_id]
        self.stack.resources[name] = Resource(
            request=request,
            kind=handler_of(request.type).kind,
            properties=properties,
            made=made,
            dependencies=self.template.dependencies(name),
            deletion_policy=definition.get("DeletionPolicy", _default_policy(request.type, properties)),
            update_replace_policy=definition.get("UpdateReplacePolicy", "Delete"),
            status="CREATE_COMPLETE" if name not in self.operation.before else "UPDATE_COMPLETE",
        )

    def _request(self, name: str) -> Request:
        suffix = "".join(mock_random.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=12))
        return Request(
            type=self.template.resources[name]["Type"],
            logical_id=name,
            place=self.stack.place,
            stack_name=self.stack.name,
            stack_id=self.stack.id,
            generated_name=f"{self.stack.name}-{name}-{suffix}",
        )

    def _outputs(self) -> list[dict[str, str]]:
        values = self._values()
        outputs = []
        for name, output in self.template.outputs.items():
            if "Condition" in output and not values.holds(output["Condition"]):
                continue
            told = {"OutputKey": name, "OutputValue": text_of(values.resolve(output["Value"]))}
            if "Description" in output:
                told["Description"] = output["Description"]
            if "Export" in output:
                told["ExportName"] = str(values.resolve(output["Export"]["Name"]))
            outputs.append(told)
        return outputs

    def _check_exports(self, outputs: list[dict[str, str]]) -> None:
        offered = {output["ExportName"]: output["OutputValue"] for output in outputs if "ExportName" in output}
        for name, (value, owner) in stacks.exports(self.stack.place).items():
            if owner is not self.stack:
                if name in offered:
                    raise _Failure(None, f"Export with name {name} is already exported by stack {owner.name}. Rollback requested.")
                continue
            users = ", ".join(stacks.importers(self.stack.place, name))
            if users and name not in offered:
                raise _Failure(None, f"Export {name} cannot be deleted as it is in use by {users}")
            if users and offered[name] != value:
                raise _Failure(None, f"Export {name} cannot be updated as it is in use by {users}")

    def _fail(self, failure: _Failure) -> None:
        operation = self.operation
        what = f"The following resource(s) failed to {operation.kind}: [{failure.logical_id}]. " if failure.logical_id else ""
        reason = f"{what}{'' if failure.logical_id else failure.reason + '. '}Rollback requested by user."
        if not operation.rolls_back:
            self.stack.tell(f"{self.verb}_FAILED", reason)
            return
        operation.phase = "undo"
        self.stack.tell("ROLLBACK_IN_PROGRESS" if operation.kind == "create" else "UPDATE_ROLLBACK_IN_PROGRESS", reason)
        saved_state.checkpoint()

    def _undo(self) -> None:
        if self.operation.kind == "create":
            failed = _remove_all(self.stack, list(self.stack.resources.values()), is_undone=True)
            self.stack.tell("ROLLBACK_FAILED" if failed else "ROLLBACK_COMPLETE", failed)
            return
        try:
            for name, how in reversed(list(self.operation.done.items())):
                self._step_back(name, how)
                saved_state.checkpoint()
        except _Failure as failure:
            told = f"The following resource(s) failed to update: [{failure.logical_id}]. "
            self.stack.tell("UPDATE_ROLLBACK_FAILED", told)
            return
        self.stack.tell("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        _remove_all(self.stack, self.operation.leftovers, is_undone=True)
        self.stack.resources = dict(self.operation.before)
        self.stack.tell("UPDATE_ROLLBACK_COMPLETE")

    def _step_back(self, name: str, how: How) -> None:
        """Undoes what was done to a resource; what was newly made is deleted at the end."""
        resource, old = self.stack.resources[name], self.operation.before.get(name)
        if how in ("created", "replaced"):
            self.operation.leftovers.append(resource)
        if how == "updated" and old is not None:
            request, physical_id = resource.request, resource.made.physical_id
            self.stack.tell_of(request, physical_id, "UPDATE_IN_PROGRESS")
            self._attempt(
                request, "UPDATE", lambda handler: handler.update(request, physical_id, resource.properties, old.properties)
            )
        if old is not None:
            self.stack.resources[name] = old
        else:
            del self.stack.resources[name]
        del self.operation.done[name]


def _delete(stack: Stack) -> None:
    before = stack.status
    stack.tell("DELETE_IN_PROGRESS", "User Initiated")
    for name, (_, owner) in stacks.exports(stack.place).items():
        users = ", ".join(user for user in stacks.importers(stack.place, name) if user != stack.name)
        if owner is stack and users:
            stack.tell(before, f"Delete canceled. Cannot delete export {name} as it is in use by {users}.")
            return

    failed = _remove_all(stack, list(stack.resources.values()))
    if failed:
        stack.tell("DELETE_FAILED", failed)
        return
    stack.deleted = stacks.now()
    stack.tell("DELETE_COMPLETE")


def _remove_all(stack: Stack, resources: list[Resource], is_undone: bool = False) -> str | None:
    """Deletes resources, each before what it depends on; the reason of the stack's failure if some could not be."""
    failed = []
    for resource in _dependents_first(resources):
        policy = resource.deletion_policy
        if is_undone and policy == "RetainExceptOnCreate":
            policy = "Delete"
        try:
            _remove(stack, resource, policy)
        except _Failure:
            failed.append(resource.logical_id)
        else:
            if stack.resources.get(resource.logical_id) is resource:
                del stack.resources[resource.logical_id]
        saved_state.checkpoint()
    return f"The following resource(s) failed to delete: [{', '.join(failed)}]. " if failed else None


def _remove(stack: Stack, resource: Resource, policy: str) -> None:
    request, physical_id = resource.request, resource.made.physical_id
    if policy in ("Retain", "RetainExceptOnCreate"):
        stack.tell_of(request, physical_id, "DELETE_SKIPPED")
        return

    stack.tell_of(request, physical_id, "DELETE_IN_PROGRESS")
    try:
        handler_of(resource.type).delete(request, physical_id, resource.properties)
    except Exception as error:
        _tell_fault(error)
        resource.status, resource.reason = "DELETE_FAILED", _reason(error)
        stack.tell_of(request, physical_id, "DELETE_FAILED", resource.reason)
        raise _Failure(request.logical_id, str(resource.reason)) from None
    identifier = specification.identifier(resource.type, resource.properties)
    if identifier is not None:
        stacks.give_back_identifier(resource.type, request.place, identifier)
    stack.tell_of(request, physical_id, "DELETE_COMPLETE")


def _dependents_first(resources: Iterable[Resource]) -> list[Resource]:
    """Resources in the order of their deletion. A replaced resource and its successor can share a logical id."""
    by_name: dict[str, list[Resource]] = {}
    for resource in resources:
        by_name.setdefault(resource.logical_id, []).append(resource)
    graph = {
        name: {dependency for resource in group for dependency in resource.dependencies if dependency in by_name}
        for name, group in by_name.items()
    }
    order = list(TopologicalSorter(graph).static_order())
    return [resource for name in reversed(order) for resource in by_name[name]]


def _default_policy(type_: str, properties: dict[str, Any]) -> str:
    """
    Without a policy everything is deleted, but for databases that are no part of a cluster.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
    """
    is_snapshot = type_ == "AWS::RDS::DBCluster" or (type_ == "AWS::RDS::DBInstance" and "DBClusterIdentifier" not in properties)
    return "Snapshot" if is_snapshot else "Delete"


def _tell_fault(error: Exception) -> None:
    """Complains of what is neither an answer of a service nor a missing handler: the emulator itself is wrong."""
    if not isinstance(error, (ClientError, ServiceException, NotEmulated)):
        traceback.print_exception(error)


def _reason(error: Exception) -> str:
    """A failure as CloudFormation tells it."""
    if isinstance(error, CustomResourceError):
        return str(error.message)
    token = f"RequestToken: {mock_random.uuid4()}"
    if isinstance(error, ClientError):
        told, code = error.response["Error"].get("Message", ""), error.response["Error"].get("Code", "")
    elif isinstance(error, ServiceException):
        told, code = str(error.message), error.code
    else:
        told, code = str(error), type(error).__name__
    return f'Resource handler returned message: "{told}" ({token}, HandlerErrorCode: {_handler_code(code, told)})'


def _handler_code(code: str, told: str) -> str:
    """https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html"""
    if "AlreadyExist" in code or "ResourceInUse" in code or "already exist" in told or "Conflict" in code:
        return "AlreadyExists"
    if "NotFound" in code or "NoSuch" in code:
        return "NotFound"
    if "Throttl" in code:
        return "Throttling"
    if "AccessDenied" in code:
        return "AccessDenied"
    return "InvalidRequest" if code not in ("InternalFailure", "InternalServerError") else "ServiceInternalError"
