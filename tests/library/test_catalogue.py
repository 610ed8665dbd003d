"""What the library remembers of its flows, and when it looks again."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from yogaflow.library import indexer, summarise
from yogaflow.library.catalogue import Catalogue, Waiting
from yogaflow.library.folders import FlowDir, default_pose_dirs
from yogaflow.library.index import read_index
from yogaflow.library.library import Library
from yogaflow.library.search import FlowSearch
from yogaflow.library.summary import (
    KIND,
    POSE,
    POSITION,
    PROP,
    STRETCHES,
    FlowSummary,
    Mark,
    Marks,
    by_title,
    length_text,
    list_json,
    list_text,
)
from yogaflow.storage.paths import user_ways_dir

GOOD = "title: Good\nflow:\n  - pigeon: 3-5 breaths\n"


def still() -> float:
    """A clock that stands."""
    return 0.0


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "good.yaml").write_text(GOOD)
    (folder / "bad.yaml").write_text("title: Bad\nflow:\n  - pigoen: 3 breaths\n")
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read here, as they are read."""
    names: list[str] = []
    look_at = summarise.look_at

    def spy(library: Library, path: Path, own: bool) -> tuple[FlowSummary, tuple[Mark, ...]]:
        names.append(path.name)
        return look_at(library, path, own)

    monkeypatch.setattr(summarise, "look_at", spy)
    return names


def made(folder: Path, index: Path, *poses: Path) -> Catalogue:
    """A catalogue that has looked, and has read nothing yet."""
    dirs = [FlowDir(folder, own=True)]
    found = Catalogue(dirs, poses or default_pose_dirs(), index)
    found.look()
    return found


def looked(folder: Path, index: Path, *poses: Path) -> list[FlowSummary]:
    """Every flow of a folder, after reading what has to be read."""
    found = made(folder, index, *poses)
    found.read_all(still)
    return by_title(found.flows)


def test_what_has_not_changed_is_not_read_again(
    flows: Path, tmp_path: Path, read: list[str]
) -> None:
    index = tmp_path / "cache" / "flows.json"
    first = looked(flows, index)
    assert read == ["bad.yaml", "good.yaml"]
    assert [one.key for one in first] == ["bad", "good"]
    assert first[0].problems
    assert first[1].breaths == (6, 10)  # both sides
    read.clear()
    assert looked(flows, index) == first
    assert read == []

    (flows / "good.yaml").write_text(GOOD.replace("Good", "Better"))
    (flows / "bad.yaml").unlink()
    (flows / "new.yaml").write_text(GOOD)
    assert [one.title for one in looked(flows, index)] == ["Better", "Good"]
    assert read == ["good.yaml", "new.yaml"]
    # What is gone is forgotten.
    assert "bad.yaml" not in index.read_text()


def test_a_catalogue_that_looks_again_sees_what_has_changed(
    flows: Path, tmp_path: Path, read: list[str]
) -> None:
    found = made(flows, tmp_path / "flows.json")
    assert found.flows == []
    assert [one.name for one in found.waiting] == ["bad.yaml", "good.yaml"]
    found.read_all(still)
    found.look()
    assert found.waiting == []
    (flows / "good.yaml").write_text(GOOD.replace("Good", "Even better"))
    # Until it has been read, it is listed as it was.
    assert [one.title for one in by_title(found.look())] == ["bad", "Good"]
    found.read_all(still)
    assert [one.title for one in by_title(found.look())] == ["bad", "Even better"]
    (flows / "good.yaml").unlink()
    assert [one.title for one in found.look()] == ["bad"]
    assert read == ["bad.yaml", "good.yaml", "good.yaml"]


def test_the_same_size_at_another_time_is_read_again(
    flows: Path, tmp_path: Path, read: list[str]
) -> None:
    index = tmp_path / "flows.json"
    looked(flows, index)
    read.clear()
    (flows / "good.yaml").write_text(GOOD.replace("Good", "Goot"))
    os.utime(flows / "good.yaml", ns=(1, 1))
    assert looked(flows, index)[1].title == "Goot"
    assert read == ["good.yaml"]


