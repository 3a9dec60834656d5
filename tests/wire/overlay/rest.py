"""What else ministack's CloudFormation lacks of the blueprint: budgets, buckets that are not empty, builds
that end, and the AMI that AWS publishes."""
import contextvars
import copy
import functools
import hashlib
import json

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services import budgets, codebuild, eventbridge, iam, s3, ssm

import control
import pace
from inside import Refused, answer_of


def _budget(logical_id, props, stack):
    budget = props["Budget"]
    name = budget.get("BudgetName") or f"{stack}-{logical_id}-{new_uuid()[:8]}"
    answer_of("Budgets", budgets._create_budget(_budget_body(props, name)))
    return name, {}


def _budget_body(props, name):
    budget = {**props["Budget"], "BudgetName": name}
    limit = budget.get("BudgetLimit")
    if limit:
        budget["BudgetLimit"] = {**limit, "Amount": str(limit["Amount"])}
    notices = copy.deepcopy(props.get("NotificationsWithSubscribers") or [])
    for notice in notices:
        notice["Notification"]["Threshold"] = float(notice["Notification"]["Threshold"])
    return {"AccountId": get_account_id(), "Budget": budget, "NotificationsWithSubscribers": notices,
            "ResourceTags": props.get("ResourceTags") or []}


def _budget_update(name, old, new, stack):
    _budget_gone(name, old)
    answer_of("Budgets", budgets._create_budget(_budget_body(new, name)))
    return name, {}


def _budget_gone(name, props):
    if name in budgets._budgets:
        answer_of("Budgets", budgets._delete_budget({"AccountId": get_account_id(), "BudgetName": name}))


HANDLERS = {"AWS::Budgets::Budget": {"create": _budget, "update": _budget_update, "delete": _budget_gone}}



def unless_filled(delete):
    """S3 deletes no bucket that holds an object or a version; ministack's CloudFormation does."""
    def bucket_gone(name, props):
        bucket = s3._buckets.get(name)
        versions = any(key[0] == name and kept for key, kept in s3._object_versions.items())
        if bucket is not None and (bucket.get("objects") or versions):
            raise Refused("The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
                          "S3", 409, "GeneralServiceException")
        delete(name, props)
    return bucket_gone


def with_linked_role(create):
    """A domain inside of a VPC needs the service's own role, which an account has not from the start."""
    def domain(logical_id, props, stack):
        if props.get("VPCOptions") and _LINKED["opensearchservice.amazonaws.com"] not in iam._roles:
            raise Refused("Invalid request provided: Before you can proceed, you must enable a service-linked role to give "
                          "Amazon OpenSearch Service permissions to access your VPC.", "OpenSearch")
        return create(logical_id, props, stack)
    return domain


def start_build(start):
    """Builds get the variables they are started with, take their time, end, and say so to EventBridge.
    Nothing is run; a test may let a build fail (`control`)."""
    def started(data):
        status, headers, body = start(data)
        if status >= 400:
            return status, headers, body
        build = json.loads(body)["build"]
        record = codebuild._builds[build["id"]]
        record["environment"] = copy.deepcopy(record["environment"])
        record["environment"].setdefault("environmentVariables", []).extend(data.get("environmentVariablesOverride") or [])
        record.update(buildStatus="IN_PROGRESS", currentPhase="BUILD")
        context = contextvars.copy_context()
        control.LOOP.call_soon_threadsafe(
            lambda: control.LOOP.create_task(_end_build(record), context=context))
        return status, headers, json.dumps({"build": record}).encode()
    return started


