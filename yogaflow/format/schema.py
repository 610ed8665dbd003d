"""The JSON Schemas of flow, pose and stance files, made from the table of keys.

`python -m yogaflow.format.schema` writes them to `sequences/schema/`; with `--check` it only
says whether the files there are current. Editors with yaml-language-server read them through
the first line of each file, complete the keys and explain them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from yogaflow.format import keys, pose_keys, stances
from yogaflow.format.counts import ANY_AMOUNT, HOLDING
from yogaflow.format.figure_keys import POINT
from yogaflow.format.records import Record, documented
from yogaflow.format.shapes import NAME_PATTERN, Json
from yogaflow.format.values import SHARED
from yogaflow.storage.read_text import read_text

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_STEP_RECORDS = (
    keys.POSE_STEP,
    keys.MOVE_STEP,
    keys.REST_STEP,
    keys.GROUP,
    keys.USE_STEP,
    keys.SAY_STEP,
)


def flow_schema() -> Json:
    """The schema of a flow file."""
    steps: Json = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/step"}}
    own = {
        "steps": steps,
        "step": _step(),
        "between": _between(),
        "parts": _by_name({"anyOf": [{"$ref": "#/$defs/steps"}, keys.GROUP.schema()]}),
        "poses": _by_name({"$ref": "#/$defs/pose"}),
        "pose": pose_keys.POSE_FILE.schema(),
    }
    return _whole("A yogaflow flow", keys.FLOW.schema(), own)


def pose_schema() -> Json:
    """The schema of a pose file."""
    return _whole("A yogaflow pose", pose_keys.POSE_FILE.schema(), {})


def stance_schema() -> Json:
    """The schema of a stance file."""
    own = {
        "stances": _by_name(stances.STANCE.schema()),
        "ways": {"type": "array", "items": stances.WAY.schema()},
    }
    return _whole("Stances and the ways between them", stances.STANCE_FILE.schema(), own)


def _whole(title: str, schema: Json, own: Json) -> Json:
    """A schema with the definitions it refers to: its own ones, and those that files share."""
    defines = _only_used(schema, {**own, **_pose_defines()})
    return {"$schema": _DRAFT, "title": title, **schema, "$defs": defines}


def _only_used(schema: Json, defines: Json) -> Json:
    """The definitions a schema refers to, also through each other."""
    used: dict[str, Any] = {}
    text = json.dumps(schema)
    while fresh := [n for n in defines if n not in used and f'"#/$defs/{n}"' in text]:
        used |= {name: defines[name] for name in fresh}
        text += json.dumps(used)
    return {name: value for name, value in defines.items() if name in used}


def _pose_defines() -> Json:
    free = {name: _by_name(value.schema()) for name, value in pose_keys.DEFINES.items()}
    records = {name: record.schema() for name, record in pose_keys.RECORDS.items()}
    return free | records | {shared.define: shared.shape.schema() for shared in (*SHARED, POINT)}


def _by_name(value: Json) -> Json:
    return {
        "type": "object",
        "patternProperties": {f"^{NAME_PATTERN}$": value},
        "additionalProperties": False,
    }


def _between() -> Json:
    pose = _by_name(ANY_AMOUNT.schema())
    return {"anyOf": [HOLDING.schema(), {**pose, "minProperties": 1, "maxProperties": 1}]}


def _step() -> Json:
    """One flat object with every key a step can have, so that editors can offer them all.

    What goes together is told by conditions: the form's own key decides which others may stand
    beside it.
    """
    properties: dict[str, Any] = {}
    for record in _STEP_RECORDS:
        for key in record.keys:
            properties.setdefault(key.name, documented(key))
    reserved = "|".join(sorted(keys.RESERVED))
    pose_key = f"^(?!(?:{reserved})$){NAME_PATTERN}$"
    own_keys = [key.name for key in keys.POSE_STEP.keys if key not in _LONG_FORM]
    amount = {"description": "The pose, and how long: 5 breaths, 30s, 12 reps."}
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": {pose_key: {**amount, **ANY_AMOUNT.schema()}},
        "additionalProperties": False,
        "minProperties": 1,
        "anyOf": [
            *({"required": [name]} for name in keys.STEP_FORMS),
            {"required": [keys.SAY_TEXT.name]},
            {"not": {"propertyNames": {"enum": sorted(keys.RESERVED)}}},
        ],
        "allOf": [
            *(_beside(name, record) for name, record in keys.STEP_FORMS.items()),
            {
                "if": {"required": [keys.POSE.name]},
                "then": {"oneOf": [{"required": ["hold"]}, {"required": ["reps"]}]},
            },
            {
                "if": {"not": {"propertyNames": {"enum": sorted(keys.RESERVED)}}},
                "then": {
                    "propertyNames": {"anyOf": [{"pattern": pose_key}, {"enum": own_keys}]},
                },
            },
        ],
    }


_LONG_FORM = (keys.POSE, keys.HOLD, keys.REPS)
"""The keys of the long form; beside a pose's own key they would say it twice."""


def _beside(name: str, record: Record) -> Json:
    then: Json = {"propertyNames": {"enum": list(record.by_name)}}
    return {"if": {"required": [name]}, "then": then}


def texts() -> dict[str, str]:
    """The text of each schema file, by name."""
    schemas = {"flow": flow_schema(), "pose": pose_schema(), "stance": stance_schema()}
    return {
        f"{name}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas.items()
    }


def main(arguments: list[str], folder: Path | None = None) -> int:
    """Write the schema files, or with `--check` compare them; 1 when they are not current."""
    from yogaflow.storage import paths

    place = folder or paths.schema_dir()
    if arguments not in ([], ["--check"]):
        print("usage: python -m yogaflow.format.schema [--check]", file=sys.stderr)
        return 2
    stale = []
    for name, text in texts().items():
        path = place / name
        if arguments:
            if not path.is_file() or read_text(path) != text:
                stale.append(name)
        else:
            place.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name} is not current: run python -m yogaflow.format.schema", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
