"""A sample of sizes in each screen, and those that once went wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import resizes
from tests.tui.desk import HIPS, desk

pytestmark = pytest.mark.usefixtures("own_home")


def test_any_size_is_survived_and_drawn_as_if_it_were_the_first() -> None:
    told: list[str] = []
    assert resizes.run(1, 1, seed=1, report=told.append) == 0, "\n".join(told)


async def test_the_pictures_of_the_library_come_when_there_is_room() -> None:
    fresh = await resizes.shown(resizes.library, [(80, 40)])
    assert await resizes.shown(resizes.library, [(80, 12), (80, 40)]) == fresh


async def test_the_bar_of_the_page_is_true_when_it_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "hips.yaml"
    path.write_text(HIPS, encoding="utf-8")
    async with desk(path, (76, 12)) as found:
        page = found.editor.page
        page.go_to(9)
        await found.settle()
        assert page.vertical_scrollbar.position == page.scroll_y > 0
        await found.pilot.resize_terminal(76, 30)  # all of it is in sight, and there is no bar
        page.go_to(1)
        await found.pilot.resize_terminal(76, 12)
        await found.settle()
        assert page.vertical_scrollbar.position == page.scroll_y == 0
