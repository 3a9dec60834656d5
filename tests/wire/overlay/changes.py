"""Change sets: made as a tree over nested stacks, read, executed from the root, thrown away."""
import asyncio
import time

from ministack.core.responses import get_account_id, get_region, new_uuid, now_iso
from ministack.services import cloudformation as emulator
from ministack.services.cloudformation import handlers
from ministack.services.cloudformation.engine import _resolve_parameters, validate_template_support
from ministack.services.cloudformation.helpers import _error, _extract_members, _extract_string_members, _p

import answer
import control
import delete
import deploy
import differ
import pace
import stacks
from differ import UNKNOWN
from inside import object_behind
from stacks import Run

NO_CHANGES = ("The submitted information didn't contain changes. Submit different information to create a change set.")
INVALID = ("The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early "
           "Validation errors, use the DescribeEvents API for detailed failure information.")
# AWS's seconds until a change set is there; twelve nested stacks take about this long.
PREPARED_S = 20
# Answers by token, so that a call that is repeated changes nothing.
_tokens = {}


class Rejected(ValueError):
    """A request that is refused: code, message."""

    def __init__(self, message, code="ValidationError", status=400):
        super().__init__(message)
        self.code, self.status = code, status


def once(action, key, does):
    """A handler whose token makes a repeated call harmless."""
    def handler(params):
        token = _p(params, key)
        place = (get_account_id(), get_region(), action, token)
        target = (_p(params, "StackName"), _p(params, "ChangeSetName"))
        if token and place in _tokens:
            before, said = _tokens[place]
            if before != target:
                return _error("TokenAlreadyExistsException", f"A client request token already exists: {token}")
            return said
        try:
            said = does(params)
        except Rejected as error:
            return _error(error.code, str(error), error.status)
        if token and said[0] < 400:
            _tokens[place] = (target, said)
        return said
    return handler


def _create(params):
    name, cs_name = _p(params, "StackName"), _p(params, "ChangeSetName")
    verb = _p(params, "ChangeSetType", "UPDATE")
    if verb not in ("CREATE", "UPDATE"):
        raise Rejected(f"{verb} change sets are not emulated")
    stack = handlers._resolve_stack(name)
    if stack is not None and stack["StackStatus"] == "DELETE_COMPLETE":
        stack = None
    if any(one["StackName"] == (stack or {}).get("StackName", name) and one["ChangeSetName"] == cs_name
           for one in emulator._change_sets.values()):
        raise Rejected(f"ChangeSet {cs_name} cannot be created due to a mismatch with existing attribute ChangeSetName",
                       "AlreadyExistsException")
    _check_state(stack, name, cs_name, verb)
    body = _p(params, "TemplateBody") or (stack["_template_body"] if _p(params, "UsePreviousTemplate") == "true" else None)
    body = body or object_behind(_p(params, "TemplateURL"))
    if not body:
        raise Rejected("S3 error: The specified key does not exist.")
    template = _checked(body)
    given = _extract_members(params, "Parameters")
    tags = [{"Key": one["Key"], "Value": one["Value"]} for one in _extract_members(params, "Tags")]
    capabilities = _extract_string_members(params, "Capabilities")
    try:
        values = _resolve_parameters(template, given, (stack or {}).get("_resolved_params", {}))
        validate_template_support(template, Run({"StackName": name}, "CREATE", template, values, body=body).conditions, params=values)
    except ValueError as error:
        raise Rejected(str(error)) from error
    _check_capabilities(template, capabilities)
    if stack is None:
        stack = stacks.new_stack(name, tags, capabilities)
    maker = Maker(cs_name, capabilities, _p(params, "IncludeNestedStacks") == "true")
    root = maker.make(stack, verb, template, body, values, tags or stack["Tags"])
    root["OnStackFailure"] = _p(params, "OnStackFailure")
    root["Description"] = _p(params, "Description")
    root["RoleARN"] = _p(params, "RoleARN")
    return answer.xml("CreateChangeSet", {"Id": root["ChangeSetId"], "StackId": stack["StackId"]})


def _check_state(stack, name, cs_name, verb):
    status = (stack or {}).get("StackStatus")
    if verb == "UPDATE" and (stack is None or status == "REVIEW_IN_PROGRESS"):
        raise Rejected(f"Stack [{name}] does not exist")
    if verb == "CREATE" and status not in (None, "REVIEW_IN_PROGRESS"):
        raise Rejected(f"Stack [{name}] already exists and cannot be created again with the changeSet [{cs_name}].")
    settled = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "CREATE_FAILED", "UPDATE_FAILED")
    if verb == "UPDATE" and status not in settled:
        raise Rejected(f"Stack:{stack['StackId']} is in {status} state and can not be updated.")


