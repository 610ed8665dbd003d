"""Amounts and durations: `5 breaths`, `3-5 breaths`, `1m30s`, `30s-1m`, `10-12 reps`."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from yogaflow.format.problems import nearest, shown
from yogaflow.model import Amount, Unit

MAX_COUNT = 1000
"""Breaths or reps of one amount."""

MAX_AMOUNT_SECONDS = 24 * 3600
"""Seconds of one amount."""


class _Unlike(Exception):  # noqa: N818 - never leaves this module
    """The text does not look like an amount at all."""


_MINUTES = ("m", "min", "mins", "minute", "minutes")
UNIT_WORDS: dict[str, tuple[Unit, int]] = {
    "breath": (Unit.BREATHS, 1),
    "breaths": (Unit.BREATHS, 1),
    "rep": (Unit.REPS, 1),
    "reps": (Unit.REPS, 1),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), (Unit.SECONDS, 1)),
    **dict.fromkeys(_MINUTES, (Unit.SECONDS, 60)),
}
"""Every word for a unit, lower case, with the unit and how many of it the word stands for."""

_MEANT = {
    **dict.fromkeys(("x", "times", "time", "repetition", "repetitions", "repeats"), "reps"),
    **dict.fromkeys(("b", "br", "breathes", "inhales", "exhales"), "breaths"),
    **dict.fromkeys(("h", "hr", "hour", "hours"), "min"),
}
_TOKEN = re.compile(r"([0-9][0-9.,:]*)|([^\W\d_]+)|(-)|(\s+)|(.)")
_LADDER = re.compile(r"[1-9][0-9]{0,2}(?: ?[-,] ?[1-9][0-9]{0,2}){2,}(?: ?reps)?")
"""Repetitions that change from round to round, as gyms write them: `21-15-9`."""
_WHOLE_UNITS = {Unit.BREATHS: "breaths", Unit.REPS: "reps", Unit.SECONDS: "seconds"}
_EXAMPLES = {Unit.BREATHS: "5 breaths", Unit.SECONDS: "30s", Unit.REPS: "12 reps"}


class AmountError(ValueError):
    """A text that is no amount; the message says why, in plain words."""


ALL_UNITS = tuple(Unit)


@lru_cache(maxsize=256)
def parse_amount(text: str, units: tuple[Unit, ...] = ALL_UNITS) -> Amount:
    """The amount a text says, in one of the units allowed.

    Minutes become seconds. Raises AmountError.
    """
    word = " ".join(text.split())
    if not word:
        raise AmountError(f"how long? write {_list(units)}")
    plain = word.replace("–", "-").lower()
    if _LADDER.fullmatch(plain):
        numbers = ", ".join(re.findall("[0-9]+", plain))
        raise _bad(word, f"for a number each round write pose: and below it reps: [{numbers}]")
    try:
        low, high = _ends(plain, word)
    except _Unlike:
        raise _bad(word, f"not an amount; write {_list(units)}") from None
    if high is None:
        number, unit, _ = low
        if unit is None:
            raise AmountError(_missing(word, number, units))
        result = _amount(word, number, number, unit)
    else:
        result = _range(word, low, high, units)
    if result.unit not in units:
        raise _bad(word, f"{result.unit.value} do not go here; write {_list(units)}")
    return result


def parse_seconds(text: str) -> float:
    """A duration without a range: `20s`, `1m30s`. Raises AmountError."""
    amount = parse_amount(text, (Unit.SECONDS,))
    if amount.is_range:
        raise _bad(text, "one duration, not a range")
    return float(amount.low)


End = tuple[int, Unit | None, int]
"""Number (seconds for minutes), unit, and how many of the unit its word stands for (0: mixed)."""


def _ends(plain: str, word: str) -> tuple[End, End | None]:
    """Number and unit of one end or of both; a unit may be missing."""
    if len(plain) > 60:
        raise _Unlike
    if plain.startswith("-"):
        raise _bad(word, "an amount is 1 or more")
    ends: list[list[tuple[str, str]]] = [[]]
    for number, unit, dash, space, other in _TOKEN.findall(plain):
        if dash:
            ends.append([])
        elif other:
            raise _Unlike
        elif not space:
            ends[-1].append((number, unit))
    if len(ends) > 2 or not all(ends):
        raise _Unlike
    first = _end(ends[0], word)
    return first, _end(ends[1], word) if len(ends) == 2 else None


def _end(tokens: list[tuple[str, str]], word: str) -> End:
    """`5 breaths`, `5`, `1 m 30 s`."""
    numbers = [number for number, _ in tokens[::2]]
    units = [word for _, word in tokens[1::2]]
    if not all(numbers) or not all(units) or len(units) not in (len(numbers), len(numbers) - 1):
        raise _Unlike
    unit_words = [_unit(unit, word) for unit in units]
    whole = [_whole(number, unit_words[i : i + 1], word) for i, number in enumerate(numbers)]
    if len(numbers) == 1:
        if not unit_words:
            return whole[0], None, 1
        unit, size = unit_words[0]
        return whole[0] * size, unit, size
    if len(numbers) == 2 and [size for _, size in unit_words] == [60, 1]:
        if unit_words[1][0] is Unit.SECONDS and whole[1] < 60:
            return whole[0] * 60 + whole[1], Unit.SECONDS, 0
    elif len(numbers) == 2 and units[0] in _MINUTES and not units[1:]:
        raise _bad(word, f"{whole[1]} what? write {whole[0]}m{whole[1]}s")
    raise _bad(word, "two amounts in one; write 5 breaths, 90s or 1m30s")


def _whole(number: str, unit: list[tuple[Unit, int]], word: str) -> int:
    if number.isdigit():
        return _bounded(number, word)
    minutes, _, seconds = number.partition(":")
    if minutes.isdigit() and len(seconds) == 2 and seconds.isdigit():
        raise _bad(word, f"write {_bounded(minutes, word)}m{seconds}s")
    name = _WHOLE_UNITS[unit[0][0]] if unit else "amounts"
    if unit and unit[0][1] == 60:
        raise _bad(word, "minutes are whole; write 1m30s for one and a half")
    raise _bad(word, f"{name} are whole numbers")


def _bounded(digits: str, word: str) -> int:
    # Python refuses to read thousands of digits; nobody stays that long.
    if len(digits) > 9:
        raise _bad(word, "that is far too long")
    return int(digits)


def _unit(unit: str, word: str) -> tuple[Unit, int]:
    known = UNIT_WORDS.get(unit)
    if known is None:
        near = _MEANT.get(unit) or next(iter(nearest(unit, UNIT_WORDS)), None)
        hint = f"did you mean {near}?" if near else "use breaths, s, min or reps"
        raise _bad(word, f"{shown(unit)} is no unit; {hint}")
    return known


def _range(word: str, low: End, high: End, units: Collection[Unit]) -> Amount:
    first, first_unit, _ = low
    last, last_unit, size = high
    if last_unit is None:
        if first_unit is None:
            raise AmountError(_missing(f"{first}-{last}", first, units))
        raise _bad(word, "the unit goes to the end, as in 3-5 breaths or 30s-1m")
    if first_unit is None:
        # `1-2 min`: the unit at the end is the unit of both.
        if size == 0:
            raise _bad(word, "write the unit of both ends, as in 30s-1m30s")
        first, first_unit = first * size, last_unit
    if first_unit is not last_unit:
        raise _bad(word, "two units; write both ends in one")
    if first > last:
        raise _bad(word, "the smaller number goes first")
    return _amount(word, first, last, last_unit)


def _amount(word: str, low: int, high: int, unit: Unit) -> Amount:
    if low < 1:
        raise _bad(word, "an amount is 1 or more")
    if unit is Unit.SECONDS:
        if high > MAX_AMOUNT_SECONDS:
            raise _bad(word, "that is more than a day")
    elif high > MAX_COUNT:
        raise _bad(word, f"that is more than {MAX_COUNT} {unit.value}")
    return Amount(unit, low, high)


def _missing(word: str, number: int, units: Collection[Unit]) -> str:
    said = shown(word) if number else "5"
    names = {Unit.BREATHS: " breaths", Unit.SECONDS: "s", Unit.REPS: " reps"}
    forms = [f"{said}{names[unit]}" for unit in units]
    if said == "1":
        forms = [form.replace("breaths", "breath").replace("reps", "rep") for form in forms]
    return f"{said} what? write {_or(forms)}"


def _list(units: Collection[Unit]) -> str:
    return _or([_EXAMPLES[unit] for unit in units])


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _bad(word: str, why: str) -> AmountError:
    return AmountError(f"{shown(word)}: {why}")
