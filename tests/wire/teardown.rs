//! What was made without a template stands in the way, is named, can be left, and is told at the end.

use domain::launch::{JobState, LaunchSnapshot, Operation};
use domain::orphans::{Orphan, OrphanOrigin};
use domain::permissions;
use engine::environments::{self, Fate, Teardown, TeardownItem};
use engine::jobs::{DeleteWish, LastStep};
use engine::launches;
use engine::ports::Rehearsal;
use serde_json::json;

use crate::emulator::Emulator;
use crate::faults::Faults;
use crate::world::{NAME, World};

fn item<'a>(teardown: &'a Teardown, code: &str) -> &'a TeardownItem {
    let mut items = teardown.items.iter();
    let found = items.find(|item| item.code == code);
    found.unwrap_or_else(|| panic!("{code} in {:?}", teardown.items))
}

fn part(xml: &str, tag: &str) -> String {
    let after = xml.split(&format!("<{tag}>")).nth(1);
    let found = after.and_then(|rest| rest.split('<').next());
    found.unwrap_or_else(|| panic!("{tag} in {xml}")).to_owned()
}

/// An environment that stands, with a load balancer, its target group and an interface that was left,
/// as Kubernetes makes them; and another's load balancer in another VPC.
struct Furnished {
    world: World,
    balancer: String,
    interface: String,
}

impl Furnished {
    async fn new(world: World) -> Self {
        world.emulator.handshake(&world.number, "AVAILABLE");
        let done = world.launch().await;
        assert_eq!(done.state, JobState::Done, "{}", done.sentence);
        let id = |logical: &str| {
            let mut views = done.resources.iter();
            let found = views.find(|view| view.stack == "Network" && view.logical_id == logical);
            found.unwrap().physical_id.clone().unwrap()
        };
        let cluster = &done.outputs["ClusterName"];
        let by_hand = |service: &str, call: &str| {
            let emulator = &world.emulator;
            emulator.query_by_hand(&world.number, service, call)
        };
        let tag = format!("Key=elbv2.k8s.aws%2Fcluster&Tags.member.1.Value={cluster}");
        let (subnet, vpc) = (id("NodeSubnetA"), id("Vpc"));
        let made = by_hand(
            "elasticloadbalancing",
            &format!(
                "CreateLoadBalancer&Name=k8s-crew-web&Subnets.member.1={subnet}&Tags.member.1.{tag}"
            ),
        );
        let balancer = part(&made, "LoadBalancerArn");
        by_hand(
            "elasticloadbalancing",
            &format!(
                "CreateTargetGroup&Name=k8s-crew-web&Protocol=HTTP&Port=80&VpcId={vpc}&Tags.member.1.{tag}"
            ),
        );
        by_hand(
            "elasticloadbalancing",
            "CreateLoadBalancer&Name=somebody-elses",
        );
        let made = by_hand(
            "ec2",
            &format!("CreateNetworkInterface&SubnetId={subnet}&Description=aws-K8S-i-0123"),
        );
        let interface = part(&made, "networkInterfaceId");
        by_hand(
            "ec2",
            &format!(
                "CreateTags&ResourceId.1={interface}&Tag.1.Key=kubernetes.io%2Fcluster%2F{cluster}&Tag.1.Value=owned"
            ),
        );
        Self {
            world,
            balancer,
            interface,
        }
    }

    async fn checklist(&self) -> Teardown {
        environments::teardown(&self.world.engine, NAME)
            .await
            .unwrap()
    }

    async fn delete(&self, last_step: LastStep) -> LaunchSnapshot {
        let wish = DeleteWish {
            rehearsal: Rehearsal::real(),
            last_step,
        };
        let engine = &self.world.engine;
        let first = launches::start_delete(engine, NAME, NAME, wish)
            .await
            .unwrap();
        launches::drive(engine, &first.job_id).await.unwrap()
    }

    fn remove_by_hand(&self, service: &str, call: &str) {
        let world = &self.world;
        world.emulator.query_by_hand(&world.number, service, call);
    }
}