def _checked(body):
    try:
        return stacks.parsed(body)
    except Exception as error:
        raise Rejected(f"Template format error: {error}") from error


def _check_capabilities(template, given):
    missing = handlers._missing_capabilities(set(given), handlers._required_iam_capabilities(template))
    if missing:
        raise Rejected(f"Requires capabilities : [{', '.join(missing)}]", "InsufficientCapabilitiesException")


class Maker:
    """Makes the change sets of one tree."""

    def __init__(self, name, capabilities, include):
        self.name, self.capabilities, self.include = name, capabilities, include
        self.ready = time.monotonic() + pace.scaled(PREPARED_S)

    def make(self, stack, verb, template, body, params, tags, parent=None, path=""):
        cs_name = f"{self.name}{path}"
        found = {
            "ChangeSetId": f"arn:aws:cloudformation:{get_region()}:{get_account_id()}:changeSet/{cs_name}/{new_uuid()}",
            "ChangeSetName": cs_name, "StackId": stack["StackId"], "StackName": stack["StackName"],
            "Status": "CREATE_COMPLETE", "ExecutionStatus": "UNAVAILABLE" if parent else "AVAILABLE",
            "StatusReason": "Executable from root change set" if parent else "", "CreationTime": now_iso(),
            "ChangeSetType": verb, "Tags": tags, "Capabilities": self.capabilities, "IncludeNestedStacks": self.include,
            "Parameters": [{"ParameterKey": key, "ParameterValue": "****" if one["NoEcho"] else one["Value"]}
                           for key, one in params.items()],
            "Changes": [], "_ready": self.ready, "_template": template, "_template_body": body, "_resolved_params": params,
        }
        if parent:
            found["ParentChangeSetId"] = parent["ChangeSetId"]
            found["RootChangeSetId"] = parent.get("RootChangeSetId", parent["ChangeSetId"])
        emulator._change_sets[found["ChangeSetId"]] = found
        self._fill(found, stack, verb, path)
        return found

    def _fill(self, found, stack, verb, path):
        run = Run(stack, verb, found["_template"], found["_resolved_params"], body=found["_template_body"])
        troubles = []

        def nested(name, props, old):
            try:
                child = self._nested(found, stack, name, props, old, path)
            except ValueError as error:
                troubles.append(str(error))
                return None, True
            if child["Status"] == "FAILED" and child["StatusReason"] != NO_CHANGES:
                troubles.append(f"Nested change set {child['ChangeSetId']} was not successfully created: Currently in FAILED.")
            return (child["ChangeSetId"] if self.include else None), bool(child["Changes"])

        found["Changes"] = differ.changes(run, nested)
        found["_findings"] = _findings(found, stack)
        if found["_findings"]:
            troubles.insert(0, INVALID)
        same = verb == "UPDATE" and not path and not self._moves(found) and found["Tags"] == stack["Tags"]
        if troubles or same:
            found.update(Status="FAILED", ExecutionStatus="UNAVAILABLE", StatusReason=troubles[0] if troubles else NO_CHANGES)

    def _nested(self, found, stack, name, props, old, path):
        body, template = stacks.child_template(props)
        _check_capabilities(template, self.capabilities)
        params = _params(template, props)
        if old is None:
            child = stacks.by_id(stack.get("_prepared", {}).get(name, "")) or stacks.new_stack(
                stacks.child_name(stack, name), found["Tags"], self.capabilities, stack)
            stack.setdefault("_prepared", {})[name] = child["StackId"]
        else:
            child = stacks.by_id(old["PhysicalResourceId"])
        suffix = f"{path}-{name}-{new_uuid().replace('-', '')[:13].upper()}"
        return self.make(child, "UPDATE" if old else "CREATE", template, body, params, child["Tags"], found, suffix)

    def _moves(self, found):
        """Whether anything in the tree really changes."""
        return any(change["Action"] != "Modify" or any(one["ChangeSource"] != "Automatic" for one in change["Details"])
                   for change in found["Changes"])


def _params(template, props):
    """A nested stack's parameters; those known only later stay open and are held against no pattern."""
    given = props.get("Parameters") or {}
    later = {key for key, value in given.items() if UNKNOWN in str(value)}
    known = {**template, "Parameters": {key: one for key, one in template.get("Parameters", {}).items() if key not in later}}
    found = stacks.child_params(known, {"Parameters": {key: value for key, value in given.items() if key not in later}})
    for key in later:
        kind = template["Parameters"][key].get("Type", "String")
        found[key] = {"Value": str(given[key]), "NoEcho": False, "Type": kind}
    return found


