"""Runs the handler for real; CloudFormation's answer box is a local HTTP server, CodeBuild a stand-in."""
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import boto3
import index
import pytest


class AnswerBox:
    """The presigned URL: keeps what was put, and refuses when told to."""

    def __init__(self):
        self.bodies, self.code = [], 200
        box = self

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self):
                assert self.headers["Content-Type"] == "", "S3 signs an empty content type"
                box.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(box.code)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/answer?signature=x"


class CodeBuild:
    """Keeps what was started; answers with the build that the test made of it."""

    def __init__(self):
        self.started, self.build, self.error = [], None, None

    def start_build(self, **request):
        if self.error:
            raise self.error
        self.started.append(request)

    def batch_get_builds(self, ids):
        assert ids == ["arn:build"], "the build that has ended"
        return {"builds": [self.build]}

    def ends(self, status, phases=()):
        variables = self.started[-1]["environmentVariablesOverride"] if self.started else []
        self.build = {
            "id": "installer:1", "buildStatus": status, "phases": list(phases),
            "environment": {"environmentVariables": [{"name": "CLUSTER", "value": "c"}, *variables]},
            "logs": {"deepLink": "https://console.aws.amazon.com/log"},
        }
        return {"source": "aws.codebuild", "detail": {"build-id": "arn:build", "build-status": status}}


@pytest.fixture
def box():
    made = AnswerBox()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def codebuild(monkeypatch):
    made = CodeBuild()
    monkeypatch.setattr(boto3, "client", lambda name: {"codebuild": made}[name])
    return made


def request(box, kind, physical_id=None):
    event = {
        "RequestType": kind, "ResponseURL": box.url, "StackId": "arn:stack", "RequestId": "r-1",
        "LogicalResourceId": "Software", "ResourceProperties": {"Project": "installer"},
    }
    return event | ({"PhysicalResourceId": physical_id} if physical_id else {})


def variables(codebuild):
    return {one["name"]: one["value"] for one in codebuild.started[-1]["environmentVariablesOverride"]}


@pytest.mark.parametrize("kind, action", [("Create", "install"), ("Update", "install"), ("Delete", "remove")])
def test_a_request_starts_the_build_once_and_says_nothing_yet(box, codebuild, kind, action):
    index.handler(request(box, kind, None if kind == "Create" else "cluster-software"), None)
    started = codebuild.started[0]
    assert (started["projectName"], started["idempotencyToken"]) == ("installer", "r-1")
    assert variables(codebuild)["ACTION"] == action
    assert box.bodies == []


def test_a_build_that_succeeds_is_a_success(box, codebuild):
    index.handler(request(box, "Create"), None)
    index.handler(codebuild.ends("SUCCEEDED"), None)
    assert box.bodies == [{
        "Status": "SUCCESS", "Reason": "done", "PhysicalResourceId": "cluster-software",
        "StackId": "arn:stack", "RequestId": "r-1", "LogicalResourceId": "Software",
    }]


@pytest.mark.parametrize("status", ["FAILED", "FAULT", "STOPPED", "TIMED_OUT"])
def test_every_other_end_is_a_failure_with_its_reason_and_log(box, codebuild, status):
    index.handler(request(box, "Create"), None)
    phases = [
        {"phaseType": "PROVISIONING", "phaseStatus": "SUCCEEDED", "contexts": [{"message": ""}]},
        {"phaseType": "BUILD", "phaseStatus": "FAILED", "contexts": [{"message": "exit status 1"}]},
        {"phaseType": "COMPLETED"},
    ]
    index.handler(codebuild.ends(status, phases), None)
    [body] = box.bodies
    assert body["Status"] == "FAILED"
    assert f"installer:1 for the cluster software ended as {status}. BUILD: exit status 1 Its log: https://" in body["Reason"]


def test_an_answer_stays_below_the_4096_bytes_that_cloudformation_takes(box, codebuild):
    index.handler(request(box, "Create"), None)
    index.handler(codebuild.ends("FAILED", [{"phaseType": "BUILD", "phaseStatus": "FAILED", "contexts": [{"message": "x" * 9000}]}]), None)
    assert len(json.dumps(box.bodies[0])) < 4096 and "Its log:" in box.bodies[0]["Reason"]


def test_a_build_that_cannot_be_started_is_told_at_once(box, codebuild):
    codebuild.error = RuntimeError("Cannot have more than 0 builds in queue for the account")
    index.handler(request(box, "Create"), None)
    assert box.bodies[0]["Status"] == "FAILED" and "more than 0 builds" in box.bodies[0]["Reason"]


def test_what_was_never_installed_is_deleted_without_a_build(box, codebuild):
    codebuild.error = RuntimeError("no")
    index.handler(request(box, "Create"), None)
    index.handler(request(box, "Delete", box.bodies[0]["PhysicalResourceId"]), None)
    assert [body["Status"] for body in box.bodies] == ["FAILED", "SUCCESS"], "so that the roll back comes to its end"


def test_a_deletion_that_cannot_start_keeps_its_identity(box, codebuild):
    codebuild.error = RuntimeError("no")
    index.handler(request(box, "Delete", "cluster-software"), None)
    assert (box.bodies[0]["Status"], box.bodies[0]["PhysicalResourceId"]) == ("FAILED", "cluster-software")


def test_a_build_started_by_hand_answers_nobody(box, codebuild):
    index.handler(codebuild.ends("SUCCEEDED"), None)
    assert box.bodies == []


def test_an_answer_that_comes_too_late_is_no_error(box, codebuild, capsys):
    index.handler(request(box, "Create"), None)
    box.code = 403
    index.handler(codebuild.ends("TIMED_OUT"), None)
    assert "no answer any more" in capsys.readouterr().out
