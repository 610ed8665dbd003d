"""One line as a person types it -> the step, or what keeps it from being understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bundled import POSES, bundled_pose
from tests.format_help import FewPoses
from yogaflow.format import load_flow
from yogaflow.format.amounts import parse_amount
from yogaflow.importing.line import Kind, QuickProblem, QuickStep, read_quick, usual_amount
from yogaflow.library.library import PoseFolders
from yogaflow.model import Half, PoseStep, RestStep, Side, Unit
from yogaflow.storage import paths

LIBRARY = PoseFolders([paths.poses_dir()])


def read(line: str) -> QuickStep:
    found = read_quick(line, LIBRARY)
    assert isinstance(found, QuickStep), found
    return found


def problem(line: str) -> QuickProblem:
    found = read_quick(line, LIBRARY)
    assert isinstance(found, QuickProblem), found.lines
    return found


LINES = """
pigeon 5-10 breaths, right then left | - pigeon: 5-10 breaths | sides: right, left
bridge 12 reps x3, rest 30s | - bridge: 12 reps | sets: 3 | between: 30s
Pigeon | - pigeon: 5 breaths
PIGEON POSE: 5–10 | - pigeon: 5-10 breaths
pigeons 5 breaths | - pigeon: 5 breaths
eka pada rajakapotasana, 1:30, L/R | - pigeon: 1m30s | sides: left, right
Eka Pāda Rājakapotāsana 8 breaths | - pigeon: 8 breaths
sleeping pigeon 2 min | - pigeon: 2 min
Warrior I - 5 breaths each side | - warrior-1: 5 breaths | sides: right, left
warrior two 5 breaths | - warrior-2: 5 breaths
Virabhadrasana II, 45 sec, both sides | - warrior-2: 45s | sides: right, left
Warrior 1 - 2 min | - warrior-1: 2 min
Warrior 2 right 5 breaths | - warrior-2: 5 breaths | sides: right
right pigeon 5 breaths | - pigeon: 5 breaths | sides: right
5 breaths pigeon | - pigeon: 5 breaths
on the left, 8 breaths, pigeon | - pigeon: 8 breaths | sides: left
on the left only, pigeon | - pigeon: 5 breaths | sides: left
Pigeon - right - 5 breaths | - pigeon: 5 breaths | sides: right
single leg deadlift 12/side | - single-leg-deadlift: 12 reps | sides: right, left
single-leg RDL, 8 reps a side | - single-leg-deadlift: 8 reps | sides: right, left
pigeon: 5-10 breaths      # options: [block] | - pigeon: 5-10 breaths  # options: [block]
say: We are #1 # not | - say: 'We are #1 # not'
3 min childs pose | - childs-pose: 3 min
3 min in child’s pose | - childs-pose: 3 min
Child's Pose ... 1-2 minutes | - childs-pose: 1-2 min
1. Down Dog, five breaths. | - down-dog: 5 breaths
- downdog 5 br | - down-dog: 5 breaths
* downward facing dog for 5 breaths | - down-dog: 5 breaths
• cat 5 breaths | - cat: 5 breaths
1) cow pose 5 breaths; | - cow: 5 breaths
3: half moon 5 breaths R/L | - half-moon: 5 breaths | sides: right, left
- [ ] pigeon 5 breaths each side | - pigeon: 5 breaths | sides: right, left
cow face 10 breaths left then right | - gomukhasana: 10 breaths | sides: left, right
bridge 12x | - bridge: 12 reps
bridge x 12 | - bridge: 12 reps
bridge x12 reps | - bridge: 12 reps
bridge twelve times | - bridge: 12 reps
bridge 3x12 | - bridge: 12 reps | sets: 3
bridge 3 × 12 reps, 30s rest | - bridge: 12 reps | sets: 3 | between: 30s
bridge 3 sets of 12, rest 45s between sets | - bridge: 12 reps | sets: 3 | between: 45s
bridge three sets of ten reps | - bridge: 10 reps | sets: 3
deep squat 10-15 reps, 3 sets, rest: 1 min | - deep-squat: 10-15 reps | sets: 3 | between: 1 min
boat 3 x 30s (30s rest between sets) | - boat: 30s | sets: 3 | between: 30s
boat 5 breaths twice | - boat: 5 breaths | sets: 2
boat 5 breaths, 3 times | - boat: 5 breaths | sets: 3
boat 5 breaths x 3, knees to chest 2 breaths between \
 | - boat: 5 breaths | sets: 3 | between: {knees-to-chest: 2 breaths}
