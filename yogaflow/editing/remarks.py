"""The comments of a text: what stands behind a # and belongs to no word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from yogaflow.format.nodes import Mapping, Node, Scalar, Sequence


def remarks(text: str, root: Node | None) -> Iterator[tuple[int, int]]:
    """Each comment as `text[start:end]`, from its # to the end of its line."""
    if "#" not in text:
        return
    at = 0
    for start, end in [*_words(root), (len(text), len(text))]:
        yield from _between(text, at, start)
        at = max(at, end)


def counted(text: str, root: Node | None) -> Counter[str]:
    """What the comments say, and how often."""
    return Counter(text[start:end].rstrip() for start, end in remarks(text, root))


def _between(text: str, at: int, stop: int) -> Iterator[tuple[int, int]]:
    while (mark := text.find("#", at, stop)) >= 0:
        end = text.find("\n", mark)
        end = len(text) if end < 0 else end
        if mark == 0 or text[mark - 1] in " \t\n\ufeff":
            yield mark, end
        at = end


def _words(root: Node | None) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    waiting = [root] if root is not None else []
    while waiting:
        span = waiting.pop()
        if isinstance(span, Scalar):
            found.append((span.start, span.end))
        elif isinstance(span, Sequence):
            waiting += span.items
        elif isinstance(span, Mapping):
            waiting += [part for pair in span.pairs for part in pair]
    return sorted(found)
