"""How a practice is led: how much is said, and how softly. Chosen apart from what is practised."""

from __future__ import annotations

from dataclasses import dataclass

from yogaflow.practice.verbosity import Talk


@dataclass(frozen=True, slots=True)
class Manner:
    """Choices of the listener's that change neither a pose nor a second."""

    talk: Talk = Talk.FULL
    quiet: bool = False
    """Low, no bells, and the screen flashes at changes."""