hip thrusts | - hip-thrust: 10 reps
plank 30 sec | - plank: 30s
plank 20-30s x 3 | - plank: 20-30s | sets: 3
plank 30s-1m | - plank: 30s-1 min
plank 1m30s | - plank: 1m30s
plank 1 min 30 sec | - plank: 1m30s
plank 1.5 minutes | - plank: 1m30s
plank 1½ min | - plank: 1m30s
plank half a minute | - plank: 30s
plank a minute | - plank: 1 min
plank 1:00–1:30 | - plank: 1 min-1m30s
plank 1'30" | - plank: 1m30s
forearms plank 30s | - plank: 30s | options: [forearms]
side plank 20s left, right | - side-plank: 20s | sides: left, right
pigeon (R) 5 to 10 breaths | - pigeon: 5-10 breaths | sides: right
pigeon, right knee forward, 5 breaths | - pigeon: 5 breaths | sides: right
pigeon right 5, left 8 \
 | - pose: pigeon | hold: {right: 5 breaths, left: 8 breaths} | sides: right, left
pigeon L 30s R 1 min | - pose: pigeon | hold: {right: 1 min, left: 30s} | sides: left, right
pigeon 5 breaths with a block | - pigeon: 5 breaths | options: [block]
pigeon with block 5 breaths right | - pigeon: 5 breaths | sides: right | options: [block]
pigeon 5 breaths, no block | - pigeon: 5 breaths | options: [no-block]
bridge 12 reps + mudra-arms | - bridge: 12 reps | options: [mudra-arms]
bridge with leg lift, 5 breaths R/L | - bridge: 5 breaths | sides: right, left | options: [leg-lift]
side steps 5 reps each side with leg lift and band \
 | - utkatasana-side-steps: 5 reps | sides: right, left | options: [leg-lift, band]
pigeon 5 breaths "Grow heavy: breathe" | - pigeon: 5 breaths | say: 'Grow heavy: breathe'
pigeon 5 breaths, say: Let the hip grow heavy | - pigeon: 5 breaths | say: Let the hip grow heavy
crow, about 3 min, wait | - crow: 3 min | wait: true
savasana 3 minutes, optional | - savasana: 3 min | optional: true
śavāsana 5 min if there is time | - savasana: 5 min | optional: true
rest 5 breaths | - rest: 5 breaths
Rest. | - rest: 5 breaths
rest: 30s | - rest: 30s
5 breaths rest | - rest: 5 breaths
rest in savasana 2 min | - rest: {pose: savasana, hold: 2 min}
rest, knees bent 2 min | - supine-rest: 2 min
say: Set an intention. | - say: Set an intention.
“Set an intention: be kind” | - say: 'Set an intention: be kind'
inhale upward salute | - inhale: upward-salute
exhale: forward fold | - exhale: forward-fold
cow on the inhale | - inhale: cow
Exhale to warrior 1, right | - exhale: {pose: warrior-1, side: right}
inhale upward dog with cobra | - inhale: {pose: upward-dog, options: [cobra]}
inhale "Look up, long neck" | - inhale: {say: 'Look up, long neck'}
pigeon: 5 breaths, sides: right, left, sets: 3, between: 30s \
 | - pigeon: 5 breaths | sides: right, left | sets: 3 | between: 30s
"""

TABLE = [
    (line, (first, *("  " + more for more in rest)))
    for row in LINES.replace("\\\n", "").strip().splitlines()
    for line, first, *rest in [[part.strip() for part in row.split(" | ")]]
]


@pytest.mark.parametrize(("line", "lines"), TABLE, ids=[line for line, _ in TABLE])
def test_what_people_write(line: str, lines: tuple[str, ...]) -> None:
    step = read(line)
    assert step.lines == lines
    text = "title: Test\nflow:\n" + "\n".join(f"  {part}" for part in step.lines) + "\n"
    assert len(load_flow(text, path="", key="test", poses=LIBRARY).steps) == 1


def test_the_table_is_large() -> None:
    assert len(TABLE) >= 80


PROBLEMS = """
pigoen 5 breaths | 1 | no pose is called pigoen; did you mean pigeon?
  2. pigoen 5 breaths | 6 | no pose is called pigoen; did you mean pigeon?
