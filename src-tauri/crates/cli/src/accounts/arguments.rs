//! What can be typed behind `arrayctl accounts`.

use clap::{ArgGroup, Args, Subcommand};

/// The ways into AWS
#[derive(Debug, Subcommand)]
pub enum AccountsCommand {
    /// Every account, with who we are there and how long the sign-in holds
    List,
    /// Add an account and try it
    #[command(after_help = "Examples:
  arrayctl accounts add prod --profile crew-prod
  arrayctl accounts add prod --sso https://corp.awsapps.com/start --sso-region eu-west-1
  arrayctl accounts add lab --keys < keys.txt     (key ID and secret, a line each)
  arrayctl accounts add lab --keys --endpoint http://127.0.0.1:4566

Exit codes: 0 added and working, 2 bad input, 3 added, but needs you, 4 the machine.")]
    Add(Box<Add>),
    /// Try an account step by step, and ask AWS who we are
    Test {
        /// Name of the account
        name: String,
    },
    /// Sign in at the account's portal, in the browser
    Login {
        /// Name of the account
        name: String,
    },
    /// End the sign-in, for every account of the same portal
    Logout {
        /// Name of the account
        name: String,
    },
    /// Replace the access keys: create, verify, switch, delete the old pair
    Rotate {
        /// Name of the account
        name: String,
    },
    /// Forget an account and its secrets; nothing in AWS changes
    Remove {
        /// Name of the account
        name: String,
    },
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("way").required(true).args(["profile", "sso", "keys"]))]
pub struct Add {
    /// What to call it
    pub name: String,
    /// A profile of ~/.aws/config or ~/.aws/credentials
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<String>,
    /// Start URL of an IAM Identity Center portal
    #[arg(long, value_name = "START_URL")]
    pub sso: Option<String>,
    /// Access keys: asked without echo, or two lines on standard input
    #[arg(long)]
    pub keys: bool,
    /// Region of the portal [default: that of --region]
    #[arg(long, value_name = "REGION", requires = "sso")]
    pub sso_region: Option<String>,
    /// Account behind the portal [default: asked after the sign-in]
    #[arg(long, value_name = "NUMBER", requires = "sso")]
    pub account_id: Option<String>,
    /// Role in that account [default: asked after the sign-in]
    #[arg(long, value_name = "ROLE", requires = "sso")]
    pub role: Option<String>,
    /// A role to assume behind it; again for one behind that
    #[arg(long, value_name = "ROLE_ARN")]
    pub assume: Vec<String>,
    /// External ID of the assumed roles
    #[arg(long, value_name = "ID", requires = "assume")]
    pub external_id: Option<String>,
    /// MFA device whose code the first assumed role may want
    #[arg(long, value_name = "ARN", requires = "assume")]
    pub mfa_serial: Option<String>,
    /// Region to work in [default: the profile's, else us-east-1]
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Ask this address instead of AWS: an emulator
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
}
