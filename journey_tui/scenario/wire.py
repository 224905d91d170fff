"""Text that goes over the wire as it stands: request targets, header fields, bodies.

Unlike text for people it is never altered, since every byte of it is counted in Content-Length, segments and
buffers; what may not stand in it is refused. All of it is ASCII without control
characters, save two: a body may hold newlines, returns and tabs, and a raw request anything at all. Whoever shows
those two passes them through `journey_tui.text.clean`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from journey_tui.scenario.errors import Refusal, shown
from journey_tui.scenario.values import JsonSchema, text_of
from journey_tui.text import clean

TOKEN: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
"""RFC 9110 section 5.6.2: what methods and header names are made of."""

_NOT_VISIBLE: Final = re.compile(r"[^!-~]")
_NOT_FIELD_CONTENT: Final = re.compile(r"[^ -~]")
_NOT_BODY: Final = re.compile(r"[^ -~\n\r\t]")

LONGEST_PATTERN: Final = 2_000
"""Go sets no limit; each pattern is compared with the others when it is registered."""


@dataclass(frozen=True)
class WireText:
    """Annotation for a text with its own rule."""

    noun: str
    check: Callable[[str], None]
    """Raises `Refusal`."""
    pattern: str | None = None
    """The same rule for the JSON Schema, where it can be said as a regular expression."""

    def read(self, value: object) -> str:
        """Return the text unchanged; raises `Refusal`."""
        text = text_of(value, self.noun)
        self.check(text)
        return text

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchema:
        schema: JsonSchema = {"type": "string"}
        if self.pattern:
            schema["pattern"] = self.pattern
        return schema


def _no_line_break(text: str, noun: str) -> None:
    if "\r" in text or "\n" in text:
        raise Refusal(f"{noun} must not hold a line break: what follows it would be another header line")


def _check_method(text: str) -> None:
    if not TOKEN.fullmatch(text):
        raise Refusal(
            f"{shown(text)} is not a method; a token such as GET or POST (anything else goes through raw)"
        )


def _check_header_name(text: str) -> None:
    _no_line_break(text, "a header name")
    if not TOKEN.fullmatch(text):
        raise Refusal(
            f"{shown(text)} is not a header name; letters, digits and !#$%&'*+-.^_`|~ (anything else goes through raw)"
        )


def _check_header_value(text: str) -> None:
    _no_line_break(text, "a header value")
    if found := _NOT_FIELD_CONTENT.search(text):
        raise Refusal(
            f"a header value is printable ASCII; it holds {named(found[0])} (anything else goes through raw)"
        )
    if text != text.strip():
        raise Refusal(
            "a header value must not begin or end with a blank: it is no part of the value (RFC 9110, 5.5)"
        )


def _check_visible(noun: str) -> Callable[[str], None]:
    def check(text: str) -> None:
        if found := _NOT_VISIBLE.search(text):
            raise Refusal(
                f"{noun} is visible ASCII without blanks; it holds {named(found[0])}; %-encode it, or use raw"
            )

    return check


def _check_body(text: str) -> None:
    if found := _NOT_BODY.search(text):
        raise Refusal(f"a body is ASCII text; it holds {named(found[0])}")


def _check_pattern(text: str) -> None:
    if not text:
        raise Refusal("a pattern must not be empty")
    if len(text) > LONGEST_PATTERN:
        raise Refusal(f"a pattern is too long; at most {LONGEST_PATTERN:,} characters")
    changed = next((a for a, b in zip(text, clean(text, len(text) + 1) + "\0", strict=False) if a != b), None)
    if changed is not None:
        raise Refusal(
            f"a pattern is text in normal form without control characters; it holds {named(changed)}"
        )


def _check_raw(text: str) -> None:
    if not text:
        raise Refusal("a raw request must not be empty")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Refusal(f"a raw request is sent as UTF-8; it holds {named(text[error.start])}") from None


def named(character: str) -> str:
    """Return a character as a message may show it: itself and its number, or its number alone."""
    number = f"U+{ord(character):04X}"
    return f"'{character}' ({number})" if character.isprintable() and character != " " else number


def fault_of_target(target: str, method: str) -> str | None:
    """Return what is wrong with a request target's form, or None.

    RFC 9112 section 3.2: a path, an absolute URL, an authority with CONNECT, or `*`.
    """
    if target == "*" or target.startswith("/"):
        return None
    if re.match(r"https?://[^/?#]+", target, re.IGNORECASE):
        return None
    if re.fullmatch(r"[^/?#@]+:[0-9]+", target):
        if method == "CONNECT":
            return None
        return f"{shown(target)} is an authority, which only CONNECT may have; a path such as /hello, an absolute URL or *"
    hint = f"; did you mean '/{target}'?" if re.fullmatch(r"[\w.~%-]+(/[!-~]*)?", target) else ""
    rule = "a path from /, an absolute URL, *, or host:port with CONNECT (anything else goes through raw)"
    return f"{shown(target)} is no request target; {rule}{hint}"


Method = Annotated[str, WireText("a method", _check_method, rf"^{TOKEN.pattern}$")]
HeaderName = Annotated[str, WireText("a header name", _check_header_name, rf"^{TOKEN.pattern}$")]
HeaderValue = Annotated[str, WireText("a header value", _check_header_value, r"^([!-~]([ -~]*[!-~])?)?$")]
Target = Annotated[str, WireText("a target", _check_visible("a target"), r"^[!-~]+$")]
Host = Annotated[str, WireText("a host", _check_visible("a host"), r"^[!-~]*$")]
Body = Annotated[str, WireText("a body", _check_body, r"^[ -~\n\r\t]*$")]
Pattern = Annotated[str, WireText("a pattern", _check_pattern)]
"""A route's pattern; whether it is one by Go's rules is checked apart: see `journey_tui.scenario.patterns`."""
Raw = Annotated[str, WireText("a raw request", _check_raw)]
"""A whole request, sent as its UTF-8 bytes, mistakes and all."""


class HeaderMapping:
    """Annotation for header fields: a mapping in the file, name and value pairs in the same order in the model."""

    def __get_pydantic_core_schema__(self, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        mapping = handler.generate_schema(dict[HeaderName, HeaderValue])
        return core_schema.no_info_after_validator_function(lambda fields: tuple(fields.items()), mapping)


Headers = Annotated[tuple[tuple[str, str], ...], HeaderMapping()]
