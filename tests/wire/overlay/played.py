"""Operations that are played: events that were written down, told by the API as CloudFormation tells them.

For what people saw in real stacks, with types and names that no emulator makes. An account for which a play was
asked never meets the emulator's own CloudFormation again. Each question for events lets a few more of the whole
tree happen, so that whoever watches sees them come, in the order in which they came.
"""
import time
from datetime import datetime, timezone

from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services.cloudformation.helpers import _p

import answer
import control
from changes import Rejected, once
from stacks import STACK

# Events that happen between two questions, and events on a page of an answer: AWS's pages have a hundred, which
# none of the plays fills.
_STEP = 7
_PAGE = 4
_begun = {}


class Play:
    """`stacks` maps names to ARNs, the root's first; an act is what one operation makes happen, in rows of
    seconds, stack, logical ID, type, status, physical ID, reason."""

    def __init__(self, wish):
        self.stacks, self.acts = wish["stacks"], wish["acts"]
        self.refusals = wish.get("refusals", {})
        self.rows, self.shown, self.began = [], 0, time.time()
        self.change_sets = {}

    @property
    def root(self):
        return next(iter(self.stacks.values()))

    def begin(self, operation):
        """The next act begins, unless CloudFormation refuses the call as such."""
        self.refuse(operation)
        if self.acts:
            self.rows += self.acts.pop(0)

    def refuse(self, operation):
        if operation in self.refusals:
            raise Rejected(self.refusals[operation])

    def told(self, name):
        """A stack's own events among those that have happened, each with its place in the whole."""
        return [(place, row) for place, row in enumerate(self.rows[:self.shown]) if row[1] == name]

    def at(self, seconds):
        return datetime.fromtimestamp(self.began + seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

    def event(self, place, row):
        seconds, name, logical_id, resource_type, status, physical_id, reason = row
        own = resource_type == STACK and logical_id == name
        return {"StackId": self.stacks[name], "EventId": f"{place}-{logical_id}-{status}", "StackName": name,
                "LogicalResourceId": logical_id, "PhysicalResourceId": self.stacks[name] if own else physical_id,
                "ResourceType": resource_type, "Timestamp": self.at(seconds), "ResourceStatus": status,
                "ResourceStatusReason": reason}


def _plays():
    return _begun.setdefault(get_account_id(), {})


def _stack(params):
    """The play and the stack's name in it, by an ARN or by the name that was asked for. Streams from one source
    have the same ARNs: the newest counts."""
    asked = _p(params, "StackName")
    for name, play in reversed(_plays().items()):
        if asked == name:
            return play, next(iter(play.stacks))
        for stack, arn in play.stacks.items():
            if asked == arn:
                return play, stack
    raise Rejected(f"Stack with id {asked} does not exist")


def _create(params):
    name = _p(params, "StackName")
    if _p(params, "ChangeSetType") == "CREATE":
        _plays()[name] = Play(control.plays[get_account_id()].pop(0))
    play = _stack(params)[0]
    play.refuse("CreateChangeSet")
    arn = f"arn:aws:cloudformation:{get_region()}:{get_account_id()}:changeSet/{_p(params, 'ChangeSetName')}/{new_uuid()}"
    play.change_sets[arn] = "AVAILABLE"
    return answer.xml("CreateChangeSet", {"Id": arn, "StackId": play.root})


def _change_set(params):
    asked = _p(params, "ChangeSetName")
    for play in _plays().values():
        if asked in play.change_sets:
            return play, asked
    raise Rejected(f"ChangeSet [{asked}] does not exist", "ChangeSetNotFound", 404)


def _describe_change_set(params):
    play, arn = _change_set(params)
    return answer.xml("DescribeChangeSet", {
        "ChangeSetId": arn, "ChangeSetName": arn.split("/")[1], "StackId": play.root, "Status": "CREATE_COMPLETE",
        "ExecutionStatus": play.change_sets[arn], "CreationTime": play.at(0), "Changes": []})


def _execute(params):
    play, arn = _change_set(params)
    play.change_sets[arn] = "EXECUTE_COMPLETE"
    play.begin("ExecuteChangeSet")
    return answer.xml("ExecuteChangeSet", {})


def _delete(params):
    _stack(params)[0].begin("DeleteStack")
    return answer.xml("DeleteStack", {})


def _describe(params):
    play, name = _stack(params)
    own = [row for _, row in play.told(name) if row[2] == name]
    stack = {"StackId": play.stacks[name], "StackName": name, "CreationTime": play.at(0),
             "StackStatus": own[-1][4] if own else "REVIEW_IN_PROGRESS", "StackStatusReason": own[-1][6] if own else None}
    return answer.xml("DescribeStacks", {"Stacks": [stack]})


def _events(params):
    play, name = _stack(params)
    token = _p(params, "NextToken")
    if not token:
        play.shown = min(play.shown + _STEP, len(play.rows))
    told = play.told(name)
    end = int(token) if token else len(told)
    begin = max(end - _PAGE, 0)
    page = [play.event(*one) for one in reversed(told[begin:end])]
    return answer.xml("DescribeStackEvents", {"StackEvents": page, "NextToken": str(begin) if begin else None})


def _resources(params):
    play, name = _stack(params)
    last = {row[2]: row for _, row in play.told(name) if row[2] != name}
    return answer.xml("ListStackResources", {"StackResourceSummaries": [
        {"LogicalResourceId": row[2], "PhysicalResourceId": row[5], "ResourceType": row[3], "ResourceStatus": row[4],
         "LastUpdatedTimestamp": play.at(row[0])} for row in last.values()]})


_HANDLERS = {
    "CreateChangeSet": once("CreateChangeSet", "ClientToken", _create),
    "ExecuteChangeSet": once("ExecuteChangeSet", "ClientRequestToken", _execute),
    "DeleteStack": once("DeleteStack", "ClientRequestToken", _delete),
    "DescribeChangeSet": once("DescribeChangeSet", "", _describe_change_set),
    "DescribeStacks": once("DescribeStacks", "", _describe),
    "DescribeStackEvents": once("DescribeStackEvents", "", _events),
    "ListStackResources": once("ListStackResources", "", _resources),
}


def apply(actions):
    """Answers for the accounts that have a play; the others meet what was there before."""
    for name, played in _HANDLERS.items():
        actions[name] = _by_account(played, actions[name])


def _by_account(played, usual):
    return lambda params: (played if get_account_id() in control.plays else usual)(params)
