"""The hand-out: what stands on it, and that both its forms are whole and stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from tests.flows import HIPS, breaths, flow, flows, reps, seconds, stay
from yogaflow.cli import main
from yogaflow.export import ExportError, Setup, export, export_contact_sheet
from yogaflow.export.contact import contact_sheet
from yogaflow.export.handout import Card, Handout, Note, handout_of
from yogaflow.export.page import page
from yogaflow.export.poster import poster
from yogaflow.export.vectors import PATTERNS, figure_svg, path, view_box
from yogaflow.figure.body import mirrored_name
from yogaflow.figure.forms import Capsule, Polygon
from yogaflow.figure.rig import flipped, stance
from yogaflow.library import default_library
from yogaflow.manner import Manner
from yogaflow.model import Flow, Group, PoseStep, Side, Step
from yogaflow.timeline import Choices, EntryKey, compile_flow

LIBRARY = default_library()
BUNDLED = [entry.key for entry in LIBRARY.entries()]
POSES = [pose for key in LIBRARY.pose_keys() if (pose := LIBRARY.poses().get(key)) is not None]
SVG = "{http://www.w3.org/2000/svg}"


def bundled(key: str, choices: Choices | None = None) -> Handout:
    return handout_of(compile_flow(LIBRARY.find(key), choices or Choices()))


def cards(handout: Handout) -> list[Card]:
    return [item for item in handout.items if isinstance(item, Card)]


def notes(handout: Handout) -> list[str]:
    return [item.text for item in handout.items if isinstance(item, Note)]


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


def test_poses_that_come_again_on_the_other_side_stand_there_once_with_both_figures() -> None:
    handout = bundled("hip-openers")
    openers = cards(handout)[:4]
    assert [card.name for card in openers] == [
        "Pigeon",
        "Gomukhasana",
        "Ankle to knee",
        "Half-seated twist",
    ]
    for card in openers:
        assert card.amount == "5 breaths each side"
        assert [picture.caption for picture in card.pictures] == ["right", "left"]
        right, left = (picture.stance.joints for picture in card.pictures)
        for name, point in right.items():
            assert left[mirrored_name(name)] == pytest.approx(flipped(point))
    assert notes(handout) == ["1 to 4: all of it on the right, then all of it again on the left."]
    assert openers[0].side == "RIGHT knee forward, then LEFT"


def test_choices_hold_on_paper() -> None:
    handout = bundled("hip-openers", Choices(first=Side.LEFT))
    assert notes(handout) == ["1 to 4: all of it on the left, then all of it again on the right."]
    assert cards(handout)[0].side == "LEFT knee forward, then RIGHT"
    assert [picture.caption for picture in cards(handout)[0].pictures] == ["left", "right"]
    band = handout_of(compile_flow(LIBRARY.find("glute-strength"), Choices(options=("band",))))
    assert "band around the thighs" in cards(band)[3].options


def test_rounds_are_told_and_movements_are_small() -> None:
    handout = bundled("sun-salutation-a")
    assert "2 to 12: 4 rounds." in notes(handout)
    halves = [card for card in cards(handout) if card.amount.startswith("breathe ")]
    assert len(halves) == 10
    assert all(card.small and not card.cues for card in halves)
    assert [card.amount for card in halves[:2]] == ["breathe in", "breathe out"]


def test_a_repetition_shows_both_its_ends_and_sets_are_counted() -> None:
    squat = next(card for card in cards(bundled("glute-workout")) if card.name == "Deep squat")
    assert squat.amount == "3 × 15 reps, 45 s rest between"
    low, high = sorted(picture.stance.joints["pelvis"][1] for picture in squat.pictures)
    assert high - low > 40


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
@settings(max_examples=40, deadline=None)
def test_every_entry_that_is_played_has_its_card_in_order(made: Flow) -> None:
    timeline = compile_flow(made, Choices())
    played = {visit.entry for visit in timeline.visits if visit.pose is not None}
    entries = [key for key in written(made.steps) if key in played]
    found = cards(handout_of(timeline))
    assert len(found) == len(entries)
    assert [card.number for card in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize("key", BUNDLED)
def test_everything_on_it_is_in_both_files_in_order(key: str) -> None:
    handout = bundled(key)
    html = " ".join(Balanced(page(handout)).words)
    root = ElementTree.fromstring(poster(handout))
    svg = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    for text in (html, svg):
        plain = " ".join(text.split())
        at = 0
        for card in cards(handout):
            for part in (card.name, card.amount, card.side, *card.cues):
                first = part.split()[:2]
                if first:
                    at = plain.index(" ".join(first), at)
    pictures = sum(len(card.pictures) for card in cards(handout))
    assert html.count("works") >= 1
    assert len(re.findall('role="img"', poster(handout))) == pictures


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
        written = re.findall(r'\bid="([^"]+)"', text)
        assert len(written) == len(set(written))


def test_marks_in_a_title_stay_text() -> None:
    made = replace(flow(stay("pigeon", breaths(1))), title='Hips & <b>"Knees"</b>')
    handout = handout_of(compile_flow(made, Choices()))
    assert 'Hips & <b>"Knees"</b>' in "".join(Balanced(page(handout)).words)
    root = ElementTree.fromstring(poster(handout))
    assert root.findtext(f"{SVG}title") == 'Hips & <b>"Knees"</b>'


def test_a_flow_whose_poses_are_not_drawn_is_text() -> None:
    made = flow(Group((stay("locust", seconds(30)), stay("bridge", reps(3))), 1))
    handout = handout_of(compile_flow(made, Choices()))
    assert all(card.pictures == () for card in cards(handout))
    assert "<figure" not in page(handout)
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


def test_muscles_have_a_pattern_each() -> None:
    ElementTree.fromstring(f"<defs>{PATTERNS}</defs>")
    warrior = next(pose for pose in POSES if pose.key == "warrior-1")
    body = stance(warrior, Side.RIGHT)
    assert body is not None
    assert "url(#works)" in figure_svg(body, "f")[1]


# -- the contact sheet ---------------------------------------------------------------------


def test_the_contact_sheet_has_every_pose_and_the_sided_ones_twice() -> None:
    found = {card.name: card for card in cards(contact_sheet(POSES)) if not card.small}
    assert set(found) == {pose.name for pose in POSES}
    for pose in POSES:
        assert len(found[pose.name].pictures) == (2 if pose.sides else 1), pose.key


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
    done = export(HIPS, Choices(), Manner(), out, Setup())
    assert done.seconds == compile_flow(HIPS, Choices()).duration
    assert out.read_text(encoding="utf-8").rstrip().endswith(("</html>", "</svg>"))
    with pytest.raises(ExportError):
        export(HIPS, Choices(), Manner(), tmp_path / "nowhere" / f"hips{ending}", Setup())
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
