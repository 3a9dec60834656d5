//! Takes AWS's wrappers off a reason, so that rules see the service's own words.
//!
//! Three generations occur, often nested in each other and in CloudFormation's own frames
//! (custom resource, node group, embedded stack).

/// A reason without its wrappers. What a wrapper did not carry is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unwrapped {
    /// The innermost words, trimmed.
    pub text: String,
    /// `AmazonEC2`, `Ec2`; as AWS spells it.
    pub service: Option<String>,
    /// The service's own code: `AddressLimitExceeded`.
    pub error_code: Option<String>,
    /// HTTP status that the service answered.
    pub status_code: Option<u16>,
    pub request_id: Option<String>,
    /// CloudFormation's coarse code of the newest wrapper. Not to be trusted before the words.
    pub handler_error_code: Option<String>,
    /// The call in `API: iam:CreateRole …`.
    pub api: Option<String>,
    /// True when the words came out of `Embedded stack … was not successfully …`.
    pub embedded: bool,
    /// True when the words came out of a health issue, that is after waiting for a resource.
    pub health_issue: bool,
}

/// Takes every known wrapper off `reason`, from the outside in.
pub fn unwrap(reason: &str) -> Unwrapped {
    let mut found = Unwrapped::default();
    let mut text = plain(reason);
    // Each layer shortens the text, so this ends; eight is deeper than any real nesting seen.
    for _ in 0..8 {
        let before = text.clone();
        for layer in LAYERS {
            if let Some(inner) = layer(&text, &mut found) {
                text = tidy(&inner);
            }
        }
        if text == before {
            break;
        }
    }
    found.text = text;
    found
}

type Layer = fn(&str, &mut Unwrapped) -> Option<String>;

/// Outermost frames first.
const LAYERS: &[Layer] = &[
    embedded_stack,
    custom_resource,
    handler,
    service_call,
    health_issue,
    api_call,
    invalid_request,
    sdk_error,
    leading_code,
];

/// Cuts outer blanks and quotes, also those that word processors and other languages make of them.
fn tidy(text: &str) -> String {
    const QUOTES: [char; 6] = ['"', '\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}'];
    let text = text.trim();
    let text = text.strip_prefix(QUOTES).unwrap_or(text);
    let text = text.strip_suffix(QUOTES).unwrap_or(text);
    text.trim().to_owned()
}

