"""Network types that ministack's CloudFormation does not know, made through its EC2 API."""
from ministack.core.responses import new_uuid
from ministack.services import alb, ec2

from inside import Refused, call_ec2, first, tag_ec2


def _eip(logical_id, props, stack):
    said = call_ec2("AllocateAddress", Domain=props.get("Domain", "vpc"))
    allocation = first(said, "allocationId")
    tag_ec2(allocation, props)
    return first(said, "publicIp"), {"AllocationId": allocation, "PublicIp": first(said, "publicIp")}


def _eip_gone(address, props):
    for allocation, record in list(ec2._addresses.items()):
        if record["PublicIp"] != address:
            continue
        if record.get("AssociationId"):
            raise Refused(f"You do not have permission to access the specified resource. {address} is in use.", "Ec2")
        call_ec2("ReleaseAddress", AllocationId=allocation)


def _nat(logical_id, props, stack):
    if props["SubnetId"] not in ec2._subnets:
        raise Refused(f"The subnet ID '{props['SubnetId']}' does not exist", "Ec2")
    address = ec2._addresses.get(props.get("AllocationId"))
    if address is None:
        raise Refused(f"Elastic IP address [{props.get('AllocationId')}] could not be associated with this NAT gateway", "Ec2")
    nat = first(call_ec2("CreateNatGateway", SubnetId=props["SubnetId"], AllocationId=props["AllocationId"]), "natGatewayId")
    address["AssociationId"] = f"eipassoc-{new_uuid().replace('-', '')[:17]}"
    tag_ec2(nat, props)
    return nat, {"NatGatewayId": nat}


def _nat_gone(nat, props):
    if nat in ec2._nat_gateways:
        call_ec2("DeleteNatGateway", NatGatewayId=nat)
    address = ec2._addresses.get(props.get("AllocationId"))
    if address is not None:
        address["AssociationId"] = None


def _acl(logical_id, props, stack):
    acl = first(call_ec2("CreateNetworkAcl", VpcId=props["VpcId"]), "networkAclId")
    tag_ec2(acl, props)
    return acl, {"Id": acl}


def _entry(props):
    ports, icmp = props.get("PortRange") or {}, props.get("Icmp") or {}
    return {"NetworkAclId": props["NetworkAclId"], "RuleNumber": props["RuleNumber"], "Protocol": props["Protocol"],
            "RuleAction": props["RuleAction"], "Egress": str(props.get("Egress", False)).lower(),
            "CidrBlock": props.get("CidrBlock"), "Ipv6CidrBlock": props.get("Ipv6CidrBlock"),
            "PortRange__From": ports.get("From"), "PortRange__To": ports.get("To"),
            "Icmp__Type": icmp.get("Type"), "Icmp__Code": icmp.get("Code")}


def _acl_entry(logical_id, props, stack):
    call_ec2("CreateNetworkAclEntry", **_entry(props))
    return f"{stack}-{logical_id}-{new_uuid()[:8]}", {}


def _acl_entry_gone(entry, props):
    if props["NetworkAclId"] in ec2._network_acls:
        call_ec2("DeleteNetworkAclEntry", NetworkAclId=props["NetworkAclId"], RuleNumber=props["RuleNumber"],
                 Egress=str(props.get("Egress", False)).lower())


def _acl_entry_update(entry, old, new, stack):
    _acl_entry_gone(entry, old)
    call_ec2("CreateNetworkAclEntry", **_entry(new))
    return entry, {}


def _acl_of_subnet(logical_id, props, stack):
    # ministack's ReplaceNetworkAclAssociation forgets the subnet, so the record is written as EC2 would.
    association = f"aclassoc-{new_uuid().replace('-', '')[:17]}"
    _acl_of_subnet_gone(None, props)
    ec2._network_acls[props["NetworkAclId"]]["Associations"].append(
        {"NetworkAclAssociationId": association, "NetworkAclId": props["NetworkAclId"], "SubnetId": props["SubnetId"]})
    return association, {"AssociationId": association}


def _acl_of_subnet_gone(association, props):
    for acl in ec2._network_acls.values():
        acl["Associations"] = [one for one in acl["Associations"] if one["SubnetId"] != props["SubnetId"]]


def _flow_log(logical_id, props, stack):
    said = call_ec2("CreateFlowLogs", ResourceId=[props["ResourceId"]], ResourceType=props["ResourceType"],
                    TrafficType=props.get("TrafficType"), LogDestinationType=props.get("LogDestinationType"),
                    LogDestination=props.get("LogDestination"), LogGroupName=props.get("LogGroupName"))
    log = first(first_block(said, "flowLogIdSet"), "item")
    tag_ec2(log, props)
    return log, {"Id": log}


def first_block(xml, tag):
    return xml.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]


def _ingress_of(props):
    rule = {"GroupId": props["GroupId"], "IpPermissions__1__IpProtocol": props["IpProtocol"],
            "IpPermissions__1__FromPort": props.get("FromPort"), "IpPermissions__1__ToPort": props.get("ToPort")}
    if props.get("CidrIp"):
        rule["IpPermissions__1__IpRanges__1__CidrIp"] = props["CidrIp"]
    if props.get("SourceSecurityGroupId"):
        rule["IpPermissions__1__Groups__1__GroupId"] = props["SourceSecurityGroupId"]
    return rule


