"""How long a resource takes: AWS's seconds from the project's own table, divided by a speed.

ARRAY_DURATIONS  file of the form of crates/domain/data/durations.json: `resources` with type, operation, medianS
ARRAY_SPEED      AWS's seconds in a real one; 0 or nothing for no waiting at all
"""
import asyncio
import json
import os
from pathlib import Path

_table = {}
_speed = float(os.environ.get("ARRAY_SPEED") or 0)
# Where the table knows nothing.
_OTHERWISE = {"create": 3.0, "update": 3.0, "delete": 2.0}

if os.environ.get("ARRAY_DURATIONS"):
    for row in json.loads(Path(os.environ["ARRAY_DURATIONS"]).read_text())["resources"]:
        if row.get("medianS") is not None:
            _table.setdefault((row["type"], row["operation"]), float(row["medianS"]))


def seconds(resource_type, operation):
    """Real seconds that this takes."""
    return scaled(_table.get((resource_type, operation), _OTHERWISE[operation]))


def scaled(aws_seconds):
    return aws_seconds / _speed if _speed else 0.0


async def wait(real_seconds, stop=None):
    """Waits, but not longer than until `stop` is set. True when it was."""
    if stop is None:
        await asyncio.sleep(real_seconds)
        return False
    if stop.is_set():
        return True
    try:
        await asyncio.wait_for(stop.wait(), max(real_seconds, 0.001))
        return True
    except asyncio.TimeoutError:
        return False
