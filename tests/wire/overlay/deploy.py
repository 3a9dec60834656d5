"""Creating and updating stacks: every resource begins as soon as what it refers to is there."""
import asyncio

from ministack.core.concurrency import run_reentrant
from ministack.core.responses import now_iso
from ministack.services.cloudformation.provisioners import (
    _DEFERRED_PREDECESSOR_DELETES,
    _provision_resource,
    _replacing_change,
    _update_resource,
)

import control
import delete
import pace
import revert
import stacks
from inside import Verbatim, wrapped
from stacks import STACK, Cancelled, Run

# What it takes a parent to see that a nested stack has ended, in AWS's seconds.
NOTICE_S = 5
# The part of its time after which a resource fails that is asked to.
GIVES_UP_AT = 0.4
# The running operation of a stack, by its ID.
RUNNING = {}


async def carry_out(run):
    """A create or update to its end, whatever that is."""
    RUNNING[run.id] = run
    run.adopt()
    run.own(f"{run.verb}_IN_PROGRESS", "" if run.parent else "User Initiated")
    run.came = await resources(run)
    if run.came:
        try:
            run.outputs()
        except ValueError as error:
            run.came, run.reason = False, str(error)
    if run.came:
        await _succeeded(run)
        return
    run.reason = run.reason or run.failed_words()
    if run.verb == "UPDATE" and not run.keep:
        await revert.update(run)
    elif run.parent or run.keep:
        run.own(f"{run.verb}_FAILED", run.reason)
    else:
        await revert.creation(run)


