"""The hand-out: what stands on it, and that both its forms are whole and stand alone."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flows import HIPS, breaths, flow, flows, reps, seconds, stay
from tests.strength import examples
from yogaflow.audio.setup import Setup
from yogaflow.cli.main import main
from yogaflow.export.cards import Again, Card, Note, columns_of
from yogaflow.export.contact import contact_sheet
from yogaflow.export.handout import MUSCLES, RULED, Handout, handout_of
from yogaflow.export.job import export, export_contact_sheet
from yogaflow.export.lines import Line, width_of, wrapped
from yogaflow.export.mat import mat_on_paper
from yogaflow.export.out_file import ExportError
from yogaflow.export.page import page
from yogaflow.export.poster import poster
from yogaflow.export.vectors import figure_svg, path, swatch, view_box
from yogaflow.figure.body import mirrored_name
from yogaflow.figure.forms import Capsule, Material, Polygon
from yogaflow.figure.rig import flipped, stance
from yogaflow.library.library import default_library
from yogaflow.model import (
    Effort,
    Entrance,
    Flow,
    Group,
    Half,
    Haste,
    Level,
    MoveStep,
    Option,
    Pose,
    PoseStep,
    Position,
    RestStep,
    SayStep,
    Side,
    Step,
    Words,
    sided_text,
)
from yogaflow.practice.verbosity import SpeechChoices
from yogaflow.timeline import Choices, EntryKey, SegmentKind, compile_flow
from yogaflow.timeline.outline import rows
from yogaflow.timeline.roads import begins_at

LIBRARY = default_library()
BUNDLED = [entry.key for entry in LIBRARY.entries()]
POSES = [pose for key in LIBRARY.pose_keys() if (pose := LIBRARY.poses().get(key)) is not None]
SVG = "{http://www.w3.org/2000/svg}"


def bundled(key: str, choices: Choices | None = None) -> Handout:
    return handout_of(compile_flow(LIBRARY.find(key), choices or Choices()))


def cards(handout: Handout) -> list[Card]:
    return [item for item in handout.items if isinstance(item, Card)]


def again(handout: Handout) -> list[Card]:
    return [card for item in handout.items if isinstance(item, Again) for card in item.cards]


def notes(handout: Handout) -> list[str]:
    return [item.text for item in handout.items if not isinstance(item, Card)]


def all_cards(handout: Handout) -> Iterator[Card]:
    """Every card in the order in which it is read."""
    for item in handout.items:
        if isinstance(item, Card):
            yield item
        elif isinstance(item, Again):
            yield from item.cards


def words_of(text: str) -> str:
    """What is to be read of a file of either kind, in order, in one line."""
    if text.startswith("<!DOCTYPE"):
        return " ".join(" ".join(Balanced(text).words).split())
    root = ElementTree.fromstring(text)
    return " ".join(" ".join(line.text or "" for line in root.iter(f"{SVG}text")).split())


class Balanced(HTMLParser):
    """Fails where a tag is closed that is not open; knows what stands in the text."""

    VOID = frozenset({"meta", "br", "link", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """`<path/>` opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


# -- what stands on it ---------------------------------------------------------------------


def test_a_group_on_both_sides_is_shown_once_and_again_small_and_mirrored() -> None:
    handout = bundled("hip-openers")
    openers, others = cards(handout)[:4], again(handout)
    names = ["Pigeon", "Gomukhasana", "Ankle to knee", "Half-seated twist"]
    assert [card.name for card in openers] == [card.name for card in others] == names
    assert [card.number for card in openers] == [card.number for card in others] == [1, 2, 3, 4]
    assert notes(handout) == [
        "1 to 4: all of it first on the right.",
        "Then all of it again on the left:",
    ]
    assert (openers[0].side, others[0].side) == ("RIGHT knee forward", "LEFT knee forward")
    for card, other in zip(openers, others, strict=True):
        assert card.amount == other.amount == "5 breaths"
        assert other.small
        (right,), (left,) = card.pictures, other.pictures
        for name, point in right.stance.joints.items():
            assert left.stance.joints[mirrored_name(name)] == pytest.approx(flipped(point))