5 breaths, pigoen | 12 | no pose is called pigoen; did you mean pigeon?
cat cow 5 breaths | 1 | no pose is called cat cow; did you mean cat or cow?
pigeon 5 breths | 10 | breths: did you mean breaths?
pigeon 5b | 8 | 5b: b is no unit; did you mean breaths?
pigeon 5 breaths slowly | 18 | slowly: not understood; what is to be said goes in quotes
pigeon 5 breaths, boat 5 breaths | 24 | 5 breaths: how long is said twice
pigeon 5 breaths, boat | 19 | boat is a step of its own: write it on the next line
inhale cow, exhale cat | 13 | exhale is a step of its own: write it on the next line
exhale forward fold 5 breaths | 21 | exhale takes half a breath
inhale warrior 1 right, left | 18 | a movement goes to one side: right or left
locust left | 8 | locust has no sides
bridge 5 breaths each leg | 18 | bridge has no sides
plank right 5, left 8 | 7 | plank has no sides
pigeon right, right | 15 | right is said twice
boat x3 | 6 | boat has no repetition: write 5 breaths, or 5 breaths x3 for sets
boat 12 reps | 6 | boat has no repetition
plank 30 | 7 | 30 what? write 30s or 30 breaths
1 pigeon | 1 | 1 what? 1 breath, 1s, or x1 for sets
pigeon 10-5 breaths | 8 | 10-5 breaths: the smaller number goes first
pigeon 0 breaths | 8 | 0 breaths: an amount is 1 or more
pigeon 2.5 breaths | 8 | 2.5 breaths: breaths are whole numbers
pigeon 3 hours | 10 | hours: not understood
pigeon 5 breaths, rest 30s | 24 | a rest between sets needs sets
pigeon 5 breaths, rest | 19 | rest: how long? write rest 30s
bridge 500 sets of 3 | 8 | 500 sets: from 1 to 100, please
pigeon 5 breaths with blok | 23 | pigeon has no option blok; did you mean block?
cow 5 breaths with band | 20 | cow has no option band; it has none
rest in pigeon 5 breaths | 9 | pigeon has sides, a rest has none; leave out the word rest
rest 5 breaths right | 16 | right has no place here
pigeon 5/10 breaths | 8 | 5 what? 5 breaths, 5s, or x5 for sets
rest 12 reps | 6 | a rest is counted in breaths or seconds
warrior 1 min | 1 | no pose is called warrior; did you mean
warrior 1-2 min | 1 | no pose is called warrior; did you mean
5 breaths | 1 | which pose? write its name, as in pigeon 5 breaths
say: <sdie> knee | 6 | <sdie>: only <side> and <other> are known
# a note | 1 | a note, no step
"""

WRONG = [
    (line, int(column), message)
    for row in PROBLEMS.strip("\n").splitlines()
    for line, column, message in [row.split(" | ")]
]


@pytest.mark.parametrize(("line", "column", "message"), WRONG, ids=[row[0] for row in WRONG])
def test_what_is_not_understood_is_said_where_it_stands(
    line: str, column: int, message: str
) -> None:
    found = problem(line)
    assert found.message.startswith(message)
    assert found.column == column


def test_nothing_is_no_step() -> None:
    for line in ("", "   ", "\t", "..."):
        assert isinstance(read_quick(line, LIBRARY), QuickProblem)


def test_a_problem_names_the_poses_that_are_near() -> None:
    assert problem("pigoen").near[0] == "pigeon"
    assert set(problem("warrior 5 breaths").near) == {"warrior-1", "warrior-2"}
    assert problem("flying pigeon 5 breaths").near[0] == "pigeon"


def test_the_facts_stand_beside_the_lines() -> None:
    step = read("bridge 10-12 reps x3, rest 30s, with mudra arms")
    assert (step.kind, step.pose, step.amount) == (Kind.POSE, "bridge", "10-12 reps")
    assert (step.sets, step.between, step.options) == (3, "30s", ("mudra-arms",))
    assert not step.sided
    step = read("exhale to warrior 1 left")
    assert (step.kind, step.half, step.sides) == (Kind.MOVE, Half.EXHALE, (Side.LEFT,))
    assert step.sided


@pytest.mark.parametrize("key", POSES)
def test_every_pose_is_found_by_all_its_names(key: str) -> None:
    pose, names = bundled_pose(key), LIBRARY.names()
    for name in (key, pose.name, pose.sanskrit, *pose.also):
        for written in (name, name.upper(), name.replace("-", " "), f"{name} pose"):
            if name:
                # Utkatasana is the name of two.
                assert read(f"{written}, 5 breaths").pose == names[name.lower()], written


@pytest.mark.parametrize("key", POSES)
def test_a_pose_without_an_amount_gets_its_usual_one(key: str) -> None:
    pose = bundled_pose(key)
    amount = parse_amount(usual_amount(pose))
    assert read(key).amount == usual_amount(pose)
    assert not amount.is_range
    assert amount.unit is not Unit.REPS or pose.rep


def test_usual_amounts() -> None:
    keys = ("pigeon", "bridge", "plank", "savasana", "down-dog", "crow", "tennis-ball-glutes")
    assert [usual_amount(bundled_pose(key)) for key in keys] == [
        *("5 breaths", "10 reps", "5 breaths", "5 breaths", "5 breaths", "5 breaths", "1 min"),
    ]


def test_a_broken_pose_is_told_as_one() -> None:
    found = read_quick("pigeon 5 breaths", FewPoses(broken=""))
    assert isinstance(found, QuickStep)

    class Broken(FewPoses):
        def names(self) -> dict[str, str]:
            return {"pigeon": "pigeon"}

    found = read_quick("pigeon 5 breaths", Broken(broken="pigeon"))
    assert isinstance(found, QuickProblem)
    assert "its pose file is broken: pigeon.yaml:2:7: nonsense" in found.message


@pytest.mark.parametrize("part", ["x ", "1 ", "é\t", "right, ", "warrior 1 ", "'a ", "1-"])
def test_a_long_line_is_answered_at_once(part: str) -> None:
    assert problem(("pigeon " + part * 500)[:500]).message
    assert problem(part * 500).message == "more than 500 characters: one step a line"


# -- any order, any line ------------------------------------------------------------------------

AMOUNTS = st.one_of(
    st.integers(1, 99).map(lambda n: f"{n} breath{'s' * (n != 1)}"),
    st.tuples(st.integers(1, 20), st.integers(1, 20)).map(lambda r: f"{r[0]}-{sum(r)} breaths"),
    st.integers(1, 59).map(lambda n: f"{n}s"),
    st.integers(1, 59).map(lambda n: f"{n} min"),
    st.tuples(st.integers(1, 9), st.integers(1, 59)).map(lambda r: f"{r[0]}m{r[1]}s"),
)
SIDED = [key for key in POSES if bundled_pose(key).sides]


@given(
    st.sampled_from(SIDED),
    AMOUNTS,
    st.sampled_from(["right", "left", "right then left", "L/R", "both sides", ""]),
    st.sampled_from(["", "optional", '"Breathe, slowly"']),
    st.sampled_from(["x2", "3 sets", ""]),
    st.permutations(range(5)),
)
def test_the_order_of_the_parts_does_not_matter(
    key: str, amount: str, side: str, more: str, sets: str, order: list[int]
) -> None:
    parts = [key, amount, side, more, sets]
    usual = read(", ".join(part for part in parts if part))
    assert usual.amount == amount
    assert read(", ".join(parts[i] for i in order if parts[i])) == usual


WORDS = st.sampled_from(
    """pigeon bridge warrior 1 2 3 5 10 30 12 x x3 3x12 5-10 1:30 breaths breath s sec min reps sets
    right left R L both sides each side rest between with block + - – : , ; . ( ) " ' say: inhale
    exhale optional wait no in the then and to cat cow childs pose's boat savasana # * ½ a half
    minute twice times 0 1000 99999999999999999999 <side> <foo> \u202e \x00 é plank leg lift
    """.split(" ")
)


@given(st.lists(WORDS, max_size=9).map(" ".join))
def test_whatever_is_typed_the_step_can_be_played(line: str) -> None:
    found = read_quick(line, LIBRARY)
    if isinstance(found, QuickProblem):
        assert 1 <= found.column <= len(line) + 1
        assert found.message
        return
    text = "title: Test\nflow:\n" + "\n".join(f"  {part}" for part in found.lines) + "\n"
    flow = load_flow(text, path="", key="test", poses=LIBRARY)
    assert len(flow.steps) == 1
    step = flow.steps[0]
    if isinstance(step, PoseStep):
        assert step.pose == found.pose
        assert step.amounts[Side.RIGHT] == parse_amount(found.amount)
        assert (step.sides or ()) == found.sides
        assert step.sets == found.sets
    elif isinstance(step, RestStep):
        assert step.amount == parse_amount(found.amount)


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(line: str) -> None:
    found = read_quick(line, LIBRARY)
    assert isinstance(found, QuickStep | QuickProblem)
