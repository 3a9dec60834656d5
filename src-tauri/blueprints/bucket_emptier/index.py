"""Empties a bucket when its stack is deleted: CloudFormation deletes no bucket that holds anything."""
import json
import urllib.request


def answer(event, status, reason):
    body = {"Status": status, "Reason": reason[:1000], "PhysicalResourceId": event["ResourceProperties"]["Bucket"]}
    body.update({key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")})
    request = urllib.request.Request(event["ResponseURL"], json.dumps(body).encode(), {"Content-Type": ""}, method="PUT")
    urllib.request.urlopen(request, timeout=10).close()


def empty(bucket, s3):
    """Deletes every version and marker, 1,000 at a time."""
    try:
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
            found = [
                {"Key": one["Key"], "VersionId": one["VersionId"]}
                for kind in ("Versions", "DeleteMarkers")
                for one in page.get(kind, [])
            ]
            if not found:
                continue
            for error in s3.delete_objects(Bucket=bucket, Delete={"Objects": found, "Quiet": True}).get("Errors", []):
                raise RuntimeError(f"{error['Key']}: {error['Message']}")
    except s3.exceptions.NoSuchBucket:
        print(f"{bucket} is gone already")


def handler(event, _context):
    try:
        if event["RequestType"] == "Delete":
            import boto3

            empty(event["ResourceProperties"]["Bucket"], boto3.client("s3"))
    except Exception as error:  # whatever goes wrong, CloudFormation must not wait an hour for it
        answer(event, "FAILED", f"The bucket could not be emptied: {error}")
        return
    answer(event, "SUCCESS", "done")
