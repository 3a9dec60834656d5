//! Who may: permissions, sign-ins, and handshakes with others.

use super::{KnownCause, cause};
use crate::failure::CauseClass::{ExpiredCredentials, ExternalHandshake, Permission};

pub(super) const CAUSES: &[KnownCause] = &[
    cause(
        "ARR-1070",
        Permission,
        "A permission is missing",
        "The identity that does the work may not do this step.",
        "Let an admin of the account allow the action that AWS's message names for that identity, then retry.",
    ),
    cause(
        "ARR-1071",
        Permission,
        "A role may not be handed on",
        "The deploying identity lacks iam:PassRole: it may not give this role to an AWS service.",
        "Let an admin of the account allow iam:PassRole on that role for the service in question, then retry.",
    ),
    cause(
        "ARR-1072",
        Permission,
        "A policy forbids it",
        "A policy denies this step outright: a service control policy of the organisation, a permissions boundary or a deny in the identity's own policies. Allowing it elsewhere does not help.",
        "Ask the people who own that policy to make an exception, or meet its condition (tags, region, boundary, name prefix), then retry.",
    ),
    cause(
        "ARR-1073",
        Permission,
        "A role cannot be assumed",
        "The service could not take on the role it was given: the role does not trust the service, or it is only seconds old.",
        "Check in IAM > Roles > Trust relationships that the role's policy names the service. If the role was only just made, retry.",
    ),
    cause(
        "ARR-1074",
        Permission,
        "The key policy locks its maker out",
        "The encryption key's policy would leave nobody able to change it, or does not include the deploying identity.",
        "Let the key policy grant kms:* to the account's root or kms:PutKeyPolicy to the deploying role, then retry.",
    ),
    cause(
        "ARR-1075",
        Permission,
        "An encryption key may not be used",
        "The service or the deploying identity may not use the encryption key.",
        "In KMS > Customer managed keys, let the key's policy allow the identity or service in AWS's message to use the key, then retry.",
    ),
    cause(
        "ARR-1077",
        Permission,
        "The bucket policy was refused",
        "S3 did not accept the bucket policy, mostly because public access is blocked for the bucket or the account.",
        "Keep the bucket private, or let an admin change Block Public Access (in S3, under the bucket's or the account's permissions), then retry.",
    ),
    cause(
        "ARR-1078",
        Permission,
        "IAM resources were not acknowledged",
        "The template creates IAM roles, and the request did not say that this is wanted.",
        "Confirm the capabilities that AWS's message lists when you launch, then retry.",
    ),
    cause(
        "ARR-1190",
        ExpiredCredentials,
        "The sign-in has expired",
        "The session ran out during the operation. What was started in AWS may still be going on.",
        "Sign in again and look at the environment's state before you retry.",
    ),
    cause(
        "ARR-1191",
        ExpiredCredentials,
        "AWS does not accept the sign-in",
        "The keys or the session token are not valid: deactivated, mistyped, for another account, or the role was deleted and made anew.",
        "Check with aws sts get-caller-identity who AWS takes you for, sign in again, then retry.",
    ),
    cause(
        "ARR-1220",
        ExternalHandshake,
        "Somebody has to confirm first",
        "The step waits for a confirmation that only a person can give.",
        "Finish the confirmation that AWS's message names, then retry.",
    ),
    cause(
        "ARR-1221",
        ExternalHandshake,
        "The GitHub connection is pending",
        "The connection to GitHub exists, but nobody has finished its handshake yet. Only a person can do that, once.",
        "Open Developer Tools > Connections in the AWS console, choose the connection, press \"Update pending connection\" and finish it on GitHub. Then continue.",
    ),
    cause(
        "ARR-1222",
        ExternalHandshake,
        "The GitHub connection cannot be used",
        "The build or pipeline may not use the connection to GitHub: the connection is not finished or not open to the repository, or the role lacks the right to use it.",
        "Finish the connection in the AWS console, check that its GitHub app may see the repository, and give the role UseConnection on it. Then retry.",
    ),
    cause(
        "ARR-1223",
        ExternalHandshake,
        "GitHub refused the webhook",
        "The webhook could not be registered with GitHub: the repository is not found, or the token lacks the right.",
        "Check the repository's name and that the token or connection may manage webhooks there, then retry.",
    ),
    cause(
        "ARR-1224",
        ExternalHandshake,
        "Marketplace terms are not accepted",
        "The image or product is sold through AWS Marketplace, and this account has not accepted its terms.",
        "Subscribe to the product in AWS Marketplace with this account, then retry.",
    ),
    cause(
        "ARR-1225",
        ExternalHandshake,
        "A subscription is not confirmed",
        "A notification goes only to addresses that have confirmed the subscription.",
        "Let the receiver press the link in AWS's message, then retry.",
    ),
];