async def _succeeded(run):
    if run.verb == "CREATE":
        run.own("CREATE_COMPLETE")
        return
    # A nested stack keeps what it replaced until its root has come through.
    run.own("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
    if run.parent is None:
        await clean_up(run)


async def clean_up(run):
    """What an update replaced or no longer asks for goes last."""
    for child in run.children.values():
        if child.verb == "UPDATE":
            await clean_up(child)
    for logical_id, (resource_type, old_id, old_props, deletes) in run.replaced.items():
        for gone, args, kwargs in deletes:
            gone(*args, **kwargs)
        if old_id != run.resources[logical_id]["PhysicalResourceId"]:
            run.event(logical_id, resource_type, "DELETE_IN_PROGRESS", physical_id=old_id)
            await delete.resource(run.stack, logical_id, resource_type, old_id, old_props)
            run.event(logical_id, resource_type, "DELETE_COMPLETE", physical_id=old_id)
    dropped = [name for name in run.resources if name not in run.order()]
    await delete.several(run.stack, dropped, run.previous["_template"] or {}, run.token)
    run.own("UPDATE_COMPLETE")


async def resources(run):
    """All resources of the template, as far as they come: true when all did, else `run.failed` says more."""
    order = run.order()
    loop = asyncio.get_running_loop()
    ready = {name: loop.create_future() for name in order}

    async def one(name):
        came = False
        try:
            needed = [await ready[other] for other in run.needs(name, order)]
            if all(needed) and not run.stop.is_set():
                await _carry(run, name)
                came = True
        except Cancelled:
            _fail(run, name, "Resource {} cancelled")
        except Exception as error:  # whatever a handler says is the resource's reason
            _fail(run, name, wrapped(error))
            run.halt()
        ready[name].set_result(came)

    await asyncio.gather(*(one(name) for name in order))
    return all(future.result() for future in ready.values())


def _fail(run, name, reason):
    update = name in (run.previous or {}).get("_resources", {})
    verb, noun = ("update", "update") if update else ("create", "creation")
    record = run.resources.get(name, {})
    run.failed[name] = verb
    resource_type = run.definitions[name]["Type"]
    run.event(name, resource_type, f"{verb.upper()}_FAILED", reason.format(noun) if "{}" in reason else reason,
              record.get("PhysicalResourceId", ""))
    if record:
        record.update(ResourceStatus=f"{verb.upper()}_FAILED", ResourceStatusReason=reason)


async def _carry(run, name):
    definition = run.definitions[name]
    resource_type = definition["Type"]
    before = (run.previous or {}).get("_resources", {}).get(name)
    if before and before["ResourceStatus"] == "CREATE_FAILED":
        before = None
    plain = run.properties(name)
    if resource_type == STACK:
        await _nested(run, name, plain, before)
    elif before is None:
        await _create(run, name, resource_type, plain)
    else:
        await _update(run, name, resource_type, plain, before)


async def _create(run, name, resource_type, plain):
    run.event(name, resource_type, "CREATE_IN_PROGRESS")
    takes = pace.seconds(resource_type, "create")
    message = control.failure(resource_type, run.name, name, "create")
    if message:
        if await pace.wait(takes * GIVES_UP_AT, run.stop):
            raise Cancelled
        raise Verbatim(message)
    tagged = run.tagged(name, resource_type, run.followed(plain))
    physical_id, attributes = await _called(resource_type, _provision_resource, resource_type, name, tagged, run.name)
    run.made.append(name)
    record(run, name, resource_type, physical_id, plain, attributes, "CREATE_IN_PROGRESS")
    run.event(name, resource_type, "CREATE_IN_PROGRESS", "Resource creation Initiated", physical_id)
    if await pace.wait(takes, run.stop):
        raise Cancelled
    record(run, name, resource_type, physical_id, plain, attributes, "CREATE_COMPLETE")
    run.event(name, resource_type, "CREATE_COMPLETE", physical_id=physical_id)


async def _update(run, name, resource_type, plain, before):
    old = run.tagged(name, resource_type, before["Properties"], run.previous["Tags"])
    new = run.tagged(name, resource_type, run.followed(plain))
    old_id = before["PhysicalResourceId"]
    if old == new:
        return
    run.event(name, resource_type, "UPDATE_IN_PROGRESS", physical_id=old_id)
    message = control.failure(resource_type, run.name, name, "update")
    takes = pace.seconds(resource_type, "update")
    if message:
        if await pace.wait(takes * GIVES_UP_AT, run.stop):
            raise Cancelled
        raise Verbatim(message)
    replaces = _replacing_change(resource_type, old, new)
    if replaces:
        run.event(name, resource_type, "UPDATE_IN_PROGRESS",
                  "Requested update requires the creation of a new physical resource; hence creating one.", old_id)
    deletes = []
    kept = _DEFERRED_PREDECESSOR_DELETES.set(deletes)
    try:
        physical_id, attributes = await _called(resource_type, _update_resource, resource_type, old_id, old, new,
                                                run.name, name, before["Attributes"])
    finally:
        _DEFERRED_PREDECESSOR_DELETES.reset(kept)
    run.changed[name] = before
    if physical_id != old_id or deletes:
        run.replaced[name] = (resource_type, old_id, before["Properties"], deletes)
        run.event(name, resource_type, "UPDATE_IN_PROGRESS", "Resource creation Initiated", physical_id)
    # An update that answers no attributes has changed none: ministack's forget them.
    attributes = attributes if physical_id != old_id else {**before["Attributes"], **attributes}
    record(run, name, resource_type, physical_id, plain, attributes, "UPDATE_IN_PROGRESS")
    if await pace.wait(takes, run.stop):
        raise Cancelled
    record(run, name, resource_type, physical_id, plain, attributes, "UPDATE_COMPLETE")
    run.event(name, resource_type, "UPDATE_COMPLETE", physical_id=physical_id)


async def _called(resource_type, handler, *arguments):
    """A custom resource waits for its function, so it has a thread of its own; nothing else blocks."""
    if not resource_type.startswith("Custom::"):
        return handler(*arguments)
    try:
        return await run_reentrant(handler, *arguments)
    except RuntimeError as error:
        raise Verbatim(f"Received response status [FAILED] from custom resource. Message returned: {error}") from error


def record(run, name, resource_type, physical_id, plain, attributes, status):
    run.resources[name] = {"PhysicalResourceId": physical_id, "ResourceType": resource_type, "ResourceStatus": status,
                           "LogicalResourceId": name, "Properties": run.followed(plain), "_plain": plain,
                           "Attributes": attributes or {}, "Timestamp": now_iso()}


async def _nested(run, name, props, before):
    body, template = stacks.child_template(props)
    params = stacks.child_params(template, props)
    tags = _tags_of(run, props)
    verb = "UPDATE" if before else "CREATE"
    run.event(name, STACK, f"{verb}_IN_PROGRESS", physical_id=before["PhysicalResourceId"] if before else "")
    child = stacks.by_id(before["PhysicalResourceId"]) if before else _prepared(run, name, tags)
    if before is None:
        run.made.append(name)
        run.event(name, STACK, "CREATE_IN_PROGRESS", "Resource creation Initiated", child["StackId"])
    else:
        run.changed[name] = before
    record(run, name, STACK, child["StackId"], props, {}, f"{verb}_IN_PROGRESS")
    if before is None or _differs(child, body, params, tags):
        inner = Run(child, verb, template, params, body=body, token=run.token, parent=run, keep=run.keep)
        child["Tags"] = tags
        run.children[name] = inner
        if run.stop.is_set():
            inner.halt()
        await carry_out(inner)
        await pace.wait(pace.scaled(NOTICE_S))
        if not inner.came:
            _embedded(run, inner, verb)
    attributes = {f"Outputs.{one['OutputKey']}": one["OutputValue"] for one in child["Outputs"]}
    record(run, name, STACK, child["StackId"], props, attributes, f"{verb}_COMPLETE")
    run.event(name, STACK, f"{verb}_COMPLETE", physical_id=child["StackId"])


def _embedded(run, inner, verb):
    if inner.stop.is_set() and run.stop.is_set():
        raise Cancelled
    words = f"Embedded stack {inner.id} was not successfully {'created' if verb == 'CREATE' else 'updated'}"
    if verb == "UPDATE":
        words += ". Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason"
    raise Verbatim(f"{words}: {inner.reason}")


def _tags_of(run, props):
    own = [{"Key": one["Key"], "Value": str(one["Value"])} for one in props.get("Tags") or []]
    named = {one["Key"] for one in own}
    return own + [one for one in run.stack.get("Tags") or [] if one["Key"] not in named]


def _differs(child, body, params, tags):
    before = {key: one["Value"] for key, one in child["_resolved_params"].items()}
    return (body != child["_template_body"] or tags != child["Tags"]
            or {key: one["Value"] for key, one in params.items()} != before
            or child["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"))


def _prepared(run, name, tags):
    """The nested stack that the change set made already, or a new one."""
    waiting = run.stack.get("_prepared", {}).pop(name, None)
    found = stacks.by_id(waiting) if waiting else None
    return found or stacks.new_stack(stacks.child_name(run.stack, name), tags, run.stack.get("Capabilities", []), run.stack)
