"""Ten thousand random scripts of commands: only what was meant changes, and all can be undone."""

from __future__ import annotations

import copy
from collections import Counter

import pytest

from tests.editing.edits import RefusedError, comments_of, data_of, path_of, picked, written
from tests.strength import QUICK
from yogaflow.editing.change import Change
from yogaflow.editing.layout import lay_out

SCRIPTS = 10_000
CHUNKS = 10


@pytest.mark.parametrize("chunk", range(1 if QUICK else CHUNKS))
def test_a_script_of_commands_does_what_it_says_and_can_be_undone(chunk: int) -> None:
    done: Counter[str] = Counter()
    for seed in range(chunk, SCRIPTS, CHUNKS):
        done += script(seed)
    # A command that is always refused would pass without being tried.
    assert len(done) == 14
    assert min(done.values()) > 20, done


def taken_back(change: Change, text: str) -> Change:
    """The change that undoes another; `text` is the one before it."""
    return Change(change.start, change.start + len(change.new), text[change.start : change.end])


def script(seed: int) -> Counter[str]:
    """Run one script; what was done in it."""
    chance, first = written(seed)
    text, undo = first, list[tuple[str, Change]]()
    done: Counter[str] = Counter()
    page = lay_out(text)
    data = data_of(text, page.root)
    for _ in range(chance.randint(1, 4)):
        entry, command = picked(chance, page)
        where = f"seed {seed}: {command.name} at line {entry.line} of\n{text}"
        path = path_of(entry)
        try:
            edit = command.run(page, entry)
        except RefusedError:
            continue
        after = edit.change.apply(text)
        expected = copy.deepcopy(data)
        command.model(expected, path)
        left = lay_out(after)
        got = data_of(after, left.root)
        assert got == expected, f"{where}\n-- became --\n{after}"
        if command.keeps_comments:
            lost = Counter(comments_of(text)) - Counter(comments_of(after))
        else:
            rest = text[: entry.start] + text[entry.end :]
            lost = Counter(comments_of(rest)) - Counter(comments_of(after))
        assert not lost, f"{where}\n-- lost {lost} --\n{after}"
        assert ("\r" in after) == ("\r" in text), where
        page, data = left, got
        assert page.at(edit.line) is not None, where
        undo.append((after, taken_back(edit.change, text)))
        text = after
        done[command.name] += 1
    assert data_of(text) == data, f"seed {seed}: read strictly, other than as written\n{text}"
    for after, change in reversed(undo):
        assert text == after
        text = change.apply(text)
    assert text == first
    return done
