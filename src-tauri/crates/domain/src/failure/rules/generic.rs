//! Rules that decide the class only, where no specific cause is known.

use super::When::{
    Begins, Deleting, Error, Handler, HealthIssue, Http, Making, NoError, OnDelete, Refused,
    Without, Words,
};
use super::{Rule, rule};

/// The service's error code decides.
#[rustfmt::skip] // One rule is one line, or it is no table.
pub(super) const BY_CODE: &[Rule] = &[
    rule("ARR-1070", &[Error(&["AccessDenied*", "*AccessDenied", "Unauthorized*", "NotAuthorized*", "AuthorizationError", "Forbidden*",
        "AuthFailure", "NoPermission*", "OperationNotPermitted"])]),
    rule("ARR-1040", &[Error(&["*LimitExceeded*", "*LimitsExceeded*", "*QuotaExceeded*", "TooMany*", "*MaximumExceeded*", "*LimitReached*",
        "*QuotaReached*", "*CountExceeded", "*LengthExceeded*", "*Limits"])]),
    rule("ARR-1080", &[Error(&["*AlreadyExist*", "*Duplicate*", "*AlreadyOwned*", "*AlreadyInUse*", "*ExistsAlready", "ResourceExists",
        "*NameInUse"]), Making]),
    rule("ARR-1150", &[Error(&["*NotEmpty*", "DependencyViolation", "*HasDependents", "*StillInUse"])]),
    rule("ARR-1150", &[Error(&["*InUse*", "ResourceConflict*"]), Deleting, Words(&["in use", "delet", "attached", "has ", "depend",
        "remove"]), Without(&["already exist"])]),
    rule("ARR-1006", &[Error(&["*InUse*", "ResourceConflict*", "Conflict*"]), Words(&["in progress", "state", "status", "pending",
        "updating"]), Without(&["exist"])]),
    rule("ARR-1080", &[Error(&["*InUse*", "ResourceConflict*"]), Making]),
    rule("ARR-1150", &[Error(&["*InUse*"])]),
    rule("ARR-1120", &[Error(&["NoSuch*", "*NotFound*", "*DoesNotExist", "*NotExist", "*Unavailable.NotFound", "*NotRegistered"]), Making]),
    rule("ARR-1230", &[Error(&["*Timeout*", "*TimedOut*"])]),
    rule("ARR-1003", &[Error(&["Internal*", "ServiceUnavailable*", "Service", "ServiceFailure", "ServerInternal*", "*InternalError",
        "*InternalFailure", "Unavailable", "KMSInternal", "DependencyTimeout"]), Without(&["not authorized", "denied", "exist",
        "limit exceeded"])]),
];

