"""The nested templates as data, intrinsic functions in their long form."""
import json
from pathlib import Path

from cfnlint.decode import cfn_yaml

FOLDER = Path(__file__).parents[2] / "src-tauri" / "blueprints"
TEMPLATES = sorted(FOLDER.glob("*.yaml"))


def resources(name):
    """Resources of one template by logical ID."""
    return json.loads(json.dumps(cfn_yaml.load(str(FOLDER / name))))["Resources"]