/// The words of a reason, however it was copied: out of a JSON document with its quotes and line
/// ends escaped, wrapped by a terminal, in a word processor's quotes.
pub(super) fn plain(reason: &str) -> String {
    let text = if reason.contains("\\\"") || reason.starts_with('"') {
        reason.replace("\\\"", "\"").replace("\\n", "\n")
    } else {
        reason.to_owned()
    };
    let text = text.replace(['\u{2018}', '\u{2019}'], "'");
    tidy(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// `Embedded stack ARN was not successfully created: CAUSE`, or `… Currently in STATUS with reason: CAUSE`.
fn embedded_stack(text: &str, found: &mut Unwrapped) -> Option<String> {
    // A list that was cut may begin in the middle of the sentence.
    if !starts_with(text, "embedded stack") && !starts_with(text, "was not successfully") {
        return None;
    }
    let after = behind(text, "was not successfully")?;
    let cause = match split(after, "with reason:") {
        Some((_, cause)) => cause,
        None => after.split_once(": ")?.1,
    };
    found.embedded = true;
    Some(cause.to_owned())
}

/// `Received response status [FAILED] from custom resource. Message returned: TEXT (RequestId: …)`.
fn custom_resource(text: &str, found: &mut Unwrapped) -> Option<String> {
    find(text, "received response status")?;
    let inner = behind(text, "message returned:")?;
    Some(match find_last(inner, "(requestid:") {
        Some(at) => {
            keep(
                &mut found.request_id,
                inner[at + "(RequestId:".len()..].trim_end_matches([')', ' ']),
            );
            inner[..at].to_owned()
        }
        None => inner.to_owned(),
    })
}

/// `Resource handler returned message: "TEXT" (RequestToken: …, HandlerErrorCode: …)`, cut off or
/// not, with whatever a tool printed before it; and `TYPE Handler returned status FAILED: TEXT (…)`
/// of the Cloud Control API.
fn handler(text: &str, found: &mut Unwrapped) -> Option<String> {
    let lead = [
        "resource handler returned message:",
        "handler returned status failed:",
    ]
    .iter()
    .find_map(|lead| behind(text, lead));
    let inner = lead.unwrap_or(text);
    let tail = ["(requesttoken:", "(handlererrorcode:"]
        .iter()
        .filter_map(|tail| find_last(inner, tail))
        .min();
    let Some(at) = tail else {
        return lead.map(str::to_owned);
    };
    if let Some(code) = behind(&inner[at..], "handlererrorcode:") {
        keep(&mut found.handler_error_code, word(code));
    }
    Some(inner[..at].to_owned())
}

/// `TEXT (Service: Ec2, Status Code: 400, …)` of both generations; the separator tells them apart.
fn service_call(text: &str, found: &mut Unwrapped) -> Option<String> {
    let at = find_last(text, "(service:")?;
    let inside = &text[at + 1..];
    let inside = inside.split(')').next().unwrap_or(inside);
    for field in inside.split([';', ',']) {
        let Some((key, value)) = field.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match key.trim().to_lowercase().as_str() {
            "service" => keep(&mut found.service, value),
            "error code" => keep(&mut found.error_code, value),
            "request id" => keep(&mut found.request_id, value),
            "handlererrorcode" => keep(&mut found.handler_error_code, word(value)),
            "status code" if found.status_code.is_none() => {
                found.status_code = value.parse().ok().filter(|code| *code > 0);
            }
            _ => {}
        }
    }
    let before = text[..at].trim();
    // Some texts carry their words behind the wrapper only.
    if before.is_empty() {
        let behind = text[at..]
            .split_once(')')
            .map_or("", |(_, rest)| rest.trim());
        return Some(behind.trim_start_matches([':', '.', ' ']).to_owned());
    }
    Some(before.to_owned())
}

/// `[Issue(Code=C, Message=M, ResourceIds=[…])]` and `… failed to stabilize: [{Code: C,Message: M,ResourceIds: […]}]`.
fn health_issue(text: &str, found: &mut Unwrapped) -> Option<String> {
    let (code_at, code_key) = find_either(text, &["Code=", "Code: ", "code=", "code: "])?;
    let bracket = text[..code_at].rfind('[')?;
    if !text[bracket..code_at]
        .trim_start_matches(['[', '{'])
        .trim()
        .trim_end_matches('(')
        .chars()
        .all(char::is_alphanumeric)
    {
        return None;
    }
    let rest = &text[code_at + code_key.len()..];
    let code: String = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    let (message_at, message_key) =
        find_either(rest, &["Message=", "Message: ", "message=", "message: "])?;
    let message = &rest[message_at + message_key.len()..];
    let end = ["resourceids", "}]", ")]"]
        .iter()
        .filter_map(|mark| find(message, mark))
        .min()
        .unwrap_or(message.len());
    // An issue inside a service wrapper is closer to the cause than the wrapper.
    keep(&mut found.error_code, &code);
    found.health_issue = true;
    Some(
        message[..end]
            .trim()
            .trim_end_matches([',', ' '])
            .to_owned(),
    )
}

/// `API: iam:CreateRole User: …`: the words after the call stay.
fn api_call(text: &str, found: &mut Unwrapped) -> Option<String> {
    if !starts_with(text, "api:") {
        return None;
    }
    let rest = text["api:".len()..].trim_start();
    let (api, words) = rest.split_once(' ')?;
    keep(&mut found.api, api);
    Some(words.to_owned())
}

/// `Invalid request provided: TEXT` says no more than the coarse handler code.
fn invalid_request(text: &str, found: &mut Unwrapped) -> Option<String> {
    for lead in ["invalid request provided:", "invalid request:"] {
        if starts_with(text, lead) {
            keep(&mut found.handler_error_code, "InvalidRequest");
            return Some(text[lead.len()..].to_owned());
        }
    }
    None
}

/// `An error occurred (CODE) when calling the X operation: TEXT` and `…, api error CODE: TEXT`.
fn sdk_error(text: &str, found: &mut Unwrapped) -> Option<String> {
    if let Some(rest) = behind(text, "an error occurred (") {
        let (code, rest) = rest.split_once(')')?;
        let words = behind(rest, "operation")?;
        let words = words.split_once(": ").map_or(words, |(_, words)| words);
        keep(&mut found.error_code, code);
        return Some(words.to_owned());
    }
    let rest = behind(text, "api error ")?;
    let (code, words) = rest.split_once(':')?;
    if !is_code(code) {
        return None;
    }
    keep(&mut found.error_code, code);
    Some(words.to_owned())
}

/// `TooManyLoadBalancers: TEXT`, `VcpuLimitExceeded - TEXT`; also behind one sentence, as EKS writes it.
fn leading_code(text: &str, found: &mut Unwrapped) -> Option<String> {
    // Some handlers pass on nothing but the code; it is the only word there is, so it stays.
    if is_code(text) {
        keep(&mut found.error_code, text);
        return None;
    }
    let mut start = 0;
    for (index, _) in text
        .match_indices(". ")
        .take(2)
        .chain(std::iter::once((usize::MAX, "")))
    {
        let rest = &text[start..];
        for mark in [": ", " - "] {
            if let Some((code, words)) = rest.split_once(mark)
                && is_code(code)
                && !words.trim().is_empty()
            {
                keep(&mut found.error_code, code);
                // What stood before the code stays: it may name what was being done.
                return Some(format!("{}{}", &text[..start], words.trim()));
            }
        }
        if index == usize::MAX {
            break;
        }
        start = index + 2;
    }
    None
}

/// One word in camel case with at least two humps, as service codes are written.
fn is_code(word: &str) -> bool {
    let word = word.trim();
    word.len() > 5
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
        && word.chars().filter(char::is_ascii_uppercase).count() >= 2
        && word.chars().any(|c| c.is_ascii_lowercase())
}

fn keep(slot: &mut Option<String>, value: &str) {
    let value = value.trim();
    if slot.is_none() && !value.is_empty() && value != "null" {
        *slot = Some(value.to_owned());
    }
}

fn find_either<'k>(text: &str, keys: &[&'k str]) -> Option<(usize, &'k str)> {
    keys.iter()
        .filter_map(|key| text.find(key).map(|at| (at, *key)))
        .min_by_key(|(at, _)| *at)
}

/// The letters and digits that `text` begins with.
fn word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}

/// Where `lowercase` stands in `text`, whatever its case there.
fn find(text: &str, lowercase: &str) -> Option<usize> {
    text.to_ascii_lowercase().find(lowercase)
}

/// The same, from the end.
fn find_last(text: &str, lowercase: &str) -> Option<usize> {
    text.to_ascii_lowercase().rfind(lowercase)
}

/// What stands before and behind `lowercase`.
fn split<'t>(text: &'t str, lowercase: &str) -> Option<(&'t str, &'t str)> {
    find(text, lowercase).map(|at| (&text[..at], &text[at + lowercase.len()..]))
}

fn behind<'t>(text: &'t str, lowercase: &str) -> Option<&'t str> {
    split(text, lowercase).map(|(_, rest)| rest)
}

fn starts_with(text: &str, lowercase: &str) -> bool {
    text.get(..lowercase.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(lowercase))
}

#[cfg(test)]
#[path = "wrappers_tests.rs"]
mod tests;
