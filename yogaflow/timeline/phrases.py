"""The sentences a practice says by itself: names with sides, counts, the opening and the close.

Plain, warm and short, each sayable in one breath. What a pose says is in its own file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yogaflow.model import Breath, Flow, Side, Unit, sided_text

SAFETY = "A stretch is fine. At sharp pain, a pinching knee or tingling, come out and rest."
REJOIN = "Join again at the next bell."
REJOIN_QUIET = "Join again at the next pose."
OTHER_SIDE = "Other side."
AND_BACK = "And back."
DIZZY = "Dizzy? Let the breath come as it likes."
LAST_BREATH = "Last breath."
LAST_REP = "Last one."
LAST_ROUND = "Last round."
AGAIN = "Again."
SETTLE = "Settle in."
HALFWAY = "Halfway."
ONE_MORE_MINUTE = "One more minute."
TEN_SECONDS = "Ten seconds."
REST = "Rest."
REST_HERE = "Rest here."
STAYING = ("Breathe slowly.", "Soften what need not work.", "Stay with your breath.")
"""For long holds of poses that bring no cues."""
STAY_OPEN = "Stay as long as you like. Press a key when you are ready."
# What a key has done, in as few words as can be: they are heard by whoever stays in a pose.
NO_LIMIT = "Stay as long as you like."
NO_COUNT = "Nothing to count here."
NO_SIDES = "No sides here."
SHORTEST, SLOWEST, QUICKEST = "No shorter.", "No slower.", "No quicker."
USUAL_PACE = "Pace as written."
CLOSING = "That is the whole practice. Thank you."

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()


def number(n: int) -> str:
    """A whole number from 0 up in words; digits from 100 on.

    >>> number(42)
    'forty-two'
    """
    if n < 20:
        return _ONES[n]
    if n < 100:
        tens, ones = divmod(n, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    return str(n)


def breaths(n: int) -> str:
    """How many breaths a rest lasts: "Five breaths." """
    return f"{number(n).capitalize()} breath{'s' * (n != 1)}."


def seconds(n: int) -> str:
    """A length in whole seconds as it is told: "Thirty seconds.", "Two minutes."

    >>> seconds(150)
    'Two and a half minutes.'
    """
    minutes, rest = divmod(n, 60)
    if n < 60 or (n < 100 and rest):
        return f"{number(n).capitalize()} second{'s' * (n != 1)}."
    if not rest:
        return f"{number(minutes).capitalize()} minute{'s' * (minutes != 1)}."
    if rest == 30:
        return f"{number(minutes).capitalize()} and a half minutes."
    return f"{seconds(60 * minutes)[:-1]} and {seconds(rest).lower()}"


def pattern(breath: Breath) -> str:
    """A breath that is held, as it is told before it begins.

    >>> pattern(Breath(4, 8, full=16))
    'In four, hold sixteen, out eight.'
    """
    parts = (
        ("in", breath.inhale),
        ("hold", breath.full),
        ("out", breath.exhale),
        ("hold", breath.empty),
    )
    told = [f"{word} {_length(length)}" for word, length in parts if length]
    return f"{', '.join(told).capitalize()}."


def _length(seconds: float) -> str:
    return number(round(seconds)) if seconds == round(seconds) else f"{seconds:.1f}"


def times(n: int) -> str:
    """How many repetitions there will be: "Eight times." """
    return {1: "Once.", 2: "Twice."}.get(n, f"{number(n).capitalize()} times.")


def amount(n: int, unit: Unit) -> str:
    """How long a stay is: "Five breaths.", "Thirty seconds.", "Eight times." """
    return {Unit.BREATHS: breaths, Unit.SECONDS: seconds, Unit.REPS: times}[unit](n)


def pace(pace: float, *, quicker: bool) -> str:
    """The pace of the breath, after it was made quicker or slower.

    >>> pace(0.9, quicker=False)
    'Slower, ninety percent.'
    """
    if pace == 1.0:
        return USUAL_PACE
    return f"{'Quicker' if quicker else 'Slower'}, {number(round(100 * pace))} percent."


def side(side: Side, *, first: bool = False) -> str:
    """The side that comes now, or `first`: "Left side.", "Left side first." """
    return f"{side.capitalize()} side{' first' * first}."


def in_turn(n: int, *, pairs: bool) -> str:
    """How many repetitions there will be, with sides that alternate.

    >>> in_turn(10, pairs=True)
    'Ten times on each side, in turn.'
    """
    if pairs:
        return f"{times(n)[:-1]} on each side, in turn."
    return times(n) if n == 1 else f"{times(n)[:-1]}, sides in turn."


_ORDINALS = "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth".split()


def set_of(n: int, total: int) -> str:
    """Which set begins: "Three sets." for the first, then "Second set.", "Last set." """
    if n == 1:
        return f"{number(total).capitalize()} sets."
    if n == total:
        return "Last set."
    return f"{_ORDINALS[n - 1]} set." if n <= len(_ORDINALS) else f"Set {number(n)}."


def round_of(n: int) -> str:
    """Which round begins: "Round three." """
    return f"Round {number(n)}."


def name_line(name: str, side: Side | None) -> str:
    """A pose and its side, as the bell announces it: "Pigeon, right side." """
    return f"{name}, {side} side." if side else f"{name}."


def limb_line(name: str, limb: str) -> str:
    """A pose and what its side names: "Warrior one, left foot in front." """
    return f"{name}, {limb}."


def move_call(call: str, side: Side | None) -> str:
    """A movement as it is called just before its half breath: "Warrior one, left." """
    return f"{call}, {side}." if side else f"{call}."


def about_minutes(seconds: float) -> str:
    """A length as a teacher says it: "about ten minutes"."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes == 1:
        return "about a minute"
    if minutes > 90:
        hours = round(seconds / 1800) / 2
        return f"about {hours:g} hours"
    return f"about {number(minutes)} minutes"


