"""EKS types that ministack's CloudFormation does not know, made through its EKS API."""
import contextvars
from datetime import datetime, timezone

from ministack.core.responses import get_account_id, new_uuid
from ministack.services import ec2, eks

import control
import pace
from inside import Refused, answer_of, call_ec2, first, tags



def _addon(logical_id, props, stack):
    said = answer_of("Eks", eks._create_addon(props["ClusterName"], _addon_body(props)))
    return f"{props['ClusterName']}|{props['AddonName']}", {"Arn": said["addon"]["addonArn"]}


def _addon_body(props):
    identities = [{"serviceAccount": one["ServiceAccount"], "roleArn": one["RoleArn"]}
                  for one in props.get("PodIdentityAssociations") or []]
    return {"addonName": props["AddonName"], "addonVersion": props.get("AddonVersion", ""),
            "configurationValues": props.get("ConfigurationValues", ""), "tags": tags(props),
            "resolveConflicts": props.get("ResolveConflicts", "NONE"), "podIdentityAssociations": identities}


def _addon_update(addon, old, new, stack):
    answer_of("Eks", eks._update_addon(new["ClusterName"], new["AddonName"], _addon_body(new)))
    return addon, {}


def _addon_gone(addon, props):
    if f"{props['ClusterName']}/{props['AddonName']}" in eks._addons:
        answer_of("Eks", eks._delete_addon(props["ClusterName"], props["AddonName"]))


def _entry(logical_id, props, stack):
    cluster, principal = props["ClusterName"], props["PrincipalArn"]
    said = answer_of("Eks", eks._create_access_entry(cluster, _entry_body(props)))
    _grant(cluster, principal, props)
    return f"{principal}|{cluster}", {"AccessEntryArn": said["accessEntry"]["accessEntryArn"]}


def _entry_body(props):
    body = {"principalArn": props["PrincipalArn"], "type": props.get("Type", "STANDARD"), "tags": tags(props),
            "kubernetesGroups": props.get("KubernetesGroups") or []}
    return {**body, "username": props["Username"]} if props.get("Username") else body


def _grant(cluster, principal, props):
    for policy in props.get("AccessPolicies") or []:
        scope = policy["AccessScope"]
        body = {"policyArn": policy["PolicyArn"],
                "accessScope": {"type": scope["Type"], "namespaces": scope.get("Namespaces") or []}}
        answer_of("Eks", eks._associate_access_policy(cluster, principal, body))


def _entry_update(entry, old, new, stack):
    cluster, principal = new["ClusterName"], new["PrincipalArn"]
    answer_of("Eks", eks._update_access_entry(cluster, principal, _entry_body(new)))
    kept = {policy["PolicyArn"] for policy in new.get("AccessPolicies") or []}
    for policy in old.get("AccessPolicies") or []:
        if policy["PolicyArn"] not in kept:
            eks._disassociate_access_policy(cluster, principal, policy["PolicyArn"])
    _grant(cluster, principal, new)
    return entry, {}


def _entry_gone(entry, props):
    if eks._ae_key(props["ClusterName"], props["PrincipalArn"]) in eks._access_entries:
        answer_of("Eks", eks._delete_access_entry(props["ClusterName"], props["PrincipalArn"]))


def _identity(logical_id, props, stack):
    body = {"namespace": props["Namespace"], "serviceAccount": props["ServiceAccount"], "roleArn": props["RoleArn"],
            "tags": tags(props)}
    made = answer_of("Eks", eks._create_pod_identity_association(props["ClusterName"], body))["association"]
    return made["associationArn"], {"AssociationArn": made["associationArn"], "AssociationId": made["associationId"]}


def _identity_update(identity, old, new, stack):
    body = {"roleArn": new["RoleArn"]}
    answer_of("Eks", eks._update_pod_identity_association(new["ClusterName"], identity.rpartition("/")[2], body))
    return identity, {}


def _identity_gone(identity, props):
    association = identity.rpartition("/")[2]
    if eks._pia_key(props["ClusterName"], association) in eks._pod_identity_associations:
        answer_of("Eks", eks._delete_pod_identity_association(props["ClusterName"], association))


