"""What `list` remembers, and when it looks again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from yogaflow import catalogue as module
from yogaflow.catalogue import Listed, catalogue, length_text, list_text
from yogaflow.folders import FlowDir, default_pose_dirs

GOOD = "title: Good\nflow:\n  - pigeon: 3-5 breaths\n"


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "good.yaml").write_text(GOOD)
    (folder / "bad.yaml").write_text("title: Bad\nflow:\n  - pigoen: 3 breaths\n")
    return folder


def looked(
    folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[Listed], list[str]]:
    """The catalogue, and the files that were read for it."""
    read: list[str] = []
    look = module._look

    def spy(library: object, path: Path, own: bool) -> Listed:
        read.append(path.name)
        return look(library, path, own)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_look", spy)
    found = catalogue([FlowDir(folder, own=True)], default_pose_dirs(), index)
    monkeypatch.undo()
    return found, read


def test_what_has_not_changed_is_not_read_again(
    flows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "cache" / "flows.json"
    first, read = looked(flows, index, monkeypatch)
    assert read == ["bad.yaml", "good.yaml"]
    assert [one.key for one in first] == ["bad", "good"]
    assert first[0].problems
    assert first[1].breaths == (6, 10)  # both sides
    again, read = looked(flows, index, monkeypatch)
    assert read == []
    assert again == first

    (flows / "good.yaml").write_text(GOOD.replace("Good", "Better"))
    (flows / "bad.yaml").unlink()
    (flows / "new.yaml").write_text(GOOD)
    changed, read = looked(flows, index, monkeypatch)
    assert read == ["good.yaml", "new.yaml"]
    assert [one.title for one in changed] == ["Better", "Good"]
    # What is gone is forgotten.
    assert not [p for p in json.loads(index.read_text())["flows"] if p.endswith("bad.yaml")]


def test_the_same_size_at_another_time_is_read_again(
    flows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "flows.json"
    looked(flows, index, monkeypatch)
    (flows / "good.yaml").write_text(GOOD.replace("Good", "Goot"))
    os.utime(flows / "good.yaml", ns=(1, 1))
    found, read = looked(flows, index, monkeypatch)
    assert read == ["good.yaml"]
    assert found[1].title == "Goot"


@pytest.mark.parametrize(
    "broken", ["", "{", "[]", '{"stamp": 1}', '{"stamp": [], "flows": 3}', "\x00"]
)
def test_a_broken_index_is_made_anew(
    broken: str, flows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "flows.json"
    index.write_text(broken)
    found, read = looked(flows, index, monkeypatch)
    assert len(found) == len(read) == 2
    assert looked(flows, index, monkeypatch)[1] == []


def test_an_index_with_strange_flows_is_made_anew(
    flows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "flows.json"
    looked(flows, index, monkeypatch)
    whole = json.loads(index.read_text())
    for strange in (3, {"title": "x"}, [[1, 2], {"wings": 2}]):
        whole["flows"][str(flows / "good.yaml")] = strange
        index.write_text(json.dumps(whole))
        assert len(looked(flows, index, monkeypatch)[0]) == 2


def test_an_index_that_cannot_be_written_is_no_failure(
    flows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    found, _ = looked(flows, tmp_path / "file" / "flows.json", monkeypatch)
    assert len(found) == 2


def test_lengths_read_well() -> None:
    assert length_text((660.0, 1080.0), (45, 85)) == "11–18 min, 45–85 breaths"
    assert length_text((20.0, 30.0), (3, 3)) == "1 min, 3 breaths"


def test_the_list_names_the_folder_of_ones_own() -> None:
    one = Listed("a", "A", "/x/a.yaml", own=True, breaths=(1, 1), kind="rest")
    text = list_text([one], Path("/x"))
    assert text.splitlines() == ["a  A (yours): 1 min, 1 breath, rest", "", "Your own flows: /x"]
