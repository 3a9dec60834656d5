//! Templates: every function, every refusal with its place, and stacks within stacks.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use domain::blueprint::{Blueprint, SOURCES, TemplateFile};
use domain::template::{
    Identities, Pseudo, Reference, ResourceNode, StackTree, Template, Unmade, Value, expand,
    structure,
};

fn file(name: &str, body: &str) -> TemplateFile {
    TemplateFile {
        name: name.to_owned(),
        source: name.to_owned(),
        body: body.to_owned(),
        sha256: String::new(),
    }
}

fn blueprint(root: &str, nested: &[(&str, &str)], parameters: &[(&str, &str)]) -> Blueprint {
    Blueprint {
        stack_name: "array-crew".to_owned(),
        region: "us-east-1".to_owned(),
        root: file("root.yaml", root),
        nested: nested.iter().map(|(name, body)| file(name, body)).collect(),
        parameters: parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        tags: BTreeMap::new(),
        capabilities: Vec::new(),
    }
}

fn pseudo() -> Pseudo {
    Pseudo {
        account_id: "012345678901".to_owned(),
        region: "us-east-1".to_owned(),
        partition: "aws".to_owned(),
        url_suffix: "amazonaws.com".to_owned(),
        stack_name: "array-crew".to_owned(),
        stack_id: "arn:aws:cloudformation:us-east-1:012345678901:stack/array-crew/1".to_owned(),
    }
}

fn grown(blueprint: &Blueprint) -> Result<StackTree, String> {
    expand(blueprint, &pseudo(), &Unmade).map_err(|error| error.to_string())
}

/// What `lines`, the properties of one resource among a few helpers, evaluate to.
fn properties(lines: &str) -> Result<Value, String> {
    let root = format!(
        "Parameters:
  Name: {{ Type: String, Default: crew }}
  Zones: {{ Type: CommaDelimitedList, Default: 'a, b,c' }}
  Open: {{ Type: String }}
Mappings:
  Sizes: {{ small: {{ nodes: 2, disk: '020' }} }}
Conditions:
  IsCrew: !Equals [!Ref Name, crew]
  IsOther: {{ 'Fn::Not': [{{ Condition: IsCrew }}] }}
  Both: !And [!Condition IsCrew, !Or [!Condition IsOther, !Condition IsCrew]]
Resources:
  Topic: {{ Type: AWS::SNS::Topic }}
  It:
    Type: AWS::SNS::Topic
    Properties:
      Value: {lines}
"
    );
    let tree = grown(&blueprint(&root, &[], &[]))?;
    Ok(tree.root.resources[1]
        .properties
        .get("Value")
        .cloned()
        .unwrap_or(Value::Null))
}

/// A value as JSON reads it; what AWS decides as `<stack/resource.attribute>`.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::String(text) => format!("{text:?}"),
        Value::List(list) => format!(
            "[{}]",
            list.iter().map(shown).collect::<Vec<_>>().join(", ")
        ),
        Value::Map(map) => format!(
            "{{{}}}",
            map.iter()
                .map(|(key, value)| format!("{key}: {}", shown(value)))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        Value::Unknown(from) => match &from.attribute {
            Some(attribute) => format!("<{}/{}.{attribute}>", from.stack, from.logical_id),
            None => format!("<{}/{}>", from.stack, from.logical_id),
        },
        other => other.as_text().unwrap_or_default(),
    }
}

