"""Starts the build that installs or removes the cluster's software; answers CloudFormation when it ends.

Called by CloudFormation, and by EventBridge for every end of a build: also one that never came to run
a command, was stopped or took too long, of which the build itself could tell nothing.
"""
import json
import urllib.error
import urllib.request

NEVER_STARTED = "never-started"
ANSWERED = {"RESPONSE_URL": "ResponseURL", "STACK_ID": "StackId", "REQUEST_ID": "RequestId", "LOGICAL_ID": "LogicalResourceId", "PHYSICAL_ID": "PhysicalResourceId"}


def answer(event, status, reason):
    """Tells CloudFormation; it takes the first answer and refuses the URL later."""
    body = {"Status": status, "Reason": reason[:1000]}
    body.update({key: event[key] for key in ("PhysicalResourceId", "StackId", "RequestId", "LogicalResourceId")})
    request = urllib.request.Request(event["ResponseURL"], json.dumps(body).encode(), {"Content-Type": ""}, method="PUT")
    urllib.request.urlopen(request, timeout=10).close()


def start(event, codebuild):
    if event["RequestType"] == "Delete" and event.get("PhysicalResourceId") == NEVER_STARTED:
        answer(event, "SUCCESS", "Nothing was installed.")
        return
    known = event.get("PhysicalResourceId")
    event["PhysicalResourceId"] = known or "cluster-software"
    variables = {"ACTION": "remove" if event["RequestType"] == "Delete" else "install"}
    variables.update({name: event[key] for name, key in ANSWERED.items()})
    try:
        codebuild.start_build(
            projectName=event["ResourceProperties"]["Project"],
            idempotencyToken=event["RequestId"],
            environmentVariablesOverride=[{"name": name, "value": value} for name, value in variables.items()],
        )
    except Exception as error:  # whatever goes wrong, CloudFormation must not wait for a build
        event["PhysicalResourceId"] = known or NEVER_STARTED
        answer(event, "FAILED", f"The build for the cluster software could not be started: {error}")


def end(detail, codebuild):
    build = codebuild.batch_get_builds(ids=[detail["build-id"]])["builds"][0]
    variables = {one["name"]: one["value"] for one in build["environment"]["environmentVariables"]}
    if "RESPONSE_URL" not in variables:
        return  # started by hand
    event = {key: variables[name] for name, key in ANSWERED.items()}
    if build["buildStatus"] == "SUCCEEDED":
        answer(event, "SUCCESS", "done")
        return
    said = [
        f"{phase['phaseType']}: {context['message']}"
        for phase in build.get("phases", [])
        for context in phase.get("contexts", [])
        if phase.get("phaseStatus", "SUCCEEDED") != "SUCCEEDED" and context.get("message")
    ]
    log = build.get("logs", {}).get("deepLink", "no log was written")
    answer(event, "FAILED", f"The build {build['id']} for the cluster software ended as {build['buildStatus']}. {' '.join(said)[:500]} Its log: {log}")


def handler(event, _context):
    import boto3

    codebuild = boto3.client("codebuild")
    if event.get("source") != "aws.codebuild":
        start(event, codebuild)
        return
    try:
        end(event["detail"], codebuild)
    except urllib.error.HTTPError as error:
        # CloudFormation has given up, or the build was repeated by hand with the URL of the first time
        print(f"CloudFormation takes no answer any more: {error}")
