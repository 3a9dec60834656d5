//! Regions that are offered, with their zones.
//!
//! Source: AWS global infrastructure, regions and availability zones, 2026. Which letters an account
//! sees can differ; the check against the account tells.

/// A region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    pub code: &'static str,
    pub name: &'static str,
    pub zones: &'static [&'static str],
}

/// Every region that the product offers.
pub const REGIONS: &[Region] = &[
    Region {
        code: "us-east-1",
        name: "US East (N. Virginia)",
        zones: &[
            "us-east-1a",
            "us-east-1b",
            "us-east-1c",
            "us-east-1d",
            "us-east-1e",
            "us-east-1f",
        ],
    },
    Region {
        code: "us-east-2",
        name: "US East (Ohio)",
        zones: &["us-east-2a", "us-east-2b", "us-east-2c"],
    },
    Region {
        code: "us-west-2",
        name: "US West (Oregon)",
        zones: &["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"],
    },
    Region {
        code: "ca-central-1",
        name: "Canada (Central)",
        zones: &["ca-central-1a", "ca-central-1b", "ca-central-1d"],
    },
    Region {
        code: "eu-west-1",
        name: "Europe (Ireland)",
        zones: &["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    },
    Region {
        code: "eu-west-2",
        name: "Europe (London)",
        zones: &["eu-west-2a", "eu-west-2b", "eu-west-2c"],
    },
    Region {
        code: "eu-central-1",
        name: "Europe (Frankfurt)",
        zones: &["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    },
    Region {
        code: "ap-southeast-2",
        name: "Asia Pacific (Sydney)",
        zones: &["ap-southeast-2a", "ap-southeast-2b", "ap-southeast-2c"],
    },
];

/// A region by its code.
pub fn region(code: &str) -> Option<&'static Region> {
    REGIONS.iter().find(|region| region.code == code)
}
