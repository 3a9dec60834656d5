"""Runs the handler for real; CloudFormation's answer box is a local HTTP server, S3 a stand-in."""
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import boto3
import index
import pytest


class NoSuchBucket(Exception):
    pass


class Bucket:
    """Versions and markers by key; lists them in pages of 1,000 as S3 does."""

    class exceptions:
        NoSuchBucket = NoSuchBucket

    def __init__(self, versions=0, markers=0, locked=False, gone=False):
        self.versions = [{"Key": f"k{n}", "VersionId": f"v{n}"} for n in range(versions)]
        self.markers = [{"Key": f"k{n}", "VersionId": f"m{n}"} for n in range(markers)]
        self.locked, self.gone = locked, gone

    def get_paginator(self, operation):
        assert operation == "list_object_versions"
        return self

    def paginate(self, Bucket):
        assert Bucket == "artifacts"
        if self.gone:
            raise NoSuchBucket
        everything = [("Versions", one) for one in self.versions] + [("DeleteMarkers", one) for one in self.markers]
        for first in range(0, max(len(everything), 1), 1000):
            page = {}
            for kind, one in everything[first:first + 1000]:
                page.setdefault(kind, []).append(one)
            yield page

    def delete_objects(self, Bucket, Delete):
        assert len(Delete["Objects"]) <= 1000, "S3 takes 1,000 at a time"
        if self.locked:
            return {"Errors": [{"Key": "k0", "Message": "Access Denied"}]}
        for one in Delete["Objects"]:
            kept = self.versions if one in self.versions else self.markers
            kept.remove(one)
        return {}


@pytest.fixture
def ask(monkeypatch):
    bodies = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self):
            bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def ask(kind, bucket):
        monkeypatch.setattr(boto3, "client", lambda name: {"s3": bucket}[name])
        index.handler({
            "RequestType": kind, "ResponseURL": f"http://127.0.0.1:{server.server_port}/", "StackId": "s", "RequestId": "r",
            "LogicalResourceId": "EmptyBucket", "ResourceProperties": {"Bucket": "artifacts"},
        }, None)
        return bodies.pop()

    yield ask
    server.shutdown()
    server.server_close()


def test_a_deletion_empties_versions_and_markers_over_many_pages(ask):
    bucket = Bucket(versions=2500, markers=700)
    body = ask("Delete", bucket)
    assert (body["Status"], body["PhysicalResourceId"]) == ("SUCCESS", "artifacts")
    assert bucket.versions == bucket.markers == []


@pytest.mark.parametrize("kind", ["Create", "Update"])
def test_nothing_else_touches_the_bucket(ask, kind):
    bucket = Bucket(versions=3)
    assert ask(kind, bucket)["Status"] == "SUCCESS"
    assert len(bucket.versions) == 3


def test_an_empty_bucket_and_one_that_is_gone_are_fine(ask):
    assert ask("Delete", Bucket())["Status"] == "SUCCESS"
    assert ask("Delete", Bucket(gone=True))["Status"] == "SUCCESS"


def test_what_cannot_be_deleted_is_told(ask):
    body = ask("Delete", Bucket(versions=1, locked=True))
    assert body["Status"] == "FAILED" and "k0: Access Denied" in body["Reason"]
