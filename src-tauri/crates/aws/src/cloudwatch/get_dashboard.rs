//! `cloudwatch:GetDashboard`.

use aws_config::SdkConfig;
use engine::ports::CloudError;

use crate::signed;

/// ARN of a dashboard, where there is one of that name.
pub(crate) async fn dashboard_arn(
    config: &SdkConfig,
    name: &str,
) -> Result<Option<String>, CloudError> {
    let parameters = [("DashboardName".to_owned(), name.to_owned())];
    match signed::query(
        config,
        "monitoring",
        "2010-08-01",
        "GetDashboard",
        &parameters,
    )
    .await
    {
        Ok(answer) => Ok(answer.find("DashboardArn").map(|found| found.text.clone())),
        Err(error)
            if matches!(
                error.code.as_str(),
                "ResourceNotFound" | "DashboardNotFoundError"
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
