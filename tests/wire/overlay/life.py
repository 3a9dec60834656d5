"""DeleteStack, CancelUpdateStack, ContinueUpdateRollback and RollbackStack."""
import asyncio

from ministack.services import cloudformation as emulator
from ministack.services.cloudformation import handlers
from ministack.services.cloudformation.helpers import _extract_string_members, _p, _xml

import answer
import delete
import deploy
import revert
import stacks
from changes import Rejected, once


def _delete(params):
    stack = handlers._resolve_stack(_p(params, "StackName"))
    done = _xml(200, "DeleteStackResponse", "")
    if stack is None or stack["StackStatus"] in ("DELETE_COMPLETE", "DELETE_IN_PROGRESS"):
        return done
    if stack.get("EnableTerminationProtection"):
        raise Rejected(f"Stack [{stack['StackName']}] cannot be deleted while TerminationProtection is enabled")
    for output in stack["Outputs"]:
        users = [other["StackName"] for other in emulator._stacks.values()
                 if other is not stack and output.get("ExportName") in handlers._imported_export_names(other, other["StackName"])]
        if output.get("ExportName") and users:
            raise Rejected(f"Export {output['ExportName']} cannot be deleted as it is in use by {' and '.join(users)}")
    retain = _extract_string_members(params, "RetainResources")
    force = _p(params, "DeletionMode") == "FORCE_DELETE_STACK"
    if (retain or force) and stack["StackStatus"] != "DELETE_FAILED":
        raise Rejected(f"Invalid operation on stack [{stack['StackId']}]. When you delete a stack, specify which resources to "
                       "retain only when the stack is in the DELETE_FAILED state.")
    for found in [one for one in emulator._change_sets.values() if one["StackId"] == stack["StackId"]]:
        emulator._change_sets.pop(found["ChangeSetId"], None)
    token = _p(params, "ClientRequestToken")
    if not stack["StackStatus"].endswith("_IN_PROGRESS"):
        stack["StackStatus"] = "DELETE_IN_PROGRESS"
    asyncio.get_running_loop().create_task(_gone(stack, token, retain, force))
    return done


async def _gone(stack, token, retain, force):
    run = deploy.RUNNING.pop(stack["StackId"], None)
    # A nested stack's run is its parent's task; it has none of its own.
    if run is not None and getattr(run, "task", None) is not None and not run.task.done():
        run.keep = True
        run.halt()
        await run.task
    await delete.stack(stack, token, retain, force)
    stacks.drop_prepared(stack)


def _running(params, status, refusal):
    stack = handlers._resolve_stack(_p(params, "StackName"))
    if stack is None:
        raise Rejected(f"Stack [{_p(params, 'StackName')}] does not exist")
    if stack["StackStatus"] not in status:
        raise Rejected(refusal.format(name=stack["StackName"], id=stack["StackId"], status=stack["StackStatus"]))
    return deploy.RUNNING[stack["StackId"]]


def _cancel(params):
    run = _running(params, ("UPDATE_IN_PROGRESS",), "CancelUpdateStack cannot be called from current stack status")
    run.asked_by_user = True
    run.halt()
    return _xml(200, "CancelUpdateStackResponse", "")


def _continue(params):
    run = _running(params, ("UPDATE_ROLLBACK_FAILED",),
                   "Stack:{id} is in {status} state and can not continue update rollback.")
    skip = _extract_string_members(params, "ResourcesToSkip")
    run.token = _p(params, "ClientRequestToken")
    run.task = asyncio.get_running_loop().create_task(_rolled_on(run, skip))
    run.stack["StackStatus"] = "UPDATE_ROLLBACK_IN_PROGRESS"
    return answer.xml("ContinueUpdateRollback", {})


async def _rolled_on(run, skip):
    """Nested stacks that are stuck go first; `Nested.Resource` skips inside of one."""
    run.own("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated")
    for name, child in run.children.items():
        if child.stack["StackStatus"] == "UPDATE_ROLLBACK_FAILED":
            inner = {one.partition(".")[2] for one in skip if one.partition(".")[0] in (name, child.name)}
            child.token = run.token
            await _rolled_on(child, inner)
    await revert.proceed(run, set(skip))


def _roll_back(params):
    run = _running(params, ("CREATE_FAILED", "UPDATE_FAILED"), "RollbackStack cannot be called from current stack status {status}")
    run.token = _p(params, "ClientRequestToken")
    back = revert.creation if run.verb == "CREATE" else revert.update
    run.task = asyncio.get_running_loop().create_task(back(run))
    return answer.xml("RollbackStack", {"StackId": run.id})


HANDLERS = {
    "DeleteStack": once("DeleteStack", "ClientRequestToken", _delete),
    "CancelUpdateStack": once("CancelUpdateStack", "ClientRequestToken", _cancel),
    "ContinueUpdateRollback": once("ContinueUpdateRollback", "ClientRequestToken", _continue),
    "RollbackStack": once("RollbackStack", "ClientRequestToken", _roll_back),
}
