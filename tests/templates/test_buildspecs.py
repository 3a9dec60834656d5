"""Runs the buildspecs for real, as CodeBuild does; docker, kubectl, helm and aws are stand-ins that keep what they were told."""
import os
import shutil
import subprocess

import pytest
import yaml
from blueprints import resources

TOOLS = ("aws", "docker", "helm", "kubectl", "sleep")


def commands(template, logical_id):
    """(phase, command) in CodeBuild's order."""
    text = resources(template)[logical_id]["Properties"]["Source"]["BuildSpec"]
    phases = yaml.safe_load(text)["phases"]
    return [(phase, command) for phase in ("install", "pre_build", "build", "post_build") for command in phases.get(phase, {}).get("commands", [])]


def script(template, logical_id):
    """One shell for all commands. A phase ends at its first failure; only after `build` does another follow, post_build."""
    lines, seen = ["CODEBUILD_BUILD_SUCCEEDING=1", "GOES_ON=1"], None
    for phase, command in commands(template, logical_id):
        if phase == "post_build" != seen:
            lines.append('[ "$REACHED_BUILD" != 1 ] || GOES_ON=1')
        if phase == "build" != seen:
            lines.append('REACHED_BUILD="$GOES_ON"')
        seen = phase
        lines += ['if [ "$GOES_ON" = 1 ]; then', command, "[ $? = 0 ] || { GOES_ON=0; CODEBUILD_BUILD_SUCCEEDING=0; }", "fi"]
    return "\n".join([*lines, '[ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ]'])


class Machine:
    """A build machine whose tools write down how they were called; `answers` are shell lines by the beginning of a call."""

    def __init__(self, folder):
        self.folder, self.log = folder, folder / "calls"
        self.source = folder / "source"
        self.source.mkdir()
        (folder / "bin").mkdir()
        self.answers = {}

    def run(self, template, logical_id, **environment):
        cases = "\n".join(f'  "{begin}"*) {answer} ;;' for begin, answer in self.answers.items())
        for tool in TOOLS:
            path = self.folder / "bin" / tool
            path.write_text(f'#!/bin/bash\necho "{tool} $*" >> "{self.log}"\ncase "{tool} $*" in\n{cases}\n  *) : ;;\nesac\n')
            path.chmod(0o755)
        done = subprocess.run(
            [shutil.which("bash"), "-c", script(template, logical_id)],
            cwd=self.source, capture_output=True, text=True, timeout=60,
            env={"PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", **environment},
        )
        self.words = done.stdout + done.stderr
        return done.returncode == 0

    def calls(self, begin=""):
        return [line for line in self.log.read_text().splitlines() if line.startswith(begin)]


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


SOFTWARE = {
    "ACTION": "install", "CLUSTER": "array-crew-x", "VPC": "vpc-1", "NAMESPACES": "array-crew default", "AWS_REGION": "eu-west-1",
    "DATADOG": "false", "DATADOG_SITE": "datadoghq.eu", "DATADOG_SECRET": "array/x/datadog",
    "AUTOSCALER_VERSION": "1", "CONTROLLER_VERSION": "2", "DATADOG_VERSION": "3",
}


def test_software_is_installed_in_order(machine):
    assert machine.run("software.yaml", "Installer", **SOFTWARE), machine.words
    assert machine.calls("aws") == ["aws eks update-kubeconfig --name array-crew-x"]
    assert len(machine.calls("kubectl apply")) == 2, "each namespace is made"
    installed = [call.split()[3] for call in machine.calls("helm upgrade --install")]
    assert installed == ["cluster-autoscaler", "aws-load-balancer-controller"]
    [controller] = machine.calls("helm upgrade --install aws-load-balancer-controller")
    # With one hop nothing in a pod learns these from the node
    assert "--set region=eu-west-1 --set vpcId=vpc-1" in controller
    assert machine.calls("helm uninstall datadog"), "turned off, the agent goes"


def test_the_key_of_datadog_is_never_an_argument(machine):
    machine.answers = {"aws secretsmanager": """echo '{"apiKey": "0123secret", "externalId": "e"}'"""}
    assert machine.run("software.yaml", "Installer", **SOFTWARE | {"DATADOG": "true"}), machine.words
    [call] = machine.calls("helm upgrade --install datadog")
    assert "datadog.site=datadoghq.eu" in call
    assert "0123secret" not in "\n".join(machine.calls()) + machine.words


@pytest.mark.parametrize("fails", [
    "helm upgrade --install aws-load-balancer-controller", "kubectl create namespace", "aws eks update-kubeconfig",
])
def test_an_installation_that_fails_halfway_fails_the_build(machine, fails):
    machine.answers = {fails: "exit 1"}
    assert not machine.run("software.yaml", "Installer", **SOFTWARE)


def test_a_new_access_entry_is_waited_for(machine):
    machine.answers = {"kubectl get namespace": f'[ "$(grep -c "get namespace" "{machine.log}")" -ge 3 ]'}
    assert machine.run("software.yaml", "Installer", **SOFTWARE), machine.words
    assert len(machine.calls("sleep")) == 2