/// The wording decides; the narrow ones stand before the wide ones.
#[rustfmt::skip] // One rule is one line, or it is no table.
pub(super) const BY_WORDS: &[Rule] = &[
    rule("ARR-1060", &[Words(&["insufficient capacity", "not..have sufficient..capacity", "not have enough capacity", "capacity is not available",
        "no capacity", "capacity not available", "sufficient capacity", "lack of capacity", "out of capacity"])]),
    rule("ARR-1070", &[Words(&["not authorized", "not authorised", "unauthorized", "access denied", "accessdenied", "access is denied",
        "access was denied", "permission denied", "not have permission", "not have the permission", "does not have permission",
        "not have..permission", "insufficient permission", "insufficient privilege", "lacks permission", "lack permission", "missing permission",
        "no permission", "not have access", "encoded authorization", "forbidden", "does not grant", "sufficient permissions", "necessary permission",
        "required permission", "not permitted to perform", "needs permission", "must have permission", "no identity-based policy",
        "have given..permission", "must be allowed to", "must grant", "must allow", "not a delegated administrator"])]),
    rule("ARR-1150", &[Words(&["cannot be deleted", "cannot delete", "unable to delete", "could not be deleted", "could not delete",
        "failed to delete", "tried to delete", "before deleting", "before you can delete", "before it can be deleted", "has dependencies",
        "dependent object", "still contains", "must be detached", "must detach", "cannot be removed", "cannot be terminated", "still has..attached",
        "cannot be detached", "cannot be released", "before detaching"]), Deleting]),
    rule("ARR-1150", &[Words(&["not empty", "in use", "being used", "still attached", "still associated", "depends on", "still used",
        "has..attached", "has..associated", "referenced by", "used by", "is imported by"]), Deleting, Words(&["delet", "still", "currently in use",
        "remove", "in use by", "used by", "not empty"])]),
    rule("ARR-1150", &[Words(&["is in use", "currently in use", "is being used", "is attached", "are attached", "are associated", "is associated"]), OnDelete]),
    rule("ARR-1150", &[Words(&["cannot be deleted because", "it is currently in use", "has a dependent object", "cannot be deleted since"])]),
    rule("ARR-1080", &[Words(&["already exist", "already been taken", "already taken", "already used", "already in use", "already owned",
        "already created", "already been created", "already registered", "already a ", "already has a", "already has this name", "already contains", "is not unique",
        "must be unique", "duplicate", "name is not available", "conflicts with an existing", "conflicts with existing", "already being used",
        "with the same name", "same name"]), Making]),
    rule("ARR-1040", &[Words(&["limit exceeded", "limit..exceeded", "limit..reached", "exceed..limit", "exceed..quota", "quota..exceed",
        "quota..reached", "maximum number of", "maximum..has been reached", "reached the maximum", "reached..limit", "reached your quota",
        "too many", "over the limit", "cannot have more than", "more than the maximum", "limit of", "limit is", "exceeds the maximum allowed",
        "exceeded the number", "maximum allowed number", "quota of", "at most"]), Without(&["length",
        "characters", "between", "time limit", "must be less", "timeout"])]),
    rule("ARR-1210", &[Words(&["unsupported version", "version..not supported", "version..unsupported", "version..no longer supported",
        "version..not available", "cannot find version", "version..deprecated", "end of support", "end of life", "end-of-life",
        "upgrade path", "upgrade from", "unsupported..version", "version..not offered",
        "no longer supported"]), Without(&["policy version"])]),
    rule("ARR-1200", &[Words(&["not supported in..zone", "not supported in..region", "not available in..zone", "not available in..region",
        "not offered in", "unsupported in..region", "not supported in this region", "not yet available", "region..not support", "zone..not support",
        "in this region..not", "is not available in..region", "is not available in..zone", "not support..availability zone", "is not supported in"])]),
    // "Timeout" alone is mostly the name of a setting.
    rule("ARR-1230", &[Words(&["timed out", "time out", "time limit", "did not respond", "within the allotted time", "exceeded the specified timeout",
        "maximum time", "in the expected time", "in expected time", "took too long", "within time specified", "deadline exceeded", "within the time",
        "within the specified time", "handshake timeout", "timeout waiting", "timeout while", "timeout exceeded", "timeout expired", "timeout reached",
        "connection timeout", "connect timeout", "read timeout", "i/o timeout", "request timeout", "gateway timeout", "timeout error",
        "timeouterror", "due to timeout", "due to a timeout"])]),
    rule("ARR-1170", &[Words(&["not stabilize", "failed to stabilize", "not stabilise", "unhealthy", "degraded", "never became",
        "did not become", "circuit breaker", "not become", "entered..failed state", "unexpected state", "in a failed state", "in failed state", "failed state",
        "health check..failed", "did not reach", "create_failed state", "failed to reach"])]),
    rule("ARR-1080", &[Handler(&["AlreadyExists"]), Words(&["in use"]), Making]),
    rule("ARR-1140", &[Words(&["depends on", "is in use by", "circular dependency", "in use by another", "used by another stack",
        "dependencies..not", "currently in use", "not ready", "is not in an active state", "not in a valid state", "in active state", "must be active",
        "must be in..state", "not active", "in available state"])]),
    rule("ARR-1120", &[Words(&["does not exist", "do not exist", "did not exist", "was not found", "not found", "were not found", "no such",
        "could not find", "cannot find", "unable to find", "unable to fetch parameters", "could not be found", "cannot be found", "unable to locate",
        "before you can proceed", "is not enabled", "not been enabled", "not been created", "no default vpc", "non-existent",
        "nonexistent", "must first", "not been set up", "ensure they exist", "make sure..exist", "ensure..exists", "does not have an associated"]), Without(&["page not found", "command not found"])]),
    rule("ARR-1100", &[Words(&["failed to satisfy constraint", "is not valid", "not a valid", "invalid value", "invalid parameter", "is invalid",
        "are invalid", "are not valid", "invalid format", "invalid request", "malformed", "validation failed", "validation error", "validationerror",
        "must match", "must be between", "must be one of", "must be at least", "must be greater", "must be less", "must have length", "must contain",
        "must be in the format", "must be a valid", "must specify", "must be set", "must not exceed", "cannot be specified", "cannot be used with",
        "cannot be used together", "cannot specify", "you cannot use", "belong to different networks", "mutually exclusive", "incompatible",
        "is not allowed", "are not allowed", "out of range", "unknown parameter", "not support", "only be performed", "can only be", "only supports",
        "only valid", "not match", "illegal", "unexpected value", "not recognized", "unrecognized", "not recognised", "should match",
        "must start with", "must end with", "must be lower", "invalid arn", "is not applicable", "cannot be parsed", "could not be parsed",
        "could not parse", "unable to parse", "may not contain", "may only contain", "must be provided", "must have", "feature is not available"])]),
    rule("ARR-1100", &[Words(&["invalid "]), Error(&["*"])]),
    rule("ARR-1100", &[Begins(&["invalid "])]),
    rule("ARR-1100", &[Words(&["should not contain", "should be between", "should contain", "cannot contain", "cannot be greater", "cannot be less",
        "cannot be longer", "cannot exceed", "cannot be more than", "not specify a valid"])]),
    rule("ARR-1003", &[Words(&["internal failure", "internal error", "internal server error", "service unavailable",
        "internal service error", "service is unavailable", "internalfailure", "temporarily unavailable", "unexpected error..service"])]),
];

