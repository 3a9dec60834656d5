"""Functions and documents that templates carry as text: the same as their tested source, and well-formed."""
import json

import pytest
from blueprints import FOLDER, TEMPLATES, resources

# What CloudFormation once took at most, and what anybody still wants to read inside of a template
MAX_INLINE = 4096

SOURCES = {
    ("notifications.yaml", "Notifier"): "slack_notifier",
    ("software.yaml", "Starter"): "cluster_software",
    ("delivery.yaml", "Emptier"): "bucket_emptier",
}


def of_type(resource_type):
    return [
        (path.name, logical_id, resource["Properties"])
        for path in TEMPLATES
        for logical_id, resource in resources(path.name).items()
        if resource["Type"] == resource_type
    ]


FUNCTIONS = of_type("AWS::Lambda::Function")


def test_every_function_is_known_here():
    assert {(template, logical_id) for template, logical_id, _ in FUNCTIONS} == set(SOURCES)


@pytest.mark.parametrize("template, logical_id, properties", FUNCTIONS, ids=[name for _, name, _ in FUNCTIONS])
def test_the_template_carries_the_very_source_that_is_tested(template, logical_id, properties):
    folder = FOLDER / SOURCES[template, logical_id]
    inline = properties["Code"]["ZipFile"]
    assert inline.strip() == (folder / "index.py").read_text().strip()
    assert len(inline) <= MAX_INLINE
    assert list(folder.glob("test_*.py")), f"{folder.name} has tests of its own"


@pytest.mark.parametrize(
    "template, logical_id, text",
    [(t, i, p["DashboardBody"]["Fn::Sub"]) for t, i, p in of_type("AWS::CloudWatch::Dashboard")]
    + [(t, i, p["PolicyDocument"]["Fn::Sub"]) for t, i, p in of_type("AWS::Logs::ResourcePolicy")]
    + [(t, i, p["LifecyclePolicy"]["LifecyclePolicyText"]) for t, i, p in of_type("AWS::ECR::Repository")],
)
def test_json_inside_of_a_template_is_json(template, logical_id, text):
    assert json.loads(text), "placeholders stand only inside of strings"
