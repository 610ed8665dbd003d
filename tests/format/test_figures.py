"""Figures as they are written: every form reads as it should, and the pose library is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from math import dist
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.format.test_schema import as_editor
from tests.format_help import FewPoses
from tests.strength import examples
from yogaflow.figure.body import BONES, JOINTS, LIMBS, NEEDED, SPINE
from yogaflow.figure.rig import derived, stance, whole_figure
from yogaflow.format import check_file, figure_keys, load_pose, schema
from yogaflow.format.pose_keys import MUSCLES
from yogaflow.library.library import default_library
from yogaflow.model import Family, Figure, FormatError, Point, Pose, Prop, PropKind, Side
from yogaflow.storage.paths import poses_dir

LIBRARY = default_library()
POSES = [pose for key in LIBRARY.pose_keys() if (pose := LIBRARY.poses().get(key)) is not None]
POSE_SCHEMA = Draft202012Validator(schema.pose_schema())

WARRIOR = """\
name: Warrior
sides: <side> foot in front
muscles:
  - gluteus maximus: works other
  - quadriceps: works other
figure:
  view: 40 10
  spine: {pelvis: 3 70, waist: 3 94, neck: 2 122, head: 3 140}
  both: {elbow: 4 146 22, wrist: 5 172 19}
  right: {knee: 39 48 8, ankle: 40 6 9, toe: 58 3 9}
  left: {knee: -26 38 -12, ankle: -56 6 -13, toe: -43 3 -26}
"""


def read(text: str) -> Pose:
    return load_pose(text, path="warrior.yaml", key="warrior")


def figure_of(text: str) -> Figure:
    figure = read(text).figure
    assert figure is not None
    return figure


def test_points_are_read_and_both_sides_are_mirrored() -> None:
    figure = figure_of(WARRIOR)
    assert figure.view == (40.0, 10.0)
    assert figure.joints["pelvis"] == (3.0, 70.0, 0.0)
    assert figure.joints["right elbow"] == (4.0, 146.0, 22.0)
    assert figure.joints["left elbow"] == (4.0, 146.0, -22.0)
    assert figure.joints["left ankle"] == (-56.0, 6.0, -13.0)
    assert set(figure.joints) == set(NEEDED)
    assert (figure.highlight, figure.rep) == (None, None)


@pytest.mark.parametrize(
    "point", ["3 70", "3 70 0", "[3, 70]", "[3, 70, 0]", "'3, 70, 0'", "3.0 70"]
)
def test_a_point_may_be_written_in_several_ways(point: str) -> None:
    text = WARRIOR.replace("pelvis: 3 70,", f"pelvis: {point},")
    assert figure_of(text).joints["pelvis"] == (3.0, 70.0, 0.0)
    assert POSE_SCHEMA.is_valid(as_editor(text))


@pytest.mark.parametrize(
    "point", ["3 70 0 1", "3", "up", "3 1e2", "nan 3", "3 1_0", "inf 3", "301 3", "{x: 3}", "3 70z"]
)
def test_what_is_no_point_is_told(point: str) -> None:
    with pytest.raises(FormatError) as caught:
        read(WARRIOR.replace("pelvis: 3 70,", f"pelvis: {point},"))
    assert caught.value.problems[0].line == 8


def test_all_keys_of_a_figure() -> None:
    more = """\
  turn: {body: -90, hips: 10, shoulders: 45}
  gaze: -0.2 0 1
  highlight: quadriceps
  contacts: [knee, right hand]
  family: kneeling
  props:
    - block: 20 12 14
    - band: knee
  shapes:
    low:
      spine: {pelvis: 3 66}
      turn: {hips: 20}
  rep: [base, low]
rep:
  - in: Up
  - out: Down
