"""What an import comes to: the items of a flow, and all that is to be said about it."""

from __future__ import annotations

from dataclasses import dataclass

from yogaflow.importing.line import OwnPose, QuickItem, QuickStep, flow_text, steps_in

MOST_STEPS = 5_000
"""Lines of the longest list or table, poses of the longest flow that is imported."""

LONGEST_KEY = 60
"""Letters of the name of a file, or of a pose's key."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a place of the imported file; line and column are 1-based."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Imported:
    """A file that was read: what it becomes.

    `title` is "" where the file has none. `problems` are what was not understood (each is kept
    as a comment among the items), `remarks` what was understood in a way worth knowing.
    `poses` are those the library lacks and the flow brings.
    """

    title: str
    items: tuple[QuickItem, ...]
    problems: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    about: str = ""
    poses: tuple[OwnPose, ...] = ()

    @property
    def steps(self) -> tuple[QuickStep, ...]:
        """Every step that was understood, in order."""
        return tuple(steps_in(self.items))

    def text(self, title: str) -> str:
        """The flow file."""
        return flow_text(title, self.items, about=self.about, poses=self.poses)
