"""What a test may ask of the emulator, by HTTP under /_array. Bodies and answers are JSON.

POST /_array/fail        {"type"?, "logicalId"?, "stack"?, "account"?, "on", "message", "times"?}: lets resources that
                         fit fail with AWS's own words; on is create, update, delete or rollback, or
                         validate: what early validation finds in a change set; `stack` is a part
                         of the stack's name; without `times` for ever. `type` AWS::CodeBuild::Build is a build.
POST /_array/handshake   {"status": "PENDING"|"AVAILABLE"|"ERROR", "account"?}: GitHub connections, those that exist
                         and those to come
POST /_array/quota       {"code", "value", "account"?}: a limit of the account's own
POST /_array/play        {"account", "stacks", "acts", "refusals"?}: the next stack that the account makes is played, and
                         so are all others of it; `played` tells the shapes. `refusals` maps operations to AWS's words
POST /_array/clock       {"minutes", "action", "account"}: the caller's clock is so many minutes behind AWS's when this
                         operation is asked for; 0 sets it right
GET  /_array/calls       every API call since the last reset: service, action, account, region, token, status, ms, at,
                         and agent, which tells the product's own calls from those of the blueprint's functions
POST /_array/reset       {"account"?}: forgets failures, handshakes, quotas and calls; resources stay
GET  /_array/health      {"status": "ready"}

`account` narrows to one account; without it, all are meant.
"""
import json

from ministack.core.responses import get_account_id

# The event loop of the server, for work that begins in a thread.
LOOP = None

_FAILS_ON = ("create", "update", "delete", "rollback", "validate")
# What is to be played, by account.
plays = {}

_failures = []
_handshakes = {}
_quotas = {}
_clocks = {}
_calls = []


def failure(resource_type, stack, logical_id, operation):
    """The message with which this is to fail, or None."""
    for wish in _failures:
        fits = (wish.get("on", "create") == operation
                and wish.get("type", resource_type) == resource_type
                and wish.get("logicalId", logical_id) == logical_id
                and wish.get("stack", "") in stack
                and wish.get("account", get_account_id()) == get_account_id())
        if not fits or wish.get("times") == 0:
            continue
        if "times" in wish:
            wish["times"] -= 1
        return wish["message"]
    return None


def handshake():
    """The status of the caller's GitHub connections."""
    return _handshakes.get(get_account_id(), _handshakes.get(None, "PENDING"))


def quota(code):
    """The caller's own limit, or None."""
    return _quotas.get((get_account_id(), code), _quotas.get((None, code)))


def minutes_behind(action):
    """How far the caller's clock is behind when it asks for this."""
    return _clocks.get((get_account_id(), action), 0)


def note(**call):
    _calls.append(call)


def answer(method, path, body):
    """Status and JSON for a request under /_array."""
    wish = json.loads(body) if body else {}
    account = wish.get("account")
    match (method, path.removeprefix("/_array/")):
        case ("GET", "health"):
            return 200, {"status": "ready"}
        case ("GET", "calls"):
            return 200, _calls
        case ("POST", "fail"):
            if not wish.get("message") or wish.get("on", "create") not in _FAILS_ON:
                return 400, {"error": f"message, and on: one of {', '.join(_FAILS_ON)}"}
            _failures.append(wish)
        case ("POST", "handshake"):
            if wish.get("status") not in ("PENDING", "AVAILABLE", "ERROR"):
                return 400, {"error": "status: PENDING, AVAILABLE or ERROR"}
            _handshakes[account] = wish["status"]
        case ("POST", "quota"):
            _quotas[(account, wish["code"])] = float(wish["value"])
        case ("POST", "clock"):
            _clocks[(account, wish["action"])] = wish["minutes"]
        case ("POST", "play"):
            plays.setdefault(account, []).append(wish)
        case ("POST", "reset"):
            _forget(account)
        case _:
            return 404, {"error": f"{method} {path} is not offered"}
    return 200, {}


def _forget(account):
    def others(rows, of):
        return [row for row in rows if account is not None and of(row) != account]

    _failures[:] = others(_failures, lambda wish: wish.get("account"))
    _calls[:] = others(_calls, lambda call: call["account"])
    for store, of in ((_handshakes, lambda key: key), (_quotas, lambda key: key[0])):
        for key in [key for key in store if account is None or of(key) == account]:
            del store[key]
