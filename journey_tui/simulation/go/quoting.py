"""Text in double quotes as Go's `%q` prints it, for messages that must read like Go's."""

from typing import Final

from journey_tui.text import DEFAULT_LIMIT, ELLIPSIS, clean

_NAMED: Final = {
    "\a": r"\a",
    "\b": r"\b",
    "\f": r"\f",
    "\n": r"\n",
    "\r": r"\r",
    "\t": r"\t",
    "\v": r"\v",
    "\\": r"\\",
    '"': r"\"",
}


def go_quote(text: str) -> str:
    """The text as a Go string literal (`strconv.Quote`); lone surrogates stand for bytes that are no UTF-8."""
    return '"' + "".join(map(_quote_character, text)) + '"'


def visible(text: str, limit: int = DEFAULT_LIMIT) -> str:
    """The text on one line with all that a terminal would obey or not show as Go's escapes, cut to `limit`."""
    shown = "".join(
        character if character.isprintable() else _quote_character(character) for character in text[:limit]
    )
    return clean(shown if len(text) <= limit else shown + ELLIPSIS, limit)


def _quote_character(character: str) -> str:
    code = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if character.isprintable():
        return character
    if 0xDC80 <= code <= 0xDCFF:  # surrogateescape of a byte
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
