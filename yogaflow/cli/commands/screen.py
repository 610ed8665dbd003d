"""Opening the screen."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from yogaflow.cli.commands.parts import (
    MendableError,
    default_catalogue,
    default_library,
    default_shelf,
    long_flows_refused,
    make_launcher,
    note_practice,
    read_settings,
)

if TYPE_CHECKING:
    from yogaflow.model import Flow
    from yogaflow.storage.settings import Settings
    from yogaflow.timeline import Choices


def run_app(
    arguments: argparse.Namespace,
    start: tuple[Flow, Choices] | None,
    settings: Settings | None = None,
    *,
    edit: Path | None = None,
    write: tuple[Path, str] | None = None,
) -> int:
    """The library; with `start` that practice; with `edit` or `write` the editor, and then out.

    The exit status. Raises MendableError without a terminal.
    """
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        raise MendableError(
            "yogaflow needs a terminal here. `yogaflow play FLOW --plain` does without."
        )
    # A key in the editor is answered in two drawings, the letter and then what the text means:
    # they wait for each other less. Nothing else is drawn more often for it.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    if sys.__stderr__ is None or not sys.__stderr__.isatty():
        # Textual draws there; whoever has led it elsewhere wants our complaints there, at most.
        sys.__stderr__ = sys.__stdout__  # type: ignore[misc]
    from yogaflow.tui.app import YogaflowApp
    from yogaflow.tui.environment import Environment

    settings = settings or read_settings()
    launcher = make_launcher(arguments, settings)
    try:
        first = None
        if start is not None:
            with long_flows_refused(start[0]):
                first = launcher.session(*start)
        environment = Environment(
            default_library,
            launcher.session,
            settings=settings,
            notice=launcher.notice,
            speaks=launcher.speaks,
            catalogue=default_catalogue,
            shelf=default_shelf,
            practised=note_practice,
        )
        app = YogaflowApp(environment, launch=first, edit=edit, write=write)
        app.run()
    finally:
        launcher.close()
    return app.return_code or 0
