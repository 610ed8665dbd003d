"""Titles as names of files and as keys of poses: two alphabets, one rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yogaflow.format.poses import bad_key
from yogaflow.storage.slug import is_reserved, slug


@pytest.mark.parametrize(
    ("title", "any_script", "ascii_only"),
    [
        ("Hips, in the evening", "hips-in-the-evening", "hips-in-the-evening"),
        ("Child's Pose & more!", "childs-pose-more", "childs-pose-more"),
        ("Übung’s Öffnung", "ubungs-offnung", "ubungs-offnung"),
        ("Straße", "straße", "strasse"),
        ("Æble 3", "æble-3", "aeble-3"),
        ("Йога", "йога", ""),
        ("Йога 2", "йога-2", "2"),
        ("योग", "योग", ""),
        ("요가", "요가", ""),
        ("太陽禮拜", "太陽禮拜", ""),
        ("Łódź", "łodz", "lodz"),
        ("!?", "", ""),
        ("-a--b-", "a-b", "a-b"),
        ("a_b", "a-b", "a-b"),
        ("CON", "con-flow", "con-pose"),
        ("con.", "con-flow", "con-pose"),
        ("nul ", "nul-flow", "nul-pose"),
        ("com¹", "com1-flow", "com1-pose"),
        ("ＬＰＴ９", "lpt9-flow", "lpt9-pose"),
        ("con.foo", "con-foo", "con-foo"),
        ("Condor", "condor", "condor"),
    ],
)
def test_a_title_in_both_alphabets(title: str, any_script: str, ascii_only: str) -> None:
    assert slug(title) == any_script
    assert slug(title, ascii_only=True) == ascii_only


@given(st.text())
def test_a_slug_stays_as_it_is(text: str) -> None:
    assert slug(slug(text)) == slug(text)
    assert not is_reserved(slug(text))


RESERVED = ("con", "prn", "aux", "nul", "com1", "lpt9", "com¹", "lpt³", "conin$", "com0")


@pytest.mark.parametrize("name", RESERVED)
def test_names_that_windows_keeps_are_known_with_any_ending(name: str) -> None:
    for form in (
        name,
        name.upper(),
        f"{name}.yaml",
        f"{name}.foo.yaml",
        f"{name} .yaml",
        f"{name}. ",
    ):
        assert is_reserved(form)
    for form in (f"{name}x", f"x{name}", f"{name}-flow", f"{name}_", f"my {name}"):
        assert not is_reserved(form)


@given(st.text())
def test_an_ascii_slug_can_be_the_key_of_a_pose(text: str) -> None:
    key = slug(text, ascii_only=True)
    assert key.isascii()
    assert not key or bad_key(f"pose-{key[:50]}".rstrip("-"), "pose") is None
