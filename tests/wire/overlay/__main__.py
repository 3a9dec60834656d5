"""ministack as the wire tests need it: what it lacks of AWS is added here, nothing of it is forked.

    python tests/wire/overlay        (with GATEWAY_PORT and what `pace` reads; ends with its standard input)

It reaches into private parts of ministack 1.5.33 (`provisioners._RESOURCE_HANDLERS`, the stores of the
services, the handlers of CloudFormation), which is therefore pinned exactly in tests/wire/ministack.txt;
a new version means reading every import of `ministack` in this folder again.

| file | what |
|---|---|
| stacks, deploy, revert, delete, life | stacks as CloudFormation runs them: resources at once as far as their references allow, nested stacks as stacks of their own, cancelled siblings, rollback, AWS's words |
| changes, differ, replacing, answer | change sets as a tree over nested stacks, with values before and after |
| network, cluster, rest | resource types that ministack does not know, made through its own APIs |
| delivery | CodePipeline, CodeConnections and Service Quotas, which ministack lacks whole |
| played | operations that people saw, told again event by event |
| pace | how long each resource takes |
| control | what a test may ask for: failures, handshakes, the list of calls |
| front | the one door: notes each call, answers what ministack cannot, passes the rest on |

What is real: VPC, subnets, gateways, addresses, ACLs, flow logs, roles, keys, topics, queues, buckets,
functions (their Python runs), log groups, alarms, cluster, node groups, add-ons, access entries, pod
identities, domains, repositories, builds, rules, budgets and pipelines can be read back through the API of
their service.

What is not:
- No machine runs: clusters, domains and node groups are records; builds succeed without running anything.
- A node group's Auto Scaling group does not appear in the Auto Scaling API.
- `AWS::EC2::VPNGatewayRoutePropagation` is kept by its route tables, which EC2's answer does not show.
- A pipeline is stored and read back, but never runs.
- CreateStack and UpdateStack go ministack's own way, one resource after another; the product uses change sets.
- Early validation finds what a test asks it to find, and nothing of its own.
- IMPORT change sets, stack policies and hooks are not there, nor
  DescribeAccountLimits and EKS's DescribeAddonVersions; signatures are not checked.
- Replacement goes by ministack's table of properties and, where that lacks a type, by `replacing`.
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import front  # noqa: E402  (the folder is on the path from here on)

front.serve()