def as_eks_does(handlers):
    """EKS makes a security group for its cluster, where ministack only names one, and deletes no cluster that is
    protected. The words of that refusal are ours."""
    made, gone = handlers["create"], handlers["delete"]

    def create(logical_id, props, stack):
        name, attributes = made(logical_id, props, stack)
        network = eks._clusters[name]["resourcesVpcConfig"]
        subnet = ec2._subnets.get((network.get("subnetIds") or [""])[0], {})
        said = call_ec2("CreateSecurityGroup", GroupName=f"eks-cluster-sg-{name}-{new_uuid()[:8]}",
                        GroupDescription="EKS created security group", VpcId=subnet.get("VpcId"))
        network.update(clusterSecurityGroupId=first(said, "groupId"), vpcId=subnet.get("VpcId", ""))
        eks._clusters[name]["deletionProtection"] = str(props.get("DeletionProtection")).lower() == "true"
        return name, {**attributes, "ClusterSecurityGroupId": network["clusterSecurityGroupId"]}

    def delete(name, props):
        cluster = eks._clusters.get(name)
        if cluster is not None and cluster.get("deletionProtection"):
            raise Refused(f"Cluster {name} cannot be deleted because deletion protection is enabled.", "Eks")
        if cluster is not None:
            ec2._security_groups.pop(cluster["resourcesVpcConfig"].get("clusterSecurityGroupId"), None)
        gone(name, props)

    return {**handlers, "create": create, "delete": delete}


class Wrong(Exception):
    """What EKS answers to a request that it refuses."""

    def __init__(self, code, message, status=400):
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


# What was answered to each token: asked again with it, EKS answers the same and does nothing.
_updates = {}


def configure(name, asked):
    """UpdateClusterConfig, which ministack lacks, for deletion protection alone: the cluster is UPDATING for a while."""
    cluster = eks._clusters.get(name)
    if cluster is None:
        raise Wrong("ResourceNotFoundException", f"No cluster found for name: {name}.", 404)
    known = _updates.get((get_account_id(), asked.get("clientRequestToken")))
    if known:
        return known
    if cluster["status"] != "ACTIVE":
        raise Wrong("ResourceInUseException", f"Cluster has status {cluster['status']}", 409)
    cluster.update(status="UPDATING", deletionProtection=asked["deletionProtection"])
    context = contextvars.copy_context()
    control.LOOP.create_task(_active_again(cluster), context=context)
    params = [{"type": "DeletionProtection", "value": str(asked["deletionProtection"]).lower()}]
    said = {"update": {"id": new_uuid(), "status": "InProgress", "type": "DeletionProtectionUpdate", "params": params}}
    _updates[(get_account_id(), asked["clientRequestToken"])] = said
    return said


async def _active_again(cluster):
    await pace.wait(pace.scaled(60))
    cluster["status"] = "ACTIVE"


HANDLERS = {
    "AWS::EKS::Addon": {"create": _addon, "update": _addon_update, "delete": _addon_gone},
    "AWS::EKS::AccessEntry": {"create": _entry, "update": _entry_update, "delete": _entry_gone},
    "AWS::EKS::PodIdentityAssociation": {"create": _identity, "update": _identity_update, "delete": _identity_gone},
}


# Version, release, end of standard support, end of extended support: AWS's calendar as of 2026-11-23.
_CALENDAR = [
    ("1.36", "2026-06-02", "2027-08-02", "2028-08-02"),
    ("1.35", "2026-01-27", "2027-03-27", "2028-03-27"),
    ("1.34", "2025-10-02", "2026-12-02", "2027-12-02"),
    ("1.33", "2025-05-29", "2026-07-29", "2027-07-29"),
    ("1.32", "2025-01-23", "2026-03-23", "2027-03-23"),
]


def versions():
    """The answer of DescribeClusterVersions, which ministack lacks."""
    today = datetime.now(timezone.utc).date().isoformat()
    rows = []
    for version, released, standard, extended in _CALENDAR:
        support = "standard" if today <= standard else "extended"
        rows.append({
            "clusterVersion": version, "clusterType": "eks", "defaultPlatformVersion": "eks.1",
            "defaultVersion": version == _CALENDAR[0][0], "releaseDate": _seconds(released),
            "endOfStandardSupportDate": _seconds(standard), "endOfExtendedSupportDate": _seconds(extended),
            "status": f"{support}-support", "versionStatus": f"{support.upper()}_SUPPORT",
            "kubernetesPatchVersion": f"{version}.1"})
    return {"clusterVersions": rows}


def _seconds(day):
    return int(datetime.fromisoformat(day).replace(tzinfo=timezone.utc).timestamp())