def test_both_sides_in_a_row_stand_side_by_side() -> None:
    made = flow(stay("pigeon", breaths(5)), stay("locust", breaths(3)))
    sided, plain = cards(handout_of(compile_flow(made, Choices())))
    assert (sided.amount, sided.side) == ("5 breaths each side", "RIGHT knee forward, then LEFT")
    assert (plain.amount, plain.side) == ("3 breaths", "")
    cradle = cards(bundled("five-hip-stretches"))[3]
    assert cradle.side == "LEFT leg in your arms, then RIGHT"
    assert [picture.caption for picture in cradle.pictures] == ["left", "right"]
    left, right = (picture.stance.joints for picture in cradle.pictures)
    for name, point in right.items():
        assert left[mirrored_name(name)] == pytest.approx(flipped(point))
    assert not again(bundled("five-hip-stretches"))


def test_rounds_of_one_pose_on_both_sides_are_one_line() -> None:
    lines = notes(bundled("strong-and-open"))
    assert "4 to 5: 3 rounds, each first right, then left." in lines
    assert lines[0] == "Strong"


def test_rounds_of_a_group_on_both_sides() -> None:
    pair = (stay("pigeon", breaths(2)), stay("warrior", breaths(3)), stay("locust", breaths(1)))
    made = flow(Group(pair, 1, sides=(Side.LEFT, Side.RIGHT), repeat=reps(3)))
    handout = handout_of(compile_flow(made, Choices()))
    assert notes(handout) == [
        "1 to 3: 3 rounds, each first on the left.",
        "Then all of it again on the right:",
    ]
    # What has no sides is not told again.
    assert [card.name for card in again(handout)] == ["Pigeon", "Warrior"]


def test_a_group_on_both_sides_without_a_sided_pose_is_done_twice() -> None:
    pair = (stay("locust", breaths(2)), stay("bridge", breaths(3)))
    made = flow(Group(pair, 1, sides=(Side.RIGHT, Side.LEFT)))
    handout = handout_of(compile_flow(made, Choices()))
    assert notes(handout) == ["1 to 2: 2 times."]


def test_groups_in_groups_tell_each_its_own() -> None:
    vinyasa = Group((MoveStep(Half.EXHALE, 1, pose="fold"), stay("down-dog", breaths(2))), 1)
    pair = (stay("pigeon", breaths(2)), stay("warrior", breaths(3)), vinyasa)
    inner = Group(pair, 1, sides=(Side.RIGHT, Side.LEFT))
    made = flow(Group((inner,), 1, repeat=reps(2), title="Standing"))
    handout = handout_of(compile_flow(made, Choices()))
    assert notes(handout) == [
        "Standing",
        "1 to 4: 2 rounds.",
        "1 to 4: all of it first on the right.",
        "Then all of it again on the left:",
    ]
    assert [card.number for card in all_cards(handout)] == [1, 2, 3, 4, 1, 2]


def test_begun_in_the_middle_of_a_group_its_rest_comes_first() -> None:
    plan = compile_flow(LIBRARY.find("hip-openers"), Choices())
    third = next(visit for visit in plan.visits if visit.pose == "ankle-to-knee")
    handout = bundled("hip-openers", Choices(start=third.key))
    told = [(card.name, card.side.split()[0]) for card in all_cards(handout) if card.side]
    assert told == [
        ("Ankle to knee", "RIGHT"),
        ("Half-seated twist", "RIGHT"),
        ("Pigeon", "LEFT"),
        ("Gomukhasana", "LEFT"),
        ("Ankle to knee", "LEFT"),
        ("Half-seated twist", "LEFT"),
    ]


def test_choices_hold_on_paper() -> None:
    handout = bundled("hip-openers", Choices(first=Side.LEFT))
    assert notes(handout)[0] == "1 to 4: all of it first on the left."
    assert cards(handout)[0].side == "LEFT knee forward"
    assert again(handout)[0].side == "RIGHT knee forward"
    longest = bundled("hip-openers", Choices(level=Level.HIGH))
    assert cards(longest)[0].amount == "10 breaths"
    band = handout_of(compile_flow(LIBRARY.find("glute-strength"), Choices(options=("band",))))
    assert "band around the thighs" in cards(band)[3].options