/// Error codes that many different failures share; the words had their chance.
#[rustfmt::skip] // One rule is one line, or it is no table.
pub(super) const VAGUE: &[Rule] = &[
    rule("ARR-1150", &[Error(&["Conflict*"]), Deleting, Words(&["delet"])]),
    rule("ARR-1080", &[Error(&["Conflict*"]), Making]),
    rule("ARR-1100", &[Error(&["Validation*", "Invalid*", "Malformed*", "BadRequest*", "ParamValidation*", "Unknown*Parameter*",
        "*ParseError", "UnsupportedOperation*", "Illegal*", "*.Malformed", "*.Range", "ParameterValueInvalid", "PatternError"]),
        NoError(&["InvalidRequest", "InvalidState*", "*InvalidState", "*InvalidStatus*"])]),
    rule("ARR-1180", &[Http(429)]),
    rule("ARR-1070", &[Http(403)]),
    rule("ARR-1120", &[Http(404), Making]),
    rule("ARR-1003", &[Http(500)]),
    rule("ARR-1003", &[Http(502)]),
    rule("ARR-1003", &[Http(503)]),
    rule("ARR-1170", &[HealthIssue]),
];

/// Coarse codes of the resource handler that agree with what they say. `InvalidRequest`,
/// `GeneralServiceException`, `NotFound`, `InternalFailure` and the like are left out: very
/// different causes came under them.
#[rustfmt::skip] // One rule is one line, or it is no table.
pub(super) const BY_HANDLER: &[Rule] = &[
    rule("ARR-1080", &[Handler(&["AlreadyExists"]), Making]),
    rule("ARR-1070", &[Handler(&["AccessDenied"])]),
    rule("ARR-1112", &[Handler(&["NotUpdatable"])]),
    rule("ARR-1040", &[Handler(&["ServiceLimitExceeded"])]),
    rule("ARR-1180", &[Handler(&["Throttling"])]),
    rule("ARR-1170", &[Handler(&["NotStabilized"])]),
    rule("ARR-1191", &[Handler(&["InvalidCredentials"])]),
];

/// A service that refuses a request as such and states a rule has found a value that breaks it.
#[rustfmt::skip] // One rule is one line, or it is no table.
pub(super) const REFUSED: &[Rule] = &[
    rule("ARR-1100", &[Refused, Words(&["must ", "cannot ", "can only ", "should ", "only on ", "only with ", "only available", "only supported", "only for ",
        "not support", "limited to", "not belong", "does not cover", "not permitted", "not allowed", "requires ", "required", "too long", "too short",
        "too large", "too small", "less than", "greater than", "smaller than", "larger than", "at least", "restricted", "you specified", "is not defined",
        "not produced", "non-empty", "prohibited", "unable to validate", "not contain", "unzip", "syntax error", "not specify", "may not be", "may only ",
        "not well-formed", "not validate", "not complete", "incorrect ", "invalid"]),
        Without(&["at this time", "right now", "again later", "temporar", "internal", "be completed", "be processed", "complete the", "process the",
        "process your"])]),
];
