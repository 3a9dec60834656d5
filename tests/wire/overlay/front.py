"""The one door: everything that reaches the server comes through here first."""
import asyncio
import json
import os
import re
import sys
import threading
import time
from urllib.parse import parse_qs, unquote

import cbor2

PORT = os.environ["GATEWAY_PORT"]
# Functions that ministack runs call this server and nothing else, whatever the machine's own settings say.
os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{PORT}"
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

from ministack import app as emulator  # noqa: E402  (reads the environment at import)
from ministack.core.responses import get_account_id, new_uuid, set_request_account_id, set_request_region  # noqa: E402
from ministack.services import cloudformation  # noqa: E402
from ministack.services.cloudformation import provisioners  # noqa: E402

import answer  # noqa: E402
import changes  # noqa: E402
import clock  # noqa: E402
import cluster  # noqa: E402
import control  # noqa: E402
import delivery  # noqa: E402
import keys  # noqa: E402
import life  # noqa: E402
import network  # noqa: E402
import played  # noqa: E402
import rest  # noqa: E402
import stacks  # noqa: E402
from replacing import REPLACING  # noqa: E402

_CREDENTIAL = re.compile(r"Credential=([^/]+)/[^/]+/([^/]+)/([^/]+)/")
# Operations of REST services by method and path, as far as the product calls them.
_REST = [
    ("eks", "GET", r"/cluster-versions", "DescribeClusterVersions"),
    ("eks", "GET", r"/clusters", "ListClusters"),
    ("eks", "GET", r"/clusters/[^/]+", "DescribeCluster"),
    ("eks", "POST", r"/clusters/[^/]+/update-config", "UpdateClusterConfig"),
    ("eks", "GET", r"/clusters/[^/]+/node-groups/[^/]+", "DescribeNodegroup"),
    ("eks", "GET", r"/clusters/[^/]+/node-groups", "ListNodegroups"),
    ("es", "GET", r"/2021-01-01/domain", "ListDomainNames"),
    ("es", "POST", r"/2021-01-01/opensearch/domain-info", "DescribeDomains"),
    ("es", "GET", r"/2021-01-01/opensearch/domain/[^/]+", "DescribeDomain"),
]
# S3's operations by method, depth of path, and the parameter that names a setting.
_S3 = {
    ("PUT", 1, ""): "CreateBucket", ("HEAD", 1, ""): "HeadBucket", ("DELETE", 1, ""): "DeleteBucket",
    ("GET", 1, ""): "ListObjects", ("GET", 1, "list-type"): "ListObjectsV2", ("GET", 0, ""): "ListBuckets",
    ("PUT", 1, "encryption"): "PutBucketEncryption", ("GET", 1, "encryption"): "GetBucketEncryption",
    ("PUT", 1, "publicAccessBlock"): "PutPublicAccessBlock", ("GET", 1, "publicAccessBlock"): "GetPublicAccessBlock",
    ("PUT", 1, "policy"): "PutBucketPolicy", ("GET", 1, "policy"): "GetBucketPolicy",
    ("PUT", 1, "versioning"): "PutBucketVersioning", ("GET", 1, "versioning"): "GetBucketVersioning",
    ("PUT", 1, "tagging"): "PutBucketTagging", ("PUT", 1, "lifecycle"): "PutBucketLifecycleConfiguration",
    ("PUT", 1, "ownershipControls"): "PutBucketOwnershipControls", ("GET", 1, "location"): "GetBucketLocation",
    ("GET", 1, "versions"): "ListObjectVersions", ("POST", 1, "delete"): "DeleteObjects",
    ("PUT", 2, ""): "PutObject", ("GET", 2, ""): "GetObject", ("HEAD", 2, ""): "HeadObject", ("DELETE", 2, ""): "DeleteObject",
}


def _operation(service, method, path, headers, query, body):
    """The API's name for a request, and the client's token in it."""
    form = {}
    if headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        form = parse_qs(body.decode(errors="replace"))
    token = (form.get("ClientRequestToken") or form.get("ClientToken") or [""])[0]
    action = (form.get("Action") or query.get("Action") or [""])[0]
    if action:
        return action, token
    if "x-amz-target" in headers:
        return headers["x-amz-target"].rpartition(".")[2], token
    if path.startswith("/service/"):
        return path.rpartition("/")[2], token
    if service == "s3":
        depth = len([part for part in path.split("/", 2) if part])
        named = next((key for key in query if (method, depth, key) in _S3), "")
        return _S3.get((method, depth, named), f"{method} {path}"), token
    for known, verb, pattern, name in _REST:
        if (known, verb) == (service, method) and re.fullmatch(pattern, unquote(path)):
            return name, token
    return f"{method} {path}", token


