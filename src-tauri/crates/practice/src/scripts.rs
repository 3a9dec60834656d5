//! Failures that practice plays on request.

use serde::Serialize;

/// One failure script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FailureScript {
    /// What settings and `--fail` call it.
    pub id: &'static str,
    pub label: &'static str,
    /// What will happen.
    pub explanation: &'static str,
}

/// Elastic IP quota.
pub const ELASTIC_IP_LIMIT: &str = "elastic-ip-limit";
/// EC2 has no instances of the type.
pub const NO_INSTANCE_CAPACITY: &str = "no-instance-capacity";
/// OpenSearch may not touch the VPC.
pub const MISSING_SERVICE_LINKED_ROLE: &str = "missing-service-linked-role";
/// Nobody confirmed the connection.
pub const PENDING_GITHUB_CONNECTION: &str = "pending-github-connection";
/// The sign-in ends halfway.
pub const EXPIRED_TOKEN: &str = "expired-token";
/// AWS throttles.
pub const THROTTLING: &str = "throttling";
/// A left-over network interface.
pub const STUCK_DELETE: &str = "stuck-delete";

/// EKS takes the request and does not do it.
pub const STUCK_PROTECTION: &str = "stuck-protection";

/// An update that fails and cannot be rolled back.
pub const STUCK_ROLLBACK: &str = "stuck-rollback";

/// Every script, in the order settings show them.
pub const SCRIPTS: &[FailureScript] = &[
    FailureScript {
        id: ELASTIC_IP_LIMIT,
        label: "Elastic IP limit reached",
        explanation: "The account has no Elastic IP address left for the NAT gateway; the launch fails in the network and is rolled back.",
    },
    FailureScript {
        id: NO_INSTANCE_CAPACITY,
        label: "No capacity for the instance type",
        explanation: "EC2 has no free instances of the first node group's type; the launch fails late, after the cluster stands, and is rolled back.",
    },
    FailureScript {
        id: MISSING_SERVICE_LINKED_ROLE,
        label: "OpenSearch's service-linked role is missing",
        explanation: "The account never used OpenSearch in a VPC; the search domain cannot be created.",
    },
    FailureScript {
        id: PENDING_GITHUB_CONNECTION,
        label: "GitHub connection pending",
        explanation: "Everything is created, but the connection to GitHub waits for a person to confirm it; the launch ends as \"needs you\".",
    },
    FailureScript {
        id: EXPIRED_TOKEN,
        label: "Sign-in expires halfway",
        explanation: "The session ends in the middle of the launch. AWS goes on; the app asks for a new sign-in and catches up.",
    },
    FailureScript {
        id: THROTTLING,
        label: "AWS throttles",
        explanation: "Two of three calls are answered with \"Rate exceeded\". The launch takes its time and ends well.",
    },
    FailureScript {
        id: STUCK_DELETE,
        label: "Deletion stuck on a network interface",
        explanation: "A load balancer left a network interface in a node subnet; deleting the environment stops there until it is removed.",
    },
    FailureScript {
        id: STUCK_PROTECTION,
        label: "Cluster's deletion protection does not change",
        explanation: "EKS takes the request to switch the cluster's deletion protection and does not carry it out; after three requests the app says so.",
    },
    FailureScript {
        id: STUCK_ROLLBACK,
        label: "Rollback of an update stuck",
        explanation: "An update of a running environment fails and AWS cannot set everything back; the rollback waits until you continue it, with or without what is stuck.",
    },
];

impl FailureScript {
    /// The script of that id.
    pub fn by_id(id: &str) -> Option<&'static Self> {
        SCRIPTS.iter().find(|script| script.id == id)
    }
}
