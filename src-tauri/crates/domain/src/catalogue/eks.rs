//! The EKS version calendar.
//!
//! Source: endoflife-date/endoflife.date `products/amazon-eks.md` (2026-08-22) and the EKS user guide,
//! read 2026-11-23. Extended support is billed from 00:00 UTC of the end date.

use super::Date;

/// Day on which the calendar was read.
pub const EKS_AS_OF: Date = Date::new(2026, 11, 23);

/// Days before the end of standard support from which a version counts as leaving.
const LEAVING_DAYS: i64 = 60;

/// One Kubernetes minor version on EKS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EksVersion {
    pub version: &'static str,
    pub standard_until: Date,
    pub extended_until: Date,
}

/// Where a version stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupportState {
    Standard,
    /// Standard for at most 60 more days.
    Leaving,
    /// $0.60 instead of $0.10 per cluster-hour.
    Extended,
    /// No new cluster can be made.
    Gone,
}

const fn version(version: &'static str, standard: Date, extended: Date) -> EksVersion {
    EksVersion {
        version,
        standard_until: standard,
        extended_until: extended,
    }
}

/// Newest first.
pub const EKS_VERSIONS: &[EksVersion] = &[
    version("1.36", Date::new(2027, 8, 2), Date::new(2028, 8, 2)),
    version("1.35", Date::new(2027, 3, 27), Date::new(2028, 3, 27)),
    version("1.34", Date::new(2026, 12, 2), Date::new(2027, 12, 2)),
    version("1.33", Date::new(2026, 7, 29), Date::new(2027, 7, 29)),
    version("1.32", Date::new(2026, 3, 23), Date::new(2027, 3, 23)),
    version("1.31", Date::new(2025, 11, 26), Date::new(2026, 11, 26)),
    version("1.30", Date::new(2025, 7, 23), Date::new(2026, 7, 23)),
];

impl EksVersion {
    /// Where the version stands on a day.
    pub fn state_on(&self, today: Date) -> SupportState {
        if today >= self.extended_until {
            SupportState::Gone
        } else if today >= self.standard_until {
            SupportState::Extended
        } else if today.days_until(self.standard_until) <= LEAVING_DAYS {
            SupportState::Leaving
        } else {
            SupportState::Standard
        }
    }
}

/// The calendar's line of a version.
pub fn eks_version(version: &str) -> Option<&'static EksVersion> {
    EKS_VERSIONS.iter().find(|known| known.version == version)
}
