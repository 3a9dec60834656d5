//! What a deletion asks of a cloud.

use serde::Serialize;

use crate::ports::Rehearsal;

/// What a deletion meets in one resource.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holding {
    /// AWS refuses to delete it until that is turned off.
    pub protected: bool,
    /// Objects with their versions, or images.
    pub things: u64,
    pub bytes: u64,
    /// There are more than were counted.
    pub more: bool,
}

/// A request to delete one stack.
#[derive(Debug, Clone)]
pub struct StackDeletion<'a> {
    /// ARN of a root or a nested stack.
    pub stack_id: &'a str,
    /// Logical IDs of the stack's own resources that are left as they are; only where the last
    /// deletion of it has failed.
    pub retain: &'a [String],
    /// Leaves whatever cannot be deleted; only where the last deletion of it has failed.
    pub force: bool,
    /// Stored before the call.
    pub client_token: &'a str,
    pub rehearsal: &'a Rehearsal,
}

/// Kinds of what is made in a VPC without a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum DependencyKind {
    LoadBalancer,
    /// Of the older kind, which has a name instead of an ARN.
    ClassicLoadBalancer,
    TargetGroup,
    NetworkInterface,
}

/// Something that uses a VPC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VpcDependency {
    pub kind: DependencyKind,
    /// ARN of a load balancer or target group, name of a classic one, ID of an interface.
    pub id: String,
    /// What a person knows it by: a load balancer's name, an interface's description.
    pub name: String,
    /// The VPC's subnets that it is in.
    pub subnets: Vec<String>,
    pub security_groups: Vec<String>,
    /// Its tags say that the cluster made it.
    pub of_cluster: bool,
    /// An interface that is attached to something goes with that.
    pub attached: bool,
}
