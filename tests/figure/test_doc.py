"""docs/figures.md: what it shows is true."""

from __future__ import annotations

import re
from pathlib import Path

from tests.format_help import FewPoses
from yogaflow.figure.body import BONES, FLOOR
from yogaflow.format import check_file, figure_keys, load_pose
from yogaflow.format.nodes import parse
from yogaflow.format.problems import Report
from yogaflow.model import PropKind
from yogaflow.storage.settings import FIGURES

TEXT = (Path(__file__).parents[2] / "docs" / "figures.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", TEXT, flags=re.DOTALL | re.MULTILINE)


def test_the_first_example_is_a_good_pose_and_the_others_are_good_yaml(tmp_path: Path) -> None:
    first, *others = EXAMPLES
    path = tmp_path / "warrior.yaml"
    path.write_text(first, encoding="utf-8")
    assert check_file(path, FewPoses()) == ()
    assert load_pose(first, path="", key="warrior").figure is not None
    for text in others:
        report = Report("docs/figures.md")
        parse(text, report)
        assert report.problems == []


def test_every_key_and_prop_is_explained() -> None:
    for key in figure_keys.FIGURE.keys:
        assert f"`{key.name}:" in TEXT, key.name
    for kind in PropKind:
        assert f"`{kind}`" in TEXT, kind
    for name in FIGURES:
        assert f'"{name}"' in TEXT, name


def test_the_lengths_and_heights_are_those_of_the_rig() -> None:
    for start, end, long in BONES:
        if start.startswith("left"):
            continue
        pair = f"{start} to {end}".replace("right ", "")
        assert re.search(rf"\| {pair} \| {long:g} \|", TEXT), pair
    heights = TEXT.split("for limbs are round:")[1].split(". More")[0]
    for joint, height in FLOOR.items():
        assert re.search(rf"\b{joint}\b[a-z, ]* {height:g}\b", heights), joint
