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
from journey_tui.scenario.yaml_advice import advice_on, begun
from journey_tui.scenario.yaml_reader import YamlRefused

_BREAKS: Final = "\0\r\n\x85\u2028\u2029"
"""What ends a line, and the end of the text, which the reader marks with a NUL."""

_SHOWN_OF_A_TAG: Final = 80

_TAG: Final = re.compile(rf"[^ \t,\[\]{{}}{_BREAKS}]{{1,{_SHOWN_OF_A_TAG}}}")
_LINE: Final = re.compile(f"[^{_BREAKS}]+")
_VERSION: Final = re.compile(r"%YAML +1\.2 *( #.*)?")
_DOCUMENT_MARK: Final = re.compile(rf"(---|\.\.\.)[ \t{_BREAKS}]")
_PLAIN_END: Final = re.compile(rf"[\t{_BREAKS}]| #|:(?=[ \t{_BREAKS}])")
_FLOW_PLAIN_END: Final = re.compile(rf"[\t,\[\]{{}}{_BREAKS}]| #|:(?=[ \t{_BREAKS}])")
_SPACES: Final = re.compile(" *")
_BLANK: Final = re.compile(f" *(#[^{_BREAKS}]*)?")
_FLOW_BLANK: Final = re.compile(rf"[ \t]*(#[^{_BREAKS}]*)?")
_SINGLE: Final = re.compile(rf"(?:[^'{_BREAKS}]|'')*+")
_ESCAPE: Final = re.compile(
    r'\\(?:(?P<letter>[abefnrtv0/N_LP"\\])|[xu](?P<digits>(?<=x)[0-9A-Fa-f]{2}|(?<=u)[0-9A-Fa-f]{4}))'
)
_ESCAPED: Final = _ESCAPE.pattern.replace("?P<letter>", "?:").replace("?P<digits>", "?:")
"""The same without groups: Python 3.11 loses its way with groups in a possessive repeat (SystemError)."""
_DOUBLE: Final = re.compile(rf'(?:[^"\\{_BREAKS}]|{_ESCAPED})*+')


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
        problem = str(error.problem or error.context)
        said = f"not valid YAML: {problem}{begun(error)}{advice_on(problem)}"
        raise YamlRefused(said, *place) from None
    except Exception:  # the library's own failures have no common type
        raise YamlRefused("not valid YAML: nothing can be read from here on", *_here(yaml.reader)) from None


def _here(reader: Any) -> tuple[int, int]:
    return reader.line + 1, reader.column + 1


class _Reader(Reader):
    """Moves over a long piece of a line in one step."""

    def forward(self, length: int = 1) -> None:
        """Move on, counting lines and columns."""
        piece = self.buffer[self.pointer : self.pointer + length]
        if not piece.isprintable():  # a line break is not
            super().forward(length)
            return
        self.pointer += length
        self.index += length
        self.column += length


class _Scanner(Scanner):
    """Takes runs of text in one step, and refuses what no scenario needs."""

    def need_more_tokens(self) -> bool:
        """Say so at once in the commonest case; this is asked ten times for each value."""
        if self.tokens and not self.possible_simple_keys:
            return False
        return bool(super().need_more_tokens())

    def scan_to_next_token(self) -> None:
        """Pass over blanks, comments and line breaks."""
        reader = self.reader
        if reader.index == 0 and reader.peek() == "\ufeff":
            reader.forward()
        blank = _FLOW_BLANK if self.flow_level else _BLANK
        while True:
            self._pass(blank)
            if not self.scan_line_break():
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def _pass(self, pattern: re.Pattern[str]) -> str:
        """Move over what a pattern finds here, which may be nothing, and return it."""
        found = pattern.match(self.reader.buffer, self.reader.pointer)
        assert found is not None
        self.reader.forward(len(found[0]))
        return found[0]

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

    def scan_plain_spaces(self, indent: Any, start_mark: Any) -> list[str]:
        """Take the blanks and line breaks behind a piece of unquoted text; none where the document ends."""
        blanks = self._pass(_SPACES)
        if not (first := self.scan_line_break()):
            return [blanks] if blanks else []
        self.allow_simple_key = True
        breaks: list[str] = []
        while _DOCUMENT_MARK.match(self.reader.buffer, self.reader.pointer) is None:
            self._pass(_SPACES)
            if not (another := self.scan_line_break()):
                return breaks if first == "\n" and breaks else [" " if first == "\n" else first, *breaks]
            breaks.append(another)
        return []

    def scan_flow_scalar_non_spaces(self, double: Any, start_mark: Any) -> Any:
        """Take what stands in this line of a quoted text; refuse an escape beyond Unicode."""
        reader = self.reader
        found = (_DOUBLE if double else _SINGLE).match(reader.buffer, reader.pointer)
        assert found is not None
        piece = found[0].rstrip(" \t")
        reader.forward(len(piece))
        text = _ESCAPE.sub(self._escaped, piece) if double else piece.replace("''", "'")
        try:
            return [text, *super().scan_flow_scalar_non_spaces(double, start_mark)]
        except (ValueError, OverflowError):
            line, column = _here(reader)
            escape = f"\\U{reader.prefix(8)}"
            raise YamlRefused(
                f"not valid YAML: {escape} stands for no character", line, column - len(r"\U")
            ) from None

    def _escaped(self, escape: re.Match[str]) -> str:
        """The character that an escape stands for."""
        digits = escape["digits"]
        return chr(int(digits, 16)) if digits else str(self.ESCAPE_REPLACEMENTS[escape["letter"]])
