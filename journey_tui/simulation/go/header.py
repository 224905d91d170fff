"""HTTP header fields as Go keeps them: names in one canonical spelling, several values to a name.

Facts: net/http/header.go, net/textproto/reader.go and golang.org/x/net/http/httpguts, Go 1.27.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_TOKEN_BOUNDARY: Final = re.compile(r"[ ,\t]")
_USUAL_NAME: Final = 40
"""Names up to this length are the same few again and again; longer ones are not worth keeping."""
_LOWER_ASCII: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def is_token(text: str) -> bool:
    """Whether the text is an RFC 9110 token: what methods and field names are made of."""
    return _TOKEN.fullmatch(text) is not None


def canonical_key(name: str) -> str:
    """`content-type` as `Content-Type`; a name that is no token stays as it is (`CanonicalMIMEHeaderKey`)."""
    return _usual_key(name) if len(name) <= _USUAL_NAME else _canonical_key(name)


def _canonical_key(name: str) -> str:
    if not is_token(name):
        return name
    return "-".join(part[:1].upper() + part[1:].lower() for part in name.split("-"))


_usual_key: Final = lru_cache(maxsize=256)(_canonical_key)


def lower_ascii(text: str) -> str:
    """Lower-case the ASCII letters only, as comparisons in HTTP do."""
    return text.translate(_LOWER_ASCII)


def has_token(value: str, token: str) -> bool:
    """Whether a field value holds a word, split at spaces, tabs and commas (`hasToken`, net/http/header.go)."""
    return token in _TOKEN_BOUNDARY.split(lower_ascii(value))


def list_has_token(values: Iterable[str], token: str) -> bool:
    """Whether one of the comma-separated elements is the word (`httpguts.HeaderValuesContainsToken`)."""
    return any(lower_ascii(element.strip(" \t")) == token for value in values for element in value.split(","))


class Header:
    """Header fields by canonical name (`http.Header`)."""

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in fields:
            self.add(name, value)

    def __contains__(self, name: str) -> bool:
        return canonical_key(name) in self._values

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Every field, names in the order of their first arrival."""
        for name, values in self._values.items():
            for value in values:
                yield name, value

    def __len__(self) -> int:
        """Fields, a name with two values counted twice."""
        return sum(map(len, self._values.values()))

    def get(self, name: str) -> str:
        """The first value of a name, or an empty text."""
        values = self._values.get(canonical_key(name))
        return values[0] if values else ""

    def values(self, name: str) -> tuple[str, ...]:
        """All values of a name, in order."""
        return tuple(self._values.get(canonical_key(name), ()))

    def names(self) -> tuple[str, ...]:
        """The names that have a value."""
        return tuple(self._values)

    def add(self, name: str, value: str) -> None:
        """Append a value to a name's."""
        self._values.setdefault(canonical_key(name), []).append(value)

    def set(self, name: str, value: str) -> None:
        """Make this the only value of a name."""
        self._values[canonical_key(name)] = [value]

    def delete(self, name: str) -> None:
        """Drop a name with all its values, if it is there."""
        self._values.pop(canonical_key(name), None)

    def copy(self) -> "Header":
        """A header of its own with the same fields."""
        return Header(self)

    def wire_bytes(self) -> bytes:
        """The fields as they are sent: sorted by name, names that are no tokens left out (`Header.WriteSubset`)."""
        lines = [
            f"{name}: {_one_line(value)}\r\n"
            for name in sorted(self._values, key=_as_bytes)
            if is_token(name)
            for value in self._values[name]
        ]
        return _as_bytes("".join(lines))


def _one_line(value: str) -> str:
    return value.replace("\n", " ").replace("\r", " ").strip(" \t\n\r")


def _as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
