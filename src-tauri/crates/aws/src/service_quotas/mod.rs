//! Service Quotas.

pub(crate) mod get_aws_default_service_quota;
pub(crate) mod list_service_quotas;

/// Limits are whole numbers that AWS writes with a point.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(value: f64) -> u32 {
    value.clamp(0.0, f64::from(u32::MAX)) as u32
}
