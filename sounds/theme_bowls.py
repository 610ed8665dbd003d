"""`bowls`, the default: singing bowls, and small wooden notes for what is no part of the flow."""

from __future__ import annotations

from synthesis import WOOD, Curve, Partial, Sounds, strike, together

# Ratios of a hammered bowl; the higher a mode, the sooner it is gone.
BOWL = (
    Partial(1.00, 1.00, 1.00, 0.7),
    Partial(2.76, 0.62, 0.72, 1.3),
    Partial(5.18, 0.22, 0.42, 2.1),
    Partial(8.16, 0.07, 0.22, 3.1),
    Partial(11.4, 0.025, 0.12),
)


def start() -> Curve:
    """One deep bowl: we begin."""
    return together(4.5, (0.0, 1.0, strike(BOWL, 196.0, 6.0, 4.5, 0.012)))


def close() -> Curve:
    """The deepest bowl, and once more, to end on: nothing else has so long a tail."""
    return together(
        8.0,
        (0.0, 0.8, strike(BOWL, 164.8, 9.0, 8.0, 0.015)),
        (2.2, 1.0, strike(BOWL, 164.8, 9.0, 5.8, 0.015)),
    )


def next_() -> Curve:
    """One bowl of middle height."""
    return together(2.2, (0.0, 1.0, strike(BOWL, 293.7, 3.2, 2.2)))


def switch() -> Curve:
    """Two bowls, the second lower: the other side."""
    return together(
        2.8,
        (0.0, 0.9, strike(BOWL, 349.2, 2.6, 2.8)),
        (0.55, 1.0, strike(BOWL, 261.6, 3.2, 2.25)),
    )


def last() -> Curve:
    """A small high bowl."""
    return together(1.5, (0.0, 1.0, strike(BOWL[:3], 587.3, 2.0, 1.5)))


def tick() -> Curve:
    """A fingertip on wood."""
    return together(0.2, (0.0, 1.0, strike(WOOD, 784.0, 0.22, 0.2, 0.004)))


def pause() -> Curve:
    """Two wooden notes going down."""
    return together(
        0.7,
        (0.0, 1.0, strike(WOOD, 523.3, 0.6, 0.7, 0.005)),
        (0.16, 1.0, strike(WOOD, 349.2, 0.7, 0.54, 0.005)),
    )


def resume() -> Curve:
    """The same two going up."""
    return together(
        0.7,
        (0.0, 1.0, strike(WOOD, 349.2, 0.6, 0.7, 0.005)),
        (0.16, 1.0, strike(WOOD, 523.3, 0.7, 0.54, 0.005)),
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
