"""How much is said, and how softly: the listener's choices, which change no pose.

The plan holds every line; what is not wanted is left out when lines are voiced. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from yogaflow.timeline.timeline import Choices, Role


class Talk(StrEnum):
    """From every word to none; each level says what those after it say, and more."""

    LEARN = "learn"
    """More cues while staying, for poses that are new."""
    FULL = "full"
    """Names, ways in, cues, counts: what a teacher says in class."""
    NAMES = "names"
    """Which pose and side, where to go, how long: for poses that are known."""
    COUNTS = "counts"
    """The count alone."""
    OFF = "off"

    @property
    def is_brief(self) -> bool:
        """Whether it leaves out how to move: then ways in need no time to say that."""
        return self not in {Talk.LEARN, Talk.FULL}

    def led(self, choices: Choices) -> Choices:
        """The choices for a practice that is begun at this level."""
        return replace(choices, brief=self.is_brief, why=self is Talk.LEARN)


_COUNTS = frozenset({Role.COUNT, Role.LAST, Role.WAIT})
_NAMES = _COUNTS | {
    Role.INTRO,
    Role.SAFETY,
    Role.CAUTION,
    Role.POSITION,
    Role.NAME,
    Role.CALL,
    Role.WORDS,
    Role.CLOSE,
}
_FULL = _NAMES | {Role.WAY_IN, Role.OPTION, Role.CUE, Role.EXIT}

HEARD: Mapping[Talk, frozenset[Role]] = MappingProxyType(
    {
        Talk.LEARN: frozenset(Role),
        Talk.FULL: _FULL,
        Talk.NAMES: _NAMES,
        Talk.COUNTS: _COUNTS,
        Talk.OFF: frozenset(),
    }
)
"""The lines that are heard at each level. Cautions are part of all that name a pose."""


WORDS: Mapping[Talk, str] = MappingProxyType(
    {
        Talk.LEARN: "Says everything, with more cues for learning.",
        Talk.FULL: "Says names, ways in, cues and counts.",
        Talk.NAMES: "Says names, sides and counts.",
        Talk.COUNTS: "Says the counts alone.",
        Talk.OFF: "Says nothing.",
    }
)
"""What each level says, for people."""


ALOUD: Mapping[Talk, str] = MappingProxyType(
    {
        Talk.LEARN: "More cues.",
        Talk.FULL: "Names and ways.",
        Talk.NAMES: "Names and counts.",
        Talk.COUNTS: "Counts alone.",
        Talk.OFF: "Nothing more.",
    }
)
"""Each level in as few words as can be, as an answer that is heard."""


def turned(talk: Talk, by: int = 1) -> Talk:
    """The level `by` places on, from the last one round to the first."""
    levels = tuple(Talk)
    return levels[(levels.index(talk) + by) % len(levels)]


@dataclass(frozen=True, slots=True)
class SpeechChoices:
    """Choices of the listener's that change no pose."""

    talk: Talk = Talk.FULL
    quiet: bool = False
    """Low, no bells, and the screen flashes at changes."""

    def led(self, choices: Choices) -> Choices:
        """The choices for a practice that is led like this."""
        return replace(self.talk.led(choices), quiet=self.quiet)
