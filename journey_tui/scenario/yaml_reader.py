"""Reads the YAML of a scenario file into plain values, each of which knows its line and column.

It works on the parser's events, one after the other, and stops at the first thing that no scenario needs: so a
file that was made to hurt (nested a thousand deep, an alias of aliases of aliases) costs as little as its limits
say. Scalars are read by YAML 1.2's core schema: `no`, `on` and `1:30` are text.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from journey_tui.scenario.errors import Refusal, shown

MOST_NODES: Final = 200_000
"""Values of a file, with all aliases written out: room for 10,000 clients, each with twenty."""

MOST_ALIASES: Final = 1_000
DEEPEST: Final = 40
"""Nesting; the format itself needs eight."""

LONGEST_INTEGER: Final = 40
"""Digits that are read as a number; what is longer is text, and no field takes it."""

_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: Final = {
    word: value
    for value, words in (
        (None, ("", "~", "null", "Null", "NULL")),
        (True, ("true", "True", "TRUE")),
        (False, ("false", "False", "FALSE")),
    )
    for word in words
}


class YamlRefused(Refusal):
    """The text is not YAML that a scenario may be written in; it ends the reading."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


@dataclass(slots=True, eq=False)
class Node:
    """One value of the file and its place, counted from 1."""

    value: Any
    """A scalar, a list of nodes, or a mapping of keys to nodes."""
    line: int
    column: int
    key_places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Of a mapping: where each key stands."""
    size: int = 1
    """Values in it, itself included, aliases written out."""
    height: int = 1
    repeated: list[tuple[str, int, int]] = field(default_factory=list)
    """Of a mapping: keys that stand in it a second time, with their place."""

    def plain(self) -> Any:
        """Return the value with lists and dicts instead of nodes."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value

    def walk(self) -> Iterator[tuple[tuple[str | int, ...], "Node"]]:
        """Yield every node below with its path."""
        yield (), self
        children: Any = ()
        if isinstance(self.value, list):
            children = enumerate(self.value)
        elif isinstance(self.value, dict):
            children = self.value.items()
        for key, child in children:
            for path, node in child.walk():
                yield (key, *path), node


def has_step(holder: Any, step: str | int) -> bool:
    """Return whether a list or a mapping has something at a place or a key."""
    if isinstance(holder, dict):
        return step in holder
    return isinstance(holder, list) and isinstance(step, int) and step < len(holder)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read."""

    node: Node
    anchor: str | None
    key: str | None = None


class Written(float):
    """A number that is shown as it was written: a Go version 1.20 is not 1.2."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text


def scalar(text: str) -> object:
    """Return what a plain scalar stands for in YAML 1.2's core schema."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= LONGEST_INTEGER else text
    if _BASED.fullmatch(text) and len(text) <= LONGEST_INTEGER:
        return int(text[2:], 8 if text[1] == "o" else 16)
    if len(text) <= LONGEST_INTEGER and _FLOAT.fullmatch(text) and math.isfinite(number := Written(text)):
        return number
    return text


def read_yaml(text: str) -> Node:
    """Return the one document of a text; raises `YamlRefused` with the place."""
    from journey_tui.scenario.yaml_scanner import events  # imports the library, 40 ms

    builder = _Builder()
    for event in events(text):
        builder.take(event)
    if builder.root is None:
        raise YamlRefused("is empty; a scenario begins with journey: 1 and a title", 1, 1)
    return builder.root


class _Builder:
    """Puts events together."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._nodes = 0
        self._aliases = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        """Take the next event."""
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        match type(event).__name__:
            case "DocumentStartEvent":
                self._start_document(line, column)
            case "ScalarEvent":
                self._scalar(event, line, column)
            case "SequenceStartEvent":
                self._start(event, Node([], line, column))
            case "MappingStartEvent":
                self._start(event, Node({}, line, column))
            case "SequenceEndEvent" | "MappingEndEvent":
                closed = self._open.pop()
                self._place(closed.node, closed.anchor)
            case "AliasEvent":
                self._alias(event, line, column)
            case _:
                pass

    def _start_document(self, line: int, column: int) -> None:
        self._documents += 1
        if self._documents > 1:
            raise YamlRefused("a second document begins here; a scenario file holds one", line, column)

    def _start(self, event: Any, node: Node) -> None:
        self._count(1, node.line, node.column)
        self._need_no_key(node)
        if len(self._open) >= DEEPEST:
            raise YamlRefused(f"is nested too deep; at most {DEEPEST} levels", node.line, node.column)
        self._open.append(_Open(node, event.anchor))

    def _scalar(self, event: Any, line: int, column: int) -> None:
        node = Node(event.value, line, column)
        self._count(1, node.line, node.column)
        if self._takes_key():
            self._key(event.value, node)
            return
        if event.implicit[0] and event.style in (None, ""):
            node.value = scalar(event.value)
        self._place(node, event.anchor)

    def _count(self, more: int, line: int, column: int) -> None:
        self._nodes += more
        if self._nodes > MOST_NODES:
            raise YamlRefused(
                f"holds too much; at most {MOST_NODES:,} values, aliases written out", line, column
            )

    def _alias(self, event: Any, line: int, column: int) -> None:
        node = self._anchors.get(event.anchor)
        place = Node(None, line, column)
        if node is None:
            raise YamlRefused(
                f"the alias {shown(event.anchor)} names nothing that ends before it; "
                "a text that begins with * needs quotes",
                line,
                column,
            )
        self._need_no_key(place)
        self._aliases += 1
        if self._aliases > MOST_ALIASES:
            raise YamlRefused(f"too many aliases; at most {MOST_ALIASES:,}", line, column)
        self._count(node.size, line, column)
        if len(self._open) + node.height > DEEPEST:
            raise YamlRefused(f"is nested too deep; at most {DEEPEST} levels", line, column)
        self._place(node, None)

    def _takes_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].node.value, dict) and self._open[-1].key is None

    def _need_no_key(self, node: Node) -> None:
        if self._takes_key():
            raise YamlRefused(
                "a key must be a word, not a list, a mapping or an alias", node.line, node.column
            )

    def _key(self, key: str, node: Node) -> None:
        around = self._open[-1]
        around.key = key
        if key in around.node.key_places:
            around.node.repeated.append((key, node.line, node.column))
        else:
            around.node.key_places[key] = (node.line, node.column)

    def _place(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._open:
            self.root = node
            return
        around = self._open[-1].node
        around.size += node.size
        around.height = max(around.height, node.height + 1)
        if isinstance(around.value, list):
            around.value.append(node)
        else:
            around.value.setdefault(self._open[-1].key, node)
            self._open[-1].key = None
