"""Text -> Flow: each form of the format, and the checks that need to know the poses."""

from __future__ import annotations

import pytest

from tests.format_help import FewPoses, flow_of, problems_of, steps_of
from yogaflow.format import load_flow
from yogaflow.model import (
    Amount,
    Breath,
    Entrance,
    FormatError,
    Group,
    Half,
    MoveStep,
    Place,
    PoseStep,
    RestStep,
    SayStep,
    Side,
    Unit,
    Words,
)

RIGHT, LEFT = Side.RIGHT, Side.LEFT


def breaths(low: int, high: int = 0) -> Amount:
    return Amount(Unit.BREATHS, low, high or low)


def both(amount: Amount) -> dict[Side, Amount]:
    return {RIGHT: amount, LEFT: amount}


def test_the_top_of_a_flow() -> None:
    flow = flow_of(
        "title: Hips\nabout: |\n  For one hip,\n  then the other.\nsource: A book\n"
        "language: pt-BR\n"
        "format: 1\nbreath: {in: 4, out: 6.5s, full: 0, empty: 1}\nflow:\n  - pigeon: 5 breaths\n"
    )
    assert (flow.key, flow.title, flow.path) == ("test", "Hips", "test.yaml")
    assert flow.about == "For one hip, then the other."
    assert (flow.source, flow.language) == ("A book", "pt-BR")
    assert flow.breath == Breath(4, 6.5, full=0, empty=1)
    assert flow.steps == (PoseStep("pigeon", both(breaths(5)), 10),)


def test_why_notes_and_author_are_kept_as_they_are_written() -> None:
    flow = flow_of(
        "title: A\nauthor: Ann Bee\n"
        "why: |\n  Strong hips carry\n  you.  They also rest.\n"
        "notes: |\n  Two blocks each.\n\n  Ben:   no twists.\n"
        "flow: [pigeon: 5 breaths]"
    )
    assert flow.author == "Ann Bee"
    assert flow.why == ("Strong hips carry you. They also rest.",)
    assert flow.notes == ("Two blocks each.", "Ben: no twists.")
    listed = flow_of(
        "title: A\nwhy: [Strong hips carry you., No 2 hips are alike.]\n"
        "notes:\n  - Two blocks each.\n  - |\n    Slowly.\n    More slowly.\n"
        "flow: [pigeon: 5 breaths]"
    )
    assert listed.why == ("Strong hips carry you.", "No 2 hips are alike.")
    assert listed.notes == ("Two blocks each.", "Slowly.", "More slowly.")


def test_what_is_not_written_has_its_default() -> None:
    flow = flow_of("title: A\nflow: [pigeon: 5 breaths]")
    assert (flow.why, flow.notes, flow.author) == ((), (), "")
    assert (flow.about, flow.source, flow.language, flow.breath) == ("", "", "en", None)


def test_a_flow_holds_the_poses_it_names_and_the_rest_poses_there_are() -> None:
    flow = flow_of(
        "title: A\n"
        "poses: {star: {name: Star}, unused: {name: Unused}}\n"
        "parts: {a: [bridge: 5 breaths]}\n"
        "flow:\n"
        "  - star: 5 breaths\n"
        "  - inhale: upward-salute\n"
        "  - rest: {pose: savasana, hold: 1 min}\n"
        "  - boat: 5 breaths\n    sets: 2\n    between: {knees-to-chest: 2 breaths}\n"
    )
    named = {"star", "bridge", "upward-salute", "savasana", "boat", "knees-to-chest"}
    assert set(flow.poses) == named | {"mountain", "forward-fold"}
    assert flow.poses["star"].name == "Star"


def test_an_own_pose_goes_before_the_library() -> None:
    poses = FewPoses()
    flow = flow_of("title: A\nposes: {pigeon: {name: Mine}}\nflow: [pigeon: 5 breaths]", poses)
    assert flow.poses["pigeon"].name == "Mine"
    assert "pigeon" not in poses.asked


