"""Which flows are shown, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.library.search import FlowFilter, FlowSearch, Order, Ownership, ordered
from yogaflow.library.summary import (
    POSE,
    POSITION,
    PROP,
    STRETCHES,
    WORKS,
    FlowSummary,
    Mark,
    Marks,
)

MARKS = Marks()


def flow(key: str, *marks: Mark, minutes: float = 15, **more: object) -> FlowSummary:
    seconds = (minutes * 60, minutes * 90)
    letters = MARKS.letters(marks)
    fields: dict[str, object] = {"own": False, "kind": "stretch", "seconds": seconds} | more
    return FlowSummary(key, key.title(), f"/x/{key}.yaml", marks=letters, **fields)  # type: ignore[arg-type]


PIGEON = Mark(POSE, "pigeon", "pigeon eka pada rajakapotasana one-legged king pigeon")
HIPS = flow(
    "hips",
    PIGEON,
    Mark(POSITION, "prone"),
    Mark(STRETCHES, "piriformis"),
    Mark(PROP, "mat"),
    about="For one hip",
)
BALL = flow("ball", Mark(PROP, "ball"), Mark(WORKS, "calves"), minutes=5, kind="release", own=True)
SUN = flow("sun", Mark(POSITION, "standing"), Mark(WORKS, "piriformis"), minutes=60, own=True)
BROKEN = FlowSummary("bad", "bad", "/x/bad.yaml", own=True, problems=("/x/bad.yaml:1:1: no",))
FLOWS = [HIPS, BALL, SUN, BROKEN]


def keys(query: str = "", sieve: FlowFilter | None = None) -> str:
    found = FlowSearch(FLOWS, MARKS, frozenset({"sun", "bad"})).found(query, sieve)
    return " ".join(one.key for one in found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "hips ball sun bad"),
        ("HIP", "hips"),
        ("one hip", "hips"),
        ("hip one", "hips"),
        ("hip ball", ""),
        ("release", "ball"),
        ("kapotas", "hips"),
        ("king hips", "hips"),
        ("bad", "bad"),
        ("x", ""),
    ],
)
def test_every_word_is_looked_for_in_words_and_poses(query: str, found: str) -> None:
    assert keys(query) == found


@pytest.mark.parametrize(
    ("sieve", "found", "words"),
    [
        (FlowFilter(), "hips ball sun bad", ""),
        (FlowFilter(whose=Ownership.FAVOURITES), "sun bad", "favourites"),
        (FlowFilter(whose=Ownership.YOURS), "ball sun bad", "yours"),
        (FlowFilter(kind="release"), "ball", "release"),
        (FlowFilter(position="prone"), "hips", "prone"),
        (FlowFilter(position="kneeling"), "", "kneeling"),
        (FlowFilter(works="piriformis"), "sun", "works piriformis"),
        (FlowFilter(stretches="piriformis"), "hips", "stretches piriformis"),
        (FlowFilter(within=10), "ball", "under 10 min"),
        (FlowFilter(within=60), "hips ball", "under 60 min"),
        (FlowFilter(bare=True), "hips sun", "no props"),
        (
            FlowFilter(kind="stretch", bare=True, within=20),
            "hips",
            "stretch, under 20 min, no props",
        ),
    ],
)
def test_a_sieve_lets_through_what_is_asked(sieve: FlowFilter, found: str, words: str) -> None:
    assert keys(sieve=sieve) == found
    assert ", ".join(sieve.words) == words


def test_sieve_and_query_go_together() -> None:
    assert keys("s", FlowFilter(whose=Ownership.YOURS, bare=True)) == "sun"


def test_flows_are_ordered_as_it_is_asked() -> None:
    times = {"sun": datetime(2026, 5, 1, tzinfo=UTC), "ball": datetime(2026, 5, 2, tzinfo=UTC)}
    orders = {
        order: " ".join(one.key for one in ordered(FLOWS, order, frozenset({"sun"}), times))
        for order in Order
    }
    assert orders == {
        Order.TITLE: "bad ball hips sun",
        Order.PRACTISED: "ball sun bad hips",
        Order.LENGTH: "ball hips sun bad",
        Order.FAVOURITES: "sun bad ball hips",
    }
    assert ordered(FLOWS, Order.PRACTISED) == ordered(FLOWS, Order.TITLE)


TITLES = st.lists(st.text("abc ", max_size=4), max_size=12)


@given(TITLES, st.text("ab ", max_size=3))
def test_the_best_match_by_title_comes_first_and_a_longer_word_finds_no_more(
    titles: list[str], query: str
) -> None:
    flows = [FlowSummary(f"k{n}", title, "", own=False) for n, title in enumerate(titles)]
    sifter = FlowSearch(flows, Marks())
    found = sifter.found(query)
    words = query.split()
    said = [sum(f" {word}" in f" {one.title}" for word in words) for one in found]
    assert said == sorted(said, reverse=True)
    alike = [one for one in found if not any(f" {word}" in f" {one.title}" for word in words)]
    assert alike == [one for one in flows if one in alike]
    more = sifter.found(query + "a")
    assert set(more) <= set(found)
    # Whatever was asked before, the answer is the same.
    assert more == FlowSearch(flows, Marks()).found(query + "a")
    assert sifter.found(query) == found
    assert sifter.found(query, FlowFilter(whose=Ownership.YOURS)) == []
    assert sifter.found(query, FlowFilter()) == found