"""
    figure = figure_of(WARRIOR + more)
    assert (figure.heading, figure.hips, figure.shoulders) == (-90.0, 10.0, 45.0)
    assert figure.gaze == (-0.2, 0.0, 1.0)
    assert figure.highlight == ("quadriceps",)
    assert figure.contacts == ("knee", "right hand")
    assert figure.family is Family.KNEELING
    assert figure.props == (
        Prop(PropKind.BLOCK, at=(20, 12, 14)),
        Prop(PropKind.BAND, on="knee"),
    )
    assert figure.shapes == {"low": Figure(joints={"pelvis": (3, 66, 0)}, hips=20)}
    assert figure.rep == ("base", "low")
    assert POSE_SCHEMA.is_valid(as_editor(WARRIOR + more))


def test_an_option_says_only_what_it_changes() -> None:
    option = """\
options:
  hands-on-hips:
    name: Hands on hips
    figure:
      both: {elbow: -8 100 36, wrist: 4 84 17}
"""
    pose = read(WARRIOR + option)
    assert pose.figure is not None
    changed = whole_figure(pose, ("hands-on-hips",))
    assert changed.joints["left wrist"] == (4.0, 84.0, -17.0)
    assert changed.joints["pelvis"] == pose.figure.joints["pelvis"]
    assert changed.view == pose.figure.view


def test_an_option_is_drawn_over_a_figure_only() -> None:
    head, _, _ = WARRIOR.partition("figure:")
    option = "options:\n  up:\n    name: Up\n    figure: {both: {wrist: 5 172 19}}\n"
    with pytest.raises(FormatError, match="no figure to change"):
        read(head + option)


def test_only_check_looks_at_bones(tmp_path: Path) -> None:
    """Playing makes the best of a crooked figure; a check says what is wrong with it."""
    crooked = WARRIOR.replace("knee: 39 48 8", "knee: 60 48 8")
    pose = read(crooked)
    assert stance(pose, Side.RIGHT) is not None
    path = tmp_path / "warrior.yaml"
    path.write_text(crooked, encoding="utf-8")
    problems = check_file(path, FewPoses())
    assert [(p.line, p.column) for p in problems] == [(10, 17), (10, 31)][: len(problems)]
    assert "right thigh would be" in problems[0].message


def test_a_flow_s_own_pose_is_checked_where_it_stands(tmp_path: Path) -> None:
    figure = "\n".join(f"    {line}" for line in WARRIOR.splitlines())
    text = f"title: Own\nposes:\n  mine:\n{figure}\nflow:\n  - mine: 3 breaths\n"
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    assert check_file(path, FewPoses()) == ()
    path.write_text(text.replace("toe: 58 3 9", "toe: 58 -3 9"), encoding="utf-8")
    (problem,) = check_file(path, FewPoses())
    assert (problem.line, problem.column) == (13, 50)
    assert "below the mat" in problem.message


def test_the_table_names_the_joints_of_the_rig() -> None:
    assert figure_keys.SPINE == SPINE
    assert figure_keys.LIMBS == LIMBS


# -- the library ---------------------------------------------------------------------------


@pytest.mark.parametrize("pose", POSES, ids=lambda pose: pose.key)
def test_every_pose_is_drawn_with_its_repetition_and_its_props(pose: Pose) -> None:
    figure = pose.figure
    assert figure is not None
    assert (figure.rep is None) == (not pose.rep)
    for option in pose.options.values():
        drawn = whole_figure(pose, (option.key,))
        assert (drawn.rep is None) == (not (option.rep or pose.rep))
        if option.props:
            assert option.figure is not None, option.key
            assert option.figure.props, option.key
    if pose.props:
        assert figure.props


@pytest.mark.parametrize("pose", POSES, ids=lambda pose: pose.key)
def test_a_figure_is_under_ten_lines(pose: Pose) -> None:
    path = poses_dir() / f"{pose.key}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index("figure:")
    count = 0
    for line in lines[start + 1 :]:
        if not line.startswith("  "):
            break
        if line.startswith(("  shapes:", "  rep:")):
            break  # the phases of a repetition are figures of their own
        count += 1
    assert 3 <= count < 10


# -- as text and back ----------------------------------------------------------------------

SHAPES = st.sampled_from(["low", "up"])
NUMBERS = st.integers(-300, 300)
POINTS = st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda p: (float(p[0]), float(p[1]), float(p[2])))


@st.composite
def figures(draw: st.DrawFn, *, whole: bool = True) -> Figure:
    names = NEEDED if whole else tuple(draw(st.sets(st.sampled_from(JOINTS), min_size=1)))
    degrees = st.none() | st.integers(-360, 360).map(float)
    return Figure(
        joints={name: draw(POINTS) for name in sorted(names)},
        view=draw(st.tuples(st.integers(0, 360), st.integers(-90, 90))),
        heading=draw(degrees),
        hips=draw(degrees),
        shoulders=draw(degrees),
        gaze=draw(st.none() | POINTS),
        highlight=draw(st.none() | st.lists(st.sampled_from(MUSCLES), min_size=1).map(tuple)),
        contacts=draw(st.none() | st.lists(st.sampled_from(JOINTS), min_size=1).map(tuple)),
        family=draw(st.none() | st.sampled_from(Family)),
        props=draw(
            st.none()
            | st.lists(
                st.builds(Prop, st.sampled_from(PropKind), POINTS)
                | st.builds(
                    lambda kind, on: Prop(kind, on=on),
                    st.sampled_from(PropKind),
                    st.sampled_from([name for name in JOINTS if name not in SPINE]),
                ),
                min_size=1,
                max_size=3,
            ).map(tuple)
        ),
        shapes=draw(
            st.dictionaries(st.sampled_from(["low", "up"]), figures(whole=False), max_size=2)
        )
        if whole
        else {},
    )


def _number(value: float) -> str:
    return f"{value:g}"


def _point(point: Point) -> str:
    return " ".join(map(_number, point))


def _lines(figure: Figure, indent: str) -> list[str]:
    """A figure written out."""
    groups: dict[str, dict[str, Point]] = {}
    for name, point in figure.joints.items():
        side, _, limb = name.rpartition(" ")
        groups.setdefault(side or "spine", {})[limb] = point
    out = [
        f"{group}: {{{', '.join(f'{name}: {_point(at)}' for name, at in joints.items())}}}"
        for group, joints in groups.items()
    ]
    if figure.view:
        out.append(f"view: {_number(figure.view[0])} {_number(figure.view[1])}")
    turns: Mapping[str, float | None] = {
        "body": figure.heading,
        "hips": figure.hips,
        "shoulders": figure.shoulders,
    }
    said = [f"{name}: {_number(value)}" for name, value in turns.items() if value is not None]
    out += [f"turn: {{{', '.join(said)}}}"] if said else []
    out += [f"gaze: {_point(figure.gaze)}"] if figure.gaze else []
    for key, words in (("highlight", figure.highlight), ("contacts", figure.contacts)):
        out += [f"{key}: [{', '.join(words)}]"] if words else []
    out += [f"family: {figure.family}"] if figure.family else []
    if figure.props:
        out += ["props:", *(f"  - {p.kind}: {p.on or _point(p.at)}" for p in figure.props)]
    if figure.shapes:
        out.append("shapes:")
        for name, shape in figure.shapes.items():
            out += [f"  {name}:", *_lines(shape, "    ")]
    return [indent + line for line in out]


@given(figures())
@settings(max_examples=examples(60), deadline=None)
def test_a_figure_that_is_written_reads_as_it_was(figure: Figure) -> None:
    muscles = [f"  - {muscle}: works" for muscle in MUSCLES]
    text = "\n".join(["name: Any", "muscles:", *muscles, "figure:", *_lines(figure, "  ")])
    assert figure_of(text) == figure
    assert POSE_SCHEMA.is_valid(as_editor(text))


@pytest.mark.parametrize("pose", POSES, ids=lambda pose: pose.key)
def test_bones_are_right_as_they_are_written(pose: Pose) -> None:
    assert pose.figure is not None
    joints = derived(pose.figure)
    for start, end, long in BONES:
        assert dist(joints[start], joints[end]) == pytest.approx(long, rel=0.15), (start, end)
