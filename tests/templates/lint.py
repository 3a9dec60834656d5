"""Lints every template: cfn-lint for all offered regions, Checkov, and our own guard rules.

Usage: lint.py BLUEPRINTS [RENDERED...]; each RENDERED is a folder written by `arrayctl env render`.
Zero findings, or an explained suppression in the template.
"""
import re
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
# Those that the wizard offers
CATALOGUE = Path(__file__).parents[2] / "src-tauri/crates/domain/src/catalogue/regions.rs"
REGIONS = re.findall(r'^ +code: "([a-z0-9-]+)"', CATALOGUE.read_text(), re.M)

# What the window gives to copy; Data Exports is in one region alone.
DATA_EXPORT = CATALOGUE.parents[2] / "data/data-export.yaml"


def run(label, command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        print(f"{label}: findings\n{done.stdout}{done.stderr}")
    else:
        print(f"{label}: nothing found")
    return done.returncode == 0


def main():
    blueprints = Path(sys.argv[1])
    templates = sorted(blueprints.glob("*.yaml"))
    assert len(REGIONS) > 3, f"{CATALOGUE.name} is no longer read"
    rendered = [sorted(Path(folder).glob("root.yaml"))[0] for folder in sys.argv[2:]]
    good = run(
        f"cfn-lint, {len(templates) + len(rendered)} templates, {len(REGIONS)} regions",
        [BIN / "cfn-lint", "--include-checks", "I", "--regions", *REGIONS, "--template", *templates, *rendered],
    )
    good &= run(
        "Checkov",
        [BIN / "checkov", "--directory", blueprints, "--framework", "cloudformation", "--compact", "--quiet", "--skip-download"],
    )
    good &= run("cfn-lint, data export", [BIN / "cfn-lint", "--include-checks", "I", "--regions", "us-east-1", "--template", DATA_EXPORT])
    good &= run(
        "Checkov, data export",
        [BIN / "checkov", "--file", DATA_EXPORT, "--framework", "cloudformation", "--compact", "--quiet", "--skip-download"],
    )
    good &= run("cfn-guard", [sys.executable, Path(__file__).with_name("guard.py"), *templates, *rendered])
    for root in rendered:
        good &= run(
            f"Checkov, {root.parent.name}",
            [BIN / "checkov", "--file", root, "--framework", "cloudformation", "--compact", "--quiet", "--skip-download"],
        )
    sys.exit(0 if good else 1)


main()
