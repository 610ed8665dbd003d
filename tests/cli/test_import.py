"""`yogaflow import`, as a person types it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.importing.test_importing import asana, flow_json
from yogaflow.cli.main import main
from yogaflow.storage.paths import user_flows_dir

pytestmark = pytest.mark.usefixtures("own_home")

Out = pytest.CaptureFixture[str]

LIST = "Title: Hips, in the evening\npigeon 5-10 breaths, right then left\nbridge 12 reps x3\n"


def written(tmp_path: Path, text: str, name: str = "list.txt") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_list_goes_to_the_flows_of_ones_own(tmp_path: Path, capsys: Out) -> None:
    assert main(["import", written(tmp_path, LIST)]) == 0
    out, err = capsys.readouterr()
    path = user_flows_dir() / "hips-in-the-evening.yaml"
    assert out.splitlines() == [
        f"{path}: Hips, in the evening, 2 steps",
        "Play it: yogaflow play hips-in-the-evening",
    ]
    assert err == ""
    assert path.read_text(encoding="utf-8").startswith("title: Hips, in the evening\nflow:\n")
    assert main(["show", "hips-in-the-evening"]) == 0
    assert main(["check", str(path)]) == 0
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_was_not_understood_is_told_and_the_rest_is_written(
    tmp_path: Path, capsys: Out
) -> None:
    name = written(tmp_path, LIST + "pigoen\n")
    assert main(["import", name]) == 1
    out, err = capsys.readouterr()
    path = user_flows_dir() / "hips-in-the-evening.yaml"
    assert str(path) in out
    assert err.splitlines()[0] == f"{name}:4:1: no pose is called pigoen; did you mean pigeon?"
    assert "# not understood" in err
    assert path.read_text(encoding="utf-8").endswith("  # not understood: pigoen\n")
    assert main(["check", str(path)]) == 0


def test_nothing_is_written_over(tmp_path: Path, capsys: Out) -> None:
    name = written(tmp_path, LIST)
    assert main(["import", name]) == 0
    path = user_flows_dir() / "hips-in-the-evening.yaml"
    path.write_text("mine", encoding="utf-8")
    capsys.readouterr()
    assert main(["import", name]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "is there already" in err
    assert "-o" in err
    assert path.read_text(encoding="utf-8") == "mine"
    assert main(["import", name, "--title", "Hips again"]) == 0
    assert (path.parent / "hips-again.yaml").exists()
    there = tmp_path / "there.yaml"
    there.write_text("mine", encoding="utf-8")
    assert main(["import", name, "-o", str(there)]) == 1
    assert there.read_text(encoding="utf-8") == "mine"


def test_a_place_and_a_title_may_be_named(tmp_path: Path, capsys: Out) -> None:
    out_path = tmp_path / "new folder" / "mine.yaml"
    assert main(["import", written(tmp_path, LIST), "-o", str(out_path), "--title", "A: b"]) == 0
    assert out_path.read_text(encoding="utf-8").startswith("title: 'A: b'\n")
    assert capsys.readouterr().out.splitlines()[-1] == f"Play it: yogaflow play '{out_path}'"
    assert main(["import", written(tmp_path, LIST), "-o", str(tmp_path / "mine.txt")]) == 1
    assert "ends in .yaml" in capsys.readouterr().err
    assert not user_flows_dir().exists()


def test_no_file_gets_a_name_that_windows_keeps(tmp_path: Path, capsys: Out) -> None:
    for title in ("con", "NUL", "com¹", "Aux. "):
        assert main(["import", written(tmp_path, LIST), "--title", title]) == 0
    made = sorted(path.name for path in user_flows_dir().iterdir())
    assert made == ["aux-flow.yaml", "com1-flow.yaml", "con-flow.yaml", "nul-flow.yaml"]
    assert main(["import", written(tmp_path, LIST), "-o", str(tmp_path / "con.yaml")]) == 1
    assert "Windows keeps that name" in capsys.readouterr().err


def test_a_bundled_flow_of_that_name_is_mentioned(tmp_path: Path, capsys: Out) -> None:
    assert main(["import", written(tmp_path, "pigeon\n"), "--title", "Hip openers"]) == 0
    assert "stands before the bundled flow" in capsys.readouterr().out
    assert main(["import", written(tmp_path, "pigeon\n"), "--title", "Mine"]) == 0
    assert "stands before" not in capsys.readouterr().out


def test_without_a_title_it_is_the_name_of_the_file(tmp_path: Path) -> None:
    assert main(["import", written(tmp_path, "pigeon\n", "slow_hips-2.txt")]) == 0
    path = user_flows_dir() / "slow-hips-2.yaml"
    assert path.read_text(encoding="utf-8").startswith("title: Slow hips 2\n")
    assert main(["import", written(tmp_path, "pigeon\n", "立つ.txt")]) == 0
    path = user_flows_dir() / "立つ.yaml"
    assert path.read_text(encoding="utf-8").startswith("title: 立つ\n")


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    def typed(data: bytes) -> int:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return main(["import", "-"])

    assert typed(b"\xef\xbb\xbfpigeon 5 breaths\r\n") == 0
    assert (user_flows_dir() / "imported-flow.yaml").exists()
    assert typed(b"pigoen") == 1
    assert "-:1:1: no pose is called pigoen" in capsys.readouterr().err
    assert typed(b"pigeon\n\xff") == 1
    assert "-:2:1: not UTF-8 from here on" in capsys.readouterr().err
    assert typed(b"x" * 1_000_001) == 1
    assert "larger than 1 MB" in capsys.readouterr().err


def test_a_table_and_a_flow_file(tmp_path: Path, capsys: Out) -> None:
    table = "Pose,Amount,Side\nPigeon,2 min,right\nPigeon,2 min,left\n"
    assert main(["import", written(tmp_path, table, "table.csv")]) == 0
    assert (user_flows_dir() / "table.yaml").read_text(encoding="utf-8") == (
        "title: Table\nflow:\n  - pigeon: 2 min\n"
    )
    assert capsys.readouterr().err == ""
    name = written(tmp_path, flow_json(asana("Low Lunge", 30, "Left")), "slow.flow")
    assert main(["import", name]) == 0
    err = capsys.readouterr().err
    assert err.startswith(f"{name}:4:5: the library has no Low Lunge")
    assert main(["check", str(user_flows_dir())]) == 0
    assert main(["show", "slow-evening"]) == 0
    assert "Low Lunge, LEFT side" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("", "empty.txt", "nothing in it is a step"),
        ("# only a note\n", "note.txt", "nothing in it is a step"),
        ("wobble\nwobble\n", "no.txt", "no pose is called wobble"),
        ('{"name": "A",\n "asanas": [{]}', "bad.flow", "bad.flow:2:"),
        ('{"name": "A", "asanas": []}', "none.flow", "there are no poses in it"),
        ("title: A\nflow:\n  - pigeon: 5 breaths\n", "a.yaml", "is a flow already"),
        ("boat 1000 breaths x100\n" * 99, "long.txt", "Nothing is written"),
        ("\u202e", "odd.txt", "nothing in it is a step"),
    ],
)
def test_nothing_is_written_where_nothing_can_be_played(
    tmp_path: Path, capsys: Out, text: str, name: str, said: str
) -> None:
    assert main(["import", written(tmp_path, text, name)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err
    assert not user_flows_dir().exists()


def test_files_that_cannot_be_read(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "latin.txt").write_bytes(b"pigeon\ncaf\xe9\n")
    (tmp_path / "large.txt").write_bytes(b"#" * 1_000_001)
    for name, said in (
        ("none.txt", "there is no such file"),
        ("", "a folder, not a file"),
        ("latin.txt", "latin.txt:2:4: not UTF-8 from here on"),
        ("large.txt", "larger than 1 MB"),
    ):
        assert main(["import", str(tmp_path / name)]) == 1
        assert said in capsys.readouterr().err
    if Path("/dev/zero").exists():
        assert main(["import", "/dev/zero"]) == 1
        assert "a device" in capsys.readouterr().err


def test_a_folder_that_may_not_be_written_to(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "home").write_text("a file in the way", encoding="utf-8")
    assert main(["import", written(tmp_path, LIST)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "is not saved" in err


def test_a_list_of_nonsense_is_answered(tmp_path: Path, capsys: Out) -> None:
    lines = [f"nonsense number {number}" for number in range(150)]
    assert main(["import", written(tmp_path, "\n".join(["boat", *lines]))]) == 1
    assert capsys.readouterr().err.count("no pose is called nonsense") == 150


def test_a_whole_flow_file_of_hundreds(tmp_path: Path) -> None:
    names = ["Plank", "Downward Facing Dog", "Forward Fold", "Mountain Pose"]
    poses = [asana(names[i % 4], 7 + i % 3) for i in range(600)]
    text = flow_json(*poses, sections=[{"name": "All", "asanaIds": list(range(600))}])
    assert json.loads(text)["asanas"]
    assert main(["import", written(tmp_path, text, "many.flow")]) == 0
    assert main(["check", str(user_flows_dir() / "slow-evening.yaml")]) == 0
