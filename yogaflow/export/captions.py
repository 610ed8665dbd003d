"""Captions of a practice: SRT and WebVTT. Plain text, one caption at a time. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from yogaflow.export.program import Program

LEAST = 1.2
"""Seconds a caption stays, where the next one leaves it the time: a count is said in half one."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A text from `begin` to `end`, whole milliseconds from the beginning of the practice."""

    begin: int
    end: int
    text: str


def captions(program: Program) -> tuple[Caption, ...]:
    """Every line that is heard, in order; none overlaps another or ends after the practice."""
    shown = []
    after = int(program.timeline.duration * 1000)
    for said in reversed(program.said):
        begin = round(said.at * 1000)
        end = min(max(round(said.end * 1000), begin + round(LEAST * 1000)), after)
        text = program.timeline.written(said.line.text)
        if text and begin < end:
            shown.append(Caption(begin, end, text))
            after = begin
    return tuple(reversed(shown))


def srt(program: Program) -> str:
    """As SubRip: numbered, with a comma before the milliseconds."""
    blocks = [
        f"{number}\n{_clock(c.begin, ',')} --> {_clock(c.end, ',')}\n{_unmarked(c.text)}\n"
        for number, c in enumerate(captions(program), 1)
    ]
    return "\n".join(blocks)


def vtt(program: Program) -> str:
    """As WebVTT."""
    blocks = [f"WEBVTT\n\nNOTE {_unmarked(program.timeline.flow.title)}\n"]
    blocks += [
        f"{_clock(c.begin, '.')} --> {_clock(c.end, '.')}\n{_escaped(c.text)}\n"
        for c in captions(program)
    ]
    return "\n".join(blocks)


def _clock(milliseconds: int, point: str) -> str:
    """Hours, minutes, seconds and thousandths: 01:02:03.004."""
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{thousandths:03}"


def _escaped(text: str) -> str:
    """WebVTT reads `&` and `<` as marks, and `-->` as the end of the text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unmarked(text: str) -> str:
    """SubRip has no way to write marks as text, so they become letters that look like them."""
    return text.translate({ord("<"): "‹", ord(">"): "›", ord("{"): "(", ord("}"): ")"})