def test_rounds_are_told_and_movements_are_small() -> None:
    handout = bundled("sun-salutation-a")
    assert "2 to 12: 4 rounds." in notes(handout)
    halves = [card for card in cards(handout) if card.amount.startswith("breathe ")]
    assert len(halves) == 10
    assert all(card.small for card in halves)
    assert [card.amount for card in halves[:2]] == ["breathe in", "breathe out"]
    # Only what the flow itself says is said there.
    assert [card.cues for card in halves if card.cues] == [("Step back and lower.",)]


def test_a_breath_without_a_pose_is_a_line() -> None:
    lift = MoveStep(Half.INHALE, 1, say=(Words("Lift the chest, look up"),))
    made = flow(MoveStep(Half.EXHALE, 1, pose="fold"), lift)
    assert notes(handout_of(compile_flow(made, Choices()))) == [
        "Breathe in: Lift the chest, look up."
    ]


def test_rests_say_so_and_a_wait_is_open() -> None:
    made = flow(stay("mountain", seconds(30), wait=True), RestStep(breaths(2), 2))
    held, rest = cards(handout_of(compile_flow(made, Choices())))
    assert held.amount == "30 s, or longer"
    assert (rest.amount, rest.small) == ("rest, 2 breaths", True)


def test_what_the_flow_says_comes_before_the_cues_of_the_pose() -> None:
    made = flow(stay("pigeon", breaths(5), say=(Words("Fold over the <side> shin"),)))
    (card,) = cards(handout_of(compile_flow(made, Choices(first=Side.LEFT))))
    assert card.cues == ("Fold over the left shin.", "Grow long.", "Let the left hip soften.")


def test_the_head_tells_time_breaths_things_and_muscles() -> None:
    handout = bundled("glute-workout")
    assert re.fullmatch(r"\d+ minutes, \d+ breaths", handout.facts)
    assert handout.props == "Near you: kettlebell, low bench or sofa, loop band"
    (works, names), (stretched, _) = handout.muscles
    assert works == "Strengthens, in breaths on each side"
    assert stretched == "Stretches, in breaths on each side"
    assert names.count(",") <= MUSCLES
    assert names.endswith("more")
    uneven = {Side.RIGHT: breaths(5), Side.LEFT: breaths(8)}
    made = replace(flow(PoseStep("warrior-1", uneven, 1)), poses=by_key())
    lines = dict(handout_of(compile_flow(made, Choices())).muscles)
    assert "gluteus maximus 8 right and 5 left" in lines["Strengthens, in breaths on each side"]
    assert "3 breaths more" in lines[""]


def by_key() -> dict[str, Pose]:
    return {pose.key: pose for pose in POSES}


def test_a_little_practice_is_counted_in_one() -> None:
    made = flow(stay("mountain", breaths(1)))
    assert handout_of(compile_flow(made, Choices(countdown=0))).facts == "1 minute, 1 breath"


def test_a_repetition_shows_both_its_ends_and_sets_are_counted() -> None:
    squat = next(card for card in cards(bundled("glute-workout")) if card.name == "Deep squat")
    assert squat.amount == "3 × 15 reps, 45 s rest between"
    low, high = sorted(picture.stance.joints["pelvis"][1] for picture in squat.pictures)
    assert high - low > 40


def test_of_a_small_movement_both_sides_are_shown() -> None:
    steps = next(c for c in cards(bundled("glute-strength")) if c.name.startswith("Utkatasana"))
    assert [picture.caption for picture in steps.pictures] == ["right", "left"]
    deadlift = next(c for c in cards(bundled("three-for-the-glutes")) if "deadlift" in c.name)
    assert [picture.caption for picture in deadlift.pictures] == ["", ""]


def test_the_foot_is_a_sentence() -> None:
    assert bundled("three-for-the-glutes").foot == "From: Let's Talk Booty! Made with yogaflow."
    assert handout_of(compile_flow(HIPS, Choices())).foot == "Made with yogaflow."


def test_uneven_sides_say_both_amounts() -> None:
    amounts = {Side.RIGHT: breaths(5), Side.LEFT: breaths(8)}
    made = flow(PoseStep("pigeon", amounts, 1, sides=(Side.RIGHT, Side.LEFT)))
    (card,) = cards(handout_of(compile_flow(made, Choices())))
    assert card.amount == "right 5 breaths, left 8 breaths"


