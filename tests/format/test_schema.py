"""The JSON Schemas: current, valid, and never stricter than the loader."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.format_help import TEXTS, FewPoses
from tests.strength import examples
from yogaflow.format import load_flow, load_pose, schema
from yogaflow.format.keys import RESERVED
from yogaflow.model import FormatError
from yogaflow.storage.paths import poses_dir, schema_dir, sequences_dir

FLOW = Draft202012Validator(schema.flow_schema())
POSE = Draft202012Validator(schema.pose_schema())


def as_editor(text: str) -> Any:
    """What a YAML editor checks: typed values, with text for keys and dates."""

    def plain(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {str(key): plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return value.isoformat() if isinstance(value, datetime.date) else value

    return plain(yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def test_the_checked_in_schemas_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert schema.main(["--check"]) == 0, capsys.readouterr().err
    assert {path.name for path in schema_dir().glob("*.json")} == set(schema.texts())


def test_a_stale_schema_is_told_and_written_anew(tmp_path: Path) -> None:
    place = tmp_path / "schema"
    assert schema.main(["--check"], place) == 1
    assert schema.main([], place) == 0
    assert schema.main(["--check"], place) == 0
    (place / "flow.schema.json").write_text("{}")
    assert schema.main(["--check"], place) == 1
    assert schema.main(["--chekc"], place) == 2


@pytest.mark.parametrize("text", schema.texts().values())
def test_the_schemas_are_valid_and_explain_every_key(text: str) -> None:
    whole = json.loads(text)
    Draft202012Validator.check_schema(whole)
    assert all("description" in value for value in whole["properties"].values())


@pytest.mark.parametrize("name", ["flow", "pose", "stance"])
def test_a_schema_defines_what_it_refers_to_and_nothing_else(name: str) -> None:
    text = (schema_dir() / f"{name}.schema.json").read_text(encoding="utf-8")
    assert set(re.findall(r'"#/\$defs/([^"]+)"', text)) == set(json.loads(text)["$defs"])


def test_the_step_of_the_schema_explains_every_key() -> None:
    step = schema.flow_schema()["$defs"]["step"]
    assert all("description" in value for value in step["properties"].values())
    assert set(step["properties"]) <= RESERVED


def test_the_bundled_files_are_good_by_the_schemas() -> None:
    for path in sequences_dir().glob("*.yaml"):
        assert not list(FLOW.iter_errors(as_editor(path.read_text(encoding="utf-8")))), path
    for path in poses_dir().glob("*.yaml"):
        assert not list(POSE.iter_errors(as_editor(path.read_text(encoding="utf-8")))), path


@pytest.mark.parametrize(
    "steps",
    [
        "[pigeon: 5]",
        "[pigeon: 5 braeths]",
        "[{pigeon: 5 breaths, sdies: Right}]",
        "[{pigeon: 5 breaths, hold: 5 breaths}]",
        "[{pose: pigeon}]",
        "[{pose: pigeon, hold: 5 breaths, reps: 5}]",
        "[{hold: 5 breaths}]",
        "[{inhale: pigeon, flow: [rest: 5 breaths]}]",
        "[{flow: [rest: 5 breaths], wait: true}]",
        "[{use: a, say: Now}]",
        "[{pigeon: 5 breaths, sides: both}]",
        "[{pigeon: 5 breaths, breath: {in: 4}}]",
        "[{pigeon: 5 breaths, sets: 0}]",
        "[{pigeon: 5 breaths, wait: sure}]",
        "[]",
        "[[]]",
        "[pigeon]",
    ],
)
def test_an_editor_marks_what_is_clearly_wrong(steps: str) -> None:
    assert list(FLOW.iter_errors(as_editor(f"title: A\nflow: {steps}")))


# Flows as text, from the grammar. Words that YAML takes for something else are in on purpose.

WORDS = st.sampled_from(
    """Fold|on|no|true|1:30|010|2026-01-01|null|~|1e3|12|3.5|To the <side>|'it''s: so'|"a, b"|\
