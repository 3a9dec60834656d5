"""What a change set says of one stack: each resource's change with its causes, before and after.

Stack tags that change alone are not listed; AWS would list a Tags change for each resource.
"""
import json

from ministack.services.cloudformation.engine import _NO_VALUE, _intrinsic_references, _resolve_refs
from ministack.services.cloudformation.provisioners import _property_recreation

from stacks import STACK

UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"
_ATTRIBUTES = ("DeletionPolicy", "UpdateReplacePolicy", "Metadata", "CreationPolicy", "UpdatePolicy")


class _Unknown(dict):
    """Attributes of what is yet to be made."""

    def __contains__(self, key):
        return True

    def __getitem__(self, key):
        return UNKNOWN


def changes(run, nested):
    """Changes of a run that has not begun, in the template's order, removals last. `nested(logical ID, props, record)`
    makes the child's change set and answers its ID and whether it holds anything."""
    known = dict(run.resources)
    before_params = {key: one["Value"] for key, one in (run.stack.get("_resolved_params") or {}).items()}
    moved = {key for key, one in run.params.items() if before_params.get(key) != one["Value"]}
    found, effects = [], {}
    for name in run.order():
        definition, old = run.definitions[name], run.resources.get(name)
        after = _properties(run, definition, known)
        if old is None or run.verb == "CREATE" or old["ResourceStatus"] == "CREATE_FAILED":
            change = {"Action": "Add", "LogicalResourceId": name, "ResourceType": definition["Type"], "_after": after}
            known[name] = {"PhysicalResourceId": UNKNOWN, "ResourceType": definition["Type"], "Attributes": _Unknown()}
            effects[name] = "Add"
        else:
            change = _modify(run, name, definition, old, after, moved, effects)
        if definition["Type"] == STACK:
            change = change or _bare(name, old)
            change["ChangeSetId"], filled = nested(name, after, old)
            if old is not None:
                change["Details"].insert(0, _automatic())
                change["_details"].insert(0, _automatic())
                change["Scope"] = ["Properties"]
                if filled:
                    known[name] = {**old, "Attributes": _Unknown()}
                    effects[name] = "False"
        elif change and change.get("Replacement") in ("True", "Conditional"):
            effects[name] = change["Replacement"]
            unknown = {"PhysicalResourceId": UNKNOWN, "ResourceType": definition["Type"], "Attributes": _Unknown()}
            known[name] = unknown
        if change:
            found.append(change)
    gone = [name for name in run.resources if name not in run.order()]
    return found + [_remove(run, name) for name in gone]


def _properties(run, definition, known):
    found = {}
    for key, value in (definition.get("Properties") or {}).items():
        try:
            value = _resolve_refs(value, known, run.params, run.conditions, run.template.get("Mappings", {}), run.name, run.id)
        except (ValueError, IndexError, KeyError):
            value = UNKNOWN
        if value is not _NO_VALUE:
            found[key] = value
    return found


def _bare(name, old):
    return {"Action": "Modify", "LogicalResourceId": name, "ResourceType": STACK, "Replacement": "False",
            "PhysicalResourceId": old["PhysicalResourceId"], "Scope": [], "Details": [], "_details": [],
            "_before": old["_plain"], "_after": old["_plain"]}


def _automatic():
    return {"Target": {"Attribute": "Properties", "RequiresRecreation": "Never"}, "Evaluation": "Dynamic",
            "ChangeSource": "Automatic"}


def _remove(run, name):
    old = run.resources[name]
    definition = (run.stack.get("_template") or {}).get("Resources", {}).get(name, {})
    return {"Action": "Remove", "LogicalResourceId": name, "PhysicalResourceId": old["PhysicalResourceId"],
            "ResourceType": old["ResourceType"], "PolicyAction": definition.get("DeletionPolicy", "Delete"),
            "_before": old["_plain"]}


def _modify(run, name, definition, old, after, moved, effects):
    resource_type, before = definition["Type"], old["_plain"]
    short, long = [], []
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) == after.get(key):
            continue
        recreation = "Never" if resource_type == STACK else _property_recreation(resource_type, key)
        target = {"Attribute": "Properties", "Name": key, "RequiresRecreation": recreation}
        for path, was, will in _leaves(before.get(key), after.get(key), key):
            causes = _causes(_written(definition, path), moved, effects, run.params)
            spot = {**target, "Path": f"/Properties/{path}", "BeforeValue": was, "AfterValue": will,
                    "AttributeChangeType": "Add" if was is None else "Remove" if will is None else "Modify"}
            long += [{"Target": spot, **cause} for cause in causes]
            short += [one for one in ({"Target": target, **cause} for cause in causes) if one not in short]
    was_defined = (run.stack.get("_template") or {}).get("Resources", {}).get(name, {})
    for attribute in _ATTRIBUTES:
        was, will = was_defined.get(attribute), definition.get(attribute)
        if was != will:
            detail = {"Target": {"Attribute": attribute, "RequiresRecreation": "Never"}, "Evaluation": "Static",
                      "ChangeSource": "DirectModification"}
            short.append(detail)
            long.append(detail)
    if not short:
        return None
    replacement = _replacement(short)
    change = {"Action": "Modify", "LogicalResourceId": name, "PhysicalResourceId": old["PhysicalResourceId"],
              "ResourceType": resource_type, "Replacement": replacement,
              "Scope": sorted({one["Target"]["Attribute"] for one in short}), "Details": short, "_details": long,
              "_before": before, "_after": after}
    if replacement == "True":
        kept = definition.get("UpdateReplacePolicy", "Delete")
        change["PolicyAction"] = f"ReplaceAnd{kept}"
    return change


def _written(definition, path):
    """What the template says at a path, or above it where it says that with a function."""
    found = definition.get("Properties") or {}
    for step in path.split("/"):
        if isinstance(found, dict) and step in found:
            found = found[step]
        elif isinstance(found, list) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        else:
            break
    return found


def _causes(written, moved, effects, params):
    """Why a value changes. What is known only later makes it `Dynamic`."""
    causes = []
    for name, attribute in _intrinsic_references(written):
        if name in moved and attribute is None:
            certain = UNKNOWN not in str(params[name]["Value"])
            cause = {"Evaluation": "Static" if certain else "Dynamic", "ChangeSource": "ParameterReference",
                     "CausingEntity": name}
        elif name in effects:
            source = "ResourceAttribute" if attribute else "ResourceReference"
            cause = {"Evaluation": "Static" if effects[name] in ("Add", "True") else "Dynamic", "ChangeSource": source,
                     "CausingEntity": f"{name}.{attribute}" if attribute else name}
        else:
            continue
        if cause not in causes:
            causes.append(cause)
    direct = {"Evaluation": "Dynamic" if causes else "Static", "ChangeSource": "DirectModification"}
    return [*causes, direct]


def _replacement(details):
    always = [one for one in details if one["Target"]["RequiresRecreation"] == "Always"]
    if any(one["Evaluation"] == "Static" for one in always):
        return "True"
    if always or any(one["Target"]["RequiresRecreation"] == "Conditionally" for one in details):
        return "Conditional"
    return "False"


def _leaves(before, after, path):
    """Every place where two values differ: path, text before, text after."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            yield from _leaves(before.get(key), after.get(key), f"{path}/{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (was, will) in enumerate(zip(before, after)):
            yield from _leaves(was, will, f"{path}/{index}")
    else:
        yield path, _text(before), _text(after)


def _text(value):
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)