def test_ones_own_flow_goes_before_a_bundled_one_of_its_key(flows: Path, tmp_path: Path) -> None:
    bundled = tmp_path / "bundled"
    bundled.mkdir()
    (bundled / "good.yaml").write_text(GOOD.replace("Good", "Bundled"))
    (bundled / "other.yml").write_text(GOOD.replace("Good", "Other"))
    (flows / "good.yml").write_text(GOOD.replace("Good", "Short ending"))
    dirs = [FlowDir(bundled), FlowDir(flows, own=True)]
    found = Catalogue(dirs, default_pose_dirs(), tmp_path / "flows.json")
    for _ in range(2):
        found.look()
        found.read_all(still)
        assert [(one.title, one.own) for one in by_title(found.flows)] == [
            ("bad", True),
            ("Good", True),
            ("Other", False),
        ]
    (flows / "good.yaml").unlink()
    (flows / "good.yml").unlink()
    found.look()
    found.read_all(still)
    assert ("Bundled", False) in [(one.title, one.own) for one in found.flows]


# -- what is in a flow -----------------------------------------------------------------------


def test_a_flow_is_listed_with_what_it_has_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "a.yaml").write_text(
        "title: A\nflow:\n  - pigeon: 3 breaths\n    options: [block]\n  - star: 3 breaths\n"
        "poses:\n  star: {name: Star, also: [Five points], position: supine, kind: balance}\n"
    )
    found = made(folder, tmp_path / "flows.json")
    found.read_all(still)
    (one,) = found.flows
    marks = found.marks
    assert marks.among(one.marks, POSE) == ("pigeon", "star")
    assert marks.among(one.marks, POSITION) == ("seated", "supine")
    assert marks.among(one.marks, KIND) == ("stretch", "balance")
    assert marks.among(one.marks, PROP) == ("block",)
    assert "gluteus maximus" in marks.among(one.marks, STRETCHES)
    assert marks.saying("rajakapot") == marks.named(POSE, "pigeon")
    assert marks.saying("five points") == marks.named(POSE, "star")
    (as_json,) = json.loads(list_json(found.flows, marks))
    assert as_json["poses"] == ["pigeon", "star"]
    assert as_json["props"] == ["block"]
    assert "marks" not in as_json


def test_letters_of_marks_are_never_half_letters() -> None:
    marks = Marks(Mark(POSE, str(number)) for number in range(60_000))
    letters = marks.letters(Mark(POSE, str(number)) for number in range(60_000))
    assert len(set(letters)) == 60_000
    letters.encode()
    assert marks.of(letters)[-1] == Mark(POSE, "59999")
    assert marks.of("\u0000") == []
    assert json.loads(f'"{letters}"') == letters


def test_every_letter_can_be_looked_for() -> None:
    marks = Marks(Mark(POSE, str(number), f"pose {number}.") for number in range(300))
    sifter = FlowSearch(
        [FlowSummary("a", "", "", own=False, marks=marks.letters(marks.known))], marks
    )
    none = FlowSearch([FlowSummary("a", "", "", own=False, marks="")], marks)
    for number in range(300):
        assert sifter.found(f"{number}.")
        assert not none.found(f"{number}.")


def test_marks_that_no_flow_has_any_more_are_forgotten(flows: Path, tmp_path: Path) -> None:
    index = tmp_path / "flows.json"
    before = looked(flows, index)
    found = made(flows, index)
    found.marks.letters(Mark(POSE, f"old-{number}") for number in range(500))
    (waiting,) = [one for one in _all_waiting(flows) if one.name == "good.yaml"]
    found.take(waiting, before[1], [Mark(POSE, "pigeon", "pigeon"), Mark(PROP, "block")])
    found.save()
    again = made(flows, index)
    assert len(again.marks.known) == 2
    (one,) = [one for one in again.flows if one.key == "good"]
    assert again.marks.among(one.marks, POSE) == ("pigeon",)
    assert again.marks.among(one.marks, PROP) == ("block",)


