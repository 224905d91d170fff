"""The one funnel for text that somebody else wrote: scenario files, traces, file names, messages of other programs.

A terminal obeys what is printed on it: an escape sequence may retitle the window or write the clipboard, a
bidirectional override may show a different name from the one that is stored. Such text passes here once, on its
way in, and is never interpreted as markup afterwards.
"""

import re
import unicodedata
from typing import Final

DEFAULT_LIMIT: Final = 2000
"""Characters that a cleaned text keeps unless the caller says otherwise."""

ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"

_JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Format characters that Bengali, Persian and other scripts need to be spelled correctly."""

_LINE_BREAKS: Final = {"\N{LINE SEPARATOR}": "\n", "\N{PARAGRAPH SEPARATOR}": "\n", "\t": " "}

_LONGEST_DECOMPOSITION: Final = 4
"""Code points that NFC may join into one (U+1F82, Unicode 15)."""

_SUSPECT: Final = re.compile(r"[^\n -~]")
"""Whatever is not plain printable ASCII is looked at character by character."""


def _kept(character: str) -> str:
    """What is left of one character: itself, its stand-in, or nothing."""
    if character in _LINE_BREAKS:
        return _LINE_BREAKS[character]
    if character in _JOINERS:
        return character
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"}:  # control, format, lone surrogate
        return ""
    return character


def clean(text: str, limit: int = DEFAULT_LIMIT) -> str:
    """Return `text` without anything that a terminal would obey, in NFC, at most `limit` (1 or more) characters long.

    Newlines stay, a tab becomes a space. C0, DEL, C1, bidirectional controls, zero-width space, byte order mark and
    all other format characters save the two joiners are dropped. What is too long ends in an ellipsis.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():  # nearly every text: four times as quick
        return text
    safe = _SUSPECT.sub(lambda match: _kept(match[0]), text)
    # Canonical ordering is quadratic in a run of combining marks, so no more is normalised than can be kept.
    window = safe[: limit * _LONGEST_DECOMPOSITION]
    composed = unicodedata.normalize("NFC", window)
    if len(window) == len(safe) and len(composed) <= limit:
        return composed
    return composed[: limit - 1] + ELLIPSIS


def clean_line(text: str, limit: int = DEFAULT_LIMIT) -> str:
    """Return `text` cleaned and on one line: every run of blanks and newlines becomes one space."""
    return clean(" ".join(clean(text, limit * _LONGEST_DECOMPOSITION).split()), limit)
