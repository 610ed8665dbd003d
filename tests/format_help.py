"""A small pose library in memory, and short ways to load text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.bundled import bundled_stances
from yogaflow.format import PoseSource, load_flow, load_pose, nodes
from yogaflow.model import Flow, FormatError, Pose, Problem, Stances, Step

TEXTS = {
    "pigeon": """
name: Pigeon
sanskrit: Eka pada rajakapotasana
also: [Sleeping swan]
sides: <side> knee forward
options:
  block: {name: Block, excludes: flat}
  flat: {name: Flat}
""",
    "warrior-1": "name: Warrior one\nsides: <side> foot in front\n",
    "half-seated-twist": "name: Half-seated twist\nsides: <side> knee up\n",
    "bridge": """
name: Bridge
rep:
  - in: Lift
  - 2s: Stay up
  - out: Lower
options:
  leg-lift: {name: Leg lift, sides: <side> leg lifts}
  pulses: {name: Pulses, rep: [out: Pulse]}
""",
    "mountain": "name: Mountain\n",
    "savasana": "name: Savasana\nkind: rest\nposition: supine\n",
    "boat": "name: Boat\nposition: seated\n",
    "knees-to-chest": "name: Knees to chest\nposition: supine\n",
    "upward-salute": "name: Upward salute\nkind: flowing\n",
    "forward-fold": "name: Forward fold\nkind: flowing\n",
}


class FewPoses:
    """A `PoseSource` of the texts above; `asked` notes what was loaded, `broken` fails."""

    def __init__(self, broken: str = "") -> None:
        self.asked: list[str] = []
        self._broken = broken

    def get(self, key: str) -> Pose | None:
        self.asked.append(key)
        if key == self._broken:
            raise FormatError([Problem(f"{key}.yaml", 2, 7, "nonsense")])
        text = TEXTS.get(key)
        if text is None:
            return None
        return load_pose(text, path=f"{key}.yaml", key=key, stances=self.stances())

    def stances(self) -> Stances:
        return bundled_stances()

    def names(self) -> Mapping[str, str]:
        found = {key: key for key in TEXTS}
        for key, text in TEXTS.items():
            pose = load_pose(text, path="", key=key)
            found |= {name.lower(): key for name in (pose.name, pose.sanskrit, *pose.also)}
        return found


def flow_of(text: str, poses: PoseSource | None = None) -> Flow:
    """The flow of a text."""
    return load_flow(text, path="test.yaml", key="test", poses=poses or FewPoses())


def steps_of(steps: str, head: str = "") -> tuple[Step, ...]:
    """The steps of `flow:`, written without indentation."""
    return flow_of(f"title: Test\n{head}flow:\n{steps}").steps


def problems_of(text: str, poses: FewPoses | None = None) -> list[tuple[int, int, str]]:
    """Line, column and message of each problem; empty when the text is a flow."""
    try:
        flow_of(text, poses)
    except FormatError as error:
        return [(found.line, found.column, found.message) for found in error.problems]
    return []


def parsed_texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are parsed from now on."""
    texts: list[str] = []
    build = nodes._build

    def noting(text: str, *rest: Any, **named: Any) -> nodes.Node | None:
        texts.append(text)
        return build(text, *rest, **named)

    monkeypatch.setattr(nodes, "_build", noting)
    return texts
