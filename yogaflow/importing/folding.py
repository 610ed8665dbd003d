"""Runs of steps that mirror or repeat each other, folded back into groups.

Folding never changes what is practised: order, sides, amounts and words are the same before and
after. What differs in anything but the side stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from itertools import accumulate

from yogaflow.importing.line import Kind, QuickGroup, QuickItem, QuickNote, QuickStep, steps_in
from yogaflow.model import Side

LONGEST_RUN = 200
"""Steps of the longest run that is looked for."""

MOST_ROUNDS = 1000
"""Rounds of one group."""

_BOTH = (Side.RIGHT, Side.LEFT)


class _Way(Enum):
    """How an item behaves in a group with sides."""

    SAME = "the same on both"
    RIGHT = "on the right alone"
    LEFT = "on the left alone"
    NEVER = "another practice in there"


def folded(items: Iterable[QuickItem], *, within: bool = False) -> tuple[QuickItem, ...]:
    """The items with mirrored and repeated runs as groups.

    `within` says that they are part of a group with sides: a step without a side of its own then
    takes the group's. A note parts two runs, and keeps its place.
    """
    found: list[QuickItem] = []
    for run in _runs(items, within):
        found += _repeated(_mirrored(run, within))
    return tuple(found)


def _runs(items: Iterable[QuickItem], within: bool) -> Iterator[list[QuickItem]]:
    """What stands between notes, and each note for itself; groups are folded inside."""
    run: list[QuickItem] = []
    for item in items:
        if isinstance(item, QuickNote):
            yield run
            yield [item]
            run = []
        elif isinstance(item, QuickGroup):
            inner = folded(item.items, within=within or bool(item.sides))
            run.append(replace(item, items=inner))
        else:
            run.append(item)
    yield run


# -- sides -------------------------------------------------------------------------------------


def _mirrored(run: list[QuickItem], within: bool) -> list[QuickItem]:
    """`A right, B right, A left, B left` -> a group; `A right, A left` -> A on both sides."""
    ways = [_way(item, within) for item in run]
    names = _numbered([_bare(item, way) for item, way in zip(run, ways, strict=True)])
    # How many before each place go to a side: where none does, nothing is mirrored, and a long run
    # of one step is not compared with itself over and over.
    sided = list(accumulate((way is not _Way.SAME for way in ways), initial=0))
    found: list[QuickItem] = []
    at = 0
    while at < len(run):
        size = _mirror_size(run, names, ways, sided, at)
        if size == 0:
            found.append(run[at])
            at += 1
            continue
        first = next(way for way in ways[at : at + size] if way is not _Way.SAME)
        sides = _BOTH if first is _Way.RIGHT else _BOTH[::-1]
        once = [_bare(item, way) for item, way in zip(run[at : at + size], ways[at:], strict=False)]
        found.append(_on_both(once, sides, within))
        at += 2 * size
    return found


def _way(item: QuickItem, within: bool) -> _Way:
    if isinstance(item, QuickGroup):
        return _Way.NEVER if any(_takes_side(step) for step in steps_in([item])) else _Way.SAME
    if not isinstance(item, QuickStep):
        return _Way.NEVER
    if len(item.sides) == 1:
        return _Way.RIGHT if item.sides[0] is Side.RIGHT else _Way.LEFT
    if item.sides:
        return _Way.SAME
    if item.sided and item.kind is Kind.POSE and not within:
        return _Way.SAME  # on both sides, which is then written down
    return _Way.NEVER if _takes_side(item) else _Way.SAME


def _takes_side(step: QuickStep) -> bool:
    """Whether a step is another one in a group with sides."""
    return step.sided or any("<" in text for text in step.say)


def _bare(item: QuickItem, way: _Way) -> QuickItem:
    """The item as it stands in a group with sides."""
    if isinstance(item, QuickStep):
        if way in (_Way.RIGHT, _Way.LEFT):
            return replace(item, sides=())
        if way is _Way.SAME and item.sided and not item.sides:
            return replace(item, sides=_BOTH)
    return item


def _mirror_size(
    run: Sequence[QuickItem], names: list[int], ways: list[_Way], sided: list[int], at: int
) -> int:
    """How many items from a place on are mirrored by as many that follow; 0 for none."""
    for size in range(min(LONGEST_RUN, (len(names) - at) // 2), 0, -1):
        middle, end = at + size, at + 2 * size
        if sided[at] == sided[end]:
            continue
        if names[at] != names[middle] or names[at:middle] != names[middle:end]:
            continue
        one, two = set(ways[at:middle]), set(ways[middle:end])
        both = one | two
        one.discard(_Way.SAME)
        two.discard(_Way.SAME)
        if _Way.NEVER in both or len(one) != 1 or len(two) != 1 or one == two:
            continue
        item = run[at]
        if size == 1 and isinstance(item, QuickStep) and item.kind is Kind.MOVE:
            continue  # a movement goes to one side
        return size
    return 0


def _on_both(once: list[QuickItem], sides: tuple[Side, ...], within: bool) -> QuickItem:
    one = once[0]
    if len(once) == 1 and isinstance(one, QuickStep):
        # Right, then left is what a step without sides means, outside groups that have some.
        return one if sides == _BOTH and not within else replace(one, sides=sides)
    line = one.line
    return QuickGroup(tuple(_repeated(once)), sides=sides, line=line)


# -- rounds ------------------------------------------------------------------------------------


def _repeated(run: list[QuickItem]) -> list[QuickItem]:
    """The same steps again, at least two of them and at least twice -> a group with rounds."""
    names = _numbered(run)
    alike = _alike(names)
    found: list[QuickItem] = []
    at = 0
    while at < len(run):
        size, times = _best_rounds(run, names, alike[at], at)
        if times < 2:
            found.append(run[at])
            at += 1
            continue
        once, one = run[at : at + size], run[at]
        if size == 1 and isinstance(one, QuickGroup):
            found.append(replace(one, repeat=str(times)))
        else:
            found.append(QuickGroup(tuple(_repeated(once)), repeat=str(times), line=one.line))
        at += size * times
    return found


def _best_rounds(
    run: Sequence[QuickItem], names: list[int], alike: int, at: int
) -> tuple[int, int]:
    """Size and number of the rounds that cover most from a place on, the smallest of equals."""
    best = (0, 0)
    one = run[at]
    plain = isinstance(one, QuickGroup) and not (one.title or one.repeat)
    sizes = [1] if plain else []
    # A step that only comes again and again is no run of two.
    sizes += range(alike + 1, min(LONGEST_RUN, (len(names) - at) // 2) + 1)
    for size in sizes:
        once = names[at : at + size]
        times = 1
        start = at + size
        while times < MOST_ROUNDS and names[start : start + 1] == once[:1]:
            if names[start : start + size] != once:
                break
            times, start = times + 1, start + size
        if times >= 2 and times * size > best[0] * best[1]:
            best = (size, times)
    return best


def _alike(names: list[int]) -> list[int]:
    """For each place how many equal ones follow from it on, itself among them."""
    found = [1] * len(names)
    for at in range(len(names) - 2, -1, -1):
        if names[at] == names[at + 1]:
            found[at] = found[at + 1] + 1
    return found


def _numbered(items: Sequence[QuickItem]) -> list[int]:
    """A number for each item, the same for equal ones: quick to compare."""
    numbers: dict[QuickItem, int] = {}
    return [numbers.setdefault(item, len(numbers)) for item in items]
