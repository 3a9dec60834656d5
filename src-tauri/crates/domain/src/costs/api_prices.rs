//! What asking AWS for costs costs.

use serde::Serialize;

use super::Amount;

/// A call that AWS charges for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ApiPrice {
    /// `ce:GetCostAndUsage`
    pub call: &'static str,
    /// What one unit is: `page`, `request`, `GB scanned`.
    pub unit: &'static str,
    /// US dollars a unit.
    pub usd: Amount,
    pub source: &'static str,
    /// When the source was read.
    pub as_of: &'static str,
}

/// Each page of an answer counts; refused calls are free.
pub const COST_EXPLORER_PAGE: ApiPrice = ApiPrice {
    call: "ce:GetCostAndUsage",
    unit: "page",
    usd: Amount::from_micros(10_000),
    source: "AWS Cost Explorer pricing, as quoted in aws/aws-sdk-java#2065",
    as_of: "2026-11-23",
};

/// Of the bytes scanned, at least [`ATHENA_LEAST_BYTES`] a query; failed queries are free.
pub const ATHENA_GB: ApiPrice = ApiPrice {
    call: "athena:StartQueryExecution",
    unit: "GB scanned",
    // 5 dollars a TB of 1,024 GB.
    usd: Amount(5_000_000_000_000_000_000 / 1024),
    source: "Amazon Athena pricing, us-east-1",
    as_of: "2026-11-23",
};

/// Athena charges for no less than 10 MB a query.
pub const ATHENA_LEAST_BYTES: u64 = 10 * 1024 * 1024;

pub const S3_LIST: ApiPrice = ApiPrice {
    call: "s3:ListObjectsV2",
    unit: "request",
    usd: Amount::from_micros(5),
    source: "Amazon S3 pricing, us-east-1: $0.005 for 1,000 requests",
    as_of: "2026-11-23",
};

pub const S3_GET: ApiPrice = ApiPrice {
    call: "s3:GetObject",
    unit: "request",
    usd: Amount(400_000_000_000),
    source: "Amazon S3 pricing, us-east-1: $0.0004 for 1,000 requests",
    as_of: "2026-11-23",
};

/// The first 100 GB of a month, over all services, are free; what is left of them nobody tells, so it is
/// reckoned with as if there were none.
pub const TRANSFER_GB: ApiPrice = ApiPrice {
    call: "s3:GetObject (data transfer)",
    unit: "GB",
    usd: Amount::from_micros(90_000),
    source: "Amazon EC2 on-demand pricing, data transfer out to the internet, us-east-1",
    as_of: "2026-11-23",
};

const GB: i128 = 1024 * 1024 * 1024;

impl ApiPrice {
    /// For so many units.
    pub fn units(&self, units: u64) -> Amount {
        Amount(self.usd.0 * i128::from(units))
    }

    /// For so many bytes, where the unit is a GB.
    pub fn bytes(&self, bytes: u64) -> Amount {
        Amount(self.usd.0 * i128::from(bytes) / GB)
    }
}

/// What a query that scans so many bytes costs.
pub fn athena_query(bytes: u64) -> Amount {
    ATHENA_GB.bytes(bytes.max(ATHENA_LEAST_BYTES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_those_of_the_pages() {
        assert_eq!(COST_EXPLORER_PAGE.units(3).to_string(), "0.03");
        assert_eq!(athena_query(1024 * 1024 * 1024 * 1024).to_string(), "5");
        assert_eq!(
            athena_query(1),
            athena_query(ATHENA_LEAST_BYTES),
            "10 MB are the least"
        );
        assert_eq!(S3_GET.units(1000).to_string(), "0.0004");
        assert_eq!(S3_LIST.units(1000).to_string(), "0.005");
    }
}
