//! `servicequotas:GetAWSDefaultServiceQuota`.

use aws_config::SdkConfig;
use engine::ports::{CloudError, CloudErrorKind};

use crate::error::refused;

/// AWS's default; nothing where AWS knows no such quota.
pub(crate) async fn get_aws_default_service_quota(
    config: &SdkConfig,
    service: &str,
    code: &str,
) -> Result<Option<u32>, CloudError> {
    let answer = aws_sdk_servicequotas::Client::new(config)
        .get_aws_default_service_quota()
        .service_code(service)
        .quota_code(code)
        .send()
        .await
        .map_err(|error| refused(&error));
    match answer {
        Ok(answer) => Ok(answer.quota.and_then(|quota| quota.value).map(super::whole)),
        Err(error) if is_unknown(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_unknown(error: &CloudError) -> bool {
    error.kind == CloudErrorKind::NotFound || error.code == "NoSuchResourceException"
}
