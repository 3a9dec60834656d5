"""Runs cfn-guard's rules (rules/*.guard) over templates: guard.py TEMPLATE...

The engine is AWS's own, as the wheel `cfn-guard-rs` (it carries cfn-guard 3 as a compiled module, so
nothing is built here). Intrinsic functions are seen in their long form, as in JSON templates.
Each rule sees one resource at a time: the wheel cuts the beginning off reports that grow long, and a
finding should name one resource anyway. Before the templates it checks itself: the template
rules/bad/everything.yaml must break every rule there is.
"""
import json
import re
import sys
from pathlib import Path

from cfn_guard_rs.cfn_guard_rs import run_checks_rs
from cfnlint.decode import cfn_yaml

RULES = Path(__file__).parent / "rules"
BAD = RULES / "bad" / "everything.yaml"


def rules():
    """(name, text that can be run alone) of every rule."""
    for path in sorted(RULES.glob("*.guard")):
        text = path.read_text()
        lets = "\n".join(re.findall(r"^let .*?(?=^let |^rule |\Z)", text, re.M | re.S))
        for match in re.finditer(r"^rule (\w+)[^\n]*\n.*?^\}$", text, re.M | re.S):
            name, body = match.group(1), match.group(0)
            yield name, f"{lets}\n{body}\n"


def findings(template, known):
    """(rule, resource, words) of everything that does not hold in a template."""
    data = json.loads(json.dumps(cfn_yaml.load(str(template))))
    for resource, body in data["Resources"].items():
        one = json.dumps({"Resources": {resource: body}})
        for name, text in known:
            report = run_checks_rs(one, text, False)
            try:
                broken = bool(json.loads(report)["not_compliant"])
            except ValueError:
                broken = True  # cut off because it is long, and only findings are long
            if broken:
                words = set(re.findall(r'"custom_message": "([^"]+)"', report))
                yield name, resource, "; ".join(sorted(words))


def main():
    known = list(rules())
    broken = {name for name, _, _ in findings(BAD, known)}
    blind = sorted({name for name, _ in known} - broken)
    if blind:
        print(f"these rules find nothing even in {BAD.name}: {', '.join(blind)}")
    count = 0
    templates = [Path(name) for name in sys.argv[1:]]
    for template in templates:
        for name, resource, words in findings(template, known):
            count += 1
            print(f"{template.name}: {resource}: {name}: {words}")
    print(f"{len(known)} rules over {len(templates)} templates: {count} findings")
    sys.exit(1 if count or blind or not known else 0)


main()
