"""The grammar of amounts: what is read, what is refused and how it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.format.amounts import AmountError, parse_amount, parse_seconds
from yogaflow.model import Amount, Unit

B, S, R = Unit.BREATHS, Unit.SECONDS, Unit.REPS


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("5 breaths", B, 5, 5),
        ("1 breath", B, 1, 1),
        ("3-5 breaths", B, 3, 5),
        ("3–5 breaths", B, 3, 5),
        ("3 - 5 Breaths", B, 3, 5),
        ("5 breaths-8 breaths", B, 5, 8),
        (" 5  breaths\n", B, 5, 5),
        ("30s", S, 30, 30),
        ("30 s", S, 30, 30),
        ("30 sec", S, 30, 30),
        ("30 SECONDS", S, 30, 30),
        ("20-30s", S, 20, 30),
        ("20s-30s", S, 20, 30),
        ("2 min", S, 120, 120),
        ("1 minute", S, 60, 60),
        ("1m30s", S, 90, 90),
        ("1m 05s", S, 65, 65),
        ("1 min 30 sec", S, 90, 90),
        ("30s-1m", S, 30, 60),
        ("1-2 min", S, 60, 120),
        ("1m30s-2m", S, 90, 120),
        ("24m - 1440 min", S, 1440, 86400),
        ("12 reps", R, 12, 12),
        ("10-12 reps", R, 10, 12),
        ("1 rep", R, 1, 1),
        ("1000 breaths", B, 1000, 1000),
    ],
)
def test_an_amount_is_read(text: str, unit: Unit, low: int, high: int) -> None:
    assert parse_amount(text) == Amount(unit, low, high)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "how long? write 5 breaths, 30s or 12 reps"),
        ("5", "5 what? write 5 breaths, 5s or 5 reps"),
        ("1", "1 what? write 1 breath, 1s or 1 rep"),
        ("5-8", "5-8 what? write 5-8 breaths, 5-8s or 5-8 reps"),
        ("8-5 breaths", "8-5 breaths: the smaller number goes first"),
        ("1m-30s", "1m-30s: the smaller number goes first"),
        ("0 breaths", "0 breaths: an amount is 1 or more"),
        ("0-3 breaths", "0-3 breaths: an amount is 1 or more"),
        ("-3 breaths", "-3 breaths: an amount is 1 or more"),
        ("2.5 breaths", "2.5 breaths: breaths are whole numbers"),
        ("2,5 breaths", "2,5 breaths: breaths are whole numbers"),
        ("2.5s", "2.5s: seconds are whole numbers"),
        ("1.5 min", "1.5 min: minutes are whole; write 1m30s for one and a half"),
        ("3 breaths-30s", "3 breaths-30s: two units; write both ends in one"),
        ("5 braeths", "5 braeths: braeths is no unit; did you mean breaths?"),
        ("8 x", "8 x: x is no unit; did you mean reps?"),
        ("1 hour", "1 hour: hour is no unit; did you mean min?"),
        ("5 qqq", "5 qqq: qqq is no unit; use breaths, s, min or reps"),
        ("1:30", "1:30: write 1m30s"),
        ("1m30", "1m30: 30 what? write 1m30s"),
        ("1m90s", "1m90s: two amounts in one; write 5 breaths, 90s or 1m30s"),
        ("30s1m", "30s1m: two amounts in one; write 5 breaths, 90s or 1m30s"),
        ("5 breaths-8", "5 breaths-8: the unit goes to the end, as in 3-5 breaths or 30s-1m"),
        ("1-1m30s", "1-1m30s: write the unit of both ends, as in 30s-1m30s"),
        ("1001 breaths", "1001 breaths: that is more than 1000 breaths"),
        ("1001 reps", "1001 reps: that is more than 1000 reps"),
        ("1441 min", "1441 min: that is more than a day"),
        ("9999999999 s", "9999999999 s: that is far too long"),
        ("five breaths", "five breaths: not an amount; write 5 breaths, 30s or 12 reps"),
        ("3-5-7 s", "3-5-7 s: not an amount; write 5 breaths, 30s or 12 reps"),
        ("5 breaths each", "5 breaths each: not an amount; write 5 breaths, 30s or 12 reps"),
        ("５ breaths", "５ breaths: not an amount; write 5 breaths, 30s or 12 reps"),
    ],
)
def test_what_is_no_amount_is_told_why(text: str, message: str) -> None:
    with pytest.raises(AmountError) as caught:
        parse_amount(text)
    assert str(caught.value) == message


def test_only_units_that_fit_are_taken_and_offered() -> None:
    with pytest.raises(AmountError, match="reps do not go here; write 5 breaths or 30s"):
        parse_amount("5 reps", (B, S))
    with pytest.raises(AmountError, match=r"^5 what\? write 5s$"):
        parse_amount("5", (S,))


def test_a_duration_is_seconds_and_no_range() -> None:
    assert parse_seconds("1m30s") == 90.0
    with pytest.raises(AmountError, match="one duration, not a range"):
        parse_seconds("20-30s")


def test_a_long_text_is_refused_without_being_searched() -> None:
    with pytest.raises(AmountError, match="not an amount"):
        parse_amount("5 " * 400_000)


@given(st.sampled_from(Unit), st.integers(1, 1000), st.integers(1, 1000), st.sampled_from("-–"))
def test_what_is_written_is_read_back(unit: Unit, one: int, two: int, dash: str) -> None:
    low, high = sorted((one, two))
    said = f"{low}{dash}{high} {unit.value}" if low < high else f"{low} {unit.value}"
    assert parse_amount(said) == Amount(unit, low, high)


@given(st.text(alphabet="0123456789 -–.,:smbrepatheinut", max_size=20))
def test_any_text_is_an_amount_or_an_amount_error(text: str) -> None:
    try:
        amount = parse_amount(text)
    except AmountError:
        return
    assert 1 <= amount.low <= amount.high
