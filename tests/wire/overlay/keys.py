"""Access keys of each account's one user. ministack takes any key, whatever it is; here a key works from its making to
its deletion, in the account that made it. The 12 digits of an account are its first key."""
import secrets

from ministack.core.responses import get_account_id, new_uuid

# Account by key, of keys that were made here.
_owners = {}
_deleted = set()
_NS = "https://iam.amazonaws.com/doc/2010-05-08/"


def owner(key):
    """The account that a key belongs to; None where it was deleted."""
    return None if key in _deleted else _owners.get(key, key)


def _of_account():
    account = get_account_id()
    first = [account] if account not in _deleted else []
    return first + [key for key, known in _owners.items() if known == account and key not in _deleted]


def answer(action, form):
    """Status and XML for one of IAM's operations on keys; None where it is another."""
    match action:
        case "CreateAccessKey":
            if len(_of_account()) > 1:
                return 409, _error("LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2")
            key = "AKIA" + "".join(secrets.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for _ in range(16))
            _owners[key] = get_account_id()
            made = (f"<AccessKey><UserName>default</UserName><AccessKeyId>{key}</AccessKeyId><Status>Active</Status>"
                    f"<SecretAccessKey>{secrets.token_hex(20)}</SecretAccessKey></AccessKey>")
            return 200, _result(action, made)
        case "ListAccessKeys":
            members = "".join(f"<member><UserName>default</UserName><AccessKeyId>{key}</AccessKeyId><Status>Active</Status></member>"
                              for key in _of_account())
            return 200, _result(action, f"<AccessKeyMetadata>{members}</AccessKeyMetadata><IsTruncated>false</IsTruncated>")
        case "DeleteAccessKey":
            key = form["AccessKeyId"][0]
            if key not in _of_account():
                return 404, _error("NoSuchEntity", f"The Access Key with id {key} cannot be found.")
            _deleted.add(key)
            return 200, f'<{action}Response xmlns="{_NS}">{_request()}</{action}Response>'
    return None


def refused():
    """Status and XML for a caller whose key was deleted."""
    return 403, _error("InvalidClientTokenId", "The security token included in the request is invalid.")


def _result(action, inside):
    return f'<{action}Response xmlns="{_NS}"><{action}Result>{inside}</{action}Result>{_request()}</{action}Response>'


def _request():
    return f"<ResponseMetadata><RequestId>{new_uuid()}</RequestId></ResponseMetadata>"


def _error(code, words):
    said = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{words}</Message></Error>"
    return f'<ErrorResponse xmlns="{_NS}">{said}<RequestId>{new_uuid()}</RequestId></ErrorResponse>'
