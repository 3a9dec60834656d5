"""CloudFormation's answers as XML: what AWS leaves out is left out."""
import json
import re
import time
from html import escape

from ministack.services.cloudformation.helpers import _page, _xml

_SHOWN = ("Status", "StatusReason", "ExecutionStatus")
_CHANGE = ("PolicyAction", "Action", "LogicalResourceId", "PhysicalResourceId", "ResourceType", "Replacement")


def xml(action, members):
    return _xml(200, f"{action}Response", f"<{action}Result>{_members(members)}</{action}Result>")


def _members(value):
    if isinstance(value, dict):
        return "".join(f"<{key}>{_members(inner)}</{key}>" for key, inner in value.items() if inner not in (None, ""))
    if isinstance(value, list):
        return "".join(f"<member>{_members(one)}</member>" for one in value)
    return escape(str(value).lower() if isinstance(value, bool) else str(value), quote=False)


def change_set(found, values, params):
    """DescribeChangeSet; until it is ready there is nothing in it."""
    ready = time.monotonic() >= found["_ready"]
    page, token, refused = _page(found["Changes"] if ready else [], params, "DescribeChangeSet")
    if refused:
        return refused
    shown = {key: found[key] for key in _SHOWN}
    if not ready:
        shown = {"Status": "CREATE_IN_PROGRESS", "ExecutionStatus": "UNAVAILABLE"}
    if values and shown["Status"] == "FAILED":
        shown.pop("StatusReason")  # boto/boto3#4178
    members = {key: found[key] for key in ("ChangeSetName", "ChangeSetId", "StackId", "StackName")}
    members |= {"Description": found.get("Description"), "Parameters": found["Parameters"],
                "CreationTime": found["CreationTime"], **shown, "Capabilities": found["Capabilities"], "Tags": found["Tags"],
                "Changes": [{"Type": "Resource", "ResourceChange": _change(one, values)} for one in page],
                "IncludeNestedStacks": found["IncludeNestedStacks"],
                "ParentChangeSetId": found.get("ParentChangeSetId"), "RootChangeSetId": found.get("RootChangeSetId"),
                "OnStackFailure": found.get("OnStackFailure")}
    return _xml(200, "DescribeChangeSetResponse",
                f"<DescribeChangeSetResult>{_members(members)}{token}</DescribeChangeSetResult>")


def _change(change, values):
    shown = {key: change.get(key) for key in _CHANGE}
    shown["Scope"] = change.get("Scope", [])
    shown["Details"] = change.get("_details" if values else "Details", [])
    shown["ChangeSetId"] = change.get("ChangeSetId")
    if values:
        for key, of in (("BeforeContext", "_before"), ("AfterContext", "_after")):
            if of in change:
                shown[key] = json.dumps({"Properties": change[of]}, separators=(",", ":"))
    return shown


def trimmed(handler):
    """ministack writes absent members as empty ones, which clients read as empty texts and broken times. AWS itself
    does so for the physical ID of what does not exist yet."""
    def answered(params):
        status, headers, body = handler(params)
        text = body.decode() if isinstance(body, bytes) else body
        return status, headers, re.sub(r"<(?!PhysicalResourceId)(\w+)></\1>", "", text).encode()
    return answered


def with_parents(handler, stack_of):
    """DescribeStacks and ListStacks with ParentId, RootId and RoleARN, which ministack leaves out."""
    def answered(params):
        status, headers, body = handler(params)

        def add(match):
            stack = stack_of(match.group(1)) or {}
            more = "".join(f"<{key}>{escape(stack[key])}</{key}>" for key in ("ParentId", "RootId", "RoleARN") if stack.get(key))
            return match.group(0) + more

        return status, headers, re.sub(r"<StackId>([^<]+)</StackId>", add, body.decode()).encode()
    return answered


def with_reasons(handler, resources_of):
    """ListStackResources with ResourceStatusReason, which ministack leaves out."""
    def answered(params):
        status, headers, body = handler(params)
        resources = resources_of(params)

        def add(match):
            reason = resources.get(match.group(1), {}).get("ResourceStatusReason")
            return match.group(0) + (f"<ResourceStatusReason>{escape(reason)}</ResourceStatusReason>" if reason else "")

        return status, headers, re.sub(r"<LogicalResourceId>([^<]+)</LogicalResourceId>", add, body.decode()).encode()
    return answered
