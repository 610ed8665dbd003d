"""The bundled flows and poses: what their sources say, and what can be said and heard.

The files are read here as plain text values, so that a mistake of the loader cannot hide one of
theirs; that the loader accepts them all, and that they play, are tests of their own at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from tests.bundled import bundled_pose, bundled_stances
from yogaflow.format import check_file, read_flow, read_pose
from yogaflow.model import (
    REST_POSES,
    Pose,
    PoseKind,
    Position,
    Side,
    Stances,
    sentences,
    sided_text,
)
from yogaflow.storage import paths
from yogaflow.timeline import Choices, SegmentKind, Timeline, compile_flow
from yogaflow.timeline.roads import begins_at, ends_at, road, seconds_of

FLOWS = {p.stem: p for p in sorted(paths.sequences_dir().glob("*.yaml"))}
POSES = {p.stem: p for p in sorted(paths.poses_dir().glob("*.yaml"))}
MARK = re.compile(r"<(\w+)>")


def read(path: Any) -> dict[str, Any]:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    found = yaml.load(path.read_text(encoding="utf-8"), loader)
    assert isinstance(found, dict)
    return found


FLOW = {key: read(path) for key, path in FLOWS.items()}
POSE = {key: read(path) for key, path in POSES.items()}
SIDED = [key for key, pose in POSE.items() if "sides" in pose]

ARTICLE_001 = (
    "Love Your Butt! Why Strong Glutes Matter When it Comes to Lower Back Pain",
    ["locust", "warrior-1", "utkatasana-side-steps", "bridge"],
    ["pigeon", "gomukhasana", "ankle-to-knee", "half-seated-twist"],
)
TITLE, STRENGTHEN, STRETCH = ARTICLE_001


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def entrances(pose: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every way into the pose: from anywhere, from a pose, from the other side."""
    if "come-in" in pose:
        yield pose["come-in"]
    yield from pose.get("from", {}).values()
    if "switch" in pose:
        yield pose["switch"]


def lines(entrance: dict[str, Any]) -> list[str]:
    return [x if isinstance(x, str) else x["text"] for x in as_list(entrance["say"])]


def spoken(pose: dict[str, Any]) -> list[str]:
    """Every line a voice would say, as it is written."""
    out = [text for entrance in entrances(pose) for text in lines(entrance)]
    out += lines({"say": pose.get("cues", [])})
    out += lines({"say": pose.get("come-out", [])})
    out += pose.get("cautions", [])
    reps = [pose, *pose.get("options", {}).values()]
    out += [text for owner in reps for phase in owner.get("rep", []) for text in phase.values()]
    out += [o["say"] for o in pose.get("options", {}).values() if "say" in o]
    return out