def written(steps: Sequence[Step], above: EntryKey = ()) -> Iterator[EntryKey]:
    """Every entry of a flow, in its order."""
    for index, step in enumerate(steps):
        if isinstance(step, Group):
            yield from written(step.steps, (*above, index))
        else:
            yield (*above, index)


@given(flows())
@settings(max_examples=examples(40), deadline=None)
def test_every_entry_that_is_played_has_its_card_in_order(made: Flow) -> None:
    timeline = compile_flow(made, Choices())
    played = {visit.entry for visit in timeline.visits if visit.pose is not None}
    entries = [key for key in written(made.steps) if key in played]
    handout = handout_of(timeline)
    found = cards(handout)
    assert len(found) == len(entries)
    assert [card.number for card in found] == list(range(1, len(found) + 1))
    worked = [v for v in timeline.visits if v.kind is not SegmentKind.REST]  # a rest names no side
    sides = {(key, v.side) for key in entries for v in worked if v.entry == key}
    told = " ".join(card.side for card in all_cards(handout))
    for side in Side:
        assert told.count(side.upper()) >= sum(one is side for _, one in sides)


@pytest.mark.parametrize("key", BUNDLED)
def test_every_visit_is_in_both_files_in_order(key: str) -> None:
    """Name, side and amount of each, as often as it is something new."""
    timeline = compile_flow(LIBRARY.find(key), Choices())
    handout = handout_of(timeline)
    for text in (words_of(page(handout)), words_of(poster(handout))):
        at = 0
        for card in all_cards(handout):
            for part in (f"{card.number} {card.name}", card.amount, card.side, *card.cues):
                assert part in text
                at = text.index(part, at)
    for row in rows(timeline):
        if -1 in row.visit.entry:
            assert any(f"{row.amount} rest between" in card.amount for card in cards(handout))
            continue
        mine = [card for card in all_cards(handout) if card.name == row.name]
        assert any(row.amount in card.amount for card in mine)
        side = row.visit.side
        assert side is None or any(side.upper() in card.side for card in mine)


@pytest.mark.parametrize("key", BUNDLED)
def test_every_figure_is_told_in_words(key: str) -> None:
    handout = bundled(key)
    pictures = sum(len(card.pictures) for card in all_cards(handout))
    for text in (page(handout), poster(handout)):
        assert len(re.findall(r'role="img"[^>]*><title>[^<]+</title><use', text)) == pictures
    assert "Pigeon, LEFT knee forward" in page(bundled("hip-openers"))


@pytest.mark.parametrize("key", BUNDLED)
def test_the_files_stand_alone(key: str) -> None:
    handout = bundled(key)
    for text in (page(handout), poster(handout)):
        assert "<script" not in text
        outside = text.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert "http" not in outside
        assert "@import" not in text
        references = re.findall(r"url\(([^)]*)\)|href=\"([^\"]*)\"", text)
        names = {one or other for one, other in references}
        ids = set(re.findall(r'\bid="([^"]+)"', text))
        assert all(name.startswith("#") and name[1:] in ids for name in names)
        assert "src=" not in text
        written = re.findall(r'\bid="([^"]+)"', text)
        assert len(written) == len(set(written))


def test_marks_in_a_title_stay_text() -> None:
    made = replace(flow(stay("pigeon", breaths(1))), title='Hips & <b>"Knees"</b>')
    handout = handout_of(compile_flow(made, Choices()))
    assert 'Hips & <b>"Knees"</b>' in "".join(Balanced(page(handout)).words)
    root = ElementTree.fromstring(poster(handout))
    assert root.findtext(f"{SVG}title") == 'Hips & <b>"Knees"</b>'