def _all_waiting(folder: Path) -> list[Waiting]:
    return [Waiting(str(folder), path.name, (1, 1), own=True) for path in folder.iterdir()]


# -- poses -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("own_home")
def test_a_way_that_changes_makes_all_flows_outdated(tmp_path: Path) -> None:
    folder, index = tmp_path / "flows", tmp_path / "flows.json"
    folder.mkdir()
    (folder / "a.yaml").write_text("title: A\nflow: [mountain: 3 breaths, boat: 3 breaths]\n")
    (one,) = looked(folder, index)
    assert made(folder, index).waiting == []
    own = user_ways_dir() / "slow.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("ways: [{way: standing > knees-up-seat, seconds: 90s, say: Sit down.}]\n")
    assert [waiting.name for waiting in made(folder, index).waiting] == ["a.yaml"]
    (other,) = looked(folder, index)
    assert other.seconds[0] > one.seconds[0]


def test_a_pose_that_changes_makes_its_own_flows_outdated_only(
    tmp_path: Path, read: list[str]
) -> None:
    folder, poses, index = tmp_path / "flows", tmp_path / "poses", tmp_path / "flows.json"
    folder.mkdir()
    poses.mkdir()
    for key in ("star", "moon"):
        (poses / f"{key}.yaml").write_text(f"name: {key.title()}\n")
        (folder / f"{key}s.yaml").write_text(f"title: {key}\nflow:\n  - {key}: 3 breaths\n")
    unused = "title: u\nflow:\n  - moon: 3 breaths\nparts:\n  x: [star: 3 breaths]\n"
    (folder / "unused.yaml").write_text(unused)
    before = looked(folder, index, poses)
    read.clear()
    (poses / "star.yaml").write_text("name: Star of the sea\n")
    assert made(folder, index, poses).flows == [*before]  # as they were, and all of them
    looked(folder, index, poses)
    assert read == ["stars.yaml", "unused.yaml"]
    read.clear()
    assert looked(folder, index, poses)
    assert read == []


def test_a_pose_that_is_there_now_mends_a_flow(tmp_path: Path) -> None:
    folder, poses, index = tmp_path / "flows", tmp_path / "poses", tmp_path / "flows.json"
    folder.mkdir()
    (folder / "stars.yaml").write_text("title: Stars\nflow:\n  - star: 3 breaths\n")
    assert looked(folder, index, poses)[0].problems
    poses.mkdir()
    (poses / "star.yaml").write_text("name: Star\n")
    assert looked(folder, index, poses)[0].title == "Stars"
    (poses / "star.yaml").write_text("name: [\n")
    assert looked(folder, index, poses)[0].problems


# -- a broken index --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    ["", "{", "[]", '{"stamp": 1}', '{"stamp": [3, "0"], "flows": 3}', "\x00", "[" * 100_000],
)
def test_a_broken_index_is_made_anew(
    broken: str, flows: Path, tmp_path: Path, read: list[str]
) -> None:
    index = tmp_path / "flows.json"
    index.write_text(broken)
    assert len(looked(flows, index)) == len(read) == 2
    read.clear()
    looked(flows, index)
    assert read == []


def _column(name: str, to: object) -> Callable[[Any, str], None]:
    def change(whole: Any, folder: str) -> None:
        whole["folders"][folder][name] = to

    return change


def _key(name: str, to: object) -> Callable[[Any, str], None]:
    def change(whole: Any, _: str) -> None:
        whole[name] = to

    return change


