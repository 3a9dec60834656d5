"""A caller's clock that is wrong, as AWS refuses what it signs: each service in its own words, under AWS's own date."""
import json
import time
from email.utils import formatdate

import cbor2

_WORDS = "Signature expired: the time of the request is not within five minutes of AWS's."


def refusal(service, headers, minutes):
    """Status, headers and body for a caller whose clock is so many minutes behind."""
    kind, body = "text/xml", b""
    if service == "s3":
        status, code = 403, "RequestTimeTooSkewed"
        words = "The difference between the request time and the current time is too large."
        body = f"<Error><Code>{code}</Code><Message>{words}</Message></Error>".encode()
    elif service == "ec2":
        status, code = 400, "RequestExpired"
        body = f"<Response><Errors><Error><Code>{code}</Code><Message>Request has expired.</Message></Error></Errors></Response>".encode()
    elif "x-www-form-urlencoded" in headers.get("content-type", ""):
        status, code = 403, "SignatureDoesNotMatch"
        body = f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{_WORDS}</Message></Error></ErrorResponse>".encode()
    else:
        status, code = 403, "InvalidSignatureException"
        said = {"__type": code, "message": _WORDS}
        binary = headers.get("smithy-protocol") == "rpc-v2-cbor"
        kind = "application/cbor" if binary else "application/x-amz-json-1.1"
        body = cbor2.dumps(said) if binary else json.dumps(said).encode()
    found = [("content-type", kind), ("content-length", str(len(body))), ("x-amzn-errortype", code),
             ("date", formatdate(time.time() + minutes * 60, usegmt=True))]
    if headers.get("smithy-protocol"):
        found.append(("smithy-protocol", headers["smithy-protocol"]))
    return status, [(name.encode(), value.encode()) for name, value in found], body