#[test]
fn every_function_gives_what_cloudformation_gives() {
    let cases = [
        ("!Ref Name", r#""crew""#),
        ("{ Ref: Zones }", r#"["a", "b", "c"]"#),
        ("!Ref AWS::AccountId", r#""012345678901""#),
        ("!Ref AWS::NotificationARNs", "[]"),
        ("!Ref Topic", "<root/Topic>"),
        ("!Ref Open", "<root/parameter Open>"),
        ("!GetAtt Topic.TopicName", "<root/Topic.TopicName>"),
        (
            "{ 'Fn::GetAtt': [Topic, TopicName] }",
            "<root/Topic.TopicName>",
        ),
        (
            "!Sub '${Name}-${AWS::Region}-${!Name}'",
            r#""crew-us-east-1-${Name}""#,
        ),
        (
            "!Sub ['${Name}/${N}', { N: !Select [1, !Ref Zones] }]",
            r#""crew/b""#,
        ),
        ("!Sub ['${Name}', { Name: other }]", r#""other""#),
        (
            "!Sub 'x-${Topic.TopicArn}-${Open}'",
            "<root/Topic.TopicArn>",
        ),
        ("!Join ['-', [!Ref Name, 1, true]]", r#""crew-1-true""#),
        ("!Join [',', [x, !Ref Topic, !Ref Open]]", "<root/Topic>"),
        ("!Join ['', []]", r#""""#),
        ("!Select ['2', !Ref Zones]", r#""c""#),
        (
            "!Select [0, !Split ['.', !GetAtt Topic.TopicArn]]",
            "<root/Topic.TopicArn>",
        ),
        ("!Split [':', 'a:b:']", r#"["a", "b", ""]"#),
        ("!FindInMap [Sizes, small, nodes]", "2"),
        ("!FindInMap [Sizes, !Sub 'small', disk]", r#""020""#),
        (
            "!FindInMap [Sizes, !Ref Open, disk]",
            "<root/parameter Open>",
        ),
        ("!Base64 crew", r#""Y3Jldw==""#),
        ("{ 'Fn::Base64': !Sub '${Open}' }", "<root/parameter Open>"),
        ("!Select [1, !GetAZs '']", r#""us-east-1b""#),
        (
            "!GetAZs us-west-2",
            r#"["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"]"#,
        ),
        (
            "!Cidr [10.0.0.0/16, 2, 8]",
            r#"["10.0.0.0/24", "10.0.1.0/24"]"#,
        ),
        (
            "!Select [0, !Cidr ['2001:db8::/56', 1, 64]]",
            r#""2001:db8::/64""#,
        ),
        ("!If [IsCrew, yes, no]", r#""yes""#),
        ("{ 'Fn::If': [IsOther, { a: 1 }, { b: 2 }] }", "{b: 2}"),
        ("!If [Both, [1], [2]]", "[1]"),
        ("{ keep: 1, drop: !Ref AWS::NoValue }", "{keep: 1}"),
        ("[1, !If [IsOther, 2, !Ref 'AWS::NoValue'], 3]", "[1, 3]"),
        (
            "{ Condition: { StringEquals: { a: b } } }",
            "{Condition: {StringEquals: {a: \"b\"}}}",
        ),
        (
            "{ a: 1.30, b: 0123, c: 1.5, d: ~, e: yes, f: '7' }",
            r#"{a: "1.30", b: "0123", c: 1.5, d: null, e: "yes", f: "7"}"#,
        ),
    ];
    for (written, expected) in cases {
        let value = properties(written).unwrap_or_else(|error| panic!("{written}: {error}"));
        assert_eq!(shown(&value), expected, "{written}");
    }
}

#[test]
fn what_does_not_hold_is_refused_at_its_line() {
    let cases = [
        ("!Ref Nobody", "There is no parameter or resource `Nobody`."),
        (
            "!Sub '${Nobody.Arn}'",
            "There is no parameter or resource `Nobody`.",
        ),
        ("!Sub '${Name'", "`Sub` has a `${` without its `}`."),
        ("!Sub '${Zones}'", "`${Zones}` is no text."),
        ("!GetAtt Topic", "`Topic` names no attribute."),
        ("!Foo x", "There is no function `Foo`."),
        ("{ 'Fn::Length': [1] }", "There is no function `Length`."),
        ("!ImportValue x", "`ImportValue` reaches outside"),
        ("!Select [3, !Ref Zones]", "`Select` asks for entry 3 of 3."),
        (
            "!Select [x, !Ref Zones]",
            "`Select` takes an index and a list.",
        ),
        ("!Join [!Ref Zones, [a]]", "`Join` takes"),
        ("!Join [',', a]", "`Join` takes a list of texts."),
        (
            "!FindInMap [Sizes, large, nodes]",
            "The mapping `Sizes` has no large, nodes.",
        ),
        ("!If [Nobody, 1, 2]", "There is no condition `Nobody`."),
        ("!If [IsCrew, 1]", "`If` takes a condition and two values."),
        (
            "!Cidr [10.0.0.0/24, 4, 8]",
            "10.0.0.0/24 holds only 1 ranges of /24.",
        ),
        (
            "!Ref It",
            "Resources depend on each other in a circle: It -> It.",
        ),
    ];
    for (written, expected) in cases {
        let error = properties(written).unwrap_err();
        assert!(error.contains(expected), "{written} gave: {error}");
        let line = error.split(':').nth(1).unwrap_or_default();
        assert!(
            error.starts_with("root.yaml:") && matches!(line, "13" | "16"),
            "{written} is at line 16, its resource at 13, but: {error}"
        );
    }
}

#[test]
fn a_text_that_is_no_template_is_refused_at_its_line() {
    let cases = [
        ("", "t.yaml:1: The template is empty."),
        ("- a\n", "t.yaml:1: A template is a mapping."),
        (
            "Resources:\n  A: { Type: x\n",
            "t.yaml:3: This is not YAML, at column 1",
        ),
        (
            "Resources:\n  A: { Type: x }\n  A: { Type: y }\n",
            "t.yaml:3: The key `A` is written twice.",
        ),
        (
            "Resources: &a {}\nOutputs: *a\n",
            "t.yaml:2: YAML aliases are not used in templates.",
        ),
        (
            "Resource: {}\n",
            "t.yaml:1: There is no section `Resource`.",
        ),
        (
            "Resources: []\n",
            "t.yaml:1: `Resources` must be a mapping.",
        ),
        (
            "Resources:\n  A:\n    Properties: {}\n",
            "t.yaml:2: The resource `A` has no Type.",
        ),
        (
            "Resources:\n  A: { Type: x, DependOn: B }\n",
            "t.yaml:2: The resource `A` has a `DependOn`",
        ),
        (
            "Resources:\n  A: { Type: x, DeletionPolicy: Keep }\n",
            "t.yaml:2: `Keep` is no DeletionPolicy.",
        ),
        (
            "Resources:\n  A: { Type: x, Properties: { B: { 'Fn::Sub': a, c: d } } }\n",
            "t.yaml:2: `Fn::Sub` must stand alone",
        ),
        (
            "Parameters:\n  P: { Type: Text }\n",
            "t.yaml:2: The parameter `P` has no type",
        ),
        (
            "Parameters:\n  P: { Type: String, AllowedPattern: '(' }\n",
            "t.yaml:2: The pattern of the parameter `P`",
        ),
        (
            "Outputs:\n  O: { Description: x }\n",
            "t.yaml:2: The output `O` has no Value.",
        ),
        (
            "Resources: {}\n---\nResources: {}\n",
            "t.yaml:2: A template is one YAML document",
        ),
    ];
    for (text, expected) in cases {
        let error = Template::parse("t.yaml", text).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{text:?} gave: {error}");
    }
}

#[test]
fn json_is_read_as_well() {
    let tree = grown(&blueprint(
        r#"{"Resources": {"A": {"Type": "AWS::SNS::Topic",
            "Properties": {"TopicName": {"Fn::Join": ["-", [{"Ref": "AWS::Region"}, 1]]}}}}}"#,
        &[],
        &[],
    ))
    .unwrap();
    let name = tree.root.resources[0].properties.get("TopicName");
    assert_eq!(
        name.and_then(Value::as_text).as_deref(),
        Some("us-east-1-1"),
        "JSON is YAML"
    );
}

#[test]
fn parameters_must_fit_their_declaration() {
    let declared = "Parameters:
  Size: { Type: Number, MinValue: 1, MaxValue: 3, Default: 2 }
  Name: { Type: String, AllowedPattern: '[a-z]+', MinLength: 2, MaxLength: 4, Default: abc }
  Kind: { Type: String, AllowedValues: [one, two], Default: one }
  Many: { Type: List<Number>, Default: '1, 2' }
  Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /aws/image }
Resources:
  A: { Type: x, Properties: { S: !Ref Size, N: !Ref Name, K: !Ref Kind, M: !Ref Many, I: !Ref Image } }
";
    let with = |name: &str, value: &str| grown(&blueprint(declared, &[], &[(name, value)]));
    let tree = with("Size", "3").unwrap();
    assert_eq!(
        shown(&tree.root.resources[0].properties),
        r#"{S: "3", N: "abc", K: "one", M: ["1", "2"], I: <root/parameter Image>}"#,
        "an SSM parameter's value is AWS's to look up"
    );
    for (name, value, why) in [
        ("Size", "0", "it is too small"),
        ("Size", "4", "it is too large"),
        ("Size", "x", "it must be a number"),
        ("Name", "a", "it has 1 characters, too few"),
        ("Name", "abcde", "it has 5 characters, too many"),
        ("Name", "ab1", "it must match [a-z]+"),
        ("Kind", "three", "it must be one of one, two"),
        ("Many", "1,x", "it must be a number"),
        ("Extra", "1", "The template has no parameter `Extra`"),
    ] {
        let error = with(name, value).unwrap_err();
        assert!(error.contains(why), "{name}={value}: {error}");
    }
}

#[test]
fn dependencies_are_those_of_the_branches_taken() {
    let root = "Parameters: { Kind: { Type: String, Default: a } }
Conditions: { IsA: !Equals [!Ref Kind, a] }
Resources:
  A: { Type: x, Properties: { Other: !If [IsA, none, !Ref B] } }
  B: { Type: x, DependsOn: [C], Properties: { Other: !If [IsA, !Sub '${A.Arn}', none] } }
  C: { Type: x, Condition: IsA }
";
    let needs = |kind: &str| -> Vec<String> {
        grown(&blueprint(root, &[], &[("Kind", kind)]))
            .unwrap()
            .root
            .resources
            .iter()
            .map(|it: &ResourceNode| format!("{}<{}", it.logical_id, it.depends_on.join("+")))
            .collect()
    };
    assert_eq!(
        needs("a"),
        ["A<", "B<A+C", "C<"],
        "B takes A, and waits for C"
    );
    assert_eq!(
        needs("b"),
        ["A<B", "B<"],
        "A takes B; the order turns with the condition, and C is not there to wait for"
    );
}

#[test]
fn circles_and_lost_references_are_named() {
    for (root, expected) in [
        (
            "Resources:\n  A: { Type: x, DependsOn: B }\n  B: { Type: x, Properties: { P: !GetAtt C.Arn } }\n  C: { Type: x, Properties: { P: !Sub '${A}' } }\n",
            "root.yaml:2: Resources depend on each other in a circle: A -> B -> C -> A.",
        ),
        (
            "Conditions: { No: !Equals [a, b] }\nResources:\n  A: { Type: x, Condition: No }\n  B: { Type: x, Properties: { P: !Ref A } }\n",
            "root.yaml:4: `B` refers to `A`, whose condition does not hold.",
        ),
        (
            "Conditions: { No: !Equals [a, b] }\nResources:\n  A: { Type: x, Condition: No }\nOutputs:\n  O: { Value: !GetAtt A.Arn }\n",
            "root.yaml:5: The output `O` refers to `A`, whose condition does not hold.",
        ),
        (
            "Conditions: { X: !Equals [!Ref A, b] }\nResources:\n  A: { Type: x, Condition: X }\n",
            "The condition `X` refers to the resource `A`; a condition can only use parameters.",
        ),
        (
            "Conditions: { X: !Not [!Condition Y], Y: !Condition X }\nResources:\n  A: { Type: x, Condition: X }\n",
            "needs itself.",
        ),
        (
            "Resources:\n  A: { Type: x, DependsOn: B }\n",
            "root.yaml:2: `A` depends on `B`, which does not exist.",
        ),
    ] {
        let error = grown(&blueprint(root, &[], &[])).unwrap_err();
        assert!(error.contains(expected), "{root}\ngave: {error}");
    }
}

const NETWORK: &str = "Parameters:
  Name: { Type: String }
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { Name: !Ref Name, Stack: !Ref AWS::StackName } }
Outputs:
  VpcId: { Value: !Ref Vpc }
  Label: { Value: !Sub '${Name}-vpc' }
";

const NESTING: &str = "Parameters:
  Base: { Type: String }
Resources:
  Search:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: !Sub '${Base}/network.yaml'
      Parameters: { Name: !Sub '${Network.Outputs.Label}-search' }
  Network:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: !Sub '${Base}/network.yaml'
      Parameters: { Name: crew }
  Alarm: { Type: x, Properties: { Vpc: !GetAtt Network.Outputs.VpcId } }
";

#[test]
fn nested_stacks_hand_their_outputs_on() {
    let print = blueprint(NESTING, &[("network.yaml", NETWORK)], &[]);
    let tree = grown(&print).unwrap();
    let [search, network, alarm] = &tree.root.resources[..] else {
        panic!("template order is kept: {:?}", tree.root.resources);
    };
    assert_eq!(search.depends_on, ["Network"], "by its output");
    let inner = search.nested.as_ref().unwrap();
    assert_eq!(
        (inner.path.as_str(), shown(&inner.parameters["Name"])),
        ("root/Search", r#""crew-vpc-search""#.to_owned()),
        "known outputs are known where they go"
    );
    assert_eq!(
        shown(&alarm.properties),
        "{Vpc: <root/Network/Vpc>}",
        "an open output keeps the reference from inside"
    );
    let vpc = &network.nested.as_ref().unwrap().resources[0];
    assert_eq!(
        shown(&vpc.properties),
        r#"{Name: "crew", Stack: <root/Network>}"#,
        "AWS invents the name of a nested stack"
    );
    assert!(structure(&print).is_empty(), "{:?}", structure(&print));
}

/// Answers with what a cloud would have made.
struct Made;

impl Identities for Made {
    fn value_of(&self, reference: &Reference, resource_type: &str) -> Value {
        Value::String(match resource_type {
            "AWS::CloudFormation::Stack" => format!(
                "arn:aws:cloudformation:us-east-1:0:stack/array-crew-{}-1ABC/9",
                reference.logical_id
            ),
            _ => format!("made-{}", reference.logical_id),
        })
    }
}

#[test]
fn identities_that_are_known_flow_through() {
    let print = blueprint(
        NESTING,
        &[("network.yaml", NETWORK)],
        &[("Base", "https://b")],
    );
    let tree = expand(&print, &pseudo(), &Made).unwrap();
    let vpc = &tree.root.resources[1].nested.as_ref().unwrap().resources[0];
    assert_eq!(
        (
            shown(&tree.root.resources[2].properties),
            shown(&vpc.properties)
        ),
        (
            r#"{Vpc: "made-Vpc"}"#.to_owned(),
            r#"{Name: "crew", Stack: "array-crew-Network-1ABC"}"#.to_owned()
        ),
        "the practice cloud's names reach every place that uses them"
    );
}

#[test]
fn nesting_that_does_not_fit_is_refused() {
    let change = |from: &str, to: &str| {
        let root = NESTING.replacen(from, to, 1);
        assert_ne!(root, NESTING, "{from} stands in the template");
        let print = blueprint(&root, &[("network.yaml", NETWORK)], &[]);
        let findings: Vec<String> = structure(&print).iter().map(ToString::to_string).collect();
        (grown(&print).unwrap_err(), findings.join("\n"))
    };
    for (from, to, grown, linted) in [
        (
            "Outputs.Label",
            "Outputs.Lable",
            "has no output `Lable`",
            "has no output `Lable`",
        ),
        (
            "Name: crew",
            "Title: crew",
            "The parameter `Name` is not given.",
            "`Network` does not get the parameter `Name`.",
        ),
        (
            "Name: crew",
            "Name: crew, Title: x",
            "no parameter `Title`",
            "no parameter `Title`",
        ),
        (
            "/network.yaml",
            "/net.yaml",
            "The blueprint has no template `net.yaml`.",
            "The template of `Search` is not in the blueprint.",
        ),
    ] {
        let (error, findings) = change(from, to);
        assert!(error.contains(grown), "{to}: {error}");
        assert!(findings.contains(linted), "{to}: {findings}");
    }
    let (error, _) = change("Name: crew", "Name: [a, b]");
    assert!(error.contains("`Join` makes text of a list"), "{error}");
    let again = NESTING.replace("/network.yaml", "/again.yaml");
    let print = blueprint(
        &again,
        &[(
            "again.yaml",
            &again.replace("{ Name: crew }", "{ Base: x }").replace(
                "{ Name: !Sub '${Network.Outputs.Label}-search' }",
                "{ Base: x }",
            ),
        )],
        &[],
    );
    assert!(
        grown(&print).is_err(),
        "a stack that makes itself ends in an error, not in the stack's end"
    );
}

#[test]
fn the_lint_finds_what_no_preset_may_have() {
    for (root, expected) in [
        (
            "Transform: AWS::Serverless-2016-10-31\nResources: {}\n",
            "root.yaml:1: The template has a transform.",
        ),
        (
            "Parameters:\n  P: { Type: String }\nResources: {}\n",
            "root.yaml:2: The parameter `P` is not used.",
        ),
        (
            "Resources:\n  A: { Type: x, Properties: { P: !If [Nobody, 1, 2] } }\n",
            "root.yaml:2: There is no condition `Nobody`.",
        ),
        (
            "Resources:\n  A: { Type: x, Properties: { P: { 'Fn::Transform': { Name: m } } } }\n",
            "`Transform` is not used in blueprints.",
        ),
        (
            "Resources:\n  A: { Type: x, Properties: { P: !FindInMap [M, a, b] } }\n",
            "root.yaml:2: There is no mapping M, a, b.",
        ),
        (
            "Resources:\n  A: { Type: x, UpdatePolicy: { P: !Ref Nobody } }\n",
            "root.yaml:2: There is no parameter or resource `Nobody`.",
        ),
        (
            "Resources:\n  A: { Type: x, Properties: { P: !Sub '${AWS::Regoin}' } }\n",
            "no parameter or resource `AWS::Regoin`.",
        ),
        (
            "Conditions:\n  C: !Not [{ Condition: D }]\nResources:\n  A: { Type: x, Condition: C }\n",
            "root.yaml:2: There is no condition `D`.",
        ),
    ] {
        let findings: Vec<String> = structure(&blueprint(root, &[], &[]))
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(
            findings.iter().any(|finding| finding.contains(expected)),
            "{root} gave {findings:?}"
        );
    }
    let many: String = (0..501)
        .map(|at| format!("  R{at}: {{ Type: x }}\n"))
        .collect();
    let findings = structure(&blueprint(&format!("Resources:\n{many}"), &[], &[]));
    assert_eq!(
        findings[0].message, "501 resources; CloudFormation takes 500.",
        "AWS's limit holds"
    );
}

#[test]
fn every_source_is_a_template_that_keeps_its_order() {
    for (name, body) in SOURCES {
        let template = Template::parse(name, body).unwrap_or_else(|error| panic!("{error}"));
        assert!(!template.resources.is_empty(), "{name} makes something");
        assert!(!template.description.is_empty(), "{name} says what it is");
        let lines: Vec<u32> = template.resources.values().map(|it| it.line).collect();
        assert!(lines.is_sorted(), "{name}: resources stand in file order");
        for (id, resource) in &template.resources {
            let written = body
                .lines()
                .nth(resource.line as usize - 1)
                .unwrap_or_default();
            assert_eq!(written.trim(), format!("{id}:"), "{name}:{}", resource.line);
        }
    }
}
