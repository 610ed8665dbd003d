"""The sound of a whole practice, block by block, through the mixer that plays it live."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from yogaflow.audio.clips import read_clip
from yogaflow.audio.mixer import AMBIENCE_OUT, Bus, Mixer, Pcm, Samples, Source, bus_of
from yogaflow.audio.theme import SoundBank
from yogaflow.export.program import Program, SpokenLine
from yogaflow.export.progress import Stage
from yogaflow.timeline.cues import SWELLS, SoundCue

BLOCK = 1 << 15
"""Samples that are mixed and written at once."""

_NOTHING: Pcm = np.zeros(0, dtype=np.int16)


@dataclass(slots=True)
class Rendering:
    """One program on its way through the mixer. Nothing is kept of what has sounded."""

    program: Program
    bank: SoundBank
    ambience: Source | None = None
    problems: list[str] = field(default_factory=list)
    """Recordings that could not be read, one plain line each."""

    @property
    def length(self) -> int:
        """Samples in all: to the end of the practice, and until its last bell has rung out."""
        ends = [
            self._sample(cue.at) + len(self.bank.samples(cue.name))
            for cue in self.program.cues
            if cue.name not in SWELLS
        ]
        return max([self._sample(self.program.timeline.duration), *ends])

    def blocks(self, told: Stage) -> Iterator[Samples]:
        """The sound, BLOCK samples at a time at most; `told` learns how much there is already.

        Each block may be shared: do not write to it.
        """
        mixer = Mixer(self.bank.rate)
        if self.ambience is not None:
            mixer.set_ambience(self.ambience)
        length = self.length
        leave = max(0, length - round(AMBIENCE_OUT * self.bank.rate))
        due = deque(self._due())
        while mixer.position < length:
            if mixer.position == leave and self.ambience is not None:
                mixer.set_ambience(None)
            last = min(mixer.position + BLOCK, leave if mixer.position < leave else length)
            while due and self._sample(due[0].at) < last:
                self._add(mixer, due.popleft())
            yield mixer.render(last - mixer.position)
            told(last, length)

    def _due(self) -> list[SoundCue | SpokenLine]:
        sounds: list[SoundCue | SpokenLine] = [*self.program.cues, *self.program.said]
        return sorted(sounds, key=lambda sound: sound.at)

    def _add(self, mixer: Mixer, sound: SoundCue | SpokenLine) -> None:
        at = self._sample(sound.at)
        if isinstance(sound, SoundCue):
            bus = bus_of(sound.name)
            samples = self.bank.samples(sound.name, sound.seconds, soft=sound.soft)
            mixer.add(samples, at, bus=bus)
        else:
            mixer.add(self._clip(Path(sound.clip.path)), at, bus=Bus.SPEECH)

    def _clip(self, path: Path) -> Pcm:
        try:
            return read_clip(path)
        except (OSError, ValueError) as error:
            self.problems.append(f"{path}: {error}")
            return _NOTHING

    def _sample(self, at: float) -> int:
        return round(at * self.bank.rate)
