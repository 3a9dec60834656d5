//! `eks:UpdateClusterConfig`: whether a cluster can be deleted. One kind of change a call, says EKS.

use aws_config::SdkConfig;
use aws_sdk_eks::Client;
use engine::ports::CloudError;

use crate::error::refused;

/// Begins the change; the cluster is `UPDATING` until it is done. Idempotent by the token.
pub(crate) async fn set_deletion_protection(
    config: &SdkConfig,
    cluster: &str,
    on: bool,
    client_token: &str,
) -> Result<(), CloudError> {
    Client::new(config)
        .update_cluster_config()
        .name(cluster)
        .deletion_protection(on)
        .client_request_token(client_token)
        .send()
        .await
        .map_err(|error| refused(&error))?;
    Ok(())
}