def opening(flow: Flow, seconds: float, first: Side | None) -> str:
    """The first sentence: title, length (`seconds`, without the countdown), and the first side."""
    side = f", {first} side first" if first else ""
    return f"{flow.title}, {about_minutes(seconds)}{side}."


def props_line(props: Sequence[str]) -> str:
    """The props to have at hand, or "" for none: "Have a block and a band near you." """
    if not props:
        return ""
    named = [p if p.split()[0] in {"a", "an", "your"} or p.endswith("s") else _a(p) for p in props]
    if len(named) == 1:
        return f"Have {named[0]} near you."
    return f"Have {', '.join(named[:-1])} and {named[-1]} near you."


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def side_mark(sides: str, side: Side) -> str:
    """What a side names, with the side in capitals so that no colour is needed to see it.

    >>> side_mark("<side> knee forward", Side.LEFT)
    'LEFT knee forward'
    """
    shout = sides.replace("<side>", side.value.upper()).replace("<Side>", side.value.upper())
    return sided_text(shout, side)


_FIXED = frozenset({"wall", "bench", "sofa", "chair", "mat", "door", "window", "table"})
_WORN = frozenset({"band", "strap", "belt"})
_HELD = frozenset({"kettlebell", "dumbbell", "dumbbells", "weight", "weights"})


def put_away(prop: str, way_out: str) -> str:
    """What is said of a prop that is not needed any more; "" for what stays where it is.

    Nothing is said of one that the way out of the pose speaks of, unless one wears it.
    """
    # What stands behind a comma or in brackets says which one: "a chair, folded".
    word = (re.split("[,;(]", prop)[0].split() or [prop])[-1].lower()
    if word in _WORN:
        return f"Take the {word} off."
    told = re.findall(r"\w{3,}", way_out.lower())
    if word in _FIXED or any(one in word or word in one for one in told):
        return ""
    return f"Put the {word} down." if word in _HELD else f"Put the {word} aside."
