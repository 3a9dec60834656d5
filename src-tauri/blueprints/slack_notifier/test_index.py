"""Runs the handler for real; Slack is a local HTTP server."""
import json
import socket
import threading
import urllib.error
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import index
import pytest


class Slack:
    """Answers with the given codes in turn, then 200, and keeps what was posted."""

    def __init__(self, answers=(), retry_after="0.1"):
        self.answers, self.bodies = list(answers), []
        slack = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                slack.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                code = slack.answers.pop(0) if slack.answers else 200
                self.send_response(code)
                self.send_header("Retry-After", retry_after)
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/services/T/B/x"


@pytest.fixture
def slack(monkeypatch):
    made = []

    def make(*answers):
        made.append(Slack(answers))
        monkeypatch.setenv("SLACK_WEBHOOK_URL", made[-1].url)
        monkeypatch.setenv("ENVIRONMENT", "staging")
        return made[-1]

    yield make
    for one in made:
        one.server.shutdown()
        one.server.server_close()


PIPELINE = {
    "source": "aws.codepipeline",
    "region": "us-east-1",
    "detail-type": "CodePipeline Stage Execution State Change",
    "detail": {"pipeline": "staging-crew-web-main", "execution-id": "01", "stage": "Build", "state": "FAILED"},
}


def sns(message, subject="s"):
    return {"Records": [{"EventSource": "aws:sns", "Sns": {"Subject": subject, "Message": message}}]}


def alarm(state):
    return json.dumps({
        "AlarmName": "staging-search-red", "NewStateValue": state, "NewStateReason": "Threshold Crossed",
        "AlarmArn": "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:staging-search-red",
    })


def test_a_failed_stage_names_pipeline_stage_and_link(slack):
    to = slack()
    assert index.handler(PIPELINE, None) == {"posted": 1}
    text = to.bodies[0]["blocks"][0]["text"]["text"]
    assert "staging-crew-web-main, stage Build: failed" in text
    assert "/pipelines/staging-crew-web-main/executions/01/" in text
    assert "(staging)" in text


def test_an_alarm_and_its_end_are_posted(slack):
    to = slack()
    index.handler(sns(alarm("ALARM")), None)
    index.handler(sns(alarm("OK")), None)
    texts = [body["blocks"][0]["text"]["text"] for body in to.bodies]
    assert "Alarm staging-search-red: ALARM" in texts[0] and "eu-west-1.console" in texts[0]
    assert "Alarm staging-search-red: OK" in texts[1]


def test_ok_can_be_left_out(slack, monkeypatch):
    to = slack()
    monkeypatch.setenv("POST_OK", "false")
    assert index.handler(sns(alarm("OK")), None) == {"posted": 0}
    assert to.bodies == []


def test_what_is_unknown_is_shown_not_dropped(slack):
    to = slack()
    index.handler(sns("plain words", "Hello"), None)
    index.handler({"something": "else"}, None)
    assert "plain words" in json.dumps(to.bodies[0]) and "something" in json.dumps(to.bodies[1])


def test_a_busy_slack_is_asked_again(slack):
    to = slack(429, 500)
    assert index.handler(PIPELINE, None) == {"posted": 1}
    assert len(to.bodies) == 3


def test_a_wrong_webhook_raises_so_that_the_event_reaches_the_dead_letter_queue(slack):
    to = slack(404)
    with pytest.raises(urllib.error.HTTPError):
        index.handler(PIPELINE, None)
    assert len(to.bodies) == 1, "a refusal is not repeated"


def test_without_a_webhook_nothing_is_posted(monkeypatch):
    monkeypatch.setenv("SLACK_WEBHOOK_URL", "not filled in yet")
    assert index.handler(PIPELINE, None) == {"posted": 0}


# Events as AWS sends them; each file names its source, origin and licence.
FIXTURES = sorted(Path(__file__).with_name("fixtures").glob("*.json"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_event_that_aws_sends_becomes_one_readable_message(slack, path):
    to = slack()
    event = json.loads(path.read_text())["response"]
    assert index.handler(event, None) == {"posted": 1}
    text = to.bodies[0]["blocks"][0]["text"]["text"]
    assert 10 < len(text) <= 3000, "Slack refuses a section of more than 3,000 characters"


def test_a_slack_that_hangs_is_given_up_so_that_the_event_is_tried_again(slack):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(OSError):
            index.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", {}, timeout=0.2)


def test_what_cannot_be_posted_yet_stands_in_the_log(monkeypatch, capsys):
    monkeypatch.setenv("SLACK_WEBHOOK_URL", "not filled in yet")
    index.handler(PIPELINE, None)
    assert "staging-crew-web-main, stage Build: failed" in capsys.readouterr().out
