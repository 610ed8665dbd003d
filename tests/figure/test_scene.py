"""What stands behind a body."""

from __future__ import annotations

import pytest

from yogaflow.figure.props import WALL
from yogaflow.figure.rig import stance
from yogaflow.figure.scene import draw
from yogaflow.library.library import default_library
from yogaflow.model import PropKind, Side

POSES = default_library().poses()


@pytest.mark.parametrize(("key", "options"), [("tennis-ball-glutes", ()), ("half-moon", ("wall",))])
def test_a_wall_behind_is_there_on_both_sides(key: str, options: tuple[str, ...]) -> None:
    pose = POSES.get(key)
    assert pose is not None
    for side in Side:
        body = stance(pose, side, options)
        assert body is not None
        assert any(prop.kind is PropKind.WALL for prop in body.props)
        assert draw(body).parts[0].name == WALL