def steps(flow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every entry of a flow, groups before what they hold."""
    for step in flow["flow"]:
        yield step
        if "flow" in step:
            yield from steps(step)


def amounts(key: str) -> dict[str, Any]:
    """Pose key -> step of a flow in which each pose has one step."""
    return {name: step for step in steps(FLOW[key]) for name in step if name in POSE}


# -- each file by itself --------------------------------------------------------------------


@pytest.mark.parametrize("key", FLOWS)
def test_a_flow_names_its_schema_its_source_and_known_poses(key: str) -> None:
    first = FLOWS[key].read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=schema/flow.schema.json"
    assert FLOW[key]["title"]
    assert FLOW[key]["about"]
    assert FLOW[key]["source"]
    words = {"flow", "rest", "say", "inhale", "exhale", "sides", "repeat", "title"}
    words |= {"optional", "sets", "between", "options"}
    named = {name for step in steps(FLOW[key]) for name in step} - words
    assert named <= POSE.keys()


NEVER_SAID = re.compile(
    r"\b(?:safe|good for|heals?|fix(?:es)?|cures?|detox|deeper|full expression|should feel|must"
    r"|always|never|will (?:help|feel|relieve)|beautiful|slim|shape)\b",
    re.I,
)
SOMEONE = re.compile(r"\b(?:someone|physiotherapist)\b")


@pytest.mark.parametrize("key", FLOWS)
def test_a_flow_says_why_in_a_few_plain_sentences(key: str) -> None:
    text = FLOW[key]["why"]
    said = sentences(text)
    assert 3 <= len(said) <= 5
    assert all(len(sentence.split()) <= 21 for sentence in said), "one breath each"
    assert not NEVER_SAID.search(text)
    assert not re.search(r"\b(?:right|left)\b", text), "no side without its limb"
    assert re.search(r"\b(?:glutes?|hips)\b", text)
    assert SOMEONE.search(said[-1]), "what stays is for someone to look at"
    assert [k for k, flow in FLOW.items() if flow["why"] == text] == [key]


@pytest.mark.parametrize("key", POSES)
def test_a_pose_names_its_schema_and_can_be_led_by_ear(key: str) -> None:
    first = POSES[key].read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schema/pose.schema.json"
    pose = POSE[key]
    assert pose["source"]
    assert lines(pose["come-in"])
    assert pose["cues"]
    assert re.fullmatch(r"\d+s", pose["come-in"]["seconds"])


@pytest.mark.parametrize("key", POSES)
def test_names_fit_where_they_are_shown(key: str) -> None:
    pose = POSE[key]
    assert len(pose.get("short", pose["name"])) <= 13
    assert len(pose.get("call", "").split()) <= 3


@pytest.mark.parametrize("key", POSES)
def test_lines_can_be_said_in_a_breath(key: str) -> None:
    cues = lines({"say": POSE[key]["cues"]})
    assert [cue for cue in cues if len(cue.split()) > 8] == []
    assert [text for text in spoken(POSE[key]) if len(text.split()) > 12] == []


@pytest.mark.parametrize("key", POSES)
def test_words_neither_push_nor_name_a_side_nor_turn_the_neck(key: str) -> None:
    unwanted = re.compile(r"\b(right|left|should|must|turn your (head|neck)|cure|heal)\b", re.I)
    assert [text for text in spoken(POSE[key]) if unwanted.search(text)] == []


@pytest.mark.parametrize("key", POSES)
def test_marks_are_the_four_and_only_where_there_are_sides(key: str) -> None:
    pose = POSE[key]
    texts = [pose.get("sides", ""), *spoken(pose)]
    assert {m for t in texts for m in MARK.findall(t)} <= {"side", "other", "Side", "Other"}
    if "sides" not in pose:
        sided_options = [o["say"] for o in pose.get("options", {}).values() if "sides" in o]
        assert [t for t in spoken(pose) if MARK.search(t) and t not in sided_options] == []


@pytest.mark.parametrize("key", SIDED)
def test_every_way_in_tells_the_sides_apart(key: str) -> None:
    pose = POSE[key]
    for texts in [[pose["sides"]], *(lines(e) for e in entrances(pose))]:
        right, left = (" ".join(sided_text(t, side) for t in texts) for side in Side)
        assert right != left
        # Mirrored whole: what is right on one side is left on the other.
        swapped = re.sub(
            "(?i)right|left", lambda m: "left" if m[0].lower() == "right" else "right", right
        )
        assert swapped.lower() == left.lower()


@pytest.mark.parametrize("key", POSES)
def test_muscles_have_a_side_only_where_the_pose_has(key: str) -> None:
    for muscle in POSE[key].get("muscles", []):
        ((_, work),) = muscle.items()
        assert re.fullmatch(r"(works|stretches|releases)( (side|other|both))?", work)
        if work.endswith((" side", " other")):
            assert key in SIDED


@pytest.mark.parametrize("key", POSES)
def test_ways_in_from_a_pose_name_a_pose_that_exists(key: str) -> None:
    assert POSE[key].get("from", {}).keys() <= POSE.keys() - {key}


@pytest.mark.parametrize("key", POSES)
def test_options_exclude_options_of_the_same_pose(key: str) -> None:
    options = POSE[key].get("options", {})
    for name, option in options.items():
        assert set(option.get("excludes", [])) <= options.keys() - {name}
        assert option["level"] in {"easier", "standard", "harder"}


# -- the library ------------------------------------------------------------------------------


@pytest.mark.parametrize("position", Position)
def test_there_is_a_rest_for_every_position(position: Position) -> None:
    rest = POSE[REST_POSES[position]]
    assert rest["kind"] == "rest"


def test_rests_are_taken_where_the_body_is() -> None:
    for stance in bundled_stances().by_key.values():
        if stance.rest:
            assert stance.rest in POSE, stance.key
            assert bundled_pose(stance.rest).kind in {PoseKind.REST, PoseKind.FLOWING}
    for position in (Position.STANDING, Position.SEATED, Position.PRONE, Position.SUPINE):
        assert bundled_pose(REST_POSES[position]).position == position


@pytest.mark.parametrize(
    "key",
    "upward-salute forward-fold half-lift chaturanga upward-dog down-dog mountain cat cow".split(),
)
def test_what_flows_with_the_breath_has_a_call(key: str) -> None:
    assert POSE[key]["call"]


@pytest.mark.parametrize(
    "key",
    (
        "locust utkatasana-side-steps bridge pigeon half-seated-twist childs-pose prone-rest "
        "supine-rest savasana forward-fold half-lift down-dog plank chaturanga"
    ).split(),
)
def test_nobody_looks_at_a_screen_with_the_face_down_or_away(key: str) -> None:
    assert POSE[key]["can-see"] == "false"


# -- the eight poses of the article -----------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "stance", "before", "seconds", "breath"),
    [
        ("locust", "prone", "mountain", 25, ("3", "3")),
        ("warrior-1", "stride", "mountain", 15, ("3", "4")),
        ("utkatasana-side-steps", "half-squat", "mountain", 8, ("2", "2")),
        ("bridge", "supine", "mountain", 30, ("4", "4")),
        ("pigeon", "low-pigeon", "cat", 15, ("4", "6")),
        ("gomukhasana", "crossed-seat", "pigeon", 20, ("4", "6")),
        ("ankle-to-knee", "crossed-seat", "gomukhasana", 12, ("4", "6")),
        ("half-seated-twist", "seated", "ankle-to-knee", 15, ("4", "5")),
    ],
)
def test_the_eight_poses_take_their_time(
    key: str, stance: str, before: str, seconds: int, breath: tuple[str, str]
) -> None:
    pose = POSE[key]
    assert pose["stance"] == stance
    by_kind = {"strengthen": {"in": "3", "out": "3"}, "stretch": {"in": "4", "out": "6"}}
    own = pose.get("breath", by_kind[pose["kind"]])
    assert (own["in"], own["out"]) == breath
    assert pose["source"] == TITLE
    assert pose["cautions"]
    # The least seconds of the road and of the pose's own way in, as they are without words.
    read, last = bundled_pose(key), bundled_pose(before)
    right, stances = Side.RIGHT, bundled_stances()
    there = road(stances, ends_at(last, right, stances), begins_at(read, right, stances))
    assert there is not None
    entrance = read.come_from.get(before)
    own_way = entrance.seconds if entrance else read.come_in.seconds + seconds_of(there)
    assert own_way == pytest.approx(seconds, abs=4)


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("locust", None),
        ("warrior-1", "right foot in front"),
        ("utkatasana-side-steps", "travelling right"),
        ("bridge", None),
        ("pigeon", "right knee forward"),
        ("gomukhasana", "right knee on top"),
        ("ankle-to-knee", "right shin on top"),
        ("half-seated-twist", "right knee up, twist to the right"),
    ],
)
def test_what_right_names(key: str, names: str | None) -> None:
    sides = POSE[key].get("sides")
    assert (sides and sided_text(sides, Side.RIGHT)) == names


@pytest.mark.parametrize(
    ("key", "right"),
    [
        ("pigeon", "Right foot toward the left wrist."),
        ("gomukhasana", "Right knee on top, spine tall."),
        ("ankle-to-knee", "Right ankle over the left knee, feet flexed."),
        ("half-seated-twist", "Left arm hugs the right knee."),
        ("half-seated-twist", "Right foot outside the left leg."),
        ("warrior-1", "Left hip forward, outer heel presses back."),
        ("utkatasana-side-steps", "Face its left edge, feet together."),
        ("crossed-knee-pull", "Draw the thigh toward the left shoulder."),
        ("seated-glute-twist", "Left arm across the bent knee."),
        ("cradle", "Lift the right calf onto your right arm."),
    ],
)
def test_limbs_on_the_right_side(key: str, right: str) -> None:
    said = [sided_text(t, Side.RIGHT) for e in entrances(POSE[key]) for t in lines(e)]
    assert right in said


def test_in_warrior_1_the_back_leg_works_and_the_thigh_of_the_front_one() -> None:
    muscles = {name: work for m in POSE["warrior-1"]["muscles"] for name, work in m.items()}
    assert muscles["gluteus maximus"] == "works other"
    assert muscles["quadriceps"] == "works"


@pytest.mark.parametrize("key", ["pigeon", "gomukhasana", "ankle-to-knee", "half-seated-twist"])
def test_hip_openers_stretch_the_named_side(key: str) -> None:
    muscles = {name: work for m in POSE[key]["muscles"] for name, work in m.items()}
    assert muscles["gluteus maximus"] == "stretches side"
    assert muscles["piriformis"] == "stretches side"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("locust", ["Pregnant", "Back pain"]),
        ("bridge", ["neck"]),
        ("pigeon", ["Knee"]),
        ("gomukhasana", ["knee", "hip"]),
        ("ankle-to-knee", ["Knee", "hip"]),
        ("crossed-knee-pull", ["hip"]),
        ("crossed-knees-hug", ["hip"]),
    ],
)
def test_cautions_are_there(key: str, words: list[str]) -> None:
    said = " ".join(POSE[key]["cautions"])
    assert [word for word in words if word not in said] == []


@pytest.mark.parametrize(
    ("key", "option", "level"),
    [
        ("utkatasana-side-steps", "leg-lift", "harder"),
        ("utkatasana-side-steps", "band", "harder"),
        ("bridge", "mudra-arms", "standard"),
        ("bridge", "leg-lift", "harder"),
        ("pigeon", "block", "easier"),
        ("gomukhasana", "block", "easier"),
        ("ankle-to-knee", "shin-in-front", "easier"),
    ],
)
def test_options_of_the_eight_poses(key: str, option: str, level: str) -> None:
    assert POSE[key]["options"][option]["level"] == level


def test_bridge_with_a_lifted_leg_has_sides() -> None:
    assert (
        sided_text(POSE["bridge"]["options"]["leg-lift"]["sides"], Side.LEFT) == "left leg lifted"
    )


def test_one_repetition() -> None:
    """Bridge: up on the in-breath, two seconds, down on the out-breath. Side steps: 4 s a step."""
    assert [key for phase in POSE["bridge"]["rep"] for key in phase] == ["in", "2s", "out"]
    assert [key for phase in POSE["utkatasana-side-steps"]["rep"] for key in phase] == ["in", "out"]
    assert POSE["utkatasana-side-steps"]["breath"] == {"in": "2", "out": "2"}


# -- amounts as the articles have them --------------------------------------------------------


@pytest.mark.parametrize("key", ["glute-strength", "strong-and-open"])
def test_strengthening_amounts(key: str) -> None:
    found = amounts(key)
    assert list(found)[:4] == STRENGTHEN
    assert found["locust"]["locust"] == "3-5 breaths"
    assert found["warrior-1"] == {"warrior-1": "3-5 breaths", "sides": "right, left"}
    assert found["bridge"]["bridge"] == "5 breaths"
    walk = next(s for s in steps(FLOW[key]) if s.get("repeat"))
    assert (walk["repeat"], walk["sides"]) == ("3", "right, left")
    assert walk["flow"] == [{"utkatasana-side-steps": "5 reps"}, {"rest": "1 breath"}]
    order = [name for step in steps(FLOW[key]) for name in step if name in POSE or name == "rest"]
    assert order[order.index("locust") + 1] == "rest"
    assert order[order.index("bridge") + 1] == "rest"
    assert not any("options" in step for step in steps(FLOW[key]))


@pytest.mark.parametrize("key", ["hip-openers", "strong-and-open"])
def test_stretching_amounts(key: str) -> None:
    group = next(s for s in FLOW[key]["flow"] if s.get("sides") == "right, left")
    assert group["flow"] == [{pose: "5-10 breaths"} for pose in STRETCH]


def test_strong_and_open_is_both_in_the_order_of_the_article() -> None:
    assert list(amounts("strong-and-open")) == STRENGTHEN + STRETCH


def test_sun_salutation_moves_once_for_each_half_breath() -> None:
    (rounds,) = [s for s in FLOW["sun-salutation-a"]["flow"] if "flow" in s]
    assert rounds["repeat"] == "4-5"
    halves = [name for s in rounds["flow"] for name in s if name in {"inhale", "exhale"}]
    assert halves == ["inhale", "exhale"] * 5
    stay = rounds["flow"].index({"down-dog": "5 breaths"})
    assert rounds["flow"][stay - 1] == {"exhale": "down-dog"}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            "five-hip-stretches",
            {
                "seated-glute-twist": {"amount": "20-30s", "sides": "right, left"},
                "crossed-knee-pull": {"amount": "30s", "sides": "right, left"},
                "crossed-knees-hug": {"amount": "30s-1m", "sides": "right, left"},
                "cradle": {"amount": "30s", "sides": "left, right"},
                "modified-pigeon": {"amount": "30s", "sides": "right, left"},
            },
        ),
        (
            "glute-workout",
            {
                "bridge": {"amount": "10-12 reps"},
                "deep-squat": {"amount": "15 reps", "sets": "3"},
                "kettlebell-swing": {"amount": "10-15 reps"},
                "hip-thrust": {"amount": "10-12 reps"},
                "banded-walk": {"amount": "15 reps", "sets": "3"},
            },
        ),
    ],
)
def test_amounts_of_the_stretches_and_strength_article(
    key: str, expected: dict[str, dict[str, str]]
) -> None:
    found = {
        pose: {"amount": step[pose]} | {k: step[k] for k in ("sides", "sets") if k in step}
        for pose, step in amounts(key).items()
    }
    assert found == expected
    assert list(found) == list(expected)


def test_three_for_the_glutes_has_the_three_of_its_article() -> None:
    assert list(amounts("three-for-the-glutes")) == ["bridge", "hip-thrust", "single-leg-deadlift"]


@pytest.mark.parametrize("key", ["three-for-the-glutes", "ball-at-the-wall"])
def test_where_the_article_is_silent_the_flow_says_so(key: str) -> None:
    assert "ours" in FLOW[key]["about"]


@pytest.mark.parametrize("key", [*FLOWS])
def test_repetitions_only_where_the_pose_says_what_one_is(key: str) -> None:
    for step in steps(FLOW[key]):
        for name, amount in step.items():
            if name in POSE and str(amount).endswith("reps"):
                assert POSE[name].get("rep"), name


# -- read and played for real -----------------------------------------------------------------


class Bundled:
    """The bundled poses, each read once."""

    def __init__(self) -> None:
        self._read: dict[str, Pose] = {}

    def get(self, key: str) -> Pose | None:
        if key in POSES and key not in self._read:
            self._read[key] = read_pose(POSES[key], bundled_stances())
        return self._read.get(key)

    def stances(self) -> Stances:
        return bundled_stances()

    def names(self) -> Mapping[str, str]:
        return {key: key for key in POSES}


BUNDLED = Bundled()


def plan(key: str, **choices: Any) -> Timeline:
    return compile_flow(read_flow(FLOWS[key], BUNDLED), Choices(countdown=0, **choices))


@pytest.mark.parametrize("path", [*FLOWS.values(), *POSES.values()], ids=lambda p: p.stem)
def test_the_loader_finds_nothing_wrong(path: Any) -> None:
    assert [str(problem) for problem in check_file(path, BUNDLED)] == []


@pytest.mark.parametrize(
    "key", [key for key in FLOWS if any("sides" in s for s in steps(FLOW[key]))]
)
def test_both_sides_stay_equally_long(key: str) -> None:
    stays = {SegmentKind.HOLD, SegmentKind.REP}
    seconds = dict.fromkeys(Side, 0.0)
    for segment in plan(key).segments:
        if segment.side is not None and segment.kind in stays:
            seconds[segment.side] += segment.duration
    assert seconds[Side.RIGHT] > 0
    assert seconds[Side.RIGHT] == pytest.approx(seconds[Side.LEFT])


@pytest.mark.parametrize("key", FLOWS)
def test_nobody_waits_long_for_a_pose_to_begin(key: str) -> None:
    """The longest way, from lying down or back up to a pose that is told for the first time,
    with the breath to settle in: 42 s and a breath of 10."""
    waits = {SegmentKind.ENTER, SegmentKind.SWITCH, SegmentKind.SETTLE}
    timeline = plan(key)
    for visit in timeline.visits:
        segments = timeline.segments[visit.first : visit.last + 1]
        assert sum(s.duration for s in segments if s.kind in waits) <= 50, visit.pose


def test_hip_openers_on_one_side_then_on_the_other() -> None:
    timeline = plan("hip-openers")
    holds = [(s.pose, s.side) for s in timeline.segments if s.kind is SegmentKind.HOLD]
    assert holds == [(pose, side) for side in Side for pose in STRETCH]
    assert [s.pose for s in timeline.segments if s.kind is SegmentKind.SWITCH] == ["pigeon"]


def test_side_steps_come_back_to_where_they_began() -> None:
    where, lengths = 0, []
    for segment in plan("glute-strength").segments:
        if segment.kind is SegmentKind.REP:
            where += 1 if segment.side is Side.RIGHT else -1
            lengths.append(where)
    assert where == 0
    assert (min(lengths), max(lengths)) == (0, 5)
    assert len(lengths) == 2 * 3 * 5


def test_a_hold_of_down_dog_in_a_salutation_has_no_way_in() -> None:
    dogs = [s.kind for s in plan("sun-salutation-a").segments if s.pose == "down-dog"]
    assert dogs == [SegmentKind.MOVE, SegmentKind.HOLD] * 4
