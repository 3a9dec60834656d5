"""Calling the emulator's services from within, in the words that AWS would use for a refusal."""
import json
import re
from urllib.parse import urlparse

from ministack.core.responses import new_uuid
from ministack.services import ec2, s3


class Verbatim(ValueError):
    """A reason that is in AWS's own form already."""


class Refused(Verbatim):
    """A service's refusal, as a resource handler hands it to CloudFormation."""

    def __init__(self, message, service, status=400, code="InvalidRequest"):
        request = f"(Service: {service}, Status Code: {status}, Request ID: {new_uuid()}) (SDK Attempt Count: 1)"
        super().__init__(f'Resource handler returned message: "{message} {request}" '
                         f"(RequestToken: {new_uuid()}, HandlerErrorCode: {code})")


def wrapped(error):
    """The reason of a failed resource: AWS wraps what a handler says, and nothing twice."""
    if isinstance(error, Verbatim):
        return str(error)
    return f'Resource handler returned message: "{error}" (RequestToken: {new_uuid()}, HandlerErrorCode: GeneralServiceException)'


def call_ec2(action, **given):
    """One call of EC2's query API; lists become members. Returns the XML text."""
    params = {"Action": [action]}
    for key, value in given.items():
        if value is None:
            continue
        name = key.replace("__", ".")
        if isinstance(value, (list, tuple)):
            params.update({f"{name}.{index}": [str(one)] for index, one in enumerate(value, 1)})
        elif isinstance(value, bool):
            params[name] = [str(value).lower()]
        else:
            params[name] = [str(value)]
    ec2._ensure_defaults_initialized()
    status, _, body = ec2._ACTION_MAP[action](params)
    text = body.decode() if isinstance(body, bytes) else body
    if status >= 400:
        raise Refused(first(text, "Message"), "Ec2", status)
    return text


def first(xml, tag):
    """The text of the first element of that name."""
    found = re.search(f"<{tag}>([^<]*)</{tag}>", xml)
    return found.group(1) if found else ""


def answer_of(service, response):
    """The JSON of a service function's answer, or its refusal."""
    status, _, body = response
    said = json.loads(body or b"{}")
    if status >= 400:
        raise Refused(said.get("message") or said.get("Message") or str(said), service, status)
    return said


def tags(props):
    """A resource's tags as a map, in whichever of CloudFormation's two forms."""
    given = props.get("Tags") or {}
    if isinstance(given, dict):
        return {key: str(value) for key, value in given.items()}
    return {one["Key"]: str(one["Value"]) for one in given}


def tag_ec2(physical_id, props):
    ec2._tags[physical_id] = [{"Key": key, "Value": value} for key, value in tags(props).items()]


def object_behind(url):
    """The text of an S3 object by any of the three forms of its address; None when there is none."""
    parsed = urlparse(url)
    path = parsed.path.lstrip("/")
    host = re.match(r"^(?P<bucket>[a-z0-9.-]+)\.s3[.-][a-z0-9.-]*amazonaws\.com$", parsed.hostname or "")
    bucket, _, key = (host["bucket"], "/", path) if host else path.partition("/")
    data = s3._get_object_data(bucket, key)
    return None if data is None else data.decode()
