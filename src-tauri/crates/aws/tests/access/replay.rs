//! A server on the loopback that answers the real SDK with recorded answers of AWS.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as it came, for asserts.
#[derive(Debug, Clone)]
pub struct Seen {
    pub operation: String,
    pub head: String,
    pub body: String,
}

/// The server; it ends with the test's runtime.
pub struct Replay {
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

type Queues = Arc<Mutex<BTreeMap<String, VecDeque<Value>>>>;

impl Replay {
    /// Answers each operation with its cases in order, the last one again and again. A case is
    /// `service/Operation__case`.
    pub async fn of(cases: &[&str]) -> Self {
        Self::answering(cases.iter().map(|case| recorded(case)).collect()).await
    }

    /// As [`Replay::of`], with answers in hand.
    pub async fn answering(answers: Vec<Value>) -> Self {
        let mut queues: BTreeMap<String, VecDeque<Value>> = BTreeMap::new();
        for answer in answers {
            let operation = answer["operation"].as_str().unwrap().to_owned();
            queues.entry(operation).or_default().push_back(answer);
        }
        let queues: Queues = Arc::new(Mutex::new(queues));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let told = seen.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, queues.clone(), told.clone()));
            }
        });
        Self { url, seen }
    }

    /// What was asked, in order.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Names of the operations that were asked, in order.
    pub fn operations(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.operation).collect()
    }
}

/// A recorded answer.
pub fn recorded(case: &str) -> Value {
    // The window's tests use this file, too, from another crate's folder.
    let wire = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("tests/fixtures/wire"))
        .find(|folder| folder.is_dir())
        .unwrap();
    let path = wire.join(format!("{case}.json"));
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

async fn serve(mut stream: TcpStream, queues: Queues, told: Arc<Mutex<Vec<Seen>>>) {
    let mut read = Vec::new();
    loop {
        let Some((head, body, used)) = request(&read) else {
            let mut more = [0_u8; 8_192];
            match stream.read(&mut more).await {
                Ok(0) | Err(_) => return,
                Ok(count) => read.extend_from_slice(&more[..count]),
            }
            continue;
        };
        read.drain(..used);
        let operation = operation(&head, &body);
        let answer = {
            let mut queues = queues.lock().unwrap();
            let queue = queues.get_mut(&operation);
            queue.and_then(|queue| {
                let first = queue.front().cloned();
                if queue.len() > 1 {
                    queue.pop_front();
                }
                first
            })
        };
        told.lock().unwrap().push(Seen {
            operation,
            head,
            body,
        });
        if stream.write_all(&bytes(answer)).await.is_err() {
            return;
        }
    }
}

/// Head, body and length of the first whole request.
fn request(read: &[u8]) -> Option<(String, String, usize)> {
    let end = read.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&read[..end]).into_owned();
    let length = head
        .lines()
        .find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse::<usize>().ok())?
        })
        .unwrap_or(0);
    let body = read.get(end..end + length)?;
    let body = String::from_utf8_lossy(body).into_owned();
    Some((head, body, end + length))
}

fn operation(head: &str, body: &str) -> String {
    if let Some(action) = body
        .split('&')
        .find_map(|pair| pair.strip_prefix("Action="))
    {
        return action.to_owned();
    }
    let header = |wanted: &str| {
        head.lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.trim())
    };
    if let Some(target) = header("x-amz-target") {
        return target.rsplit('.').next().unwrap_or_default().to_owned();
    }
    let mut words = head.split_whitespace();
    let method = words.next().unwrap_or_default();
    let path = words.next().unwrap_or_default();
    if method == "HEAD" {
        return "HeadBucket".to_owned();
    }
    match path.split('?').next().unwrap_or_default() {
        "/client/register" => "RegisterClient",
        "/device_authorization" => "StartDeviceAuthorization",
        "/token" => "CreateToken",
        "/federation/credentials" => "GetRoleCredentials",
        "/assignment/accounts" => "ListAccounts",
        "/assignment/roles" => "ListAccountRoles",
        "/logout" => "Logout",
        "/cluster-versions" => "DescribeClusterVersions",
        "/clusters" => "ListClusters",
        "/2021-01-01/domain" => "ListDomainNames",
        "/" => "ListBuckets",
        path if path.starts_with("/clusters/") => "DescribeCluster",
        // Smithy's binary protocol: /service/NAME/operation/NAME
        other => other.rsplit("/operation/").next().unwrap_or(other),
    }
    .to_owned()
}

fn bytes(answer: Option<Value>) -> Vec<u8> {
    let answer = answer.unwrap_or_else(|| {
        serde_json::json!({"http_status": 501, "body": "nothing is recorded for this", "headers": {}})
    });
    let status = answer["http_status"].as_u64().unwrap_or(200);
    let body = match (answer["body"].as_str(), answer["body_base64"].as_str()) {
        (Some(body), _) => body.as_bytes().to_vec(),
        (None, Some(binary)) => BASE64_STANDARD.decode(binary).unwrap(),
        (None, None) => answer["response"].to_string().into_bytes(),
    };
    let mut text = format!(
        "HTTP/1.1 {status} Recorded\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in answer["headers"].as_object().into_iter().flatten() {
        text.push_str(&format!(
            "{name}: {}\r\n",
            value.as_str().unwrap_or_default()
        ));
    }
    text.push_str("\r\n");
    [text.into_bytes(), body].concat()
}
