"""Whatever AWS lets carry tags carries the four of cost allocation; which types those are, the provider's own schemas say."""
import pytest
from blueprints import TEMPLATES, resources
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

OURS = {"Environment", "Component", "Owner", "ManagedBy"}


def tag_properties(resource_type):
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", resource_type).schema
    return [name for name in schema["properties"] if "tag" in name.lower() and name != "ImageTagMutability"]


def keys(tags):
    """Keys of a list of tags, of a map of tags, or of tag specifications."""
    if isinstance(tags, dict):
        return set(tags)
    return {one["Key"] for one in tags if isinstance(one.get("Key"), str)} | {key for one in tags for key in keys(one.get("Tags", []))}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_everything_that_can_carries_the_tags_of_cost_allocation(path):
    bare = []
    for logical_id, resource in resources(path.name).items():
        if resource["Type"].startswith("Custom::"):
            continue
        named = tag_properties(resource["Type"])
        carried = set().union(*(keys(resource["Properties"].get(name, [])) for name in named))
        if named and not OURS <= carried:
            bare.append(f"{logical_id} ({resource['Type']}) lacks {sorted(OURS - carried)}")
    assert bare == []


def test_the_schemas_are_read():
    assert tag_properties("AWS::EC2::VPC") == ["Tags"] and not tag_properties("AWS::EC2::Route")