def test_a_pose_step_with_everything_beside_it() -> None:
    (step,) = steps_of(
        "- pigeon: 3-5 breaths\n"
        "  sides: left, right\n"
        "  say: [Stay, {at: halfway, text: Fold.}, {at: 3 breaths, text: Breathe., once: true}]\n"
        "  options: block, no-flat\n"
        "  transition: {seconds: 20s, say: Slowly}\n"
        "  breath: {in: 3, out: 3}\n"
        "  sets: 2\n"
        "  between: 30s\n"
        "  wait: true\n"
        "  optional: True\n"
        "  title: Hips\n"
    )
    assert step == PoseStep(
        pose="pigeon",
        amounts=both(breaths(3, 5)),
        line=3,
        sides=(LEFT, RIGHT),
        say=(
            Words("Stay"),
            Words("Fold.", Place.HALFWAY),
            Words("Breathe.", breaths(3), once=True),
        ),
        options=("block", "no-flat"),
        transition=Entrance(20.0, (Words("Slowly"),)),
        breath=Breath(3, 3),
        sets=2,
        between=RestStep(Amount(Unit.SECONDS, 30, 30), 10),
        wait=True,
        optional=True,
        title="Hips",
    )


def test_the_long_form_means_the_same() -> None:
    for short, long in (
        ("- bridge: 5-8 breaths", "- pose: bridge\n  hold: 5-8 breaths"),
        ("- bridge: 1m30s", "- {pose: bridge, hold: 1m30s}"),
        ("- bridge: 12 reps", "- pose: bridge\n  reps: 12"),
        ("- bridge: 10-12 reps", "- pose: bridge\n  reps: 10–12 reps"),
    ):
        assert steps_of(short) == steps_of(long)


def test_one_amount_for_each_side() -> None:
    (step,) = steps_of("- pose: pigeon\n  hold: {right: 5 breaths, left: 8-9 breaths}\n")
    assert isinstance(step, PoseStep)
    assert step.amounts == {RIGHT: breaths(5), LEFT: breaths(8, 9)}


@pytest.mark.parametrize(
    ("written", "sides"),
    [
        ("right, left", (RIGHT, LEFT)),
        ("left,right", (LEFT, RIGHT)),
        ("right", (RIGHT,)),
        ("[left]", (LEFT,)),
        ("[left, right]", (LEFT, RIGHT)),
    ],
)
def test_sides_are_a_text_or_a_list(written: str, sides: tuple[Side, ...]) -> None:
    (step,) = steps_of(f"- pigeon: 5 breaths\n  sides: {written}\n")
    assert isinstance(step, PoseStep)
    assert step.sides == sides


def test_movements() -> None:
    assert steps_of(
        "- inhale: upward-salute\n"
        "- exhale: {say: Lift the chest}\n"
        "- inhale: {pose: warrior-1, side: right, breath: {in: 5, out: 5}}\n"
        "  optional: true\n"
        "- exhale: {pose: pigeon, options: [block], say: [A, {text: B, once: true}]}\n"
        "  title: Down\n"
    ) == (
        MoveStep(Half.INHALE, 3, "upward-salute"),
        MoveStep(Half.EXHALE, 4, say=(Words("Lift the chest"),)),
        MoveStep(Half.INHALE, 5, "warrior-1", RIGHT, breath=Breath(5, 5), optional=True),
        MoveStep(
            Half.EXHALE,
            7,
            "pigeon",
            say=(Words("A"), Words("B", once=True)),
            options=("block",),
            title="Down",
        ),
    )


def test_rests_and_words() -> None:
    assert steps_of(
        "- rest: 5 breaths\n"
        "- rest: {pose: savasana, hold: 2 min}\n"
        "  say: [{at: end, text: Wake up.}]\n"
        "  transition: 15s\n"
        "  wait: false\n"
        "- say: Set an intention.\n"
        "- say: [One, Two]\n"
        "  optional: true\n"
    ) == (
        RestStep(breaths(5), 3),
        RestStep(
            Amount(Unit.SECONDS, 120, 120),
            4,
            "savasana",
            say=(Words("Wake up.", Place.END),),
            transition=Entrance(15.0),
        ),
        SayStep(("Set an intention.",), 8),
        SayStep(("One", "Two"), 9, optional=True),
    )


