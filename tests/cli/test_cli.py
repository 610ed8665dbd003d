"""The commands, as a person types them; in this process, without a screen or a sound."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bundled import bundled_pose
from tests.fakes import FakeTime
from tests.flows import HIPS, POSES, breaths, flow, stay
from yogaflow.cli.main import main
from yogaflow.cli.plain import Detail, Printer, play_plain
from yogaflow.model import Breath, Flow, Unit
from yogaflow.practice.player import Player
from yogaflow.practice.session import Session
from yogaflow.practice.verbosity import WORDS, Talk, turned
from yogaflow.practice.view import State
from yogaflow.storage.paths import user_data_dir
from yogaflow.storage.settings import Settings, load_settings
from yogaflow.timeline import Choices, Role, compile_flow
from yogaflow.timeline.outline import amount_text, clock_text, extent_of, find_start, rows

pytestmark = pytest.mark.usefixtures("own_home")


Out = pytest.CaptureFixture[str]

BROKEN = """\
title: Broken
flow:
  - pigoen: 5 breaths
  - bridge: 5 breths
"""


def shown(capsys: Out, *arguments: str) -> dict[str, object]:
    assert main(["show", *arguments, "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert isinstance(whole, dict)
    return whole


def segments(whole: dict[str, object]) -> list[dict[str, object]]:
    found = whole["segments"]
    assert isinstance(found, list)
    return found


def test_show_json_has_the_hip_openers_right_then_left(capsys: Out) -> None:
    whole = shown(capsys, "hip-openers")
    openers = ["pigeon", "gomukhasana", "ankle-to-knee", "half-seated-twist"]
    held = [s for s in segments(whole) if s["kind"] == "hold"]
    assert [s["pose"] for s in held] == openers * 2
    assert [s["side"] for s in held] == ["right"] * 4 + ["left"] * 4
    assert [s["kind"] for s in segments(whole)].count("switch") == 1
    right, left = held[:4], held[4:]
    assert [s["duration"] for s in right] == [s["duration"] for s in left]
    assert set(held[0]) == {
        *("kind", "pose", "side", "start", "duration", "breaths", "rep", "set", "round"),
        *("open", "options", "line", "lines", "cues"),
    }
    assert whole["flow"] == "hip-openers"
    assert whole["duration"] == pytest.approx(
        sum(float(str(s["duration"])) for s in segments(whole))
    )


def test_choices_reach_the_plan(capsys: Out) -> None:
    usual = shown(capsys, "hip-openers")
    first = shown(capsys, "hip-openers", "--first", "left")
    assert next(s["side"] for s in segments(first) if s["kind"] == "hold") == "left"
    high = shown(capsys, "hip-openers", "--amount", "high")
    assert next(s["breaths"] for s in segments(high) if s["kind"] == "hold") == 10
    later = shown(capsys, "hip-openers", "--from", "3")
    assert next(s["pose"] for s in segments(later) if s["kind"] == "hold") == "ankle-to-knee"
    named = shown(capsys, "hip-openers", "--from", "Half-seated twist")
    assert next(s["pose"] for s in segments(named) if s["kind"] == "hold") == "half-seated-twist"
    blocked = shown(capsys, "hip-openers", "--option", "block")
    assert any(s["options"] == ["block"] for s in segments(blocked))
    slow = shown(capsys, "hip-openers", "--pace", "0.5")
    assert float(str(slow["duration"])) > float(str(usual["duration"])) * 1.3
    none = shown(capsys, "hip-openers", "--countdown", "0")
    assert segments(none)[0]["kind"] == "enter"


@pytest.mark.parametrize(
    ("options", "on"),
    [
        (["leg-lift"], {"bridge", "utkatasana-side-steps"}),
        (["bridge.leg-lift"], {"bridge"}),
        (["leg-lift", "bridge.no-leg-lift"], {"utkatasana-side-steps"}),
        (["bridge.leg-lift", "no-leg-lift"], set()),
    ],
)
def test_an_option_is_for_all_poses_or_for_one(
    capsys: Out, options: list[str], on: set[str]
) -> None:
    asked = [word for option in options for word in ("--option", option)]
    plan = shown(capsys, "strong-and-open", *asked)
    assert {s["pose"] for s in segments(plan) if s["options"]} == on


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["play", "hip-opener"], "hip-openers"),
        (["play", "hip"], "no flow or pose is called hip; did you mean hip-openers or"),
        (["play", "twist"], "half-seated-twist"),
        (["edit", "hip"], "hip-openers"),
        (["show", "hip-openers", "--from", "twist"], "mean Half-seated twist?"),
        (["show", "nowhere.yaml"], "nowhere.yaml"),
        (["show", "hip-openers", "--option", "wings"], "block"),
        (["show", "hip-openers", "--option", "pigeon.wings"], "Pigeon has no option “wings”"),
        (["show", "hip-openers", "--option", "pigoen.block"], "mean pigeon.block?"),
        (["show", "hip-openers", "--option", "no-blok"], "mean block?"),
        (["show", "hip-openers", "--option", ".block"], "an option “.block”"),
        (["show", "hip-openers", "--from", "99"], "99"),
        (["poses", "pigoen"], "pigeon"),
        (["check", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_what_can_be_mended_is_said_in_plain_words(
    arguments: list[str], says: str, capsys: Out
) -> None:
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert says in err
    assert "Traceback" not in err
    assert out == ""


@pytest.mark.parametrize("name", ["pigeon", "Pigeon pose", "eka pada rajakapotasana"])
def test_a_pose_is_played_alone_on_both_sides(name: str, capsys: Out) -> None:
    held = [s for s in segments(shown(capsys, name)) if s["kind"] == "hold"]
    told = [(s["pose"], s["side"], s["breaths"]) for s in held]
    assert told == [("pigeon", "right", 5), ("pigeon", "left", 5)]


def test_a_pose_alone_may_say_how_long_and_on_which_side(capsys: Out) -> None:
    held = [s for s in segments(shown(capsys, "pigeon left 8 breaths")) if s["kind"] == "hold"]
    assert [(s["side"], s["breaths"]) for s in held] == [("left", 8)]


def test_a_flow_goes_before_a_pose_of_the_same_name(capsys: Out) -> None:
    path = user_data_dir() / "flows" / "pigeon.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("title: Pigeons\nflow:\n  - bridge: 3 breaths\n")
    held = [s["pose"] for s in segments(shown(capsys, "pigeon")) if s["kind"] == "hold"]
    assert held == ["bridge"]


@pytest.mark.parametrize(
    "arguments", [["play"], ["dance"], ["play", "x", "--pace", "9"], ["play", "x", "--first", "up"]]
)
def test_wrong_usage_is_status_two(arguments: list[str], capsys: Out) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("yogaflow: ")


def test_a_broken_file_gets_all_its_problems_with_line_and_column(
    tmp_path: Path, capsys: Out
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(BROKEN)
    for command in ("play", "show", "check"):
        assert main([command, str(path)]) == 1
        lines = capsys.readouterr().err.strip().splitlines()
        assert [line.split(": ")[0] for line in lines] == [f"{path}:3:5", f"{path}:4:13"]
        assert "pigeon" in lines[0]


def test_a_pace_that_makes_a_day_of_it_is_refused(tmp_path: Path, capsys: Out) -> None:
    path = tmp_path / "long.yaml"
    path.write_text("title: Long\nflow:\n  - repeat: 8\n    flow:\n      - locust: 1000 breaths\n")
    assert main(["show", str(path)]) == 0
    for command in ("show", "play"):
        assert main([command, str(path), "--pace", "0.5", "--option", "no-such"]) == 1
        assert "longer than a day" in capsys.readouterr().err


def test_check_takes_folders(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "good.yaml").write_text("title: Good\nflow:\n  - pigeon: 5 breaths\n")
    (tmp_path / "bad.yaml").write_text(BROKEN)
    assert main(["check", str(tmp_path / "good.yaml")]) == 0
    assert "1 file checked" in capsys.readouterr().out
    assert main(["check", str(tmp_path)]) == 1
    assert "good.yaml" not in capsys.readouterr().err


def test_notes_are_printed_and_counted_and_keep_nothing_from_being_played(
    tmp_path: Path, capsys: Out
) -> None:
    path = tmp_path / "noted.yaml"
    path.write_text("title: N\nposes: {stork: {name: Stork}}\nflow:\n  - stork: 2 breaths\n")
    assert main(["check", str(path)]) == 0
    out, err = capsys.readouterr()
    assert err.startswith(f"{path}:2:9: note: nobody knows where this pose begins")
    assert out.splitlines()[-1] == "1 file checked, all well; 1 note."
    for command in ("show", "format"):
        assert main([command, str(path)]) == 0
        assert "note" not in capsys.readouterr().err
    path.write_text(path.read_text() + "  - brigde: 2 breaths\n")
    assert main(["check", str(path)]) == 1
    assert [line.split(": ")[1] for line in capsys.readouterr().err.splitlines()] == [
        "note",
        "no pose is called brigde; did you mean bridge?",
    ]


def test_a_pose_is_shown_with_what_its_options_bring_of_their_own(capsys: Out) -> None:
    assert main(["poses", "bridge"]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("  leg-lift: One leg lifted, harder")
    assert lines[at + 1] == "    staying: Reach down, feel your left glute."
    assert "    gluteus maximus works (other)" in lines[at:]
    assert main(["poses", "ankle-to-knee"]) == 0
    assert "    coming in: Left shin on the floor, heel in close." in capsys.readouterr().out


def test_a_broken_flow_of_ones_own_is_listed_and_hides_nothing(capsys: Out) -> None:
    from yogaflow.storage.paths import user_flows_dir

    folder = user_flows_dir()
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(BROKEN)
    (folder / "other.yaml").write_text("title: Other\nflow:\n  - locust: 3 breaths\n")
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"mine +broken \(yours\):", out)
    assert "Other (yours)" in out
    assert "Hip openers" in out
    assert main(["list", "--json"]) == 0
    items = {item["key"]: item for item in json.loads(capsys.readouterr().out)}
    assert items["mine"]["problems"]
    assert items["hip-openers"]["problems"] == []
    assert items["hip-openers"]["breaths"][0] < items["hip-openers"]["breaths"][1]


def test_poses_are_listed_and_shown(capsys: Out) -> None:
    assert main(["poses"]) == 0
    assert "Pigeon (Eka Pada Rajakapotasana): stretch, two sides" in capsys.readouterr().out
    assert main(["poses", "pigeon"]) == 0
    out = capsys.readouterr().out
    assert "Right side: right knee forward" in out
    assert "<side>" not in out


def test_show_reads_like_a_plan(capsys: Out) -> None:
    assert main(["show", "hip-openers"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Hip openers: ")
    assert re.search(r" 5 +\d+:\d\d +Pigeon, LEFT knee forward +5 breaths", out)


def test_the_screen_needs_a_terminal(capsys: Out) -> None:
    assert main([]) == 1
    assert "--plain" in capsys.readouterr().err


# -- plain -----------------------------------------------------------------------------------


def plain(
    detail: Detail = Detail.POSES, keys: str = "", *, of: Flow = HIPS, talk: Talk = Talk.FULL
) -> list[str]:
    """The lines of a whole practice; a fifth of a second passes at each look for a key."""
    time, left, out = FakeTime(), list(keys), io.StringIO()

    def key(_: float) -> str:
        time.pass_by(0.2)
        return left.pop(0) if left else ""

    session = Session(Player(of, Choices()), clock=time.clock(), talk=talk)
    state = play_plain(session, key=key, detail=detail, out=out)
    assert state in {State.FINISHED, State.STOPPED}
    assert "\x1b" not in out.getvalue()
    return out.getvalue().splitlines()


def test_plain_prints_every_pose_and_side_once_in_order() -> None:
    lines = plain()
    poses = [line[9:] for line in lines if "breaths." in line]
    assert poses == [
        "Pigeon, RIGHT knee forward, 5 breaths.",
        "Warrior, RIGHT foot in front, 3 breaths.",
        "Switch: Pigeon, LEFT knee forward, 5 breaths.",
        "Warrior, LEFT foot in front, 3 breaths.",
        "Rest: Mountain, 5 breaths.",
    ]
    assert "Starts in 20 s" in lines[0]
    assert lines[-1].endswith("Thank you for practising.")
    assert re.match(r" +0:20 ", lines[1])


def test_plain_has_the_lines_for_learning_where_they_are_asked_for() -> None:
    of = replace(
        flow(stay("bridge", breaths(9))), poses={**POSES, "bridge": bundled_pose("bridge")}
    )
    segments = compile_flow(of).segments
    more = [line.text for one in segments for line in one.lines if line.role is Role.MORE]
    assert more
    learning, others = plain(Detail.WORDS, of=of, talk=Talk.LEARN), plain(Detail.WORDS, of=of)
    assert [line[11:] for line in learning if line[11:] in more] == more
    assert [line for line in learning if line[11:] not in more] == others


def test_plain_can_tell_each_breath_and_each_line() -> None:
    words = plain(Detail.WORDS)
    assert any("Grow long." in line for line in words)
    each = plain(Detail.BREATHS)
    assert sum("breath, " in line for line in each) == 5 + 3 + 5 + 3 + 5


def test_plain_tells_how_long_a_breath_is_held() -> None:
    of = flow(stay("mountain", breaths(2)), breath=Breath(2, 3, full=7, empty=0.3))
    assert [line[9:] for line in plain(Detail.BREATHS, of=of) if "hold, 7" in line] == [
        "  hold, 7 s",
        "  hold, 7 s",
    ]
    assert not any("hold, 7" in line for line in plain(Detail.WORDS, of=of))


@pytest.mark.parametrize("talk", [Talk.FULL, Talk.OFF])
def test_plain_answers_a_key_in_a_line(talk: Talk) -> None:
    waiting = "." * 300  # a minute: pigeon is held by then
    lines = [line[9:] for line in plain(keys=f"{waiting}+<ov", talk=talk)]
    keys = ["Six breaths.", "Slower, ninety percent.", "Left side.", WORDS[turned(talk)]]
    assert [line for line in lines if line in keys] == keys


def test_plain_takes_keys() -> None:
    lines = plain(keys=" n q")
    text = "\n".join(lines)
    assert "Paused. Space goes on." in text
    assert "Pigeon, RIGHT" in text
    assert lines[-1].endswith("Left.")


def test_plain_tells_each_time_that_the_sound_goes_and_that_it_is_back() -> None:
    """One line for each change, however often it is looked at meanwhile."""
    time, out, looks = FakeTime(), io.StringIO(), 0

    def key(_: float) -> str:
        time.pass_by(0.2)
        return "q" if looks == 58 else ""

    def notices() -> tuple[str, ...]:
        nonlocal looks
        looks += 1
        return (("No voice.",), ("No voice.", "No sound."), ("Back.",))[looks // 10 % 3]

    play_plain(
        Session(Player(HIPS, Choices()), clock=time.clock()), key=key, out=out, notices=notices
    )
    told = [line[9:] for line in out.getvalue().splitlines()]
    told = [line for line in told if line in {"No voice.", "No sound.", "Back."}]
    assert told == ["No voice.", "No sound.", "Back."] * 2


def test_the_log_has_a_line_for_each_event(
    tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    import logging

    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    log, flow_file = tmp_path / "log.txt", tmp_path / "short.yaml"
    flow_file.write_text("title: Short\nflow:\n  - locust: 2 breaths\n")
    quiet = ("--speed", "500", "--sound", "silence", "--voice", "none")
    assert main(["play", str(flow_file), "--plain", *quiet, "--log", str(log)]) == 0
    capsys.readouterr()
    text = log.read_text()
    assert re.search(r"yogaflow.practice.session: \d+\.\d+ SegmentBegan hold locust", text)
    assert text.count("BreathEnded") == 2
    assert "Finished" in text


def test_the_printer_writes_times_of_practice() -> None:
    out = io.StringIO()
    printer = Printer(out, Detail.POSES)
    printer.line(500.0, "a")
    printer.line(3725.0 + 500.0, "b")
    assert out.getvalue() == "   0:00  a\n1:02:05  b\n"


# -- outline and settings --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ((Unit.BREATHS, 5, 5), "5 breaths"),
        ((Unit.BREATHS, 1, 1), "1 breath"),
        ((Unit.REPS, 10, 12), "10–12 reps"),
        ((Unit.SECONDS, 30, 60), "30 s to 1 min"),
        ((Unit.SECONDS, 90, 90), "1:30 min"),
    ],
)
def test_amounts_read_well(amount: tuple[Unit, int, int], text: str) -> None:
    assert amount_text(*amount) == text


def test_times_read_well() -> None:
    assert [clock_text(s) for s in (0, 59.6, 754, 3700)] == ["0:00", "1:00", "12:34", "1:01:40"]


def test_rows_are_numbered_for_from() -> None:
    timeline = compile_flow(HIPS)
    assert [r.number for r in rows(timeline)] == [1, 2, 3, 4, 5]
    assert find_start(timeline, "3") == rows(timeline)[2].key
    assert find_start(timeline, "WARRIOR") == rows(timeline)[1].key
    assert find_start(timeline, "nothing") is None


def test_the_extent_of_a_flow() -> None:
    length = extent_of(compile_flow(HIPS))
    assert length.breaths == (5 + 3 + 5 + 3 + 5, 10 + 5 + 10 + 5 + 5)
    assert length.seconds[0] < length.seconds[1]
    assert length.kind == "stretch"
    assert extent_of(compile_flow(flow(stay("locust", breaths(2))))).kind == "strengthen"


def test_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    assert load_settings(path) == (Settings(), ())
    path.write_text("pace = 0.9\nvolume = 1\ncountdown = 10\nmute = true\ntheme = 'light'\n")
    found, wrong = load_settings(path)
    assert wrong == ()
    assert found == Settings(pace=0.9, volume=1.0, countdown=10.0, mute=True, theme="light")
    path.write_text("pace = 'fast'\nwings = 2\nvolume = 0.5\nunhurried = 3\nmute = 1\n")
    found, wrong = load_settings(path)
    assert found == Settings(volume=0.5)
    assert [w.split(": ", 1)[1] for w in wrong] == [
        "pace wants a number from 0.5 to 2",
        "there is no setting “wings”",
        "unhurried wants a number from 0.5 to 2",
        "mute wants true or false",
    ]
    path.write_text("pace = = 1")
    found, wrong = load_settings(path)
    assert found == Settings()
    assert len(wrong) == 1
