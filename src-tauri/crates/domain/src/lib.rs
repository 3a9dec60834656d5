//! The pure heart of Array Console: no IO, no clock, no async.
//!
//! An environment file becomes a validated [`environment::EnvironmentSpec`], that becomes a
//! [`blueprint::Blueprint`] (CloudFormation templates), that is expanded into a
//! [`template::StackTree`], and the tree answers inventory, estimate and timeline alike.
//! [`launch`] folds stack events into snapshots; [`failure`] explains what broke.

pub mod accounts;
pub mod blueprint;
pub mod catalogue;
pub mod change_set;
pub mod costs;
pub mod environment;
pub mod estimate;
pub mod failure;
pub mod launch;
pub mod money;
pub mod orphans;
pub mod partition;
pub mod permissions;
pub mod plan;
pub mod template;
pub mod timeline;
pub mod topology;
