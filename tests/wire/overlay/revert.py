"""Going back: a creation is deleted, an update is sent back to what was before."""
from ministack.core.responses import now_iso
from ministack.services.cloudformation.provisioners import _update_resource

import control
import delete
import pace
import stacks
from inside import Verbatim, wrapped
from stacks import RESTORED, STACK


async def creation(run):
    run.own("ROLLBACK_IN_PROGRESS", f"{run.reason}Rollback requested by user.")
    left = await delete.several(run.stack, list(run.resources), run.template, run.token)
    for name in run.failed:
        if name not in run.resources and name not in run.made:
            run.event(name, run.definitions[name]["Type"], "DELETE_COMPLETE")
    stacks.drop_prepared(run.stack)
    if left:
        run.own("ROLLBACK_FAILED", f"The following resource(s) failed to delete: [{', '.join(left)}]. ")
    else:
        run.own("ROLLBACK_COMPLETE")


async def update(run, reason=None):
    """What has been updated goes back, then what was made is deleted."""
    if reason is None:
        reason = "User Initiated" if run.asked_by_user else run.reason
    run.own("UPDATE_ROLLBACK_IN_PROGRESS", reason)
    run.left = dict(run.changed)
    await proceed(run, set())


async def proceed(run, skip):
    """The rest of a rollback; those in `skip` are left as they are."""
    stuck = []
    for name, before in list(run.left.items()):
        resource_type, physical_id = before["ResourceType"], before["PhysicalResourceId"]
        if name in skip:
            run.event(name, resource_type, "UPDATE_COMPLETE", "Resource rollback skipped by user", physical_id)
        else:
            try:
                await _back(run, name, before)
            except Exception as error:  # whatever a handler says is the resource's reason
                run.event(name, resource_type, "UPDATE_FAILED", wrapped(error), physical_id)
                stuck.append(name)
                continue
        del run.left[name]
    if stuck:
        run.own("UPDATE_ROLLBACK_FAILED", f"The following resource(s) failed to update: [{', '.join(stuck)}]. ")
        return
    run.own("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    await _remove_new(run)
    run.stack.update({key: run.previous[key] for key in RESTORED})
    run.own("UPDATE_ROLLBACK_COMPLETE")


async def _back(run, name, before):
    resource_type, physical_id = before["ResourceType"], before["PhysicalResourceId"]
    run.event(name, resource_type, "UPDATE_IN_PROGRESS", physical_id=physical_id)
    message = control.failure(resource_type, run.name, name, "rollback")
    if message:
        await pace.wait(pace.seconds(resource_type, "update"))
        raise Verbatim(message)
    if resource_type == STACK:
        await _nested_back(run, name)
    elif name not in run.replaced:
        now = run.resources[name]["Properties"]
        await pace.wait(pace.seconds(resource_type, "update"))
        _update_resource(resource_type, physical_id, run.tagged(name, resource_type, now),
                         run.tagged(name, resource_type, before["Properties"], run.previous["Tags"]), run.name, name,
                         before["Attributes"])
    before.update(ResourceStatus="UPDATE_COMPLETE", Timestamp=now_iso())
    run.event(name, resource_type, "UPDATE_COMPLETE", physical_id=physical_id)


async def _nested_back(run, name):
    child = run.children.get(name)
    if child is None:
        return  # it was not touched
    if child.stack["StackStatus"] == "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS":
        await update(child, "")
    if child.stack["StackStatus"] != "UPDATE_ROLLBACK_COMPLETE":
        raise Verbatim(f"Embedded stack {child.id} was not successfully updated. Currently in "
                         f"{child.stack['StackStatus']} with reason: {child.stack['StackStatusReason']}")


async def _remove_new(run):
    made = [name for name in run.made if name not in (run.previous["_resources"] or {})]
    await delete.several(run.stack, made, run.template, run.token)
    for name, (resource_type, old_id, _, _) in run.replaced.items():
        new = run.resources[name]
        if new["PhysicalResourceId"] != old_id:
            run.event(name, resource_type, "DELETE_IN_PROGRESS", physical_id=new["PhysicalResourceId"])
            await delete.resource(run.stack, name, resource_type, new["PhysicalResourceId"], new["Properties"])
            run.event(name, resource_type, "DELETE_COMPLETE", physical_id=new["PhysicalResourceId"])
    stacks.drop_prepared(run.stack)