def test_groups_nest_and_parts_are_shared() -> None:
    steps = steps_of(
        "- use: sun\n  repeat: 3\n"
        "- use: sun\n  breath: {in: 2, out: 2}\n  title: Quick\n"
        "- repeat: 4-5\n  sides: right, left\n  flow:\n    - flow: [pigeon: 5 breaths]\n",
        head="parts:\n"
        "  sun: [use: half]\n"
        "  half:\n    sides: right\n    flow: [pigeon: 1 breath]\n",
    )
    slow, quick, rounds = steps
    assert isinstance(slow, Group)
    assert isinstance(quick, Group)
    assert isinstance(rounds, Group)
    assert (slow.part, slow.repeat) == ("sun", Amount(Unit.REPS, 3, 3))
    assert (quick.breath, quick.title) == (Breath(2, 2), "Quick")
    assert slow.steps is quick.steps
    (half,) = slow.steps
    assert isinstance(half, Group)
    assert half.part == "half"
    (group,) = half.steps  # a part written as a group keeps what it says
    assert isinstance(group, Group)
    assert group.sides == (RIGHT,)
    assert (rounds.repeat, rounds.sides) == (Amount(Unit.REPS, 4, 5), (RIGHT, LEFT))
    assert rounds.line == 13


def test_an_option_that_is_on_can_bring_sides_and_repetitions() -> None:
    assert steps_of("- bridge: 5 breaths\n  options: [leg-lift]\n  sides: right, left\n")
    assert steps_of("- inhale: {pose: bridge, options: leg-lift, side: right}\n")
    found = problems_of(
        "title: A\nflow:\n  - bridge: 5 breaths\n    options: [no-leg-lift]\n    sides: right\n"
    )
    assert found == [(5, 5, "bridge has no sides")]
    assert steps_of("- sides: right, left\n  flow: [{bridge: 5 breaths, options: leg-lift}]\n")


def test_all_problems_of_a_file_come_at_once_and_in_order() -> None:
    found = problems_of(
        "titel: A\nflow:\n  - pigeon: 5\n    sides: both\n  - pigon: 5 breaths\n  - rest: x\n"
    )
    assert [(line, column) for line, column, _ in found] == [
        (1, 1),
        (1, 1),
        (3, 13),
        (4, 12),
        (5, 5),
        (6, 11),
    ]


def test_a_broken_pose_file_is_told_once_where_it_is_first_named() -> None:
    text = "title: A\nflow:\n  - bridge: 5 breaths\n  - bridge: 5 breaths\n  - boat: 5\n"
    found = problems_of(text, FewPoses(broken="bridge"))
    assert [(line, column) for line, column, _ in found] == [(3, 5), (5, 11)]
    assert found[0][2] == "bridge: its pose file is broken: bridge.yaml:2:7: nonsense"


def test_a_broken_rest_pose_that_is_not_named_is_no_problem() -> None:
    flow = flow_of("title: A\nflow: [pigeon: 5 breaths]", FewPoses(broken="mountain"))
    assert set(flow.poses) == {"pigeon", "forward-fold", "savasana", "knees-to-chest"}


def test_a_broken_own_pose_is_told_once_and_not_as_unknown() -> None:
    found = problems_of("title: A\nposes: {star: {}}\nflow: [star: 5 breaths, {star: 5 breaths}]")
    assert found == [(2, 15, "a pose needs name:")]


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Pigeon", "pigeon"),
        ("sleeping swan", "pigeon"),
        ("eka pada rajakapotasna", "pigeon"),
        ("Knees to Chest", "knees-to-chest"),
        ("mountian", "mountain"),
        ("stra", "star"),
    ],
)
def test_a_wrong_name_suggests_the_key_by_any_of_its_names(word: str, key: str) -> None:
    text = f"title: A\nposes: {{star: {{name: Star}}}}\nflow:\n  - {word}: 5 breaths\n"
    assert problems_of(text)[0][2].endswith(f"; did you mean {key}?")


