"""CodePipeline, CodeConnections and Service Quotas: ministack has none of them.

Pipelines are stored and read back, but never run. Connections wait for their handshake (`control`). Quotas are
AWS's defaults of a few codes and what a test sets.
"""
from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region, new_uuid

import control
from inside import Refused, tags

_pipelines = AccountRegionScopedDict()
_connections = AccountRegionScopedDict()

# Service, code, name, AWS's default.
_DEFAULTS = [
    ("vpc", "L-F678F1CE", "VPCs per Region", 5),
    ("vpc", "L-A4707A72", "Internet gateways per Region", 5),
    ("vpc", "L-FE5A380F", "NAT gateways per Availability Zone", 5),
    ("vpc", "L-E79EC296", "VPC security groups per Region", 2500),
    ("ec2", "L-0263D0A3", "EC2-VPC Elastic IPs", 5),
    ("ec2", "L-1216C47A", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 5),
    ("ec2", "L-34B43A08", "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests", 5),
    ("eks", "L-1194D53C", "Clusters", 100),
    ("cloudformation", "L-0485CB21", "Stack count", 2000),
    ("es", "L-076D529E", "Domains per Region", 100),
]


class Missing(Exception):
    """An error of a service: code, message, status."""

    def __init__(self, code, message, status=400):
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


def _quota_row(row):
    service, code, name, default = row
    own = control.quota(code)
    return {"ServiceCode": service, "ServiceName": service, "QuotaCode": code, "QuotaName": name, "Unit": "None",
            "QuotaArn": f"arn:aws:servicequotas:{get_region()}:{get_account_id()}:{service}/{code}",
            "Value": float(default if own is None else own), "Adjustable": True, "GlobalQuota": False,
            "QuotaAppliedAtLevel": "ACCOUNT"}


def _list_quotas(said):
    found = [_quota_row(row) for row in _DEFAULTS if row[0] == said["ServiceCode"]]
    if not found:
        raise Missing("NoSuchResourceException", "The request failed because the specified service does not exist.")
    return {"Quotas": found}


def _quota(said):
    for row in _DEFAULTS:
        if row[:2] == (said["ServiceCode"], said["QuotaCode"]):
            return {"Quota": _quota_row(row)}
    raise Missing("NoSuchResourceException", "The request failed because the specified quota does not exist.")


def _default_quota(said):
    found = _quota(said)
    default = next(row[3] for row in _DEFAULTS if row[1] == said["QuotaCode"])
    return {"Quota": {**found["Quota"], "Value": float(default)}}


def _connection_view(arn):
    return {**_connections[arn], "ConnectionStatus": control.handshake()}


def _get_connection(said):
    if said.get("ConnectionArn") not in _connections:
        raise Missing("ResourceNotFoundException", "Connection not found", 404)
    return {"Connection": _connection_view(said["ConnectionArn"])}


def _list_connections(said):
    return {"Connections": [_connection_view(arn) for arn in _connections]}


def _get_pipeline(said):
    if said.get("name") not in _pipelines:
        raise Missing("PipelineNotFoundException",
                      f"Account '{get_account_id()}' does not have a pipeline with name '{said.get('name')}'")
    return _pipelines[said["name"]]


def _list_pipelines(said):
    return {"pipelines": [{key: one["pipeline"][key] for key in ("name", "version", "pipelineType", "executionMode")
                           if key in one["pipeline"]} for one in _pipelines.values()]}


_OPERATIONS = {
    ("servicequotas", "ListServiceQuotas"): _list_quotas,
    ("servicequotas", "ListAWSDefaultServiceQuotas"): _list_quotas,
    ("servicequotas", "GetServiceQuota"): _quota,
    ("servicequotas", "GetAWSDefaultServiceQuota"): _default_quota,
    ("codeconnections", "GetConnection"): _get_connection,
    ("codeconnections", "ListConnections"): _list_connections,
    ("codepipeline", "GetPipeline"): _get_pipeline,
    ("codepipeline", "ListPipelines"): _list_pipelines,
}
SERVICES = {service for service, _ in _OPERATIONS}


def call(service, action, said):
    """One call in the service's own members; raises `Missing`."""
    operation = _OPERATIONS.get((service, action))
    if operation is None:
        raise Missing("UnknownOperationException", f"{service} {action} is not emulated")
    return operation(said)


def _camel(value):
    if isinstance(value, list):
        return [_camel(one) for one in value]
    if isinstance(value, dict):
        return {key[:1].lower() + key[1:]: inner if key == "Configuration" else _camel(inner)
                for key, inner in value.items()}
    return value


def _connection(logical_id, props, stack):
    arn = f"arn:aws:codeconnections:{get_region()}:{get_account_id()}:connection/{new_uuid()}"
    _connections[arn] = {"ConnectionName": props["ConnectionName"], "ConnectionArn": arn,
                         "ProviderType": props.get("ProviderType"), "OwnerAccountId": get_account_id()}
    return arn, {"ConnectionArn": arn, "OwnerAccountId": get_account_id(), "ConnectionStatus": "PENDING"}


def _pipeline(logical_id, props, stack):
    name = props.get("Name") or f"{stack}-{logical_id}-{new_uuid()[:8]}"
    if name in _pipelines:
        raise Refused(f"A pipeline with the name '{name}' already exists in account '{get_account_id()}'", "CodePipeline",
                      400, "AlreadyExists")
    _write(name, props, 1)
    return name, {"Version": "1"}


def _write(name, props, version):
    kept = {key: value for key, value in props.items() if key not in ("Tags", "RestartExecutionOnUpdate")}
    arn = f"arn:aws:codepipeline:{get_region()}:{get_account_id()}:{name}"
    _pipelines[name] = {"pipeline": {**_camel(kept), "name": name, "version": version},
                        "metadata": {"pipelineArn": arn}, "tags": tags(props)}


def _pipeline_update(name, old, new, stack):
    version = _pipelines[name]["pipeline"]["version"] + 1
    _write(name, new, version)
    return name, {"Version": str(version)}


HANDLERS = {
    "AWS::CodeConnections::Connection": {"create": _connection, "update": lambda arn, old, new, stack: (arn, {}),
                                         "delete": lambda arn, props: _connections.pop(arn, None)},
    "AWS::CodePipeline::Pipeline": {"create": _pipeline, "update": _pipeline_update,
                                    "delete": lambda name, props: _pipelines.pop(name, None)},
}
