"""A new flow: where it will be saved, and what is on its page before the first step."""

from __future__ import annotations

from pathlib import Path

from yogaflow.format.quoting import LONGEST_TITLE, quoted
from yogaflow.library.copies import free_name
from yogaflow.library.manage import key_from
from yogaflow.storage import paths


def new_flow(title: str) -> tuple[Path, str]:
    """The file of a flow of that title, under a name that nobody has, and its first lines."""
    title = " ".join(title.split())
    folder = paths.user_flows_dir()
    key = free_name(folder, key_from(title), paths.sequences_dir())
    return folder / f"{key}.yaml", f"title: {quoted(title)}\nflow:\n"


def title_problem(title: str) -> str:
    """Why a flow cannot be called so, in plain words; "" where it can."""
    words = " ".join(title.split())
    if not words:
        return "It needs a name."
    if len(words) > LONGEST_TITLE:
        return f"{len(words)} letters; {LONGEST_TITLE} at most"
    if not words.isprintable():
        return "There is an invisible character in it."
    return ""
