"""`journey route`: which ServeMux pattern gets a request, why, and why each other one does not."""

import json
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import click

from journey_tui.cli.output import as_lines, deliver
from journey_tui.cli.sources import SourceRefused

if TYPE_CHECKING:
    from journey_tui.simulation.go.mux import PatternError, Route, ServeMux

_WIDTH: Final = 80
_INDENT: Final = 7
_RELEASES: Final = ("1.22", "1.23", "1.24", "1.25", "1.26", "1.27")
_DEFAULT_HOST: Final = "localhost"
_EXAMPLE: Final = "journey route -p 'GET /hello' GET /hello"
_EXAMPLES: Final = """\b
Examples:
  journey route -p 'GET /hello' -p '/details/{id}' GET /details/42
  journey route -p '/files/{path...}' -p '/files/{$}' GET /files/a/b
  journey route -p 'example.com/' -p '/a' GET http://example.com:3000/a
  journey route -p '/tree/' --go 1.25 --json GET /tree
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "-p",
    "--pattern",
    "patterns",
    multiple=True,
    metavar="PATTERN",
    help="A pattern to register; once for each, in any order.",
)
@click.option(
    "--host",
    default=_DEFAULT_HOST,
    show_default=True,
    metavar="HOST",
    help="The Host header; a TARGET that is a whole URL overrides it.",
)
@click.option(
    "--go",
    type=click.Choice(_RELEASES),
    default=_RELEASES[-1],
    show_default=True,
    metavar="RELEASE",
    help="The Go release, from 1.22 to 1.27.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.argument("request_words", nargs=-1, metavar="METHOD TARGET")
def route(
    patterns: tuple[str, ...], host: str, go: str, as_json: bool, request_words: tuple[str, ...]
) -> None:
    """Say which pattern of Go's http.ServeMux gets a request, why, and why each other one does not.

    A pattern is '[METHOD ][HOST]/[PATH]', a TARGET a path with its query, or a URL.
    """
    method, target = _request(request_words)
    mux = _registered(patterns, go)
    answer = mux.route(method, target, host)
    asked = {"go": go, "method": method, "target": target, "host": host}
    lines = _as_json(asked, answer) if as_json else _as_text(asked, answer)
    deliver(as_lines(lines), None)


def _request(words: Sequence[str]) -> tuple[str, str]:
    """Method and target; raises `SourceRefused` with what is missing."""
    if len(words) == 2:
        return words[0], words[1]
    if not words:
        raise _refused(f"METHOD and TARGET are missing: {_EXAMPLE}")
    if len(words) > 2:
        raise _refused(
            f"one METHOD and one TARGET are asked for, not {len(words)} words. "
            f"A pattern with a space in it needs quotes: {_EXAMPLE}"
        )
    word = _shown(words[0])
    if words[0].isalpha():
        raise _refused(f"TARGET is missing; say what is asked for, such as {word} /hello")
    raise _refused(f"METHOD is missing; say which, such as GET {word}")


def _refused(message: str) -> SourceRefused:
    return SourceRefused("\n".join(_wrapped(message)))


def _registered(patterns: Sequence[str], go: str) -> "ServeMux":
    from journey_tui.simulation.go.mux import PatternError, ServeMux

    if not patterns:
        raise _refused("no pattern is given; give each with -p, such as -p 'GET /hello'")
    mux = ServeMux(go)
    for pattern in patterns:
        try:
            mux.handle(pattern)
        except PatternError as error:
            raise SourceRefused("\n".join(_refusal(pattern, error))) from None
    return mux


def _refusal(pattern: str, error: "PatternError") -> Iterator[str]:
    """Go's own words, where in the pattern, and what to write instead."""
    shown = _shown(pattern)
    yield from _wrapped(f"Go refuses the pattern '{shown}':")
    yield from (f"  {_shown(line)}" for line in str(error).split("\n"))
    if error.offset is not None and shown == pattern and shown.isascii() and len(shown) < _WIDTH - 4:
        yield f"    {shown}"
        yield f"    {' ' * error.offset}^"
    if error.advice:
        yield from _wrapped(_shown(f"What to do: {error.advice}."))


def _as_text(asked: dict[str, str], answer: "Route") -> Iterator[str]:
    yield from _wrapped(_shown(f"{asked['method']} {asked['target']}"))
    yield from _wrapped(_shown(f"host {_host(asked)}, Go {asked['go']}"))
    yield ""
    yield from _wrapped(_headline(answer), _INDENT, str(answer.status))
    for name, value in answer.values.items():
        yield from _wrapped(_shown(f"{name} = {_quoted(value)}"), _INDENT)
    yield from _wrapped(answer.reason, _INDENT)
    yield ""
    for verdict in answer.verdicts:
        yield from _wrapped(_shown(verdict.pattern), _INDENT, verdict.outcome)
        yield from _wrapped(verdict.reason, _INDENT)


def _host(asked: dict[str, str]) -> str:
    """The host that is looked up, and that it is the URL's, if it is."""
    from journey_tui.simulation.go.url import TargetError, parse_target

    try:
        host = parse_target(asked["method"], asked["target"], asked["go"]).host
    except TargetError:
        host = ""
    return f"{host} (of the URL)" if host else asked["host"]


def _headline(answer: "Route") -> str:
    from journey_tui.simulation.go.status import status_text

    if answer.pattern:
        return _shown(answer.pattern)
    if answer.location:
        return _shown(f"{status_text(answer.status)}, Location: {answer.location}")
    if answer.allow:
        return _shown(f"{status_text(answer.status)}, Allow: {answer.allow}")
    return status_text(answer.status)


def _as_json(asked: dict[str, str], answer: "Route") -> Iterator[str]:
    result = {
        **{name: _unicode(text) for name, text in asked.items()},
        "status": answer.status,
        "pattern": _unicode(answer.pattern),
        "location": answer.location,
        "allow": answer.allow,
        "values": {name: _unicode(value) for name, value in answer.values.items()},
        "reason": answer.reason,
        "patterns": [
            {"pattern": _unicode(verdict.pattern), "outcome": verdict.outcome, "reason": verdict.reason}
            for verdict in answer.verdicts
        ],
    }
    # ASCII only: what a terminal would obey is escaped in JSON's own way.
    yield json.dumps(result, indent=2)


def _wrapped(text: str, indent: int = 0, label: str = "") -> list[str]:
    """A text in lines of 80 columns at most, indented, with a label before the first."""
    first = label.ljust(indent)
    if len(first) + len(text) <= _WIDTH:
        return [first + text]
    return wrap(text, _WIDTH, initial_indent=first, subsequent_indent=" " * indent, break_on_hyphens=False)


def _shown(text: str) -> str:
    from journey_tui.simulation.go.quoting import visible

    return visible(text)


def _quoted(text: str) -> str:
    from journey_tui.simulation.go.quoting import go_quote

    return go_quote(text)


def _unicode(text: str) -> str:
    """A byte that is no UTF-8 as U+FFFD: JSON has no way to write it."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
