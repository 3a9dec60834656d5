//! EC2 instance types that node groups may use.
//!
//! Source: Amazon EC2 instance types, vCPUs and memory by family, 2026. Prices stand in the price book.

use crate::environment::Architecture;

/// One EC2 instance type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstanceType {
    pub name: &'static str,
    pub vcpu: u32,
    pub memory_gib: u32,
    pub architecture: Architecture,
}

const fn kind(
    name: &'static str,
    vcpu: u32,
    memory_gib: u32,
    architecture: Architecture,
) -> InstanceType {
    InstanceType {
        name,
        vcpu,
        memory_gib,
        architecture,
    }
}

/// Every offered type, by family and size.
pub const INSTANCE_TYPES: &[InstanceType] = &[
    kind("t3.medium", 2, 4, Architecture::X86_64),
    kind("t3.large", 2, 8, Architecture::X86_64),
    kind("t3.xlarge", 4, 16, Architecture::X86_64),
    kind("t3.2xlarge", 8, 32, Architecture::X86_64),
    kind("t4g.medium", 2, 4, Architecture::Arm64),
    kind("t4g.large", 2, 8, Architecture::Arm64),
    kind("t4g.xlarge", 4, 16, Architecture::Arm64),
    kind("t4g.2xlarge", 8, 32, Architecture::Arm64),
    kind("m5.large", 2, 8, Architecture::X86_64),
    kind("m5.xlarge", 4, 16, Architecture::X86_64),
    kind("m5.2xlarge", 8, 32, Architecture::X86_64),
    kind("m5.4xlarge", 16, 64, Architecture::X86_64),
    kind("m6i.large", 2, 8, Architecture::X86_64),
    kind("m6i.xlarge", 4, 16, Architecture::X86_64),
    kind("m6i.2xlarge", 8, 32, Architecture::X86_64),
    kind("m6i.4xlarge", 16, 64, Architecture::X86_64),
    kind("m7i.large", 2, 8, Architecture::X86_64),
    kind("m7i.xlarge", 4, 16, Architecture::X86_64),
    kind("m7i.2xlarge", 8, 32, Architecture::X86_64),
    kind("m7i.4xlarge", 16, 64, Architecture::X86_64),
    kind("m6g.large", 2, 8, Architecture::Arm64),
    kind("m6g.xlarge", 4, 16, Architecture::Arm64),
    kind("m6g.2xlarge", 8, 32, Architecture::Arm64),
    kind("m6g.4xlarge", 16, 64, Architecture::Arm64),
    kind("m7g.large", 2, 8, Architecture::Arm64),
    kind("m7g.xlarge", 4, 16, Architecture::Arm64),
    kind("m7g.2xlarge", 8, 32, Architecture::Arm64),
    kind("m7g.4xlarge", 16, 64, Architecture::Arm64),
    kind("c6i.large", 2, 4, Architecture::X86_64),
    kind("c6i.xlarge", 4, 8, Architecture::X86_64),
    kind("c6i.2xlarge", 8, 16, Architecture::X86_64),
    kind("c6i.4xlarge", 16, 32, Architecture::X86_64),
    kind("c7i.large", 2, 4, Architecture::X86_64),
    kind("c7i.xlarge", 4, 8, Architecture::X86_64),
    kind("c7i.2xlarge", 8, 16, Architecture::X86_64),
    kind("c7i.4xlarge", 16, 32, Architecture::X86_64),
    kind("c6g.large", 2, 4, Architecture::Arm64),
    kind("c6g.xlarge", 4, 8, Architecture::Arm64),
    kind("c6g.2xlarge", 8, 16, Architecture::Arm64),
    kind("c6g.4xlarge", 16, 32, Architecture::Arm64),
    kind("c7g.large", 2, 4, Architecture::Arm64),
    kind("c7g.xlarge", 4, 8, Architecture::Arm64),
    kind("c7g.2xlarge", 8, 16, Architecture::Arm64),
    kind("c7g.4xlarge", 16, 32, Architecture::Arm64),
    kind("r6i.large", 2, 16, Architecture::X86_64),
    kind("r6i.xlarge", 4, 32, Architecture::X86_64),
    kind("r6i.2xlarge", 8, 64, Architecture::X86_64),
    kind("r6i.4xlarge", 16, 128, Architecture::X86_64),
    kind("r7i.large", 2, 16, Architecture::X86_64),
    kind("r7i.xlarge", 4, 32, Architecture::X86_64),
    kind("r7i.2xlarge", 8, 64, Architecture::X86_64),
    kind("r7i.4xlarge", 16, 128, Architecture::X86_64),
    kind("r6g.large", 2, 16, Architecture::Arm64),
    kind("r6g.xlarge", 4, 32, Architecture::Arm64),
    kind("r6g.2xlarge", 8, 64, Architecture::Arm64),
    kind("r6g.4xlarge", 16, 128, Architecture::Arm64),
    kind("r7g.large", 2, 16, Architecture::Arm64),
    kind("r7g.xlarge", 4, 32, Architecture::Arm64),
    kind("r7g.2xlarge", 8, 64, Architecture::Arm64),
    kind("r7g.4xlarge", 16, 128, Architecture::Arm64),
];

/// A type by its name.
pub fn instance_type(name: &str) -> Option<&'static InstanceType> {
    INSTANCE_TYPES.iter().find(|kind| kind.name == name)
}