def _findings(found, stack):
    """What early validation is asked to find, see control.py, as DescribeEvents tells it."""
    return [{"EventId": new_uuid(), "StackId": stack["StackId"], "OperationId": new_uuid(),
             "OperationType": "CREATE_CHANGESET", "EventType": "VALIDATION_ERROR", "LogicalResourceId": name,
             "ResourceType": one["Type"], "Timestamp": now_iso(), "ValidationFailureMode": "FAIL",
             "ValidationName": "PROPERTY_VALIDATION", "ValidationStatus": "FAILED", "ValidationStatusReason": words,
             "ValidationPath": f"/Resources/{name}"}
            for name, one in found["_template"].get("Resources", {}).items()
            if (words := control.failure(one["Type"], stack["StackName"], name, "validate"))]


def _events(params):
    try:
        return answer.xml("DescribeEvents", {"OperationEvents": find(params)["_findings"]})
    except Rejected as error:
        return _error(error.code, str(error), error.status)


def find(params):
    name, stack_name = _p(params, "ChangeSetName"), _p(params, "StackName")
    stack = handlers._resolve_stack(stack_name) if stack_name else None
    for found in emulator._change_sets.values():
        if found["ChangeSetId"] == name or (stack and found["ChangeSetName"] == name and found["StackId"] == stack["StackId"]):
            return found
    raise Rejected(f"ChangeSet [{name}] does not exist", "ChangeSetNotFound", 404)


def _execute(params):
    found = find(params)
    if found.get("ParentChangeSetId"):
        raise Rejected("Operation ExecuteChangeSet is only supported on root change set. Please execute the root change set.")
    if found["ExecutionStatus"] != "AVAILABLE" or time.monotonic() < found["_ready"]:
        status = found["Status"] if found["Status"] == "FAILED" else found["ExecutionStatus"]
        raise Rejected(f"ChangeSet [{found['ChangeSetId']}] cannot be executed in its current status of [{status}]",
                       "InvalidChangeSetStatus")
    stack = stacks.by_id(found["StackId"])
    keep = found["OnStackFailure"] == "DO_NOTHING" or _p(params, "DisableRollback") == "true"
    stack.update(Tags=found["Tags"], Capabilities=found["Capabilities"], DisableRollback=keep, RoleARN=found["RoleARN"])
    run = Run(stack, found["ChangeSetType"], found["_template"], found["_resolved_params"], body=found["_template_body"],
              token=_p(params, "ClientRequestToken"), keep=keep)
    found["ExecutionStatus"] = "EXECUTE_IN_PROGRESS"
    stack["StackStatus"] = f"{run.verb}_IN_PROGRESS"
    run.task = asyncio.get_running_loop().create_task(_carried_out(run, found))
    for other in [one for one in emulator._change_sets.values()
                  if one["StackId"] == found["StackId"] and one is not found]:
        _throw_away(other)
    return answer.xml("ExecuteChangeSet", {})


async def _carried_out(run, found):
    await deploy.carry_out(run)
    if not run.came and found["OnStackFailure"] == "DELETE" and run.verb == "CREATE":
        await delete.stack(run.stack, run.token, reason="")
    found["ExecutionStatus"] = "EXECUTE_COMPLETE" if run.came else "EXECUTE_FAILED"


def _delete(params):
    try:
        found = find(params)
    except Rejected:
        return answer.xml("DeleteChangeSet", {})
    if found.get("ParentChangeSetId"):
        raise Rejected("Operation DeleteChangeSet is only supported on root change set. Please delete the root change set.")
    _throw_away(found)
    stacks.drop_prepared(stacks.by_id(found["StackId"]))
    return answer.xml("DeleteChangeSet", {})


def _throw_away(found):
    for other in list(emulator._change_sets.values()):
        if found["ChangeSetId"] in (other["ChangeSetId"], other.get("RootChangeSetId")):
            emulator._change_sets.pop(other["ChangeSetId"], None)


def _describe(params):
    try:
        return answer.change_set(find(params), _p(params, "IncludePropertyValues") == "true", params)
    except Rejected as error:
        return _error(error.code, str(error), error.status)


HANDLERS = {
    "CreateChangeSet": once("CreateChangeSet", "ClientToken", _create),
    "ExecuteChangeSet": once("ExecuteChangeSet", "ClientRequestToken", _execute),
    "DescribeEvents": _events,
    "DeleteChangeSet": once("DeleteChangeSet", "", _delete),
    "DescribeChangeSet": _describe,
}