fn of(last: &LaunchSnapshot, origin: OrphanOrigin) -> Vec<&Orphan> {
    let items = last.orphans.as_ref().unwrap().items.iter();
    items.filter(|one| one.origin == origin).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_cluster_has_made_is_found_holds_the_deletion_and_is_removed_by_hand() {
    let furnished = Furnished::new(World::new().await).await;
    let before = furnished.checklist().await;
    let balancer = item(&before, "load-balancer");
    assert_eq!(
        (balancer.fate, &balancer.subject),
        (Fate::Lost, &furnished.balancer)
    );
    assert!(balancer.monthly_micros.is_some_and(|cost| cost.0 > 0));
    assert_eq!(item(&before, "target-group").fate, Fate::Lost);
    let left = item(&before, "network-interface");
    assert_eq!(
        (left.fate, &left.subject),
        (Fate::Blocks, &furnished.interface)
    );
    let balancers = before
        .items
        .iter()
        .filter(|one| one.code == "load-balancer");
    assert_eq!(balancers.count(), 1, "another VPC's is none of ours");

    let stuck = furnished.delete(LastStep::Nothing).await;
    assert_eq!(stuck.state, JobState::Failed, "{}", stuck.sentence);
    let after = furnished.checklist().await;
    let stopped = item(&after, "delete-failed");
    for words in [
        "has dependencies",
        &furnished.interface,
        "aws-K8S-i-0123",
        "k8s-crew-web",
    ] {
        assert!(
            stopped.message.contains(words),
            "{words}: {}",
            stopped.message
        );
    }
    let balancer = item(&after, "load-balancer");
    assert_eq!(
        balancer.fate,
        Fate::Blocks,
        "nothing takes it away any more: {balancer:?}"
    );
    let remove = balancer.remove.as_ref().unwrap();
    assert!(
        remove.starts_with("aws elbv2 delete-load-balancer"),
        "{remove}"
    );

    let arn = &furnished.balancer;
    furnished.remove_by_hand(
        "elasticloadbalancing",
        &format!("DeleteLoadBalancer&LoadBalancerArn={arn}"),
    );
    let interface = &furnished.interface;
    furnished.remove_by_hand(
        "ec2",
        &format!("DeleteNetworkInterface&NetworkInterfaceId={interface}"),
    );
    let gone = furnished.delete(LastStep::Nothing).await;
    assert_eq!(gone.state, JobState::Done, "{}", gone.sentence);
    assert_eq!(furnished.world.stacks_that_stand(), Vec::<String>::new());
    let bucket = of(&gone, OrphanOrigin::Shared);
    assert_eq!(bucket.len(), 1, "the bucket of the templates stays");
    assert!(bucket[0].id.contains(&furnished.world.number), "{bucket:?}");
    assert_eq!(of(&gone, OrphanOrigin::Retained), Vec::<&Orphan>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_retained_stays_and_is_told_with_what_is_in_it() {
    let furnished = Furnished::new(World::new().await).await;
    furnished.delete(LastStep::Nothing).await;
    let checklist = furnished.checklist().await;
    let failed: Vec<&str> = checklist
        .last_step
        .iter()
        .filter(|one| one.failed)
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(failed, ["Network.NodeSubnetA", "Network"]);
    let ids = vec!["Network.NodeSubnetA".to_owned()];
    let again = furnished.delete(LastStep::Retain { ids }).await;
    assert_eq!(again.state, JobState::Failed, "{}", again.sentence);
    assert_eq!(again.root_cause.unwrap().logical_id, "Vpc");
    let ids = vec!["Network.Vpc".to_owned()];
    let last = furnished.delete(LastStep::Retain { ids }).await;
    assert_eq!(
        (last.operation, last.state),
        (Operation::Delete, JobState::Done),
        "{}",
        last.sentence
    );
    assert_eq!(furnished.world.stacks_that_stand(), Vec::<String>::new());
    let mut left: Vec<&str> = last
        .orphans
        .as_ref()
        .unwrap()
        .of_environment()
        .map(|one| one.resource_type.as_str())
        .collect();
    left.sort_unstable();
    for kind in [
        "AWS::EC2::Subnet",
        "AWS::EC2::VPC",
        "AWS::EC2::NetworkInterface",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::ElasticLoadBalancingV2::TargetGroup",
    ] {
        assert!(left.contains(&kind), "{kind} in {left:?}");
    }
    let world = &furnished.world;
    let calls = world.emulator.calls(&world.number);
    let known = permissions::calls(permissions::Operation::Delete);
    for asked in [
        "GetResources",
        "DescribeNetworkInterfaces",
        "DescribeTargetGroups",
        "DescribeTags",
    ] {
        let mut all = calls.iter().filter(|call| call["action"] == asked);
        let call = all.next().unwrap_or_else(|| panic!("{asked} was asked"));
        let name = format!("{}:{asked}", call["service"].as_str().unwrap());
        assert!(
            known.contains(name.as_str()),
            "{name} is a permission of a deletion"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forced_deletion_ends_and_leaves_the_least() {
    let furnished = Furnished::new(World::new().await).await;
    furnished.delete(LastStep::Nothing).await;
    let last = furnished.delete(LastStep::Force).await;
    assert_eq!(last.state, JobState::Done, "{}", last.sentence);
    assert_eq!(furnished.world.stacks_that_stand(), Vec::<String>::new());
    let mut left: Vec<&str> = of(&last, OrphanOrigin::Retained)
        .into_iter()
        .map(|one| one.resource_type.as_str())
        .collect();
    left.sort_unstable();
    assert_eq!(left, ["AWS::EC2::Subnet", "AWS::EC2::VPC"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_permission_hides_is_said_and_the_deletion_ends() {
    let emulator = Emulator::shared();
    let faults = Faults::before(&emulator);
    let world = World::behind(emulator, &faults.endpoint()).await;
    world.emulator.handshake(&world.number, "AVAILABLE");
    let done = world.launch().await;
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    let refused = |service: &str, operation: &str| {
        let words = format!("not authorized to perform: {operation}");
        json!({"service": service, "operation": operation,
               "error": {"code": "AccessDeniedException", "status": 400, "message": words}})
    };
    faults.set(&json!([
        refused("elbv2", "DescribeLoadBalancers"),
        refused("resourcegroupstaggingapi", "GetResources"),
    ]));
    let checklist = environments::teardown(&world.engine, NAME).await.unwrap();
    let hidden = item(&checklist, "cannot-tell");
    assert_eq!(hidden.fate, Fate::Unknown);
    assert!(
        hidden.message.contains("DescribeLoadBalancers"),
        "{}",
        hidden.message
    );
    let gone = world.delete().await;
    assert_eq!(gone.state, JobState::Done, "{}", gone.sentence);
    let orphans = gone.orphans.unwrap();
    assert_eq!(orphans.untold.len(), 1, "{orphans:?}");
    assert!(orphans.untold[0].contains("GetResources"), "{orphans:?}");
}