def test_marks_in_names_options_and_words_stay_text() -> None:
    odd = 'A <b> & "c"'
    bare = replace(
        POSES[0],
        figure=None,
        options={"odd": Option("odd", odd, Effort.EASIER)},
        cues=(odd,),
        cautions=(odd,),
        sanskrit=odd,
        come_in=Entrance(9.0, (Words(odd),)),
    )
    made = replace(
        flow(Group((stay("odd", breaths(1)),), 1, title=odd), SayStep((odd,), 2)),
        about=odd,
        source=odd,
        why=(odd, odd),
        notes=(odd,),
        author=odd,
        poses={"odd": replace(bare, key="odd", name=f"{odd}d", props=(odd,))},
    )
    handout = handout_of(compile_flow(made, Choices()))
    for text in (page(handout), poster(handout)):
        assert words_of(text).count(odd) >= 14


def test_poses_that_are_not_drawn_have_a_quiet_place() -> None:
    bare = replace(POSES[1], key="bare", name="Bare", figure=None)
    made = flow(stay(POSES[0].key, breaths(1)), stay("bare", breaths(1)))
    made = replace(made, poses={POSES[0].key: POSES[0], "bare": bare})
    handout = handout_of(compile_flow(made, Choices()))
    assert page(handout).count('class="blank"') == 1
    sheet = contact_sheet([*POSES, bare])
    assert next(card for card in cards(sheet) if card.name == "Bare").amount == "not drawn yet"
    ElementTree.fromstring(poster(sheet))


def test_a_flow_whose_poses_are_not_drawn_is_text() -> None:
    made = flow(Group((stay("locust", seconds(30)), stay("bridge", reps(3))), 1))
    handout = handout_of(compile_flow(made, Choices()))
    assert all(card.pictures == () for card in cards(handout))
    assert "<figure" not in page(handout)
    assert 'class="blank"' not in page(handout)
    ElementTree.fromstring(poster(handout))


# -- as vectors ----------------------------------------------------------------------------


def test_a_capsule_has_two_arcs_and_overlapping_forms_turn_the_same_way() -> None:
    limb = path([Capsule(0, 0, 4, 10, 0, 2)])
    assert limb.count("A") == 2
    assert path([Capsule(0, 0, 4, 1, 0, 1)]).count("A") == 2
    square = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))
    assert path([Polygon(square)]) == path([Polygon(square)])
    assert set(_corners(path([Polygon(square)]))) == set(_corners(path([Polygon(square[::-1])])))


def _corners(text: str) -> list[str]:
    return re.split("[MLZ]", text.strip("MZ"))


@pytest.mark.parametrize("pose", POSES, ids=lambda pose: pose.key)
def test_each_pose_is_drawn_within_its_box_and_small(pose: object) -> None:
    body = stance(pose, Side.RIGHT)  # type: ignore[arg-type]
    assert body is not None
    box, drawing = figure_svg(body, "f")
    assert len(drawing) < 30_000
    root = ElementTree.fromstring(f"<svg>{drawing}</svg>")
    assert len(root) > 10
    left, top, width, height = map(float, view_box(box).split())
    feet = [-body.joints[f"{side} toe"][1] for side in Side]
    assert top < min(feet) + 200 < top + height + 200
    assert left < 0 < left + width


def test_muscles_have_a_hatching_each_and_no_pattern() -> None:
    warrior = by_key()["warrior-1"]
    body = stance(warrior, Side.RIGHT)
    assert body is not None
    drawing = figure_svg(body, "f")[1]
    assert "stroke-dasharray" in drawing
    assert "<pattern" not in drawing
    muscles = (Material.WORKS, Material.STRETCHES, Material.RELEASES)
    for material in muscles:
        ElementTree.fromstring(f"<svg>{swatch(material)}</svg>")
    bare = {re.sub(r'"[^" ]*"|#\w+', "", swatch(material)) for material in muscles}
    assert len(bare) == len(muscles)  # told apart without their colours
    assert "dasharray" not in swatch(Material.STRETCHES)


@pytest.mark.parametrize("pose", POSES, ids=lambda pose: pose.key)
def test_the_mat_lies_below_the_body(pose: Pose) -> None:
    body = stance(pose, Side.RIGHT)
    assert body is not None
    mat = mat_on_paper(body)
    box, _ = figure_svg(body, "f")
    for x, y in (*mat.sides, *mat.front):
        assert box.left < x < box.right
        assert box.bottom < y < box.top


# -- how it is set -------------------------------------------------------------------------