@pytest.mark.parametrize(
    "change",
    [
        _column("titles", "ab"),
        _column("titles", ["Bad", 3]),
        _column("titles", ["Bad", None]),
        _column("titles", ["Bad"]),
        _column("times", [1, "2"]),
        _column("sizes", [1, 2.5]),
        _column("sizes", [1, True]),
        _column("most", [1, [2]]),
        _column("longest", [1.0, float("nan")]),
        _column("longest", [1.0, float("inf")]),
        _column("longest", [1.0, "x"]),
        _column("problems", [["x"], ""]),
        _column("marks", [1, 2]),
        _key("folders", {"x": 1}),
        _key("folders", [1]),
        _key("marks", [["pose", "x"]]),
        _key("marks", [["wings", "x", ""]]),
        _key("marks", [[["pose"], "x", ""]]),
        _key("marks", [["pose", 3, ""]]),
        _key("poses", {"pigeon": 3}),
        _key("poses", ["pigeon"]),
        _key("stamp", [2, "0"]),
        _key("stamp", 2),
    ],
)
def test_an_index_with_strange_things_in_it_is_made_anew(
    change: Callable[[Any, str], None], flows: Path, tmp_path: Path, read: list[str]
) -> None:
    index = tmp_path / "flows.json"
    before = looked(flows, index)
    read.clear()
    whole = json.loads(index.read_text())
    change(whole, str(flows))
    index.write_text(json.dumps(whole))
    assert looked(flows, index) == before
    assert read == ["bad.yaml", "good.yaml"]


def test_an_index_that_was_altered_anywhere_is_made_anew(flows: Path, tmp_path: Path) -> None:
    index = tmp_path / "flows.json"
    looked(flows, index)
    data, chance = index.read_bytes(), random.Random(1)
    assert read_index(index, {str(flows): True}) is not None
    for _ in range(500):
        at, size = chance.randrange(len(data)), chance.choice([0, 1, 1, 1, 2, 9])
        new = chance.choice([b"", data[at : at + 1] * 2, chance.randbytes(size), b"0", b"}"])
        altered = data[:at] + new + data[at + size :]
        index.write_bytes(altered)
        assert altered == data or read_index(index, {str(flows): True}) is None


