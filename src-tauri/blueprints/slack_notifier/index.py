"""Formats pipeline events and alarms and posts them to Slack."""
import json
import os
import time
import urllib.error
import urllib.request

SYMBOLS = {"SUCCEEDED": ":white_check_mark:", "FAILED": ":x:", "ALARM": ":rotating_light:", "OK": ":ok:"}


def webhook():
    """The URL from Secrets Manager; None while nobody has filled it in."""
    url = os.environ.get("SLACK_WEBHOOK_URL")
    if url is None:
        import boto3

        client = boto3.client("secretsmanager")
        url = client.get_secret_value(SecretId=os.environ["WEBHOOK_SECRET"])["SecretString"]
    return url if url.startswith(("https://", "http://127.0.0.1:")) else None


def from_pipeline(event):
    detail = event["detail"]
    name, state = detail["pipeline"], detail["state"]
    stage = f", stage {detail['stage']}" if "stage" in detail else ""
    link = (
        f"https://{event['region']}.console.aws.amazon.com/codesuite/codepipeline/pipelines/"
        f"{name}/executions/{detail['execution-id']}/timeline?region={event['region']}"
    )
    reason = detail.get("additional-information") or detail.get("execution-result", {}).get("error-code") or ""
    return state, f"Pipeline {name}{stage}: {state.lower().replace('_', ' ')}", str(reason), link


def from_alarm(alarm):
    state = alarm["NewStateValue"]
    region = alarm.get("AlarmArn", "arn:aws:cloudwatch:us-east-1").split(":")[3]
    link = f"https://{region}.console.aws.amazon.com/cloudwatch/home?region={region}#alarmsV2:alarm/" + urllib.request.quote(alarm["AlarmName"])
    return state, f"Alarm {alarm['AlarmName']}: {state}", alarm.get("NewStateReason", ""), link


def messages(event):
    """(state, title, text, link) of everything in an event; unknown ones are shown as they are."""
    if event.get("source") == "aws.codepipeline" and "pipeline" in event.get("detail", {}):
        return [from_pipeline(event)]
    found = []
    for record in event.get("Records", []):
        text = record.get("Sns", {}).get("Message", json.dumps(record))
        try:
            body = json.loads(text)
        except ValueError:
            body = None
        if isinstance(body, dict) and "NewStateValue" in body and "AlarmName" in body:
            found.append(from_alarm(body))
        elif isinstance(body, dict) and body.get("source") == "aws.codepipeline":
            found.extend(messages(body))
        else:
            found.append(("", record.get("Sns", {}).get("Subject") or "Notification", text, ""))
    return found or [("", "Notification", json.dumps(event), "")]


def blocks(state, title, text, link):
    head = f"{SYMBOLS.get(state, ':information_source:')} *{title}* ({os.environ.get('ENVIRONMENT', '')})"
    lines = [head, text[:2500]] + ([f"<{link}|Open in the console>"] if link else [])
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "\n".join(line for line in lines if line)}}
    return {"text": title, "blocks": [section]}


def post(url, body, tries=3, timeout=5):
    """Posts once; waits and tries again where Slack is busy, raises where it is not reached."""
    for attempt in range(1, tries + 1):
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            if attempt == tries or (error.code != 429 and error.code < 500):
                raise
            time.sleep(min(float(error.headers.get("Retry-After") or attempt), 10))


def handler(event, _context):
    url = webhook()
    sent = 0
    for state, title, text, link in messages(event):
        if state == "OK" and os.environ.get("POST_OK", "true") != "true":
            continue
        if url is None:
            print(f"The Slack webhook is not filled in yet; not posted: {title} {text} {link}")
            continue
        post(url, blocks(state, title, text, link))
        sent += 1
    return {"posted": sent}