def test_few_poses_are_large_and_four_stand_in_a_row() -> None:
    assert bundled("hip-openers").large
    assert not bundled("sun-salutation-a").large
    card = Card(1, "Locust")
    assert columns_of([card] * 4, large=False) == (3, 2)
    assert columns_of([card] * 5, large=False) == (4, 2)
    assert columns_of([card] * 4, large=True) == (6, 3)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" ")))
def test_lines_hold_every_word_and_are_not_too_long(text: str) -> None:
    found = list(wrapped(Line(text, 10), 120))
    assert " ".join(found).split() == text.split()
    assert all(width_of(line, 10) <= 120 or " " not in line for line in found)


# -- the contact sheet ---------------------------------------------------------------------


def test_the_contact_sheet_has_every_pose_and_the_sided_ones_twice() -> None:
    found = {card.name: card for card in cards(contact_sheet(POSES)) if not card.small}
    assert set(found) == {pose.name for pose in POSES}
    for pose in POSES:
        assert len(found[pose.name].pictures) == (2 if pose.sides else 1), pose.key
    options = {option.name for pose in POSES for option in pose.options.values() if option.figure}
    shown = {picture.caption for card in found.values() for picture in card.variants}
    assert shown == options
    text = words_of(poster(contact_sheet(POSES)))
    assert all(pose.name in text for pose in POSES)


def test_the_contact_sheet_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "poses.svg"
    assert main(["export", "--contact-sheet", str(out)]) == 0
    assert f"{len(POSES)} poses" in capsys.readouterr().out
    ElementTree.parse(out)


def test_a_contact_sheet_takes_no_flow_and_only_paper(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "hip-openers", "--contact-sheet", str(tmp_path / "a.svg")]) == 1
    assert "name no flow" in capsys.readouterr().err
    with pytest.raises(ExportError, match=r"\.svg or \.html"):
        export_contact_sheet(POSES, tmp_path / "poses.pdf")
    assert main(["export", "hip-openers"]) == 1
    assert "Name a flow and a file" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


