"""Figures in every spelling: what the loader accepts of them, the schemas accept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.format.test_schema import FLOW, POSE, as_editor, listed
from tests.format_help import FewPoses
from tests.strength import examples
from yogaflow.figure.body import LIMBS, SPINE
from yogaflow.format import load_flow, load_pose, schema
from yogaflow.model import Family, FormatError, PropKind

HEAD = """\
name: A
sides: <side> leg
muscles: [quadriceps: works side, neck: stretches]
rep: [in: Up, 2s: Stay, out: Down]
"""
PLACED = ("elbow", "wrist", "knee", "ankle", "toe")
LENGTHS = st.sampled_from(["3", "-0", "007", "08", "4.5", "-12.125", "300", "-300.0", "1.50"])
DEGREES = st.sampled_from(["0", "-90", "45.5", "360", "010", "'45'", "' -7.25 '", "[30]", "['30']"])


PAUSES = ("   ", " ", ", ", " , ", ",", "  ,  ")
SPELLINGS = st.sampled_from(
    [
        *(("", blank, "") for blank in PAUSES[:2]),
        *(("' ", blank, " '") for blank in PAUSES[:2]),
        *(("'", comma, "'") for comma in PAUSES[2:]),
        ("[", ", ", "]"),
        ("['", "', '", "']"),
    ]
)
"""What begins, parts and ends several numbers: one draw, for a figure has a hundred of them."""


def numbers(least: int, most: int) -> st.SearchStrategy[str]:
    """Numbers in one of the ways they may be written."""
    return st.builds(
        lambda found, spelling: spelling[0] + spelling[1].join(found) + spelling[2],
        st.lists(LENGTHS, min_size=least, max_size=most),
        SPELLINGS,
    )


POINTS = numbers(2, 3)


def joints(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.tuples(*(POINTS for _ in names)).map(
        lambda at: f"{{{', '.join(f'{n}: {p}' for n, p in zip(names, at, strict=True))}}}"
    )


def some(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    chosen = st.lists(st.sampled_from(names), min_size=1, unique=True)
    return chosen.flatmap(lambda found: joints(tuple(found)))


ON = st.sampled_from(["knee", "right hand", "'left knee'", "' ankle '", "[20, 4]"])
PROPS = st.lists(
    st.builds("{}: {}".format, st.sampled_from(list(PropKind)), st.one_of(POINTS, ON)),
    min_size=1,
    max_size=2,
).map(lambda found: f"[{', '.join(found)}]")
BESIDE: dict[str, st.SearchStrategy[str]] = {
    "view": numbers(2, 2),
    "turn": st.builds("{{body: {}, hips: {}}}".format, DEGREES, DEGREES),
    "gaze": POINTS,
    "highlight": listed(st.sampled_from(["quadriceps", "' neck'"])),
    "contacts": listed(st.sampled_from(["knee", "right hand", "'left  toe'", "pelvis"])),
    "family": st.sampled_from([*Family, "' seated'"]),
    "props": PROPS,
}
REPS = st.sampled_from(["[base, low, base]", "[' low', low, 'base ']", "[2-up, base, low]"])


@st.composite
def figures(draw: st.DrawFn, *, whole: bool, shapes: bool = True) -> str:
    entries: dict[str, str] = {}
    if whole:
        entries = {"spine": draw(joints(SPINE)), "both": draw(joints(PLACED))}
    else:
        entries[draw(st.sampled_from(["right", "left", "both"]))] = draw(some(LIMBS))
    for key in draw(st.lists(st.sampled_from(sorted(BESIDE)), max_size=4, unique=True)):
        entries[key] = draw(BESIDE[key])
    if shapes:
        low, up = (draw(figures(whole=False, shapes=False)) for _ in range(2))
        entries |= {"shapes": f"{{low: {low}, 2-up: {up}}}", "rep": draw(REPS)}
    rows = draw(st.permutations([f"{key}: {value}" for key, value in entries.items()]))
    return f"{{{', '.join(rows)}}}"


@given(figures(whole=True), figures(whole=False), figures(whole=False, shapes=False))
@settings(max_examples=examples(80), deadline=None)
def test_the_schemas_accept_the_figures_that_the_loader_accepts(
    own: str, option: str, other: str
) -> None:
    pose = (
        f"{HEAD}options: {{a: {{name: A, figure: {option}}}, b: {{name: B, figure: {other}}}}}\n"
        f"figure: {own}\n"
    )
    load_pose(pose, path="a.yaml", key="a")
    assert not [error.message for error in POSE.iter_errors(as_editor(pose))]
    inner = "".join(f"    {line}\n" for line in pose.splitlines())
    flow = f"title: A\nposes:\n  mine:\n{inner}flow: [mine: 5 breaths]\n"
    load_flow(flow, path="a.yaml", key="a", poses=FewPoses())
    assert not [error.message for error in FLOW.iter_errors(as_editor(flow))]


SPINE_ONLY = "{pelvis: 3 70, waist: 3 94, neck: 2 122, head: 3 140}"
BODY = (
    f"spine: {SPINE_ONLY}, "
    "both: {elbow: 4 146 22, wrist: 5 172 19, knee: 5 48 8, ankle: 4 6 9, toe: 22 3 9}"
)


@pytest.mark.parametrize(
    "more",
    [
        "view: 40",
        "view: '40, 10,'",
        "gaze: ',0 1'",
        "gaze: 0 1 2 3",
        "gaze: up",
        "gaze: 1e2 0",
        "turn: {head: 10}",
        "turn: {hips: '45,'}",
        "turn: {hips: 361}",
        "family: lying",
        "props: [blok: 1 2]",
        "props: [block: '20 4,']",
        "right: {kne: 3 4}",
        "shapes: {on: {right: {knee: 3 4}}}",
        "shapes: {low: {rep: [base]}}",
        "colour: red",
    ],
)
def test_both_refuse_what_is_clearly_wrong(more: str) -> None:
    text = f"{HEAD}figure: {{{BODY}, {more}}}\n"
    with pytest.raises(FormatError):
        load_pose(text, path="a.yaml", key="a")
    assert list(POSE.iter_errors(as_editor(text)))


def test_an_editor_is_told_where_figures_are_explained() -> None:
    figure = schema.pose_schema()["properties"]["figure"]
    assert "docs/figures.md" in figure["description"]