def test_an_index_of_another_version_lists_until_all_is_read_anew(
    flows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    index = tmp_path / "flows.json"
    before = looked(flows, index)
    read.clear()
    monkeypatch.setattr("yogaflow.library.index.__version__", "999")
    assert by_title(made(flows, index).flows) == before
    looked(flows, index)
    assert read == ["bad.yaml", "good.yaml"]
    read.clear()
    looked(flows, index)
    assert read == []


def test_an_index_that_cannot_be_written_is_no_failure(flows: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert len(looked(flows, tmp_path / "file" / "flows.json")) == 2


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="names are text there")
def test_a_name_that_is_no_text_is_listed_and_remembered(tmp_path: Path, read: list[str]) -> None:
    folder = tmp_path / "flows"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/\xffodd.yaml", "w") as file:  # noqa: PTH123
        file.write(GOOD)
    index = tmp_path / "flows.json"
    first = looked(folder, index)
    assert looked(folder, index) == first
    assert len(read) == 1
    list_text(first, folder).encode()
    list_json(first, Marks()).encode()


def test_a_long_reading_is_remembered_now_and_then(flows: Path, tmp_path: Path) -> None:
    index, times = tmp_path / "flows.json", iter((0.0, 9.0, 9.5, 9.8))
    seen: list[str] = []

    def told(done: int, whole: int) -> None:
        seen.append(f"{done} of {whole}: {index.exists()}")

    made(flows, index).read_all(lambda: next(times), told)
    assert seen == ["0 of 2: False", "1 of 2: True", "2 of 2: True"]


# -- reading beside a screen -----------------------------------------------------------------


@pytest.fixture
def many(flows: Path) -> Path:
    for number in range(2 * indexer.FEW):
        (flows / f"flow-{number}.yaml").write_text(GOOD.replace("Good", f"Good {number}"))
    return flows


async def read_beside(found: Catalogue) -> list[int]:
    return [left async for left in indexer.reading(found)]


async def test_another_process_reads_many_flows_and_finds_the_same(
    many: Path, tmp_path: Path, read: list[str]
) -> None:
    found = made(many, tmp_path / "beside.json")
    count = len(found.waiting)
    assert await read_beside(found) == list(range(count - 1, -1, -1))
    assert read == []
    assert found.waiting == []
    here = made(many, tmp_path / "here.json")
    here.read_all(still)
    assert by_title(found.flows) == by_title(here.flows)
    assert found.marks.known == here.marks.known
    # And it is remembered.
    assert made(many, tmp_path / "beside.json").waiting == []


async def test_a_few_flows_are_read_here(flows: Path, tmp_path: Path, read: list[str]) -> None:
    found = made(flows, tmp_path / "flows.json")
    assert await read_beside(found) == [1, 0]
    assert read == ["bad.yaml", "good.yaml"]
    assert made(flows, tmp_path / "flows.json").waiting == []


@pytest.mark.parametrize("program", ["/no/such/program", sys.executable])
async def test_where_the_other_process_fails_the_flows_are_read_here(
    program: str, many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    if program == sys.executable:  # it ends at once, and says something else
        monkeypatch.setenv("PYTHONPATH", str(tmp_path / "nowhere"))
        broken = tmp_path / "python"
        broken.write_text("#!/bin/sh\necho '[0, 1'\n")
        broken.chmod(0o755)
        program = str(broken)
    monkeypatch.setattr(sys, "executable", program)
    found = made(many, tmp_path / "flows.json")
    count = len(found.waiting)
    assert len(await read_beside(found)) == len(read) == count


async def test_a_reading_that_is_broken_off_goes_on_where_it_was(
    many: Path, tmp_path: Path
) -> None:
    index = tmp_path / "flows.json"
    found = made(many, index)
    count = len(found.waiting)
    numbers = indexer.reading(found)
    async for left in numbers:
        if left == count - 3:
            break
    await numbers.aclose()
    assert len(found.waiting) == count - 3
    found.save()
    again = made(many, index)
    assert len(again.waiting) == count - 3
    assert len(again.flows) == 3


async def test_a_look_while_flows_are_read_is_not_forgotten(many: Path, tmp_path: Path) -> None:
    found = made(many, tmp_path / "flows.json")
    numbers = indexer.reading(found)
    await anext(numbers)
    (many / "another.yaml").write_text(GOOD)
    found.look()
    count = len(found.waiting)
    await numbers.aclose()
    assert len(found.waiting) == count
    assert await read_beside(found) == list(range(count - 1, -1, -1))
    assert found.waiting == []


def test_the_other_process_ends_when_nobody_listens(many: Path) -> None:
    job = json.dumps(
        {
            "flows": [],
            "poses": [str(folder) for folder in default_pose_dirs()],
            "files": [[str(path), True] for path in sorted(many.iterdir())] * 2000,
        }
    )

    command = [sys.executable, "-m", "yogaflow.library.indexer"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(job.encode())
        process.stdin.close()
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(30) == 0


# -- as text ---------------------------------------------------------------------------------


def test_lengths_read_well() -> None:
    assert length_text((660.0, 1080.0), (45, 85)) == "11–18 min, 45–85 breaths"
    assert length_text((20.0, 30.0), (3, 3)) == "1 min, 3 breaths"


def test_the_list_names_the_folder_of_ones_own() -> None:
    one = FlowSummary("a", "A", "/x/a.yaml", own=True, breaths=(1, 1), kind="rest")
    text = list_text([one], Path("/x"))
    assert text.splitlines() == ["a  A (yours): 1 min, 1 breath, rest", "", "Your own flows: /x"]
    assert list_text([], Path("/x")).startswith("No flow is like that.")
