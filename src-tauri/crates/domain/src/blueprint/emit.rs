//! Writing the root template as YAML that people can read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Text of the root template as it grows.
#[derive(Default)]
pub struct Emitter {
    text: String,
}

/// A text in single quotes.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// An output of a nested stack.
pub fn attribute(stack: &str, output: &str) -> String {
    format!("!GetAtt {stack}.Outputs.{output}")
}

/// A parameter or pseudo parameter.
pub fn reference(name: &str) -> String {
    format!("!Ref {name}")
}

impl Emitter {
    fn line(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{text}");
    }

    /// Everything above the resources.
    pub fn head(
        &mut self,
        environment: &str,
        region: &str,
        base_url: &str,
        tags: &BTreeMap<String, String>,
    ) {
        let tags = tags.iter().fold(String::new(), |mut all, (key, value)| {
            let _ = write!(all, " 'Key={key},Value={value}'");
            all
        });
        self.line(format_args!(
            "# Rendered by Array Console from the environment file of `{environment}`; change that file, not this one.\n\
             # By hand: put the nested templates into a bucket in {region}, then\n\
             #   aws cloudformation create-stack --stack-name array-crew-{environment} --template-url URL/root.yaml \\\n\
             #     --parameters ParameterKey={base_url},ParameterValue=URL --capabilities CAPABILITY_IAM \\\n\
             #     --tags{tags}\n\
             AWSTemplateFormatVersion: '2010-09-09'\n\
             Description: 'Array Crew: the environment {environment}'\n\
             \n\
             Parameters:\n  \
               {base_url}:\n    \
                 Type: String\n    \
                 Description: Where the nested templates lie, without a slash at the end\n    \
                 AllowedPattern: 'https?://.+[^/]'\n\
             \n\
             Resources:"
        ));
    }

    /// A comment above a group of resources.
    pub fn section(&mut self, words: &str) {
        self.line(format_args!("\n  # {words}"));
    }

    /// A nested stack up to its parameters; tags follow.
    pub fn stack(
        &mut self,
        logical_id: &str,
        file: &str,
        base_url: &str,
        depends_on: &[String],
        parameters: &[(&str, String)],
    ) {
        self.line(format_args!(
            "  {logical_id}:\n    Type: AWS::CloudFormation::Stack"
        ));
        if !depends_on.is_empty() {
            self.line(format_args!("    DependsOn: [{}]", depends_on.join(", ")));
        }
        self.line(format_args!(
            "    UpdateReplacePolicy: Delete\n    DeletionPolicy: Delete\n    Properties:\n      TemplateURL: !Sub '${{{base_url}}}/{file}'\n      Parameters:"
        ));
        for (name, value) in parameters {
            self.line(format_args!("        {name}: {value}"));
        }
    }

    /// An admin of the cluster.
    pub fn admin(&mut self, logical_id: &str, cluster: &str, principal: &str) {
        let principal = quoted(principal);
        self.line(format_args!(
            "  {logical_id}:\n    Type: AWS::EKS::AccessEntry\n    Properties:\n      ClusterName: {cluster}\n      PrincipalArn: {principal}\n      Type: STANDARD\n      AccessPolicies:\n        - PolicyArn: !Sub 'arn:${{AWS::Partition}}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy'\n          AccessScope: {{ Type: cluster }}"
        ));
    }

    /// The cost allocation tags of the resource above.
    pub fn tags(&mut self, environment: &str, component: &str, owner: &str) {
        let (environment, owner) = (quoted(environment), quoted(owner));
        self.line(format_args!(
            "      Tags:\n        - {{ Key: Environment, Value: {environment} }}\n        - {{ Key: Component, Value: {component} }}\n        - {{ Key: Owner, Value: {owner} }}\n        - {{ Key: ManagedBy, Value: array-console }}"
        ));
    }

    /// The outputs: name, description, value.
    pub fn outputs(&mut self, outputs: &[(String, String, String)]) {
        self.line(format_args!("\nOutputs:"));
        for (name, description, value) in outputs {
            let description = quoted(description);
            self.line(format_args!(
                "  {name}:\n    Description: {description}\n    Value: {value}"
            ));
        }
    }

    /// The whole text.
    pub fn finish(self) -> String {
        self.text
    }
}