async def app(scope, receive, send):
    if scope["type"] != "http":
        await emulator.app(scope, receive, send)
        return
    control.LOOP = asyncio.get_running_loop()
    body = await _read(receive)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    path, query = scope["path"], parse_qs(scope.get("query_string", b"").decode(), keep_blank_values=True)
    if path.startswith("/_array/"):
        status, said = control.answer(scope["method"], path, body)
        await _send(send, status, json.dumps(said).encode(), "application/json")
        return
    signed = _CREDENTIAL.search(headers.get("authorization", ""))
    if signed is None:
        await emulator.app(scope, _again(body, receive), send)
        return
    key, region, service = signed.groups()
    owner = keys.owner(key)
    # Keys that were made here are no account's number, which is all that ministack looks at.
    if owner and owner != key:
        scope = scope | {"headers": [(name, value.replace(key.encode(), owner.encode())) for name, value in scope["headers"]]}
    set_request_account_id(owner or key)
    account = get_account_id()
    action, token = _operation(service, scope["method"], path, headers, query, body)
    began, answered = time.monotonic(), [0]

    async def noted(message):
        if message["type"] == "http.response.start":
            answered[0] = message["status"]
        await send(message)

    behind = control.minutes_behind(action)
    by_hand = "aws-sdk" not in headers.get("user-agent", "")
    said = None if owner or by_hand else keys.refused()
    if service == "iam" and not said:
        said = keys.answer(action, parse_qs(body.decode()))
    if behind:
        status, told, text = clock.refusal(service, headers, behind)
        await noted({"type": "http.response.start", "status": status, "headers": told})
        await noted({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else text})
    elif said:
        await _send(noted, said[0], said[1].encode(), "text/xml")
    elif service in delivery.SERVICES:
        set_request_region(region)
        await _own(noted, service, action, headers, body)
    elif (service, action) == ("eks", "DescribeClusterVersions"):
        await _send(noted, 200, json.dumps(cluster.versions()).encode(), "application/json")
    elif (service, action) == ("eks", "UpdateClusterConfig"):
        set_request_region(region)
        await _configure(noted, path, body)
    else:
        await emulator.app(scope, _again(body, receive), noted)
    control.note(service=service, action=action, account=account, region=region, token=token, status=answered[0],
                 agent=headers.get("user-agent", ""), ms=round((time.monotonic() - began) * 1000, 1), at=round(time.time(), 3))


async def _configure(send, path, body):
    try:
        said = cluster.configure(path.split("/")[2], json.loads(body))
        await _send(send, 200, json.dumps(said).encode(), "application/json")
    except cluster.Wrong as error:
        said = json.dumps({"__type": error.code, "code": error.code, "message": error.message})
        await _send(send, error.status, said.encode(), "application/json")


async def _own(send, service, action, headers, body):
    """A service of `delivery`, in JSON 1.1 or in Smithy's CBOR, as the client speaks."""
    binary = headers.get("smithy-protocol") == "rpc-v2-cbor"
    kind = "application/cbor" if binary else "application/x-amz-json-1.1"
    write = cbor2.dumps if binary else lambda said: json.dumps(said).encode()
    try:
        asked = (cbor2.loads(body) if binary else json.loads(body)) if body else {}
        await _send(send, 200, write(delivery.call(service, action, asked)), kind, binary)
    except delivery.Missing as error:
        said = {"__type": error.code, "message": error.message, "Message": error.message}
        await _send(send, error.status, write(said), kind, binary)


async def _send(send, status, body, kind, binary=False):
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode()),
               (b"x-amzn-requestid", new_uuid().encode())]
    if binary:
        headers.append((b"smithy-protocol", b"rpc-v2-cbor"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _read(receive):
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return b"".join(parts)


def _again(body, receive):
    """The body that was read already, for whoever comes next."""
    given = [False]

    async def once():
        if given[0]:
            return await receive()
        given[0] = True
        return {"type": "http.request", "body": body, "more_body": False}
    return once


def _patch():
    table = provisioners._RESOURCE_HANDLERS
    for part in (network, cluster, rest, delivery):
        table.update(part.HANDLERS)
    for resource_type, names in REPLACING.items():
        provisioners._REPLACING_PROPERTIES.setdefault(resource_type, names)
    network.apply(table)
    table["AWS::EKS::Cluster"] = cluster.as_eks_does(table["AWS::EKS::Cluster"])
    rest.apply(table)
    actions = cloudformation._ACTION_HANDLERS
    actions.update(changes.HANDLERS | life.HANDLERS)
    for name in ("DescribeStacks", "ListStacks"):
        actions[name] = answer.with_parents(actions[name], stacks.by_id)
    actions["ListStackResources"] = answer.with_reasons(actions["ListStackResources"], stacks.resources_of)
    for name in ("DescribeStacks", "ListStacks", "DescribeStackEvents", "DescribeStackResource", "DescribeStackResources",
                 "ListStackResources", "ListChangeSets"):
        actions[name] = answer.trimmed(actions[name])
    played.apply(actions)


def serve():
    from hypercorn.asyncio import serve as hypercorn
    from hypercorn.config import Config

    _patch()
    config = Config()
    config.bind = [f"{os.environ.get('BIND_HOST', '127.0.0.1')}:{PORT}"]
    config.keep_alive_timeout = 75
    asyncio.run(_until_left(hypercorn, config))


async def _until_left(hypercorn, config):
    """Serves until whoever started it closes our standard input, or is gone and with it the other end."""
    end, loop = asyncio.Event(), asyncio.get_running_loop()

    def watch():
        sys.stdin.buffer.read()
        loop.call_soon_threadsafe(end.set)

    threading.Thread(target=watch, daemon=True).start()
    await hypercorn(app, config, shutdown_trigger=end.wait)
