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
    let mut text = reason.trim().to_owned();
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

/// Cuts outer blanks and a pair of quotes.
fn tidy(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix('"').unwrap_or(text);
    let text = text.strip_suffix('"').unwrap_or(text);
    text.trim().to_owned()
}

/// `Embedded stack ARN was not successfully created: CAUSE`, or `… Currently in STATUS with reason: CAUSE`.
fn embedded_stack(text: &str, found: &mut Unwrapped) -> Option<String> {
    // A list that was cut may begin in the middle of the sentence.
    if !starts_with(text, "embedded stack") && !starts_with(text, "was not successfully") {
        return None;
    }
    let after = text.split_once("was not successfully")?.1;
    let cause = match after.split_once("with reason:") {
        Some((_, cause)) => cause,
        None => after.split_once(": ")?.1,
    };
    found.embedded = true;
    Some(cause.to_owned())
}

/// `Received response status [FAILED] from custom resource. Message returned: TEXT (RequestId: …)`.
fn custom_resource(text: &str, found: &mut Unwrapped) -> Option<String> {
    if !starts_with(text, "received response status") {
        return None;
    }
    let inner = text.split_once("Message returned:")?.1;
    Some(match inner.rfind("(RequestId:") {
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

/// `Resource handler returned message: "TEXT" (RequestToken: …, HandlerErrorCode: …)`, cut off or not.
fn handler(text: &str, found: &mut Unwrapped) -> Option<String> {
    const LEAD: &str = "resource handler returned message:";
    let started = starts_with(text, LEAD);
    let mut inner = if started { &text[LEAD.len()..] } else { text };
    let tail = inner.rfind("(RequestToken:");
    if !started && tail.is_none() {
        return None;
    }
    if let Some(at) = tail {
        let code: String = inner[at..]
            .split_once("HandlerErrorCode:")
            .map(|(_, code)| {
                code.trim()
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric())
                    .collect()
            })
            .unwrap_or_default();
        keep(&mut found.handler_error_code, &code);
        inner = &inner[..at];
    }
    Some(inner.to_owned())
}

/// `TEXT (Service: Ec2, Status Code: 400, …)` of both generations; the separator tells them apart.
fn service_call(text: &str, found: &mut Unwrapped) -> Option<String> {
    let at = text.rfind("(Service:")?;
    let inside = &text[at + 1..];
    let inside = inside.split(')').next().unwrap_or(inside);
    for field in inside.split([';', ',']) {
        let Some((key, value)) = field.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match key.trim() {
            "Service" => keep(&mut found.service, value),
            "Error Code" => keep(&mut found.error_code, value),
            "Request ID" => keep(&mut found.request_id, value),
            "Status Code" if found.status_code.is_none() => {
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
    let end = ["ResourceIds", "resourceIds", "}]", ")]"]
        .iter()
        .filter_map(|mark| message.find(mark))
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
    let rest = text.strip_prefix("API:")?.trim_start();
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
    if let Some((_, rest)) = text.split_once("An error occurred (") {
        let (code, rest) = rest.split_once(')')?;
        let words = rest.split_once("operation")?.1;
        let words = words.split_once(": ").map_or(words, |(_, words)| words);
        keep(&mut found.error_code, code);
        return Some(words.to_owned());
    }
    let (_, rest) = text.split_once("api error ")?;
    let (code, words) = rest.split_once(':')?;
    if !is_code(code) {
        return None;
    }
    keep(&mut found.error_code, code);
    Some(words.to_owned())
}

/// `TooManyLoadBalancers: TEXT`, `VcpuLimitExceeded - TEXT`; also behind one sentence, as EKS writes it.
fn leading_code(text: &str, found: &mut Unwrapped) -> Option<String> {
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

fn starts_with(text: &str, lowercase: &str) -> bool {
    text.get(..lowercase.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(lowercase))
}

#[cfg(test)]
#[path = "wrappers_tests.rs"]
mod tests;
