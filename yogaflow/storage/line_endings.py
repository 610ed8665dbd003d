"""How the lines of a file end, so that a text that comes back unchanged gives the same bytes.

An editor works on lines that end in one way. Files do not: some come from Windows, some begin
with a byte order mark, some are mixed. `Endings` takes all that off and puts it back: a line that
is still there keeps its ending, a new one takes the file's most common one. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_BOM = "\ufeff"
_ENDING = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line in YAML."""
_MANY = 250_000
"""Pairs of lines that are all compared."""
_AFTER = re.compile(f"({_ENDING.pattern})")


@dataclass(frozen=True, slots=True)
class Endings:
    """What `plain` took off a text: its byte order mark and the ending of each of its lines."""

    lines: tuple[str, ...] = ("",)
    """Without their endings; the last one, often empty, has none."""
    ends: tuple[str, ...] = ()
    """One for each line but the last."""
    bom: bool = False

    @staticmethod
    def of(whole: str) -> Endings:
        """Those of a text as it stands in a file."""
        text, bom = whole.removeprefix(_BOM), whole.startswith(_BOM)
        if _is_plain(text):
            lines = text.split("\n")
            return Endings(tuple(lines), ("\n",) * (len(lines) - 1), bom)
        pieces = _AFTER.split(text)
        return Endings(tuple(pieces[::2]), tuple(pieces[1::2]), bom)

    @property
    def common(self) -> str:
        """The ending most of the lines have; a line feed where there is none."""
        counted = Counter(self.ends).most_common(1)
        return counted[0][0] if counted else "\n"

    @property
    def plain(self) -> str:
        """The text with a line feed after each line but the last, and no byte order mark."""
        return "\n".join(self.lines)

    def put_back(self, text: str) -> str:
        """A text of the editor as it belongs into the file. `put_back(plain)` is the file's."""
        lines = text.split("\n") if _is_plain(text) else _ENDING.split(text)
        common = self.common
        ends = [common] * len(lines)
        if any(end != common for end in self.ends):
            for index, end in self._kept(lines):
                ends[index] = end
        ends[-1] = ""
        for index in reversed(range(len(ends) - 1)):
            # A return and the feed of an empty line after it would be read as one ending.
            if ends[index] == "\r" and ends[index + 1] == "\n" and not lines[index + 1]:
                ends[index] = "\n"
        mark = _BOM if self.bom else ""
        return mark + "".join(line + end for line, end in zip(lines, ends, strict=True))

    def _kept(self, lines: Sequence[str]) -> list[tuple[int, str]]:
        """Of the lines that were there before: where they are now, and their ending."""
        from difflib import SequenceMatcher

        old = self.lines
        most = min(len(old), len(lines))
        head = next((i for i in range(most) if old[i] != lines[i]), most)
        tail = next(
            (i for i in range(most - head) if old[-1 - i] != lines[-1 - i]),
            most - head,
        )
        pairs = [(i, i) for i in range(head)]
        pairs += [(len(old) - 1 - i, len(lines) - 1 - i) for i in range(tail)]
        before, after = old[head : len(old) - tail], lines[head : len(lines) - tail]
        # Exact where it is quick: a thousand lines of one kind would take seconds.
        junk = len(before) * len(after) > _MANY
        changed = SequenceMatcher(None, before, after, autojunk=junk)
        for block in changed.get_matching_blocks():
            pairs += [(head + block.a + i, head + block.b + i) for i in range(block.size)]
        return [(now, self.ends[then]) for then, now in pairs if then < len(self.ends)]


def _is_plain(text: str) -> bool:
    """Whether its lines end with line feeds alone, as nearly all do."""
    return not any(end in text for end in "\r\x85\u2028\u2029")
