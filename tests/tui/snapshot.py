"""Screens as grids of text, compared with files beside this one.

`UPDATE_SNAPSHOTS=1 pytest tests/tui` writes them anew; look at the difference before committing.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Any

from textual.app import App

FOLDER = Path(__file__).parent / "snapshots"


def grid(app: App[Any]) -> str:
    """What is on the screen: one line for each row, without the space at its end."""
    strips = app.screen._compositor.render_strips()
    return "".join(f"{strip.text.rstrip()}\n" for strip in strips)


def check(name: str, text: str, folder: Path = FOLDER) -> None:
    """Fails where the text is not that of the snapshot; writes it where it is asked to."""
    path = folder / f"{name}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    assert path.exists(), f"no snapshot {path.name}: run with UPDATE_SNAPSHOTS=1 and look at it"
    expected = path.read_text(encoding="utf-8")
    if text != expected:
        lines = difflib.unified_diff(
            expected.splitlines(), text.splitlines(), "snapshot", "screen", lineterm=""
        )
        raise AssertionError("\n".join([f"{path.name} differs", *lines]))