# -- as files ------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".html", ".svg"])
def test_a_handout_is_whole_or_not_there(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"hips{ending}"
    done = export(HIPS, Choices(), SpeechChoices(), out, Setup())
    assert done.seconds == compile_flow(HIPS, Choices()).duration
    assert out.read_text(encoding="utf-8").rstrip().endswith(("</html>", "</svg>"))
    with pytest.raises(ExportError):
        export(HIPS, Choices(), SpeechChoices(), tmp_path / "nowhere" / f"hips{ending}", Setup())
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_handout_starts_no_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a voice was started")

    monkeypatch.setattr("yogaflow.audio.voice.link.VoiceLink.start", never)
    export(HIPS, Choices(), SpeechChoices(), tmp_path / "hips.html", Setup())


def test_choices_of_the_command_line_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "hips.svg"
    choices = ["--first", "left", "--amount", "high", "--option", "block"]
    assert main(["export", "hip-openers", str(out), *choices]) == 0
    text = words_of(out.read_text(encoding="utf-8"))
    assert "1 Pigeon" in text
    assert "10 breaths LEFT knee forward with" in text
    capsys.readouterr()


# -- the way in, what to take care of, what is easier -------------------------------------


def played(key: str, choices: Choices | None = None) -> dict[str, tuple[Pose, Side | None]]:
    """The poses of a bundled flow as they are played first, by key: with options and side."""
    found: dict[str, tuple[Pose, Side | None]] = {}
    timeline = compile_flow(LIBRARY.find(key), choices or Choices())
    for visit in timeline.visits:
        pose = timeline.pose(visit.pose)
        if pose is not None:
            found.setdefault(pose.key, (pose.chosen(visit.options), visit.side))
    return found


@pytest.mark.parametrize("key", BUNDLED)
@pytest.mark.parametrize("choices", [Choices(), Choices(brief=True)], ids=["usual", "brief"])
def test_the_way_in_and_all_cautions_of_each_pose_are_on_paper(key: str, choices: Choices) -> None:
    handout = bundled(key, choices)
    stances = LIBRARY.find(key).stances
    texts = [words_of(page(handout)), words_of(poster(handout))]
    for pose, side in played(key, choices).values():
        place = begins_at(pose, side, stances)
        assert place is not None
        wanted = [*stances.by_key[place.stance].cautions, *pose.cautions]
        if not any(isinstance(step, MoveStep) for step in _flat(LIBRARY.find(key).steps)):
            shown = any(card.name == pose.name for card in cards(handout))
            own = pose.come_in.say if shown and not pose.come_from else ()
            wanted += [words.text for words in own if not words.leaves]
        for text in wanted:
            assert all(sided_text(text, side) in one for one in texts), text


def _flat(steps: Sequence[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        if isinstance(step, Group):
            yield from _flat(step.steps)


def test_the_way_begins_where_one_is_and_stands_before_the_cues_in_small_type() -> None:
    first, second, *_ = cards(bundled("hip-openers"))
    assert first.way.startswith("Hands and knees, right knee forward. Right foot toward the left")
    assert second.way.startswith("Tuck the left knee behind the right. Feet apart, sit back")
    assert second.cautions == (
        "Replaced hip? Leave the legs uncrossed.",
        "A knee pinches? Sit higher, or loosen the legs.",
    )
    text = page(bundled("hip-openers"))
    assert text.index('class="caution"') < text.index('class="way"') < text.index(first.cues[0])
    assert all(not card.way for card in again(bundled("hip-openers")))


def test_a_pose_that_comes_again_repeats_neither_caution_nor_what_is_easier() -> None:
    made = flow(stay("pigeon", breaths(1)), stay("warrior", breaths(1)), stay("pigeon", breaths(2)))
    first, _, last = cards(handout_of(compile_flow(made, Choices())))
    assert first.cautions == ("Never into sharp pain.",)
    assert last.cautions == ()


def test_what_is_done_between_two_sets_brings_its_cautions() -> None:
    rest = replace(made_pose("rest"), cautions=("Dizzy? Sit up.",), name="Long rest")
    between = stay("rest", breaths(2))
    made = flow(replace(stay("bridge", reps(3)), sets=2, between=between))
    made = replace(made, poses={**made.poses, "rest": rest})
    (card,) = cards(handout_of(compile_flow(made, Choices())))
    assert "Long rest: Dizzy? Sit up." in card.cautions


def made_pose(key: str) -> Pose:
    """A pose that lies on its back."""
    return Pose(key, key.capitalize(), position=Position.SUPINE, starts=Position.SUPINE)


def test_easier_options_are_told_unless_they_are_on() -> None:
    def of(*options: str) -> Card:
        handout = bundled("hip-openers", Choices(options=options))
        return next(card for card in cards(handout) if card.name == "Ankle to knee")

    shins = "Shin in front. Left shin on the floor, heel in close. Right shin on the floor, "
    assert of().easier == (f"{shins}ahead of the left.", "Sit up on a block.")
    chosen = of("shin-in-front")
    assert chosen.easier == ("Sit up on a block.",)
    assert "Replaced hip? Leave the legs uncrossed." in chosen.cautions
    for text in (page(bundled("hip-openers")), poster(bundled("hip-openers"))):
        assert "Easier: Sit up on a block." in words_of(text)


@given(flows(), st.booleans())
@settings(max_examples=examples(40), deadline=None)
def test_no_way_in_is_shortened_on_paper(made: Flow, brief: bool) -> None:
    timeline = compile_flow(made, Choices(brief=brief))
    told: dict[str, str] = {}
    for card in cards(handout_of(timeline)):
        told[card.name] = told.get(card.name, "") + card.way
    # Pigeon has a short cut, and the switch of warrior is a way in of its own.
    for name in {*told} - {"Pigeon", "Warrior"}:
        assert "Come in slowly." in told[name]
        assert "Breathe." in told[name]


def test_where_a_practice_has_no_time_for_the_way_in_paper_has_room() -> None:
    lines = tuple(Words(f"Line {number} of a long and winding way.") for number in range(9))
    pose = replace(made_pose("far"), come_in=Entrance(2.0, lines))
    for haste in (None, Haste.DIRECT, Entrance(9.0)):
        made = flow(stay("mountain", breaths(1)), stay("far", breaths(1), transition=haste))
        made = replace(made, poses={**made.poses, "far": pose})
        timeline = compile_flow(made, Choices(brief=True))
        said = {line.text for segment in timeline.segments for line in segment.lines}
        assert not {words.text for words in lines} <= said
        far = cards(handout_of(timeline))[1]
        assert far.way.endswith(" ".join(words.text for words in lines))


# -- why, notes, author -------------------------------------------------------------------


def test_why_author_and_notes_stand_on_it_with_lines_to_write_on() -> None:
    told = replace(HIPS, why=("One.", "Two."), notes=("Blocks.", "Ben rests."), author="Ann Bee")
    handout = handout_of(compile_flow(told, Choices()))
    for text in (page(handout), poster(handout)):
        words = words_of(text)
        assert "By Ann Bee" in words
        assert "One. Two." in words
        assert "Notes Blocks. Ben rests." in words
    assert page(handout).count('class="ruled"') == RULED
    assert "@media screen { .ruled, #notes.blank-page { display: none; } }" in page(handout)
    assert 'class="blank-page"' not in page(handout)


def test_without_notes_there_are_lines_alone_and_a_contact_sheet_has_none() -> None:
    plain = handout_of(compile_flow(HIPS, Choices()))
    assert '<section id="notes" class="blank-page"><h2>Notes</h2><div class="ruled">' in page(plain)
    assert "By " not in words_of(page(plain))
    told = replace(HIPS, notes=("Blocks.",))
    rules = [
        poster(handout_of(compile_flow(one, Choices()))).count("<path") for one in (HIPS, told)
    ]
    assert rules[0] == rules[1]
    sheet = contact_sheet(POSES[:3])
    assert "Notes" not in words_of(page(sheet))
    assert "Notes" not in words_of(poster(sheet))


@pytest.mark.parametrize("key", BUNDLED)
def test_a_bundled_flow_says_why_on_paper(key: str) -> None:
    handout = bundled(key)
    assert handout.why
    for text in (page(handout), poster(handout)):
        assert handout.why in words_of(text)


# -- on paper ------------------------------------------------------------------------------

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PDFINFO = shutil.which("pdfinfo")


@pytest.mark.skipif(not (CHROMIUM and PDFINFO), reason="needs chromium and pdfinfo")
@pytest.mark.parametrize("paper", ["A4", "letter"])
@pytest.mark.parametrize("key", BUNDLED)
def test_a_bundled_flow_prints_to_three_pages_at_most(key: str, paper: str, tmp_path: Path) -> None:
    assert CHROMIUM is not None
    assert PDFINFO is not None
    html, pdf = tmp_path / "flow.html", tmp_path / "flow.pdf"
    text = page(bundled(key))
    assert "size: auto" in text
    html.write_text(text.replace("size: auto", f"size: {paper}"), encoding="utf-8")
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    quiet = "--disable-background-networking --disable-component-update --no-pdf-header-footer"
    subprocess.run(
        [
            CHROMIUM,
            *flags.split(),
            *quiet.split(),
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--print-to-pdf={pdf}",
            html.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    told = subprocess.run([PDFINFO, str(pdf)], check=True, capture_output=True, text=True).stdout
    pages = re.search(r"^Pages:\s+(\d+)$", told, re.MULTILINE)
    assert pages is not None
    assert 1 <= int(pages[1]) <= 3


def test_intervals_are_told_in_words_and_their_rests_are_no_cards() -> None:
    ladder = replace(stay("bridge", reps(21)), by_round=(21, 15, 9))
    made = flow(
        stay("locust", seconds(20), sets=3, every=60),
        Group((ladder,), 1, repeat=reps(3), every=300),
        stay("steps", reps(10), alternate=True),
    )
    items = list(handout_of(compile_flow(made)).items)
    found = [(card.amount, card.side) for card in items if isinstance(card, Card)]
    assert found == [
        ("3 × 20 s, one every 1 min", ""),
        ("21–15–9 reps", ""),
        ("10 reps", "travelling RIGHT, then LEFT, in turn"),
    ]
    notes = [item.text for item in items if isinstance(item, Note)]
    assert notes == ["2: 3 rounds, one every 5 min."]
