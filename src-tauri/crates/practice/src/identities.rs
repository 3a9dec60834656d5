//! Invented physical IDs and attributes, the same for the same stack and resource at every start.

use std::collections::BTreeMap;

use domain::template::{Identities, Reference, Value};
use sha2::{Digest, Sha256};

use crate::ACCOUNT;

/// Invents what AWS would have decided for one root stack.
pub struct Invented {
    pub stack_name: String,
    pub stack_id: String,
    pub region: String,
    /// How often a resource was replaced; absent for never.
    pub generations: BTreeMap<(String, String), u32>,
}

impl Invented {
    /// Hexadecimal digits that depend on nothing but the stack and the words.
    pub fn hex(&self, words: &str, length: usize) -> String {
        let digest = Sha256::digest(format!("{}|{words}", self.stack_id));
        let mut text: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        text.truncate(length);
        text
    }

    /// Between 0 and 1, evenly.
    pub fn chance(&self, words: &str) -> f64 {
        let digest = Sha256::digest(format!("{}|chance|{words}", self.stack_id));
        let mut bytes = [0_u8; 4];
        bytes.copy_from_slice(&digest[..4]);
        f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX)
    }

    /// Name of a nested stack, in CloudFormation's form.
    pub fn nested_name(&self, logical_id: &str) -> String {
        let suffix = self.hex(&format!("nested|{logical_id}"), 12).to_uppercase();
        format!("{}-{logical_id}-{suffix}", self.stack_name)
    }

    /// ARN of a nested stack.
    pub fn nested_id(&self, logical_id: &str) -> String {
        stack_arn(
            &self.region,
            &self.nested_name(logical_id),
            &self.hex(&format!("arn|{logical_id}"), 32),
        )
    }

    /// What `Ref` gives, which is the physical ID.
    pub fn physical_id(&self, path: &str, logical_id: &str, resource_type: &str) -> String {
        let stack = path.strip_prefix("root/").unwrap_or(path).to_owned();
        let generation = self.generations.get(&(stack, logical_id.to_owned()));
        let generation = generation.copied().unwrap_or_default();
        self.physical_id_of(path, logical_id, resource_type, generation)
    }

    /// The physical ID of a resource that was replaced so often.
    pub fn physical_id_of(
        &self,
        stack: &str,
        logical_id: &str,
        resource_type: &str,
        generation: u32,
    ) -> String {
        let key = match generation {
            0 => format!("{stack}|{logical_id}"),
            number => format!("{stack}|{logical_id}|{number}"),
        };
        let hex = |length| self.hex(&key, length);
        let arn = |service: &str, rest: &str| {
            format!("arn:aws:{service}:{}:{ACCOUNT}:{rest}", self.region)
        };
        let named = || {
            let short = self.hex(&key, 12).to_uppercase();
            format!("{}-{logical_id}-{short}", self.stack_name)
        };
        let prefix = match resource_type {
            "AWS::CloudFormation::Stack" => return self.nested_id(logical_id),
            // The blueprint names these itself.
            "AWS::EKS::Cluster" => return self.stack_name.clone(),
            "AWS::OpenSearchService::Domain" => {
                return self.stack_name.replace("array-crew-", "crew-");
            }
            "AWS::EC2::VPC" => "vpc",
            "AWS::EC2::Subnet" => "subnet",
            "AWS::EC2::InternetGateway" => "igw",
            "AWS::EC2::NatGateway" => "nat",
            "AWS::EC2::RouteTable" => "rtb",
            "AWS::EC2::SecurityGroup" => "sg",
            "AWS::EC2::SecurityGroupIngress" | "AWS::EC2::SecurityGroupEgress" => "sgr",
            "AWS::EC2::NetworkAcl" => "acl",
            "AWS::EC2::FlowLog" => "fl",
            "AWS::EC2::VPCEndpoint" => "vpce",
            "AWS::EC2::VPNGateway" => "vgw",
            "AWS::EC2::LaunchTemplate" => "lt",
            "AWS::EC2::SubnetRouteTableAssociation" => "rtbassoc",
            "AWS::EC2::SubnetNetworkAclAssociation" => "aclassoc",
            "AWS::EC2::EIP" => {
                let last = u8::from_str_radix(&hex(2), 16).unwrap_or(7);
                return format!("203.0.113.{last}");
            }
            "AWS::SNS::Topic" => return arn("sns", &named()),
            "AWS::CodeConnections::Connection" | "AWS::CodeStarConnections::Connection" => {
                return arn("codeconnections", &format!("connection/{}", uuid(&hex(32))));
            }
            "AWS::SecretsManager::Secret" => {
                return arn("secretsmanager", &format!("secret:{}-{}", named(), hex(6)));
            }
            "AWS::KMS::Key" => return uuid(&hex(32)),
            "AWS::S3::Bucket" => return named().to_lowercase(),
            "AWS::ECR::Repository" => return named().to_lowercase(),
            "AWS::SQS::Queue" => {
                return format!(
                    "https://sqs.{}.amazonaws.com/{ACCOUNT}/{}",
                    self.region,
                    named()
                );
            }
            _ => return named(),
        };
        format!("{prefix}-0{}", hex(16))
    }

    fn attribute(&self, reference: &Reference, resource_type: &str, attribute: &str) -> String {
        let id = self.physical_id(&reference.stack, &reference.logical_id, resource_type);
        let service = resource_type
            .split("::")
            .nth(1)
            .unwrap_or_default()
            .to_lowercase();
        match (resource_type, attribute) {
            (_, "GroupId" | "AllocationId" | "NatGatewayId" | "VpcId" | "Id") => {
                match resource_type {
                    "AWS::EC2::EIP" => format!("eipalloc-0{}", self.hex(&id, 16)),
                    _ => id,
                }
            }
            (_, "KeyId" | "Name" | "RepositoryName" | "QueueName") => id,
            ("AWS::EKS::Cluster", "Endpoint") => format!(
                "https://{}.gr7.{}.eks.amazonaws.com",
                self.hex(&id, 32).to_uppercase(),
                self.region
            ),
            (_, "DomainEndpoint" | "DomainEndpointV2") => format!(
                "vpc-{}-{}.{}.es.amazonaws.com",
                id.to_lowercase(),
                self.hex(&id, 24),
                self.region
            ),
            (_, "RepositoryUri") => {
                format!("{ACCOUNT}.dkr.ecr.{}.amazonaws.com/{id}", self.region)
            }
            (_, "DefaultVersionNumber" | "LatestVersionNumber" | "Version") => "1".to_owned(),
            (_, name) if name.ends_with("Arn") || name == "Arn" => {
                if id.starts_with("arn:") {
                    id
                } else if service == "iam" {
                    let kind = if resource_type.ends_with("Role") {
                        "role"
                    } else {
                        "instance-profile"
                    };
                    format!("arn:aws:iam::{ACCOUNT}:{kind}/{id}")
                } else if service == "s3" {
                    format!("arn:aws:s3:::{id}")
                } else {
                    format!("arn:aws:{service}:{}:{ACCOUNT}:{id}", self.region)
                }
            }
            (_, name) => format!("{id}-{}", name.to_lowercase().replace('.', "-")),
        }
    }
}

impl Identities for Invented {
    fn value_of(&self, reference: &Reference, resource_type: &str) -> Value {
        Value::String(match &reference.attribute {
            None => self.physical_id(&reference.stack, &reference.logical_id, resource_type),
            Some(attribute) => self.attribute(reference, resource_type, attribute),
        })
    }
}

/// ARN of a stack.
pub fn stack_arn(region: &str, name: &str, hex32: &str) -> String {
    format!(
        "arn:aws:cloudformation:{region}:{ACCOUNT}:stack/{name}/{}",
        uuid(hex32)
    )
}

/// Hexadecimal digits in the form of a UUID.
pub fn uuid(hex32: &str) -> String {
    let part = |from: usize, to: usize| hex32.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}
