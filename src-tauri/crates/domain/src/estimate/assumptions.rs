//! What an estimate assumes about use.

use serde::{Deserialize, Serialize};

macro_rules! assumptions {
    ($($(#[doc = $doc:literal])* $field:ident, $key:literal, $unit:literal, $default:literal, $why:literal;)+) => {
        /// What an estimate assumes about use; every figure can be changed.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
        pub struct Assumptions {
            $($(#[doc = $doc])* pub $field: u32),+
        }

        impl Default for Assumptions {
            fn default() -> Self {
                Self { $($field: $default),+ }
            }
        }

        /// Every assumption with its unit, its default and why that was chosen.
        pub const ASSUMPTIONS: &[Assumption] = &[
            $(Assumption { key: $key, unit: $unit, default: $default, why: $why }),+
        ];

        impl Assumptions {
            /// The figure of a key: `natGb`.
            pub fn get(&self, key: &str) -> Option<u32> {
                match key {
                    $($key => Some(self.$field),)+
                    _ => None,
                }
            }

            fn entry(&mut self, key: &str) -> Option<&mut u32> {
                match key {
                    $($key => Some(&mut self.$field),)+
                    _ => None,
                }
            }
        }
    };
}

/// One assumption as help and documentation show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assumption {
    /// `natGb`, as in `--assume natGb=250`.
    pub key: &'static str,
    pub unit: &'static str,
    pub default: u32,
    pub why: &'static str,
}

assumptions! {
    /// Hours a month that everything runs.
    hours, "hours", "hours a month", 730, "A month on average; AWS's own calculator uses it too.";
    /// GB a month through each NAT gateway.
    nat_gb, "natGb", "GB a month, each NAT gateway", 100, "Image pulls and calls to outside services of a small platform.";
    /// GB a month that leave AWS for the internet.
    internet_gb, "internetGb", "GB a month", 200, "Pages and answers of a small platform; the first 100 of an account are free.";
    /// GB a month between the two zones.
    zone_gb, "zoneGb", "GB a month", 100, "Calls between services, and search's copies, that cross zones.";
    /// GB a month of logs taken in by CloudWatch.
    log_gb, "logGb", "GB a month", 20, "Flow logs, control plane and containers of a small platform.";
    /// Builds a month for each pipeline.
    builds, "builds", "builds a month, each pipeline", 60, "About three merges each working day.";
    /// Minutes a build takes in CodeBuild.
    build_minutes, "buildMinutes", "minutes", 6, "A cached image build with its tests.";
    /// Minutes a deploy to the cluster takes.
    deploy_minutes, "deployMinutes", "minutes", 3, "A rolling update of a few pods.";
    /// GB of images kept in each ECR repository.
    image_gb, "imageGb", "GB, each repository", 10, "Some twenty images of half a GB, as the lifecycle policy keeps.";
    /// GB kept in each S3 bucket.
    bucket_gb, "bucketGb", "GB, each bucket", 5, "Pipeline artifacts that expire.";
    /// Load balancers that the cluster makes.
    load_balancers, "loadBalancers", "load balancers", 1, "One ingress for all services; the templates do not make it, the cluster does.";
    /// Load balancer capacity units, on average, each.
    load_balancer_units, "loadBalancerUnits", "units, each load balancer", 1, "Fewer than 25 new connections a second.";
    /// Public addresses of each load balancer.
    load_balancer_addresses, "loadBalancerAddresses", "addresses, each load balancer", 2, "One in each zone; 0 for an internal one.";
    /// Messages a month through each function, topic and queue.
    messages, "messages", "messages a month", 2000, "A few for every build and alarm.";
}

impl Assumptions {
    /// Changes one figure: `set("natGb", "250")`.
    ///
    /// # Errors
    /// In words for the person: an unknown key with the nearest known one, or no whole number.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        let Some(entry) = self.entry(key) else {
            let nearest = ASSUMPTIONS
                .iter()
                .map(|known| {
                    (
                        strsim::damerau_levenshtein(&known.key.to_lowercase(), &key.to_lowercase()),
                        known.key,
                    )
                })
                .min()
                .filter(|(distance, _)| *distance <= 3);
            let known: Vec<&str> = ASSUMPTIONS.iter().map(|known| known.key).collect();
            return Err(match nearest {
                Some((_, nearest)) => {
                    format!("There is no assumption `{key}`. Did you mean `{nearest}`?")
                }
                None => format!(
                    "There is no assumption `{key}`. There are: {}.",
                    known.join(", ")
                ),
            });
        };
        *entry = value.parse().map_err(|_| {
            format!(
                "`{value}` for `{key}` is no whole number from 0 to {}. Write it like `{key}=250`.",
                u32::MAX
            )
        })?;
        Ok(())
    }
}