def _ingress(logical_id, props, stack):
    said = call_ec2("AuthorizeSecurityGroupIngress", **_ingress_of(props))
    rule = first(said, "securityGroupRuleId")
    return rule, {"Id": rule}


def _ingress_gone(rule, props):
    if props["GroupId"] in ec2._security_groups:
        call_ec2("RevokeSecurityGroupIngress", **_ingress_of(props))


def _vpn_gateway(logical_id, props, stack):
    gateway = first(call_ec2("CreateVpnGateway", Type=props["Type"], AmazonSideAsn=props.get("AmazonSideAsn")), "vpnGatewayId")
    tag_ec2(gateway, props)
    return gateway, {"VPNGatewayId": gateway}


def _propagation(logical_id, props, stack):
    for table in props["RouteTableIds"]:
        call_ec2("EnableVgwRoutePropagation", RouteTableId=table, GatewayId=props["VpnGatewayId"])
    return f"{stack}-{logical_id}", {"Id": f"{stack}-{logical_id}"}


def _propagation_gone(propagation, props):
    for table in props["RouteTableIds"]:
        if table in ec2._route_tables:
            call_ec2("DisableVgwRoutePropagation", RouteTableId=table, GatewayId=props["VpnGatewayId"])


def _unless_gone(action, store, parameter):
    def gone(physical_id, props):
        if physical_id in store:
            call_ec2(action, **{parameter: physical_id})
    return gone


def _flow_log_gone(log, props):
    if log in ec2._flow_logs:
        call_ec2("DeleteFlowLogs", FlowLogId=[log])


def _retagged(physical_id, old, new, stack):
    tag_ec2(physical_id, new)
    return physical_id, {}


HANDLERS = {
    "AWS::EC2::EIP": {"create": _eip, "update": _retagged, "delete": _eip_gone},
    "AWS::EC2::NatGateway": {"create": _nat, "update": _retagged, "delete": _nat_gone},
    "AWS::EC2::NetworkAcl": {"create": _acl, "update": _retagged,
                             "delete": _unless_gone("DeleteNetworkAcl", ec2._network_acls, "NetworkAclId")},
    "AWS::EC2::NetworkAclEntry": {"create": _acl_entry, "update": _acl_entry_update, "delete": _acl_entry_gone},
    "AWS::EC2::SubnetNetworkAclAssociation": {"create": _acl_of_subnet, "delete": _acl_of_subnet_gone},
    "AWS::EC2::FlowLog": {"create": _flow_log, "update": _retagged, "delete": _flow_log_gone},
    "AWS::EC2::SecurityGroupIngress": {"create": _ingress, "delete": _ingress_gone},
    "AWS::EC2::VPNGateway": {"create": _vpn_gateway, "update": _retagged,
                             "delete": _unless_gone("DeleteVpnGateway", ec2._vpn_gateways, "VpnGatewayId")},
    "AWS::EC2::VPNGatewayRoutePropagation": {"create": _propagation, "delete": _propagation_gone},
}


def with_cidr(create):
    """ministack's VPC lacks the attribute CidrBlock, which templates read."""
    def vpc(logical_id, props, stack):
        physical_id, attributes = create(logical_id, props, stack)
        return physical_id, {**attributes, "CidrBlock": props.get("CidrBlock")}
    return vpc


def while_used(delete, of):
    """EC2 deletes no subnet with a network interface in it, and no VPC with a subnet; ministack does."""
    def gone(physical_id, props):
        stores = (ec2._network_interfaces,) if of == "SubnetId" else (ec2._network_interfaces, ec2._subnets)
        if any(one.get(of) == physical_id for store in stores for one in store.values()):
            kind = "subnet" if of == "SubnetId" else "vpc"
            raise Refused(f"The {kind} '{physical_id}' has dependencies and cannot be deleted.", "Ec2")
        delete(physical_id, props)
    return gone


def interfaces_with_tags(fields):
    """ministack tells no tags of a network interface."""
    def told(eni, tag="item"):
        tags = "".join(f"<item><key>{one['Key']}</key><value>{one['Value']}</value></item>"
                       for one in ec2._tags.get(eni["NetworkInterfaceId"], []))
        body, end = fields(eni, tag).rsplit(f"</{tag}>", 1)
        return f"{body}<tagSet>{tags}</tagSet></{tag}>{end}"
    return told


def in_vpc_of_subnets(create):
    """A load balancer is in the VPC of its subnets; ministack leaves that empty."""
    def made(params):
        answer = create(params)
        for balancer in alb._lbs.values():
            for subnet in balancer.get("Subnets", []):
                if subnet in ec2._subnets:
                    balancer["VpcId"] = ec2._subnets[subnet]["VpcId"]
        return answer
    return made


def apply(handlers):
    """Puts all of it into ministack."""
    vpc, subnet = handlers["AWS::EC2::VPC"], handlers["AWS::EC2::Subnet"]
    handlers["AWS::EC2::VPC"] = {**vpc, "create": with_cidr(vpc["create"]), "delete": while_used(vpc["delete"], "VpcId")}
    handlers["AWS::EC2::Subnet"] = {**subnet, "delete": while_used(subnet["delete"], "SubnetId")}
    alb._ACTION_MAP["CreateLoadBalancer"] = in_vpc_of_subnets(alb._ACTION_MAP["CreateLoadBalancer"])
    ec2._eni_fields_xml = interfaces_with_tags(ec2._eni_fields_xml)
