"""What an operation on one stack knows: its record in ministack, its template resolved, its events."""
import asyncio
import copy
import functools

from ministack.core.responses import get_account_id, get_region, new_uuid, now_iso
from ministack.services import cloudformation as emulator
from ministack.services.cloudformation.engine import (
    _NO_VALUE,
    _evaluate_conditions,
    _extract_deps,
    _parse_template,
    _resolve_dynamic_references,
    _resolve_parameters,
    _resolve_refs,
    _topological_sort,
)
from ministack.services.cloudformation.provisioners import _with_stack_tags

from inside import object_behind

STACK = "AWS::CloudFormation::Stack"
# What an update replaces in a stack's record, and a rollback puts back.
RESTORED = ("_resources", "_template", "_template_body", "_resolved_params", "_conditions", "Parameters", "Tags", "Outputs")


class Cancelled(Exception):
    """Something else has failed, or a person has cancelled."""


class Run:
    """One operation on one stack. `previous` is the record as it was before an update."""

    def __init__(self, stack, verb, template, params, *, body, token="", parent=None, keep=False):
        self.stack, self.verb, self.parent = stack, verb, parent
        self.template, self.params, self.body = template, params, body
        self.token = token
        self.keep = keep  # on failure leave what stands
        self.previous = copy.deepcopy({key: stack.get(key) for key in RESTORED}) if verb == "UPDATE" else None
        self.conditions = _evaluate_conditions(template, params)
        self.definitions = template.get("Resources", {})
        self.stop = asyncio.Event()
        self.asked_by_user = False
        self.failed = {}  # logical ID: the verb of what failed
        self.reason, self.came = "", False
        self.made, self.changed, self.replaced, self.children, self.left = [], {}, {}, {}, {}

    @property
    def id(self):
        return self.stack["StackId"]

    @property
    def name(self):
        return self.stack["StackName"]

    @property
    def resources(self):
        return self.stack["_resources"]

    def adopt(self):
        """The stack's record says from now on what this operation carries out."""
        self.stack.update(
            _template=self.template, _template_body=self.body, _resolved_params=self.params,
            _conditions=self.conditions, Description=self.template.get("Description", ""), LastUpdatedTime=now_iso(),
            Parameters=[{"ParameterKey": key, "ParameterValue": one["Value"], "NoEcho": one["NoEcho"]}
                        for key, one in self.params.items()])

    def halt(self):
        self.stop.set()
        for child in self.children.values():
            child.halt()

    def order(self):
        """Logical IDs of what the template asks for, each after what it refers to."""
        return _topological_sort(self.definitions, self.conditions)

    def needs(self, logical_id, among):
        return _extract_deps(self.definitions[logical_id], set(among)) - {logical_id}

    def resolve(self, value):
        return _resolve_refs(copy.deepcopy(value), self.resources, self.params, self.conditions,
                             self.template.get("Mappings", {}), self.name, self.id)

    def properties(self, logical_id):
        """Properties with every reference followed, but those to parameters and secrets of other services."""
        found = self.resolve(self.definitions[logical_id].get("Properties", {}))
        return {key: value for key, value in found.items() if value is not _NO_VALUE}

    def followed(self, plain):
        """Properties with those followed too."""
        return _resolve_dynamic_references(plain)[0]

    def tagged(self, logical_id, resource_type, props, tags=None):
        """As the service gets them: with the stack's tags."""
        return _with_stack_tags(resource_type, props, self.stack.get("Tags") if tags is None else tags,
                                self.name, self.id, logical_id)

    def event(self, logical_id, resource_type, status, reason="", physical_id=""):
        note(self.stack, logical_id, resource_type, status, reason, physical_id, self.token)

    def own(self, status, reason=""):
        """The stack's own status, with its event."""
        own(self.stack, status, reason, self.token)

    def outputs(self):
        """Sets the stack's outputs; raises where one cannot be resolved."""
        found = []
        for key, output in self.template.get("Outputs", {}).items():
            if not self.conditions.get(output.get("Condition"), True):
                continue
            row = {"OutputKey": key, "OutputValue": str(self.resolve(output["Value"])),
                   "Description": output.get("Description", "")}
            if output.get("Export"):
                row["ExportName"] = str(self.resolve(output["Export"]["Name"]))
                emulator._exports[row["ExportName"]] = {"StackId": self.id, "Name": row["ExportName"], "Value": row["OutputValue"]}
            found.append(row)
        self.stack["Outputs"] = found

    def failed_words(self):
        """`The following resource(s) failed to create: [A, B].`, as AWS writes it."""
        parts = []
        for verb in ("create", "update"):
            names = [name for name, failed in self.failed.items() if failed == verb]
            if names:
                parts.append(f"The following resource(s) failed to {verb}: [{', '.join(names)}]. ")
        return "".join(parts)