def test_a_library_is_asked_for_names_only_when_something_is_unknown() -> None:
    class NoNames(FewPoses):
        def names(self) -> dict[str, str]:
            raise AssertionError("slow")

    assert flow_of("title: A\nflow: [pigeon: 5 breaths]", NoNames())


def test_a_key_that_is_no_name_never_reaches_the_library() -> None:
    poses = FewPoses()
    problems_of("title: A\nflow:\n  - ../../etc/passwd: 5 breaths\n", poses)
    assert not [key for key in poses.asked if "/" in key]


def test_a_misspelt_part_and_a_misspelt_step_key() -> None:
    head = "title: A\nparts: {sun-a: [pigeon: 5 breaths]}\nflow:\n"
    assert problems_of(head + "  - use: suna\n")[0][2] == (
        "no part is called suna; did you mean sun-a?"
    )
    assert problems_of(head + "  - pigeon: 5 breaths\n    transiton: 5s\n")[0][2] == (
        "transiton does not belong to a pose step; did you mean transition?"
    )


def test_an_unused_part_is_allowed_and_checked() -> None:
    assert not problems_of("title: A\nparts: {a: [pigeon: 1 breath]}\nflow: [boat: 1 breath]")
    assert problems_of("title: A\nparts: {a: [pigeon: 1]}\nflow: [boat: 1 breath]")


def test_parts_in_a_circle_are_told_and_do_not_hide_the_rest() -> None:
    found = problems_of(
        "title: A\nparts:\n  a: [use: b]\n  b: [{use: a}, {pigeon: 5}]\n  c: [use: c]\n"
        "flow: [use: a]\n"
    )
    assert [message for _, _, message in found] == [
        "the part a uses itself, through b",
        "5 what? write 5 breaths, 5s or 5 reps",
        "the part c uses itself",
    ]


def test_a_long_chain_of_parts_is_refused_without_recursion() -> None:
    chain = "".join(f"  p{number}: [use: p{number + 1}]\n" for number in range(3000))
    found = problems_of(f"title: A\nparts:\n{chain}  p3000: [boat: 1 breath]\nflow: [use: p0]\n")
    assert "more than 64 groups inside each other" in found[0][2]


def test_parts_that_double_forty_times_are_refused_at_once() -> None:
    parts = "".join(f"  p{n + 1}:\n    - use: p{n}\n    - use: p{n}\n" for n in range(40))
    text = f"title: A\nparts:\n  p0: [boat: 1 breath]\n{parts}flow:\n  - use: p40\n"
    ((_, column, message),) = problems_of(text)
    assert column == 7
    assert "grows past" in message


def test_texts_are_one_line_and_their_marks_are_known() -> None:
    (step,) = steps_of("- say: |\n    Bring the <side> knee\n    to the <Other>  hand.\n")
    assert isinstance(step, SayStep)
    assert step.text == ("Bring the <side> knee to the <Other> hand.",)
    assert problems_of("title: A\nflow: [say: To the <othr> side]")[0][2] == (
        "<othr>: did you mean <other>?"
    )
    assert not problems_of("title: A\nflow: [say: 'Three < five > 2, a <3']")


def test_the_error_carries_its_problems_sorted_and_as_text() -> None:
    with pytest.raises(FormatError) as caught:
        load_flow("flow: [x]\nfoo: y\n", path="a.yaml", key="a", poses=FewPoses())
    problems = caught.value.problems
    assert list(problems) == sorted(problems, key=lambda one: (one.line, one.column))
    assert str(caught.value).splitlines()[0].startswith("a.yaml:1:1: ")


def test_no_time_between_sets_is_written_as_0s() -> None:
    text = "title: A\nflow:\n  - bridge: 5 breaths\n    sets: 2\n    between: {}\n"
    for written in ("0s", "0 seconds"):
        (step,) = flow_of(text.format(written)).steps
        assert isinstance(step, PoseStep)
        assert isinstance(step.between, RestStep)
        assert (step.between.amount.low, step.between.amount.high) == (0, 0)
