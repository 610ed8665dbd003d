"""`wood`: bars of rosewood over tubes, and hollow blocks under a wrapped mallet.

Dry and short: what sounds is over before the next word, and it carries through a fan or the rain.
"""

from __future__ import annotations

from synthesis import WOOD, Curve, Partial, Sounds, strike, together

# A long bar under a big soft mallet: the tube holds the lowest mode, and little comes above it.
DEEP = (
    Partial(1.00, 1.00, 1.00, 0.3),
    Partial(3.98, 0.35, 0.45),
    Partial(9.20, 0.05, 0.12),
)

# A hollow block with a slit, as in a temple: the air inside below, the walls above it, all brief.
BLOCK = (
    Partial(1.00, 1.00, 1.00),
    Partial(1.56, 0.22, 0.60),
    Partial(2.44, 0.30, 0.45),
    Partial(4.31, 0.10, 0.25),
    Partial(6.90, 0.03, 0.12),
)


def start() -> Curve:
    """One deep bar with its octave: we begin."""
    return together(
        2.6,
        (0.0, 1.0, strike(DEEP, 174.6, 3.4, 2.6, 0.012)),
        (0.0, 0.8, strike(WOOD, 349.2, 2.4, 2.6, 0.012)),
    )


def close() -> Curve:
    """Three deep strokes, slower and slower, the last the deepest: the way a temple ends."""
    return together(
        4.4,
        (0.0, 0.6, strike(DEEP, 174.6, 2.4, 4.4, 0.014)),
        (0.0, 0.5, strike(WOOD, 349.2, 1.6, 4.4, 0.014)),
        (0.7, 0.7, strike(DEEP, 174.6, 2.4, 3.7, 0.014)),
        (0.7, 0.6, strike(WOOD, 349.2, 1.6, 3.7, 0.014)),
        (1.7, 1.0, strike(DEEP, 146.8, 4.0, 2.7, 0.016)),
        (1.7, 0.8, strike(WOOD, 293.7, 3.2, 2.7, 0.016)),
    )


def next_() -> Curve:
    """One hollow block of middle height, with a bar to carry it."""
    return together(
        1.2,
        (0.0, 1.0, strike(BLOCK, 293.7, 0.55, 1.2, 0.006)),
        (0.0, 0.6, strike(WOOD, 293.7, 1.5, 1.2, 0.008)),
    )


def switch() -> Curve:
    """Two hollow blocks, the second lower: the other side."""
    return together(
        1.7,
        (0.0, 0.9, strike(BLOCK, 392.0, 0.45, 1.7, 0.006)),
        (0.0, 0.5, strike(WOOD, 392.0, 1.1, 1.7, 0.008)),
        (0.5, 1.0, strike(BLOCK, 261.6, 0.55, 1.2, 0.006)),
        (0.5, 0.6, strike(WOOD, 261.6, 1.5, 1.2, 0.008)),
    )


def last() -> Curve:
    """A small high bar that rings."""
    return together(1.1, (0.0, 1.0, strike(WOOD, 659.3, 1.3, 1.1, 0.006)))


def tick() -> Curve:
    """A knuckle on a box."""
    return together(0.2, (0.0, 1.0, strike(BLOCK, 587.3, 0.26, 0.2, 0.006)))


def pause() -> Curve:
    """Three quick bars going down."""
    return together(
        0.8,
        (0.0, 1.0, strike(WOOD, 587.3, 0.5, 0.8, 0.005)),
        (0.12, 1.0, strike(WOOD, 440.0, 0.5, 0.68, 0.005)),
        (0.24, 1.0, strike(WOOD, 349.2, 0.7, 0.56, 0.005)),
    )


def resume() -> Curve:
    """The same three going up."""
    return together(
        0.8,
        (0.0, 1.0, strike(WOOD, 349.2, 0.5, 0.8, 0.005)),
        (0.12, 1.0, strike(WOOD, 440.0, 0.5, 0.68, 0.005)),
        (0.24, 1.0, strike(WOOD, 587.3, 0.7, 0.56, 0.005)),
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
