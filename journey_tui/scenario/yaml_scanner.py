"""The YAML library's scanner, hardened for files that somebody made to hurt.

The library reads character by character, takes a tag apart in quadratic time, and converts numbers of any length in
a directive. Here long runs of text are taken in one step, a tag and a directive are refused where they begin, since
no scenario needs them, and whatever else the library raises becomes one error with its place. Written against
ruamel.yaml 0.19.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import Reader
from ruamel.yaml.scanner import Scanner
from ruamel.yaml.tokens import DirectiveToken, ScalarToken

from journey_tui.scenario.errors import shown
from journey_tui.scenario.yaml_reader import YamlRefused

_BREAKS: Final = "\0\r\n\x85\u2028\u2029"
"""What ends a line, and the end of the text, which the reader marks with a NUL."""

_SHOWN_OF_A_TAG: Final = 80
_FEWEST_IN_ONE_STEP: Final = 16

_TAG: Final = re.compile(rf"[^ \t,\[\]{{}}{_BREAKS}]{{1,{_SHOWN_OF_A_TAG}}}")
_LINE: Final = re.compile(f"[^{_BREAKS}]+")
_VERSION: Final = re.compile(r"%YAML +1\.2 *( #.*)?")
_PLAIN_END: Final = re.compile(rf"[\t{_BREAKS}]| #|:(?=[ \t{_BREAKS}])")
_FLOW_PLAIN_END: Final = re.compile(rf"[\t,\[\]{{}}{_BREAKS}]| #|:(?=[ \t{_BREAKS}])")
_SINGLE_END: Final = re.compile(rf"['{_BREAKS}]")
_DOUBLE_END: Final = re.compile(rf'["\\{_BREAKS}]')


def events(text: str) -> Iterator[Any]:
    """Yield the library's parsing events; raises `YamlRefused` with the place, whatever goes wrong."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Reader, yaml.Scanner = _Reader, _Scanner
    _, parser = yaml.get_constructor_parser(text)
    while (event := _next_event(yaml, parser)) is not None:
        yield event


def _next_event(yaml: YAML, parser: Any) -> Any:
    try:
        return parser.get_event() if parser.check_event() else None
    except YamlRefused:
        raise
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else _here(yaml.reader)
        raise YamlRefused(f"not valid YAML: {error.problem or error.context}", *place) from None
    except Exception:  # the library's own failures have no common type
        raise YamlRefused("not valid YAML: nothing can be read from here on", *_here(yaml.reader)) from None


def _here(reader: Any) -> tuple[int, int]:
    return reader.line + 1, reader.column + 1


class _Reader(Reader):
    """Moves over a long piece of a line in one step."""

    def forward(self, length: int = 1) -> None:
        """Move on, counting lines and columns."""
        if length >= _FEWEST_IN_ONE_STEP:
            piece = self.buffer[self.pointer : self.pointer + length]
            if not ("\n" in piece or "\r" in piece or "\ufeff" in piece):
                self.pointer += length
                self.index += length
                self.column += length
                return
        super().forward(length)


class _Scanner(Scanner):
    """Takes runs of text in one step, and refuses what no scenario needs."""

    def scan_tag(self) -> Any:
        """Refuse the tag."""
        tag = _TAG.match(self.reader.buffer, self.reader.pointer)
        assert tag is not None
        raise YamlRefused(
            f"a tag such as {shown(tag[0])} is not allowed; write the value alone", *_here(self.reader)
        )

    def scan_directive(self) -> Any:
        """Take `%YAML 1.2` and no other directive."""
        reader = self.reader
        line = _LINE.match(reader.buffer, reader.pointer)
        assert line is not None
        if _VERSION.fullmatch(line[0]) is None:
            said = f"the directive {shown(line[0])} is not allowed; leave it out, or write %YAML 1.2"
            raise YamlRefused(said, *_here(reader))
        start = reader.get_mark()
        reader.forward(len(line[0]))
        return DirectiveToken("YAML", (1, 2), start, reader.get_mark())

    def scan_plain(self) -> Any:
        """Take an unquoted text, which may go on in the next line."""
        reader = self.reader
        start = end = reader.get_mark()
        pieces: list[str] = []
        blanks: list[str] = []
        indent = self.indent + 1
        while reader.peek() != "#" and (piece := self._plain_piece()):
            self.allow_simple_key = False
            pieces += [*blanks, piece]
            reader.forward(len(piece))
            end = reader.get_mark()
            blanks = self.scan_plain_spaces(indent, start)
            if not blanks or (not self.flow_level and reader.column < indent):
                break
        return ScalarToken("".join(pieces), True, start, end)

    def _plain_piece(self) -> str:
        """What stands in this line of an unquoted text, without the blanks behind it."""
        where = _FLOW_PLAIN_END if self.flow_level else _PLAIN_END
        stop = where.search(self.reader.buffer, self.reader.pointer)
        assert stop is not None
        return str(self.reader.buffer[self.reader.pointer : stop.start()]).rstrip(" ")

    def scan_flow_scalar_non_spaces(self, double: Any, start_mark: Any) -> Any:
        """Take what stands in this line of a quoted text, or up to an escape; refuse one beyond Unicode."""
        reader = self.reader
        stop = (_DOUBLE_END if double else _SINGLE_END).search(reader.buffer, reader.pointer)
        assert stop is not None
        piece = reader.buffer[reader.pointer : stop.start()].rstrip(" \t")
        reader.forward(len(piece))
        try:
            return [piece, *super().scan_flow_scalar_non_spaces(double, start_mark)]
        except (ValueError, OverflowError):
            line, column = _here(reader)
            escape = f"\\U{reader.prefix(8)}"
            raise YamlRefused(
                f"not valid YAML: {escape} stands for no character", line, column - len(r"\U")
            ) from None