def note(stack, logical_id, resource_type, status, reason="", physical_id="", token=""):
    """Adds an event; a resource's event is named after it, a stack's has a UUID."""
    at = now_iso()
    own_event = physical_id == stack["StackId"]
    event = {"StackId": stack["StackId"], "StackName": stack["StackName"],
             "EventId": new_uuid() if own_event else f"{logical_id}-{status}-{at}-{new_uuid()[:4]}",
             "LogicalResourceId": logical_id, "PhysicalResourceId": physical_id or "", "ResourceType": resource_type,
             "ResourceStatus": status, "ResourceStatusReason": reason, "Timestamp": at}
    if token:
        event["ClientRequestToken"] = token
    emulator._stack_events.setdefault(stack["StackId"], []).append(event)


def own(stack, status, reason="", token=""):
    stack["StackStatus"] = status
    stack["StackStatusReason"] = reason
    note(stack, stack["StackName"], STACK, status, reason, stack["StackId"], token)


def new_stack(name, tags, capabilities, parent=None):
    """A record as ministack keeps them, in REVIEW_IN_PROGRESS."""
    stack = {
        "StackName": name,
        "StackId": f"arn:aws:cloudformation:{get_region()}:{get_account_id()}:stack/{name}/{new_uuid()}",
        "CreationTime": now_iso(), "LastUpdatedTime": "", "Description": "", "Parameters": [], "Tags": tags,
        "Capabilities": capabilities, "Outputs": [], "DisableRollback": False, "EnableTerminationProtection": False,
        "_region": get_region(), "_resources": {}, "_template": {}, "_template_body": "", "_resolved_params": {},
        "_conditions": {},
    }
    if parent is not None:
        stack["ParentId"] = parent["StackId"]
        stack["RootId"] = parent.get("RootId", parent["StackId"])
    emulator._stacks[name] = stack
    own(stack, "REVIEW_IN_PROGRESS", "User Initiated")
    return stack


def child_name(parent, logical_id):
    return f"{parent['StackName'][:80]}-{logical_id}-{new_uuid().replace('-', '')[:12].upper()}"


def by_id(stack_id):
    return next((stack for stack in emulator._stacks.values() if stack["StackId"] == stack_id), None)


def resources_of(params):
    """The resources of the stack that a call names by its ARN."""
    return (by_id((params.get("StackName") or [""])[0]) or {}).get("_resources", {})


def drop_prepared(stack):
    """Nested stacks that a change set has prepared and that nobody will make."""
    for stack_id in stack.pop("_prepared", {}).values():
        own(by_id(stack_id), "DELETE_COMPLETE")


def child_template(props):
    """Body and template behind a nested stack's TemplateURL."""
    body = object_behind(props.get("TemplateURL", ""))
    if body is None:
        raise ValueError(f"S3 error: The specified key does not exist. ({props.get('TemplateURL')})")
    return body, parsed(body)


@functools.lru_cache(maxsize=200)
def parsed(body):
    """A template's sections, never written to: parsing is half of the time of a change set."""
    return _parse_template(body)


def child_params(template, props):
    given = props.get("Parameters") or {}
    if any(isinstance(value, list) for value in given.values()):
        raise ValueError("Value of property Parameters must be an object with String (or simple type) properties")
    return _resolve_parameters(template, [{"Key": key, "Value": _text(value)} for key, value in given.items()])


def _text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)
