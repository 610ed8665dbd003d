"""Which pose a few words name: by key, name, Sanskrit or other name, in any spelling of them.

Case, accents, hyphens, blanks, apostrophes, plurals and the word "pose" make no difference, nor
whether a number is a word, a digit or Roman. Nothing further is guessed: what is only like a name
is suggested.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from yogaflow.format.problems import nearest

WORD = r"[^\W_](?:[^\W_]|[\u0300-\u036f]|['’](?=[^\W\d_]))*"
"""A word or a number, as a pattern; an apostrophe within it belongs to it."""

_WORDS = re.compile(WORD)
_FILLERS = frozenset(("pose", "posture", "asana", "the"))
_NUMBERS = {"one": "1", "two": "2", "three": "3", "i": "1", "ii": "2", "iii": "3"}
_COMMON = frozenset("legged facing standing seated half high wide reverse revolved".split())
"""Words that many poses share: no two are alike for having one of them."""

_ES = ("ches", "shes", "sses", "xes")

MOST_WORDS = 8
"""Words of the longest name that is looked for."""


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(plain_word(match[0]) for match in _WORDS.finditer(text))


@lru_cache(maxsize=4096)
def plain_word(word: str) -> str:
    """A word as it is compared: small, without accents and apostrophes, its number as a digit."""
    bare = unicodedata.normalize("NFKD", word).casefold()
    bare = "".join(letter for letter in bare if letter.isalnum())
    return _NUMBERS.get(bare, bare)


@lru_cache(maxsize=4096)
def _singular(word: str) -> str:
    if len(word) <= 3 or word.endswith("ss"):
        return word
    if word.endswith(_ES):
        return word[:-2]
    return word.removesuffix("s")


class NameBook:
    """The names of the poses of a library, ready to be looked up."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = dict(names)
        self._keys: dict[tuple[str, ...], str] = {}
        self._exact: dict[tuple[str, ...], set[str]] = {}
        self._loose: dict[str, set[str]] = {}
        for name, key in names.items():
            if name == key:
                self._keys[plain_words(key)] = key
            for words in _variants(plain_words(name)):
                if _squashed(words):
                    self._exact.setdefault(words, set()).add(key)
                    self._loose.setdefault(_squashed(words), set()).add(key)

    def find(self, words: tuple[str, ...]) -> str | None:
        """The key of the one pose that these plain words name, all of them; else None."""
        if not _squashed(words):
            return None
        for variant in _variants(words):
            # A key goes before what another pose is also called.
            if variant in self._keys:
                return self._keys[variant]
            if variant in self._exact:
                return _only(self._exact[variant])
        return _only(self._loose.get(_squashed(words), set()))

    def near(self, phrase: str, count: int = 3) -> tuple[str, ...]:
        """The keys of the poses whose names are most like a phrase, best first."""
        words = plain_words(phrase)[: MOST_WORDS + 4]
        within = [
            key
            for size in range(len(words), 0, -1)
            for start in range(len(words) - size + 1)
            if (key := self.find(words[start : start + size])) is not None
        ]
        low = " ".join(phrase.lower().split())
        close = [self._names[name] for name in nearest(low, self._names, count=count + 3)]
        sharing = [] if within or close else self._sharing(words)
        return tuple(dict.fromkeys([*within, *close, *sharing]))[:count]

    def _sharing(self, words: Iterable[str]) -> list[str]:
        """The poses that have a longer word of the phrase in a name."""
        wanted = {_singular(word) for word in words if len(word) > 3 and word not in _COMMON}
        return [
            min(keys)
            for name, keys in self._exact.items()
            if wanted & {_singular(word) for word in name}
        ]


def _variants(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The words as they are, then without those that say nothing."""
    bare = tuple(word for word in words if word not in _FILLERS)
    return (words,) if bare == words else (words, bare)


def _squashed(words: Iterable[str]) -> str:
    return "".join(_singular(word) for word in words if word not in _FILLERS)


def _only(keys: set[str]) -> str | None:
    return next(iter(keys)) if len(keys) == 1 else None


def name_book(names: Mapping[str, str]) -> NameBook:
    """The book of some names -> keys; made once for the same names."""
    return _book(tuple(names.items()))


@lru_cache(maxsize=8)
def _book(names: tuple[tuple[str, str], ...]) -> NameBook:
    return NameBook(dict(names))
