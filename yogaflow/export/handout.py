"""A flow on paper: what stands above and below its poses. Pure; `page` and `poster` set it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yogaflow.export.cards import Card, Item
from yogaflow.export.entries import items_of
from yogaflow.model import Work
from yogaflow.timeline import Timeline
from yogaflow.timeline.muscle_load import MuscleBreaths, balance, muscles_of
from yogaflow.timeline.phrases import SAFETY
from yogaflow.timeline.timeline import props_of

CAUTION = SAFETY
"""The general caution, in the words of the practice itself."""

MADE = "Made with yogaflow."

FEW, FEW_SMALL = 6, 2
"""Poses, and rests and movements beside them, up to which figures are large."""

RULED = 5
"""Empty lines to write on."""

MUSCLES = 8
"""Muscles that a line has room for."""


@dataclass(frozen=True, slots=True)
class Handout:
    """The whole of it. `muscles` are lines: what each is about, or "", and the names.

    `why` is for whoever practises; below the poses are the `notes`, and `ruled` lines for more.
    """

    title: str
    items: tuple[Item, ...]
    about: str = ""
    facts: str = ""
    props: str = ""
    muscles: tuple[tuple[str, str], ...] = ()
    source: str = ""
    caution: str = CAUTION
    language: str = "en"
    byline: str = ""
    why: str = ""
    notes: tuple[str, ...] = ()
    ruled: int = 0

    @property
    def cards(self) -> tuple[Card, ...]:
        """The poses, each once."""
        return tuple(item for item in self.items if isinstance(item, Card))

    @property
    def large(self) -> bool:
        """Whether there are so few poses that figures can be large."""
        small = sum(card.small for card in self.cards)
        return small <= FEW_SMALL and len(self.cards) - small <= FEW

    @property
    def drawn(self) -> bool:
        """Whether there is any figure on it."""
        return any(card.pictures for card in self.cards)

    @property
    def foot(self) -> str:
        """Where it is from."""
        if not self.source:
            return MADE
        return f"From: {self.source}{'' if self.source.endswith(('.', '!', '?')) else '.'} {MADE}"


def handout_of(timeline: Timeline) -> Handout:
    """The hand-out of a plan."""
    flow = timeline.flow
    props = props_of(flow, timeline.visits)
    minutes = max(1, round(timeline.duration / 60))
    return Handout(
        title=flow.title,
        items=tuple(items_of(timeline)),
        about=" ".join(flow.about.split()),
        facts=f"{_several(minutes, 'minute')}, {_several(timeline.breaths, 'breath')}",
        props="Near you: " + ", ".join(props) if props else "",
        muscles=tuple(_muscle_lines(timeline)),
        source=" ".join(flow.source.split()),
        language=flow.language,
        byline=flow.byline,
        why=" ".join(flow.why),
        notes=flow.notes,
        ruled=RULED,
    )


def _several(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count != 1)}"


def _muscle_lines(timeline: Timeline) -> Iterator[tuple[str, str]]:
    """What works, is stretched and released, with the breaths on each side; what is uneven."""
    found = muscles_of(timeline)
    for work in Work:
        word = "Strengthens" if work is Work.WORKS else work.capitalize()
        texts = [_muscle_text(muscle) for muscle in found if muscle.work is work]
        if len(texts) > MUSCLES + 1:
            texts[MUSCLES:] = [f"{len(texts) - MUSCLES} more"]
        if texts:
            yield f"{word}, in breaths on each side", ", ".join(texts)
    if uneven := balance(found):
        yield "", f"{uneven.capitalize()}."


def _muscle_text(muscle: MuscleBreaths) -> str:
    if muscle.right == muscle.left:
        return f"{muscle.name} {muscle.right}"
    return f"{muscle.name} {muscle.right} right and {muscle.left} left"
