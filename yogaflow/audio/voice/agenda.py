"""What is to be rendered, in which order, and what is there. Pure; the link locks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from yogaflow.practice.speech import Clip

TRIES = 2
"""How often a line is tried before it is given up."""


class Agenda:
    """The texts that are asked for and how far each has come.

    A text is first looked for among the recordings that are kept (`unlooked`, `looked`); what is
    not there is rendered (`next`, then `made` or `failed` or `put_back`).
    """

    def __init__(self) -> None:
        self.clips: dict[str, Clip] = {}
        """What is there. A text stays when it is no longer wanted."""
        self._order: dict[str, None] = {}
        self._hurried: dict[str, None] = {}
        self._looked: set[str] = set()
        self._taken: dict[str, None] = {}
        self._tries: dict[str, int] = {}
        self._unsaid: set[str] = set()
        self._asked: dict[str, None] = {}
        self._unlooked: list[str] = []
        self._waiting: dict[str, None] = {}
        self.done = 0
        """How many of the texts that are asked for are there."""
        self.total = 0
        """How many are asked for."""

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to look for or to render."""
        return not (self._unlooked or self._waiting or self._taken)

    @property
    def is_waiting(self) -> bool:
        """Whether `next` would give a text."""
        return bool(self._waiting)

    @property
    def unlooked(self) -> Sequence[str]:
        """Texts that nobody has looked for yet."""
        return self._unlooked

    def want(self, texts: Sequence[str]) -> None:
        """These, in this order, in place of what was wanted before."""
        self._order = dict.fromkeys(texts)
        self._arrange()

    def hurry(self, texts: Sequence[str]) -> None:
        """These before all others; those that were hurried before come after them."""
        self._hurried = dict.fromkeys([*texts, *self._hurried])
        self._arrange()

    def looked(self, found: Mapping[str, Clip | None]) -> None:
        """These were looked for; None where there is no recording yet."""
        for text, clip in found.items():
            self._looked.add(text)
            if clip is not None:
                self.clips[text] = clip
        self._arrange()

    def drop(self, texts: Iterable[str]) -> None:
        """There is nothing to say in these, or they cannot be said."""
        texts = set(texts)
        self._looked |= texts
        self._unsaid |= texts
        self._arrange()

    def lost(self, texts: Iterable[str]) -> None:
        """The recordings of these are gone: they are to be made again."""
        for text in texts:
            self.clips.pop(text, None)
        self._arrange()

    def next(self) -> str | None:
        """Take the text that is to be rendered next, None if there is none."""
        # Those that have failed before come last, so that they keep none of the others waiting.
        text = min(self._waiting, key=lambda text: self._tries.get(text, 0), default=None)
        if text is not None:
            del self._waiting[text]
            self._taken[text] = None
        return text

    def made(self, text: str, clip: Clip) -> None:
        """A text that was taken is there."""
        self._taken.pop(text, None)
        self.clips[text] = clip
        self._hurried.pop(text, None)
        self.done += text in self._asked

    def failed(self, text: str) -> None:
        """A text that was taken could not be rendered; after TRIES it is given up."""
        self._tries[text] = self._tries.get(text, 0) + 1
        self.put_back(text)

    def forgive(self) -> None:
        """Those that have failed may be tried anew: it was not their fault."""
        self._tries.clear()
        self._arrange()

    def put_back(self, text: str) -> None:
        """A text that was taken was not even tried."""
        self._taken.pop(text, None)
        self._arrange()

    def _arrange(self) -> None:
        hopeless = {text for text, tries in self._tries.items() if tries >= TRIES}
        settled = self.clips.keys() | self._unsaid | hopeless
        self._hurried = {text: None for text in self._hurried if text not in settled}
        self._asked = {**self._hurried, **self._order}
        self._unlooked = [text for text in self._asked if text not in self._looked]
        ready = self._looked - settled - self._taken.keys()
        self._waiting = {text: None for text in self._asked if text in ready}
        self.total = len(self._asked)
        self.done = sum(text in self.clips for text in self._asked)
