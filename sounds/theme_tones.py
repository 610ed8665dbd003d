"""`tones`: soft tones that are breathed in and out, with no stroke anywhere.

Nothing lies below what the speakers of a small laptop can give: the deep ones are deep by their
overtones. Nothing startles either, which is the theme for a room where others sleep.
"""

from __future__ import annotations

from synthesis import Curve, Sounds, together, tone

# Nearly a sine, with the octave of a stopped flute.
FLUTE = (1.0, 0.22, 0.09, 0.02)

# Fuller: on a small speaker the ear makes the deep tone out of these.
PAD = (1.0, 0.50, 0.28, 0.14, 0.07, 0.03)


def start() -> Curve:
    """A fifth and an octave that open slowly: we begin."""
    return together(
        4.0,
        (0.0, 1.0, tone(PAD, 220.0, 0.5, 6.0, 4.0)),
        (0.1, 0.5, tone(FLUTE, 329.6, 0.6, 5.5, 3.9)),
        (0.2, 0.4, tone(FLUTE, 440.0, 0.7, 5.0, 3.8)),
    )


def close() -> Curve:
    """Two deep chords, the second lower and longer, to end on."""
    return together(
        6.0,
        (0.0, 0.6, tone(PAD, 220.0, 0.5, 4.0, 6.0)),
        (0.1, 0.4, tone(FLUTE, 329.6, 0.6, 3.6, 5.9)),
        (1.8, 0.8, tone(PAD, 146.8, 0.6, 7.0, 4.2)),
        (1.9, 0.7, tone(FLUTE, 220.0, 0.7, 6.5, 4.1)),
        (2.0, 0.7, tone(FLUTE, 293.7, 0.8, 6.0, 4.0)),
    )


def next_() -> Curve:
    """One tone of middle height."""
    return together(1.8, (0.0, 1.0, tone(FLUTE, 440.0, 0.09, 2.6, 1.8)))


def switch() -> Curve:
    """Two tones, the second lower: the other side."""
    return together(
        2.3,
        (0.0, 0.9, tone(FLUTE, 493.9, 0.08, 1.5, 2.3)),
        (0.6, 1.0, tone(FLUTE, 370.0, 0.09, 2.6, 1.7)),
    )


def last() -> Curve:
    """A small high tone."""
    return together(1.3, (0.0, 1.0, tone(FLUTE, 740.0, 0.07, 1.9, 1.3)))


def tick() -> Curve:
    """A drop."""
    return together(0.22, (0.0, 1.0, tone(FLUTE, 587.3, 0.025, 0.4, 0.22)))


def pause() -> Curve:
    """Three quick tones going down."""
    return together(
        1.0,
        (0.0, 0.9, tone(FLUTE, 587.3, 0.04, 0.7, 1.0)),
        (0.15, 0.9, tone(FLUTE, 440.0, 0.04, 0.7, 0.85)),
        (0.30, 1.0, tone(FLUTE, 370.0, 0.05, 1.2, 0.7)),
    )


def resume() -> Curve:
    """The same three going up."""
    return together(
        1.0,
        (0.0, 0.9, tone(FLUTE, 370.0, 0.04, 0.7, 1.0)),
        (0.15, 0.9, tone(FLUTE, 440.0, 0.04, 0.7, 0.85)),
        (0.30, 1.0, tone(FLUTE, 587.3, 0.05, 1.2, 0.7)),
    )


SOUNDS: Sounds = {
    "start": start,
    "close": close,
    "next": next_,
    "switch": switch,
    "last": last,
    "tick": tick,
    "pause": pause,
    "resume": resume,
}
