"""Deleting stacks and what stands in them, each after what refers to it."""
import asyncio

from ministack.core.concurrency import run_reentrant
from ministack.services import cloudformation as emulator
from ministack.services.cloudformation.engine import _extract_deps
from ministack.services.cloudformation.provisioners import _RETAINING_POLICIES, _delete_resource
from ministack.services.cloudformation.stacks import _resource_policy

import control
import pace
import stacks
from inside import Verbatim, wrapped
from stacks import STACK


async def stack(record, token="", keep=(), force=False, reason="User Initiated"):
    """A whole stack. Empty when it is gone, else why it is not."""
    stacks.own(record, "DELETE_IN_PROGRESS", reason, token)
    left = await several(record, list(record["_resources"]), record.get("_template") or {}, token, keep, force)
    if left:
        words = f"The following resource(s) failed to delete: [{', '.join(left)}]. "
        stacks.own(record, "DELETE_FAILED", words, token)
        return words
    for output in record.get("Outputs", []):
        emulator._exports.pop(output.get("ExportName"), None)
    stacks.own(record, "DELETE_COMPLETE", "", token)
    return ""


async def several(record, names, template, token="", keep=(), force=False):
    """These resources of a stack; gives those that could not be deleted."""
    definitions = template.get("Resources", {})
    names = [name for name in names if name in record["_resources"]]
    needed_by = {name: [other for other in names if other != name and other in definitions
                        and name in _extract_deps(definitions[other], set(names))] for name in names}
    loop = asyncio.get_running_loop()
    gone = {name: loop.create_future() for name in names}
    left = []

    async def one(name):
        before = [await gone[other] for other in needed_by[name]]
        went = False
        try:
            if all(before):
                await _one(record, name, definitions.get(name, {}), token, name in keep)
                went = True
        except Exception as error:  # whatever a handler says is the resource's reason
            went = _stays(record, name, wrapped(error), token, force)
            if not went:
                left.append(name)
        gone[name].set_result(went)

    await asyncio.gather(*(one(name) for name in names))
    return left


def _stays(record, name, reason, token, force):
    found = record["_resources"][name]
    status = "DELETE_SKIPPED" if force else "DELETE_FAILED"
    stacks.note(record, name, found["ResourceType"], status, reason, found["PhysicalResourceId"], token)
    if force:
        del record["_resources"][name]
    else:
        found.update(ResourceStatus="DELETE_FAILED", ResourceStatusReason=reason)
    return force


async def _one(record, name, definition, token, keep):
    found = record["_resources"][name]
    resource_type, physical_id = found["ResourceType"], found["PhysicalResourceId"]

    def event(status):
        stacks.note(record, name, resource_type, status, "", physical_id, token)

    policy = _resource_policy(definition, "DeletionPolicy", record["_resources"], record.get("_resolved_params", {}),
                              record.get("_conditions", {}), {}, record["StackName"], record["StackId"])
    if keep or policy in _RETAINING_POLICIES:
        event("DELETE_SKIPPED")
    else:
        event("DELETE_IN_PROGRESS")
        await resource(record, name, resource_type, physical_id, found["Properties"], token)
        event("DELETE_COMPLETE")
    del record["_resources"][name]


async def resource(record, name, resource_type, physical_id, props, token=""):
    """One resource, in the time that it takes; raises what stands in its way."""
    if resource_type == STACK:
        await _nested(physical_id, token)
        return
    message = control.failure(resource_type, record["StackName"], name, "delete")
    takes = pace.seconds(resource_type, "delete")
    if message:
        await pace.wait(takes)
        raise Verbatim(message)
    arguments = (_delete_resource, resource_type, physical_id, props, record["StackName"], name)
    if resource_type.startswith("Custom::"):
        try:
            await run_reentrant(*arguments)
        except RuntimeError as error:
            raise Verbatim(f"Received response status [FAILED] from custom resource. Message returned: {error}") from error
    else:
        await pace.wait(takes)
        _delete_resource(*arguments[1:])


async def _nested(stack_id, token):
    child = stacks.by_id(stack_id)
    if child is None or child["StackStatus"] == "DELETE_COMPLETE":
        return
    words = await stack(child, token, reason="")
    if words:
        raise Verbatim(f"Embedded stack {stack_id} was not successfully deleted: {words}")
