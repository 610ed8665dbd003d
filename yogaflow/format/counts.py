"""The shapes of everything that is counted: amounts, durations, counts and plain numbers."""

from __future__ import annotations

import re
from collections.abc import Collection

from yogaflow.format.amounts import (
    MAX_AMOUNT_SECONDS,
    UNIT_WORDS,
    AmountError,
    parse_amount,
    parse_seconds,
)
from yogaflow.format.nodes import Node
from yogaflow.format.problems import Report, shown
from yogaflow.format.shapes import Json, Shape, Shared, any_case, quoted_pattern, raw_text
from yogaflow.model import Amount, Unit

_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?\s*s?")
_COUNT = re.compile(r"([1-9][0-9]{0,8})(?:\s*[-–]\s*([1-9][0-9]{0,8}))?")


class AmountShape(Shape[Amount]):
    """An amount in some of the units; `single` refuses ranges."""

    __slots__ = ("single", "units")

    def __init__(self, *units: Unit, single: bool = False) -> None:
        self.units = units or tuple(Unit)
        self.single = single

    def read(self, node: Node, report: Report) -> Amount | None:
        text = raw_text(node, report, "an amount")
        if text is None:
            return None
        try:
            amount = parse_amount(text, self.units)
        except AmountError as error:
            report.at(node, str(error))
            return None
        if self.single and amount.is_range:
            report.at(node, f"{shown(text)}: one amount, not a range")
            return None
        return amount

    def schema(self) -> Json:
        return quoted_pattern(amount_pattern(self.units))


class Seconds(Shape[float]):
    """A duration: `20s`, `1m30s`; in seconds from `least` to `most`."""

    __slots__ = ("least", "most")

    def __init__(self, least: float = 0, most: float = MAX_AMOUNT_SECONDS) -> None:
        self.least = least
        self.most = most

    def read(self, node: Node, report: Report) -> float | None:
        text = raw_text(node, report, "a duration")
        if text is None:
            return None
        try:
            seconds = parse_seconds(text)
        except AmountError as error:
            report.at(node, str(error))
            return None
        if self.least <= seconds <= self.most:
            return seconds
        limits = f"from {self.least:g} seconds to {self.most / 60:g} minutes"
        report.at(node, f"{shown(text.strip())}: {limits}, please")
        return None

    def schema(self) -> Json:
        return quoted_pattern(amount_pattern((Unit.SECONDS,)))


class Count(Shape[Amount]):
    """`3` or, with `ranges`, `3-4`; read as reps. With `reps` the unit may be written too."""

    __slots__ = ("most", "ranges", "reps")

    def __init__(self, most: int, *, ranges: bool = False, reps: bool = False) -> None:
        self.most = most
        self.ranges = ranges
        self.reps = reps

    def read(self, node: Node, report: Report) -> Amount | None:
        text = raw_text(node, report, "a number")
        if text is None:
            return None
        word = text.strip()
        match = _COUNT.fullmatch(word)
        if match is None and self.reps:
            return _REPS.read(node, report)
        low, high = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if match is None or (high > low and not self.ranges):
            wanted = "a whole number or a range: 3 or 3-4" if self.ranges else "a whole number: 3"
            report.at(node, f"{shown(word)}: write {wanted}")
        elif high < low:
            report.at(node, f"{shown(word)}: the smaller number goes first")
        elif high > self.most:
            report.at(node, f"{shown(word)}: {self.most} at most")
        else:
            return Amount(Unit.REPS, low, high)
        return None

    def schema(self) -> Json:
        number = {"type": "integer", "minimum": 1, "maximum": self.most}
        text = quoted_pattern(r"[1-9][0-9]*(?:\s*[-–]\s*[1-9][0-9]*)?", hidden=not self.ranges)
        return {"anyOf": [number, text, *([_REPS.schema()] if self.reps else [])]}


class Number(Shape[float]):
    """Seconds as a plain number, as in `in: 4.5`; a trailing `s` is allowed."""

    __slots__ = ("least", "most")

    def __init__(self, least: float, most: float) -> None:
        self.least = least
        self.most = most

    def read(self, node: Node, report: Report) -> float | None:
        text = raw_text(node, report, "a number of seconds")
        if text is None:
            return None
        word = text.strip()
        if _NUMBER.fullmatch(word) is None:
            report.at(node, f"{shown(word)}: write seconds as a number: 4 or 4.5")
            return None
        value = float(word.removesuffix("s"))
        if not self.least <= value <= self.most:
            limits = f"from {self.least:g} to {self.most:g} seconds"
            report.at(node, f"{shown(word)}: {limits}, please")
            return None
        return value

    def schema(self) -> Json:
        number = {"type": "number", "minimum": self.least, "maximum": self.most}
        return {"anyOf": [number, quoted_pattern(r"[0-9]+(?:\.[0-9]+)?\s*s?", hidden=True)]}


def amount_pattern(units: Collection[Unit]) -> str:
    """A pattern for the amounts in some units; looser than the grammar, never stricter."""
    words = sorted(word for word, (unit, _) in UNIT_WORDS.items() if unit in units)
    unit = f"(?:{'|'.join(any_case(word) for word in words)})"
    end = rf"[0-9]+\s*{unit}(?:\s*[0-9]+\s*{unit})?"
    return rf"(?:[0-9]+\s*[-–]\s*)?{end}(?:\s*[-–]\s*{end})?"


ANY_AMOUNT = Shared("amount", AmountShape())
"""Breaths, seconds or reps."""

HOLDING = Shared("holding", AmountShape(Unit.BREATHS, Unit.SECONDS))
"""What staying is counted in."""

DURATION = Shared("duration", Seconds())
"""Seconds or minutes, no range."""

_REPS = AmountShape(Unit.REPS)
