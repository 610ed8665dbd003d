"""What the author of a flow wrote, ready to be said: marks filled, long texts in pieces. Pure.

A mark that has nothing to stand for is left out, and noted: a side where there is none, an amount
where nothing is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from yogaflow.model import (
    COUNT_MARKS,
    MARK,
    ONE_GO,
    Amount,
    Entrance,
    Pose,
    Side,
    Unit,
    Words,
    filled,
    in_breaths,
    side_words,
)
from yogaflow.timeline import phrases
from yogaflow.timeline.breath_cycles import time_of
from yogaflow.timeline.speech_layout import estimate_speech
from yogaflow.timeline.visit import Stay

ROOM = 1.25
"""By how much slower than it is estimated a voice may be, without losing a line."""

_Fill = Callable[[str], str]
_SIDE = re.compile(r"\b(?:right|left)\b", re.IGNORECASE)


def seconds_allowed(text: str) -> float:
    """Seconds for a text, whichever voice says it and whichever side it names.

    Whether time is made for a text goes by this, so that a plan has the same segments with every
    voice and on both sides.
    """
    return ROOM * max(map(estimate_speech, (text, other_side(text))))


def other_side(text: str) -> str:
    """The text with right and left in each other's place.

    >>> other_side("Right knee, not the left")
    'Left knee, not the right'
    """

    def swap(match: re.Match[str]) -> str:
        word = "left" if match[0].lower() == "right" else "right"
        return word.capitalize() if match[0][0].isupper() else word

    return _SIDE.sub(swap, text)


@dataclass(slots=True)
class Texts:
    """Fills the texts of visits, and knows which poses have marks of counts."""

    _counting: dict[tuple[str, tuple[str, ...]], bool] = field(default_factory=dict)

    def fill(self, stay: Stay, side: Side | None, amount: Amount | None = None) -> None:
        """Make what a visit says ready, where the side is the one that its words are about.

        `amount` is as it is written; `stay` has what was chosen of it.
        """
        entrance = stay.transition if isinstance(stay.transition, Entrance) else None
        lines = (*stay.say, *entrance.say) if entrance else stay.say
        if any(map(_is_raw, lines)):
            words = _counts(stay) | side_words(side)
            stay.notes += tuple(dict.fromkeys(note for w in lines for note in _missing(w, words)))
            if amount is not None:
                stay.notes += tuple(note for w in stay.say for note in _late(w, stay, amount))
            if stay.side is not None:
                words = _counts(stay)  # the side is filled for both: ways take as long on either
            stay.say = _filled(stay.say, words)
            if entrance is not None:
                stay.transition = replace(entrance, say=_filled(entrance.say, words))
        if stay.pose is not None and self._has_counts(stay.pose, stay.option_keys):
            _fill_pose(stay)
        if "<" in stay.title:
            stay.title = filled(stay.title, _counts(stay) | side_words(side))

    def _has_counts(self, pose: Pose, options: tuple[str, ...]) -> bool:
        """Whether a text of the pose has a mark of a count."""
        key = (pose.key, options)
        if key not in self._counting:
            found: list[str] = []

            def look(text: str) -> str:
                found.extend(MARK.findall(text))
                return text

            _mapped(pose, look)
            said = (option.say for option in pose.options.values())
            found += [mark for text in said for mark in MARK.findall(text)]
            self._counting[key] = not {mark.lower() for mark in found}.isdisjoint(COUNT_MARKS)
        return self._counting[key]


def _is_raw(line: Words) -> bool:
    return "<" in line.text or len(line.text) > ONE_GO or isinstance(line.at, Amount)


def _counts(stay: Stay) -> dict[str, str]:
    """The words for the counts of a visit; "" for an amount where there is none."""
    amount = phrases.amount(stay.count, stay.unit)[:-1].lower() if stay.unit is not None else ""
    numbers = (stay.round, stay.rounds, stay.set, stay.sets)
    return {"amount": amount} | {
        mark: phrases.number(max(1, number))
        for mark, number in zip(("round", "rounds", "set", "sets"), numbers, strict=True)
    }


def _filled(lines: tuple[Words, ...], words: dict[str, str]) -> tuple[Words, ...]:
    return tuple(
        replace(line, text=text) for line in lines for text in in_breaths(filled(line.text, words))
    )


def _missing(line: Words, words: dict[str, str]) -> list[str]:
    """A note for each mark of a line that has nothing to stand for."""
    marks = [mark for mark in MARK.findall(line.text) if words.get(mark.lower()) == ""]
    about = {"amount": "nothing is counted here"}
    return [f"<{m}> is left out: {about.get(m.lower(), 'there is no side here')}" for m in marks]


def _late(line: Words, stay: Stay, amount: Amount) -> list[str]:
    """A note where a line is to be said later than the stay can last."""
    if not isinstance(line.at, Amount) or stay.breath is None:
        return []
    at = time_of(line.at.low, line.at.unit, stay.breath)
    if amount.unit is Unit.REPS or at < time_of(amount.high, amount.unit, stay.breath) - 1e-6:
        return []
    unit = str(line.at.unit)[: -1 if line.at.low == 1 else None]
    return [f"at: {line.at.low} {unit} is never reached: that is said at the end"]


def _fill_pose(stay: Stay) -> None:
    """Have the pose of a visit count aloud what the visit counts."""
    words = _counts(stay)

    def fill(text: str) -> str:
        return filled(text, words)

    assert stay.pose is not None
    stay.pose = _mapped(stay.pose, fill)
    stay.options = tuple(replace(option, say=fill(option.say)) for option in stay.options)
    stay.rep = tuple(replace(phase, text=fill(phase.text)) for phase in stay.rep)


def _mapped(pose: Pose, fill: _Fill) -> Pose:
    """The pose with all that it says filled."""

    def lines(words: tuple[Words, ...]) -> tuple[Words, ...]:
        return tuple(replace(line, text=fill(line.text)) for line in words)

    def entrance(way: Entrance) -> Entrance:
        return replace(way, say=lines(way.say))

    return replace(
        pose,
        cues=tuple(map(fill, pose.cues)),
        cautions=tuple(map(fill, pose.cautions)),
        come_in=entrance(pose.come_in),
        come_from={key: entrance(way) for key, way in pose.come_from.items()},
        switch=None if pose.switch is None else entrance(pose.switch),
        come_out=lines(pose.come_out),
        rep=tuple(replace(phase, text=fill(phase.text)) for phase in pose.rep),
    )