async def _end_build(record):
    await pace.wait(pace.scaled(120))
    failed = control.failure("AWS::CodeBuild::Build", record["projectName"], "", "create")
    record["buildStatus"] = "FAILED" if failed else "SUCCEEDED"
    record["currentPhase"] = "COMPLETED"
    if failed:
        for phase in record["phases"]:
            if phase["phaseType"] == "BUILD":
                phase.update(phaseStatus="FAILED", contexts=[{"statusCode": "COMMAND_EXECUTION_ERROR", "message": failed}])
    detail = {"build-status": record["buildStatus"], "project-name": record["projectName"], "build-id": record["arn"],
              "current-phase": "COMPLETED", "version": "1"}
    event = {"Source": "aws.codebuild", "DetailType": "CodeBuild Build State Change", "Detail": json.dumps(detail),
             "Resources": [record["arn"]]}
    eventbridge._put_events({"Entries": [event]}, allow_aws_source=True)


def builds(get):
    """BatchGetBuilds takes a build's ARN as well as its ID."""
    def by_arn(data):
        return get({**data, "ids": [one.rpartition(":build/")[2] for one in data.get("ids", [])]})
    return by_arn


def published(resolve):
    """The parameters under /aws/service are AWS's own: an image of EKS has an ID of its name."""
    def value(name, version=None, decrypt=False):
        if str(name).startswith("/aws/service/eks/optimized-ami/") and str(name).endswith("/image_id"):
            return f"ami-{hashlib.sha1(f'{get_region()}{name}'.encode()).hexdigest()[:17]}"
        return resolve(name, version, decrypt)
    return value


# Names of roles that services link to themselves; ministack makes others up.
_LINKED = {"opensearchservice.amazonaws.com": "AWSServiceRoleForAmazonOpenSearchService",
           "eks.amazonaws.com": "AWSServiceRoleForAmazonEKS",
           "eks-nodegroup.amazonaws.com": "AWSServiceRoleForAmazonEKSNodegroup",
           "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling"}


def linked_role(make):
    def made(params):
        service = params["AWSServiceName"][0]
        theirs, name = f"AWSServiceRoleFor{service.split('.')[0].capitalize()}", _LINKED.get(service)
        if name in iam._roles:
            iam._roles[theirs] = iam._roles[name]
        status, headers, body = make(params)
        role = iam._roles.pop(theirs) if name else None
        if role and name not in iam._roles:
            iam._roles[name] = {**role, "RoleName": name, "Arn": role["Arn"].replace(theirs, name)}
        return status, headers, body.replace(theirs.encode(), name.encode()) if name else body
    return made


def with_context(simulate):
    """Gives conditions the request's context, which ministack's simulation leaves out."""
    def simulated(params):
        context, entry = {}, 1
        while (prefix := f"ContextEntries.member.{entry}.") and f"{prefix}ContextKeyName" in params:
            values = [value[0] for key, value in params.items() if key.startswith(f"{prefix}ContextKeyValues.")]
            context[params[f"{prefix}ContextKeyName"][0].lower()] = values[0] if len(values) == 1 else values
            entry += 1
        plain = iam_evaluator.EvalContext
        iam_evaluator.EvalContext = functools.partial(plain, service_context=context)
        try:
            return simulate(params)
        finally:
            iam_evaluator.EvalContext = plain
    return simulated


def apply(handlers):
    """Puts all of it into ministack."""
    bucket = handlers["AWS::S3::Bucket"]
    handlers["AWS::S3::Bucket"] = {**bucket, "delete": unless_filled(bucket["delete"])}
    domain = handlers["AWS::OpenSearchService::Domain"]
    handlers["AWS::OpenSearchService::Domain"] = {**domain, "create": with_linked_role(domain["create"])}
    codebuild._start_build = start_build(codebuild._start_build)
    codebuild._batch_get_builds = builds(codebuild._batch_get_builds)
    iam._IAM_HANDLERS["SimulatePrincipalPolicy"] = with_context(iam._IAM_HANDLERS["SimulatePrincipalPolicy"])
    iam._IAM_HANDLERS["CreateServiceLinkedRole"] = linked_role(iam._IAM_HANDLERS["CreateServiceLinkedRole"])
    ssm.resolve_parameter_value = published(ssm.resolve_parameter_value)
