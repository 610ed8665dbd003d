"""Amounts a little longer or shorter, written as they were written: `5-10 breaths`, `1m30s`."""

from __future__ import annotations

import re

from yogaflow.format.amounts import MAX_AMOUNT_SECONDS, MAX_COUNT, AmountError, parse_amount
from yogaflow.model import Unit

_NUMBER = re.compile(r"[0-9]+")
_BARE = re.compile(r"\s*[0-9]{1,3}(?:\s*[-–]\s*[0-9]{1,3})?\s*")
_MINUTES = re.compile(r"[0-9]\s*m", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]\s*s", re.IGNORECASE)


def bumped(text: str, by: int) -> str:
    """The amount of a text one step longer (1) or shorter (-1): a breath, a rep, some seconds.

    Both ends of a range move. Never below one breath, one rep, five seconds, nor past what the
    format takes. Bare numbers are repetitions. The text as it was where it is no amount.
    """
    if _BARE.fullmatch(text):
        return bumped_count(text, by)
    try:
        amount = parse_amount(text)
    except AmountError:
        return text
    most = MAX_AMOUNT_SECONDS - 60 if amount.unit is Unit.SECONDS else MAX_COUNT - 1
    if by > 0 and amount.high > most:
        return text
    if amount.unit is not Unit.SECONDS:
        low, high = max(1, amount.low + by), max(1, amount.high + by)
        if by < 0 and amount.low == 1 and amount.high > 1:
            high = amount.high - 1
        return _singular(_with_numbers(text, (low, high)), high)
    by_seconds = by * _step(amount.low, by)
    # The first end decides, so that a range stays as wide as it is.
    low = max(min(5, amount.low), amount.low + by_seconds)
    high = max(low, amount.high + by_seconds)
    if _MINUTES.search(text) is None:
        return _with_numbers(text, (low, high))
    if _SECONDS.search(text) is None and (by > 0 or amount.low > 60):
        return _with_numbers(text, (amount.low // 60 + by, amount.high // 60 + by))
    return _clock(low) if amount.low == amount.high else f"{_clock(low)}-{_clock(high)}"


def bumped_count(text: str, by: int) -> str:
    """The same for a bare number or range, as `repeat: 3` and `repeat: 3-4` have it."""
    numbers = [int(found) for found in _NUMBER.findall(text)]
    if not numbers or len(numbers) > 2:
        return text
    return _with_numbers(text, tuple(max(1, number + by) for number in numbers))


def _step(seconds: int, by: int) -> int:
    """Five seconds below a minute, fifteen below five minutes, then a whole one."""
    reach = seconds - 1 if by < 0 else seconds
    return 5 if reach < 60 else 15 if reach < 300 else 60


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest}s"
    return f"{minutes}m{rest}s" if rest else f"{minutes}m"


def _with_numbers(text: str, numbers: tuple[int, ...]) -> str:
    """The text with other numbers in it, one after the other."""
    waiting = list(numbers)
    return _NUMBER.sub(lambda found: str(waiting.pop(0)) if waiting else found[0], text)


def _singular(text: str, count: int) -> str:
    """`1 breath`, `2 breaths`."""
    if count == 1:
        return re.sub(r"\b(breath|rep)s\b", r"\1", text)
    return re.sub(r"\b(breath|rep)\b", r"\1s", text)
