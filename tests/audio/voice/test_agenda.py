"""In which order lines are rendered: what is needed first, and nothing twice or never."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yogaflow.audio.voice.agenda import TRIES, Agenda
from yogaflow.practice.speech import Clip

CLIP = Clip("x.wav", 1.0)


def ready(*texts: str) -> Agenda:
    """An agenda on which these are wanted and none is kept."""
    agenda = Agenda()
    agenda.want(texts)
    agenda.looked(dict.fromkeys(agenda.unlooked))
    return agenda


def drained(agenda: Agenda) -> list[str]:
    order = []
    while (text := agenda.next()) is not None:
        order.append(text)
        agenda.made(text, CLIP)
    return order


def test_lines_are_rendered_in_the_order_in_which_they_are_wanted() -> None:
    agenda = ready("a", "b", "a", "c")
    assert (agenda.done, agenda.total) == (0, 3)
    assert drained(agenda) == ["a", "b", "c"]
    assert agenda.is_idle
    assert (agenda.done, agenda.total) == (3, 3)


def test_nothing_is_rendered_before_it_was_looked_for() -> None:
    agenda = Agenda()
    agenda.want(["a", "b"])
    assert not agenda.is_idle
    assert agenda.next() is None
    assert list(agenda.unlooked) == ["a", "b"]
    agenda.looked({"a": CLIP, "b": None})
    assert agenda.clips == {"a": CLIP}
    assert (agenda.done, agenda.total) == (1, 2)
    assert drained(agenda) == ["b"]


def test_what_is_hurried_comes_first_the_newest_before_all() -> None:
    agenda = ready("a", "b", "c")
    agenda.hurry(["x", "y"])
    agenda.hurry(["z", "b"])
    agenda.looked(dict.fromkeys(agenda.unlooked))
    assert agenda.total == 6
    assert drained(agenda) == ["z", "b", "x", "y", "a", "c"]
    assert agenda.done == agenda.total


def test_a_new_want_replaces_the_old_but_not_what_is_hurried() -> None:
    agenda = ready("a", "b", "c")
    agenda.hurry(["h"])
    agenda.want(["c", "d"])
    agenda.looked(dict.fromkeys(agenda.unlooked))
    assert drained(agenda) == ["h", "c", "d"]
    agenda.want(["c"])
    assert (agenda.done, agenda.total) == (1, 1)
    assert agenda.clips.keys() == {"h", "c", "d"}


def test_a_line_that_fails_comes_last_and_is_given_up() -> None:
    agenda = ready("bad", "a", "b")
    assert agenda.next() == "bad"
    agenda.failed("bad")
    assert agenda.next() == "a"
    agenda.made("a", CLIP)
    assert agenda.next() == "b"
    agenda.made("b", CLIP)
    assert agenda.next() == "bad"
    agenda.failed("bad")
    assert agenda.is_idle
    assert (agenda.done, agenda.total) == (2, 3)
    agenda.want(["bad"])
    assert agenda.next() is None
    # Until it turns out that it was not its fault.
    agenda.forgive()
    assert agenda.next() == "bad"


def test_a_line_that_was_put_back_keeps_its_place() -> None:
    agenda = ready("a", "b")
    agenda.next()
    agenda.put_back("a")
    assert drained(agenda) == ["a", "b"]


def test_what_has_no_words_is_done_with_and_what_is_lost_is_made_again() -> None:
    agenda = Agenda()
    agenda.want(["…", "a"])
    agenda.looked({"a": CLIP})
    agenda.drop(["…"])
    assert agenda.is_idle
    agenda.lost(["a"])
    assert drained(agenda) == ["a"]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("want"), st.lists(st.sampled_from("abcdef"), max_size=6)),
        st.tuples(st.just("hurry"), st.lists(st.sampled_from("abcdef"), max_size=3)),
        st.tuples(st.just("look"), st.lists(st.sampled_from("abcdef"), max_size=3)),
        st.tuples(st.sampled_from(["next", "made", "failed", "back"]), st.just([])),
    ),
    max_size=60,
)


@given(STEPS)
def test_whatever_happens_every_line_comes_to_an_end(steps: list[tuple[str, list[str]]]) -> None:
    agenda = Agenda()
    taken: list[str] = []
    tried: dict[str, int] = {}
    for what, texts in steps:
        match what:
            case "want":
                agenda.want(texts)
            case "hurry":
                agenda.hurry(texts)
            case "look":
                found = {text: CLIP if text in texts else None for text in agenda.unlooked}
                agenda.looked(found)
            case "next":
                if (text := agenda.next()) is not None:
                    assert text not in taken
                    assert text not in agenda.clips
                    assert tried.get(text, 0) < TRIES
                    taken.append(text)
            case _ if taken:
                text = taken.pop(0)
                if what == "made":
                    agenda.made(text, CLIP)
                elif what == "failed":
                    tried[text] = tried.get(text, 0) + 1
                    agenda.failed(text)
                else:
                    agenda.put_back(text)
        assert 0 <= agenda.done <= agenda.total
    agenda.looked(dict.fromkeys(agenda.unlooked))
    for text in taken:
        agenda.made(text, CLIP)
    drained(agenda)
    assert agenda.is_idle