def test_removal_takes_load_balancers_then_claims_then_controllers(machine):
    machine.answers = {
        "kubectl get service": "printf 'array-crew web\\narray-crew api\\n'",
        "kubectl get pv": "printf 'pvc-1 Delete\\npvc-2 Retain\\n'",
    }
    assert machine.run("software.yaml", "Installer", **SOFTWARE | {"ACTION": "remove"}), machine.words
    steps = [call for call in machine.calls() if any(word in call for word in (" delete ", "wait", "uninstall"))]
    assert [step.split(" --")[0] for step in steps] == [
        "kubectl delete ingress", "kubectl delete service", "kubectl delete service", "kubectl delete namespace array-crew",
        "kubectl wait", "helm uninstall datadog", "helm uninstall cluster-autoscaler", "helm uninstall aws-load-balancer-controller",
    ], "`default` cannot be deleted, and a volume that is to be kept is not waited for"
    assert "pv/pvc-1" in steps[4]


def test_a_removal_that_leaves_something_behind_fails(machine):
    machine.answers = {"kubectl get service": "printf 'array-crew web\\n'", "kubectl delete service": "exit 1"}
    assert not machine.run("software.yaml", "Installer", **SOFTWARE | {"ACTION": "remove"})
    assert not machine.calls("helm uninstall"), "the controller must stay to delete its load balancer"


PIPELINE = {
    "IMAGE_REPOSITORY": "1.dkr.ecr.eu-west-1.amazonaws.com/x/web", "PLATFORMS": "linux/arm64", "DOCKERFILE": "Dockerfile",
    "DEPLOY_METHOD": "manifests", "DEPLOY_PATH": "k8s", "CODEBUILD_RESOLVED_SOURCE_VERSION": "0123456789abcdef0123",
}
IMAGE = "1.dkr.ecr.eu-west-1.amazonaws.com/x/web:0123456789ab"


def manifests(machine, **files):
    (machine.source / "k8s").mkdir()
    for name, text in files.items():
        (machine.source / "k8s" / f"{name}.yaml").write_text(text)


def test_an_image_of_one_platform_is_built_where_layers_are_kept(machine):
    manifests(machine, b="kind: Service", a="image: IMAGE_URI")
    machine.answers = {"docker manifest inspect": "exit 1"}
    assert machine.run("pipeline.yaml", "Build", **PIPELINE), machine.words
    assert machine.calls("docker build --platform linux/arm64 --file Dockerfile") and not machine.calls("docker buildx")
    assert machine.calls("docker push") == [f"docker push {IMAGE}"]
    assert machine.calls("docker login")[0].endswith("1.dkr.ecr.eu-west-1.amazonaws.com")
    text = (machine.source / "array-manifests.yaml").read_text()
    assert text == f"---\nimage: {IMAGE}\n---\nkind: Service\n", "in the order of names, each a document"


def test_two_platforms_are_built_and_pushed_together(machine):
    manifests(machine, a="image: IMAGE_URI")
    machine.answers = {"docker manifest inspect": "exit 1"}
    assert machine.run("pipeline.yaml", "Build", **PIPELINE | {"PLATFORMS": "linux/amd64,linux/arm64"}), machine.words
    [call] = machine.calls("docker buildx build")
    assert "--platform linux/amd64,linux/arm64" in call and call.endswith(f"--tag {IMAGE} --push .")
    assert not machine.calls("docker build ")


def test_the_image_of_a_commit_is_never_pushed_twice(machine):
    manifests(machine, a="image: IMAGE_URI")
    assert machine.run("pipeline.yaml", "Build", **PIPELINE), machine.words
    assert not machine.calls("docker build") and not machine.calls("docker push")


@pytest.mark.parametrize("fails", ["docker login", "docker build", "docker push"])
def test_nothing_is_prepared_for_deployment_when_the_image_fails(machine, fails):
    manifests(machine, a="image: IMAGE_URI")
    machine.answers = {"docker manifest inspect": "exit 1", fails: "exit 1"}
    assert not machine.run("pipeline.yaml", "Build", **PIPELINE)
    assert not (machine.source / "array-manifests.yaml").exists()


def test_a_path_without_manifests_fails_with_its_name(machine):
    (machine.source / "k8s").mkdir()
    assert not machine.run("pipeline.yaml", "Build", **PIPELINE)
    assert "There are no manifests at k8s." in machine.words


def test_a_chart_gets_the_image_and_no_manifest_file(machine):
    (machine.source / "chart").mkdir()
    values = machine.source / "chart" / "values.yaml"
    values.write_text("image: IMAGE_URI\n")
    assert machine.run("pipeline.yaml", "Build", **PIPELINE | {"DEPLOY_METHOD": "helm", "DEPLOY_PATH": "chart"}), machine.words
    assert values.read_text() == f"image: {IMAGE}\n"
    assert not (machine.source / "array-manifests.yaml").exists()