Yes|.inf|0x10|-5|🧘 slowly""".split("|")
)
NUMBERS = st.integers(1, 60)
UNITS = {
    "breaths": ("breaths", " breaths", " Breath", "  BREATHS"),
    "seconds": ("s", " s", " sec", "s ", " Seconds"),
    "minutes": ("m", " min", " minutes"),
    "reps": (" reps", "reps", " rep"),
}


@st.composite
def amounts(draw: st.DrawFn, *kinds: str) -> str:
    kind = draw(st.sampled_from(kinds))
    unit = draw(st.sampled_from(UNITS[kind]))
    low = draw(NUMBERS)
    high = draw(st.integers(low, 60))
    dash = draw(st.sampled_from(["-", "–", " - ", " – "]))
    forms = [f"{low}{unit}", f"{low}{dash}{high}{unit}", f"{low}{unit}{dash}{high}{unit}"]
    if kind == "minutes":
        forms += [f"{low}{unit}{high % 60}s", f"30s{dash}{high}{unit}"]
    text = draw(st.sampled_from(forms))
    return draw(st.sampled_from([text, f"'{text}'", f'" {text}"']))


ANY = amounts("breaths", "seconds", "minutes", "reps")
STAY = amounts("breaths", "seconds", "minutes")
SIDES = st.sampled_from(
    ["'right, left'", '"left,right"', "right", "'left '", "[left]", "[right, left]", '["left"]']
)
BREATHS = st.builds(
    "{{in: {}, out: {}{}}}".format,
    st.sampled_from(["4", "4.5", "4s", "'4'", "0.5", "60", "4.0 s"]),
    st.sampled_from(["6", "6.25", "'6 s'"]),
    st.sampled_from(["", ", full: 0", ", empty: 1.5s", ", full: 0.0, empty: 60"]),
)
YES_NO = st.sampled_from(["true", "false", "True", "'FALSE'", "'true '"])
COUNTS = st.sampled_from(["1", "3", "'3'", "3-4", "3 – 4", "'2 - 5'"])
ONE = st.builds("{{text: {}{}}}".format, WORDS, st.sampled_from(["", ", once: true"]))
PLACES = st.one_of(st.sampled_from(["start", "halfway", "end", "3 breaths", "' 20s'", "1m"]))
PLACED = st.builds("{{at: {}, text: {}}}".format, PLACES, WORDS)


def listed(item: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    rows = st.lists(item, min_size=1, max_size=3)
    return st.one_of(item, rows.map(lambda found: f"[{', '.join(found)}]"))


LINES = listed(st.one_of(WORDS, ONE))
DURATIONS = st.sampled_from(["20s", "1 min", "'30 sec'", "1m30s"])
ENTRANCES = st.one_of(DURATIONS, st.builds("{{seconds: {}, say: {}}}".format, DURATIONS, LINES))
OPTIONS = st.sampled_from(["block", "no-flat", "[block]", "'block, no-flat'", "[no-block, flat]"])
BESIDE = {"optional": YES_NO, "title": WORDS}
HELD = {"transition": ENTRANCES, "breath": BREATHS, "wait": YES_NO, **BESIDE} | {
    "say": listed(st.one_of(WORDS, PLACED, ONE))
}
POSE_KEYS = {"sides": SIDES, "options": OPTIONS, **HELD}
GROUP_KEYS = {"sides": SIDES, "repeat": COUNTS, "breath": BREATHS, **BESIDE}
MOVE_KEYS = {"side": st.sampled_from(["right", "left"]), "say": LINES, "breath": BREATHS}


@st.composite
def mapping(
    draw: st.DrawFn, main: st.SearchStrategy[str], beside: dict[str, st.SearchStrategy[str]]
) -> str:
    """A mapping in braces: the main entry, then some of the others, in any order."""
    names = draw(st.lists(st.sampled_from(sorted(beside)), max_size=3, unique=True))
    entries = [draw(main), *(f"{name}: {draw(beside[name])}" for name in names)]
    return f"{{{', '.join(draw(st.permutations(entries)))}}}"


HOLDS = st.one_of(STAY, st.sampled_from(["{right: 5 breaths, left: 8 breaths}"]))
SHORT = mapping(st.builds("pigeon: {}".format, STAY), POSE_KEYS)
LONG = mapping(st.builds("pose: warrior-1, hold: {}".format, HOLDS), {"sides": SIDES, **HELD})
REPS = st.one_of(
    st.builds("bridge: {}".format, amounts("reps")),
    st.builds("pose: bridge, reps: {}".format, st.one_of(COUNTS, amounts("reps"))),
)
BETWEEN = st.one_of(STAY, st.builds("{{bridge: {}}}".format, ANY))
SETS = mapping(st.builds("{}, sets: 3, between: {}".format, REPS, BETWEEN), HELD)
MOVES = st.builds(
    "{}: {}".format,
    st.sampled_from(["inhale", "exhale"]),
    st.one_of(st.just("upward-salute"), mapping(st.just("pose: pigeon"), MOVE_KEYS)),
)
RESTS = st.one_of(STAY, st.builds("{{pose: savasana, hold: {}}}".format, STAY))
LEAVES = st.one_of(
    SHORT,
    LONG,
    SETS,
    mapping(MOVES, BESIDE),
    mapping(st.builds("rest: {}".format, RESTS), HELD),
    mapping(st.builds("say: {}".format, listed(WORDS)), BESIDE),
    mapping(st.just("use: sun"), GROUP_KEYS),
)


@st.composite
def steps(draw: st.DrawFn, level: int = 0) -> str:
    """A step; a group holds pigeon, so that it may have sides."""
    if level == 3 or draw(st.integers(0, 3)):
        leaf: str = draw(LEAVES)
        return leaf
    rows = [draw(steps(level + 1)) for _ in range(draw(st.integers(1, 3)))]
    return draw(mapping(st.just(f"flow: [pigeon: 1 breath, {', '.join(rows)}]"), GROUP_KEYS))


SENTENCES = listed(
    st.sampled_from(
        "Slowly|on|no 2|true|null|1e3|'it''s: so'|\"a, b\"|.inf|2 of 3|🧘 slowly".split("|")
    )
)
TOP = {"about": WORDS, "source": WORDS, "author": WORDS, "breath": BREATHS} | {
    "why": SENTENCES,
    "notes": SENTENCES,
    "language": st.sampled_from(["en", "no", "pt-BR", "'de '"]),
    "format": st.sampled_from(["1", "'1'"]),
}
PARTS = "parts: {sun: [pigeon: 1 breath], moon: {sides: right, flow: [pigeon: 1 breath]}}"


@st.composite
def flows(draw: st.DrawFn) -> str:
    top = [f"{name}: {draw(value)}" for name, value in TOP.items() if draw(st.booleans())]
    rows = [f"  - {draw(steps())}" for _ in range(draw(st.integers(1, 3)))]
    return "\n".join([f"title: {draw(WORDS)}", *top, PARTS, "flow:", *rows, ""])


@given(flows())
@settings(max_examples=examples(150))
@example("title: null\nflow: [rest: 5 breaths]\n")
@example("title: ~\nparts: {1: [rest: 1s]}\nflow: [use: 1]\n")
@example("title: A\nflow:\n  - say: >\n      5\n      breaths\n")
@example("title: A\nflow:\n  - rest: |\n      5\n      breaths\n")
def test_what_the_loader_accepts_the_flow_schema_accepts(text: str) -> None:
    try:
        load_flow(text, path="a.yaml", key="a", poses=FewPoses())
    except FormatError as error:
        # The grammar knows no lengths; everything else it makes is good.
        if any("grows past" not in problem.message for problem in error.problems):
            raise
        reject()
    assert not [error.message for error in FLOW.iter_errors(as_editor(text))]


POSE_VALUES: dict[str, st.SearchStrategy[str]] = {
    "short": st.sampled_from(["Pigeon", "13", "null", "yes", "1.5"]),
    "sanskrit": WORDS,
    "also": listed(WORDS),
    "call": st.sampled_from(["half lift", "3", "on"]),
    "kind": st.sampled_from(["stretch", "' rest'"]),
    "position": st.sampled_from(["all-fours", "prone"]),
    "starts": st.sampled_from(["seated"]),
    "sides": st.sampled_from(["<side> knee", "'<Side> leg, <other> arm'"]),
    "can-see": YES_NO,
    "breath": BREATHS,
    "come-in": st.one_of(
        ENTRANCES, ONE.map("[{}]".format), st.sampled_from(["Sit", "on", "~", "[12, no]"])
    ),
    "from": st.builds("{{pigeon: {}, down-dog: {}}}".format, ENTRANCES, DURATIONS),
    "switch": ENTRANCES,
    "cues": listed(WORDS),
    "come-out": listed(WORDS),
    "rep": st.builds("[in: {}, 2.5s: {}, out: {}, 2 s: Stay]".format, WORDS, WORDS, WORDS),
    "options": st.builds(
        "{{a: {{name: {}, excludes: [b], seconds: {}}}, b: {{name: B, rep: [out: {}]}}}}".format,
        WORDS,
        DURATIONS,
        WORDS,
    ),
    "muscles": st.sampled_from(["[piriformis: works, lower back: ' stretches  both ']"]),
    "props": listed(WORDS),
    "source": WORDS,
}


@given(WORDS, st.sets(st.sampled_from(sorted(POSE_VALUES))), st.data())
def test_what_the_loader_accepts_the_pose_schema_accepts(
    name: str, keys: set[str], data: st.DataObject
) -> None:
    rows = [f"{key}: {data.draw(POSE_VALUES[key])}" for key in sorted(keys)]
    text = "\n".join([f"name: {name}", *rows, ""])
    load_pose(text, path="a.yaml", key="a")
    assert not [error.message for error in POSE.iter_errors(as_editor(text))]


def test_the_poses_of_the_tests_are_good_by_the_schema() -> None:
    assert not [e for text in TEXTS.values() for e in POSE.iter_errors(as_editor(text))]
