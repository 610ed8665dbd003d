"""Amounts a little longer and shorter, in the form they are written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.editing.bumping import bumped, bumped_count
from yogaflow.format.amounts import parse_amount


@pytest.mark.parametrize(
    ("text", "longer", "shorter"),
    [
        ("5 breaths", "6 breaths", "4 breaths"),
        ("1 breath", "2 breaths", "1 breath"),
        ("2 breaths", "3 breaths", "1 breath"),
        ("5-10 breaths", "6-11 breaths", "4-9 breaths"),
        ("1-3 breaths", "2-4 breaths", "1-2 breaths"),
        ("5–10 breaths", "6–11 breaths", "4–9 breaths"),
        ("12 reps", "13 reps", "11 reps"),
        ("30s", "35s", "25s"),
        ("30 sec", "35 sec", "25 sec"),
        ("20-30s", "25-35s", "15-25s"),
        ("5s", "10s", "5s"),
        ("60s", "75s", "55s"),
        ("2 min", "3 min", "1 min"),
        ("1 min", "2 min", "55s"),
        ("1-2 min", "2-3 min", "55s-1m55s"),
        ("1m30s", "1m45s", "1m15s"),
        ("30s-1m", "35s-1m5s", "25s-55s"),
        ("300-301s", "360-361s", "285-286s"),
        ("1000 breaths", "1000 breaths", "999 breaths"),
        ("1440 min", "1440 min", "1439 min"),
        ("five breaths", "five breaths", "five breaths"),
    ],
)
def test_a_step_more_and_a_step_less(text: str, longer: str, shorter: str) -> None:
    assert (bumped(text, 1), bumped(text, -1)) == (longer, shorter)


@pytest.mark.parametrize(
    ("text", "more", "less"),
    [("3", "4", "2"), ("1", "2", "1"), ("3-4", "4-5", "2-3"), ("x", "x", "x")],
)
def test_rounds(text: str, more: str, less: str) -> None:
    assert (bumped_count(text, 1), bumped_count(text, -1)) == (more, less)


AMOUNTS = st.one_of(
    st.builds(
        lambda n, unit: f"{n} {unit}", st.integers(1, 900), st.sampled_from(["breaths", "reps"])
    ),
    st.builds(lambda n: f"{n}s", st.integers(1, 5000)),
    st.builds(lambda m, s: f"{m}m{s}s", st.integers(1, 50), st.integers(1, 59)),
    st.builds(
        lambda n, more, unit: f"{n}-{n + more} {unit}",
        st.integers(1, 400),
        st.integers(1, 90),
        st.sampled_from(["breaths", "reps", "s", "min"]),
    ),
)


@given(AMOUNTS, st.lists(st.sampled_from([1, -1]), max_size=12))
def test_an_amount_stays_an_amount_of_its_unit_however_often_it_is_changed(
    text: str, steps: list[int]
) -> None:
    unit = parse_amount(text).unit
    for by in steps:
        before = parse_amount(text)
        text = bumped(text, by)
        after = parse_amount(text)
        assert after.unit is unit
        assert (after.low - before.low) * by >= 0
        assert (after.high - before.high) * by >= 0
