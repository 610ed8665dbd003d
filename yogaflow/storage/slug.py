"""A title as the name of a file, or as the key of a pose. Pure."""

from __future__ import annotations

import unicodedata

_LATIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i"}
)
"""Latin letters that are no ASCII letter with an accent."""

_DEVICES = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$"}) | {
    f"{name}{number}" for name in ("com", "lpt") for number in range(10)
}
"""Names that Windows keeps for itself, whatever their ending."""


def is_reserved(name: str) -> bool:
    """Whether Windows takes the name of a file for a device: con, Aux.yaml, com¹.

    >>> is_reserved("con.foo"), is_reserved("condor")
    (True, False)
    """
    # Dots and blanks at the end of a name do not count there, and ¹ is as good as 1.
    stem = unicodedata.normalize("NFKC", name).partition(".")[0]
    return stem.rstrip().casefold() in _DEVICES


def slug(text: str, *, ascii_only: bool = False) -> str:
    """The words of a text in small letters, with hyphens between them; "" where there are none.

    It can be the name of a file everywhere: to one that Windows keeps, what it is of is added.

    Latin letters lose their accents. Letters of other scripts stay as they are, with the signs
    that belong to them, or are left out with `ascii_only`.

    >>> slug("Früh übt sich!")
    'fruh-ubt-sich'
    >>> slug("Straße"), slug("Straße", ascii_only=True)
    ('straße', 'strasse')
    >>> slug("Con")
    'con-flow'
    """
    # Taken apart first: some letters (the mathematical ones) have capitals inside.
    text = unicodedata.normalize("NFKD", text)
    small = text.casefold().translate(_LATIN) if ascii_only else text.lower()
    kept: list[str] = []
    base = ""
    for letter in unicodedata.normalize("NFKD", small):
        if letter in "'’":
            continue
        if is_sign(letter):
            # An accent is dropped from a Latin letter; elsewhere it makes another letter of it.
            if base.isalnum() and not base.isascii() and not ascii_only:
                kept.append(letter)
            continue
        base = letter
        kept.append(letter if letter.isalnum() and (letter.isascii() or not ascii_only) else "-")
    joined = unicodedata.normalize("NFC", "".join(kept))
    words = "-".join(part for part in joined.split("-") if part)
    if is_reserved(words):
        return f"{words}-pose" if ascii_only else f"{words}-flow"
    return words


def is_sign(letter: str) -> bool:
    """Whether it is an accent, a vowel sign or the like: part of the letter before it."""
    return unicodedata.category(letter) in {"Mn", "Mc"}
