"""A pattern of ServeMux laid beside a request, part by part: what it wants there, and what the request has.

The rules are those of Go's ServeMux since 1.22: `{name}` takes one segment, `{name...}` and a slash at the end take the
rest, `{$}` takes nothing more.
"""

from typing import Final

from journey_tui.text import clean_line

_MOST: Final = 40
_LONGEST: Final = 60

Part = tuple[str, str, str]
"""Which part it is, what the pattern wants, what the request has."""


def parts_of(pattern: str, method: str, host: str, target: str) -> tuple[Part, ...]:
    """Method, host, and the path segment by segment."""
    wanted_method, _, place = pattern.strip().rpartition(" ")
    wanted_host, _, wanted_path = place.lstrip().partition("/")
    path = target.partition("?")[0].partition("/")[2]
    result = [
        ("method", wanted_method.strip() or "any", method),
        ("host", wanted_host or "any", host),
    ]
    wanted, has = wanted_path.split("/"), path.split("/")
    for index, segment in enumerate(wanted[:_MOST]):
        rest = index == len(wanted) - 1 and (not segment or segment.endswith("...}"))
        own = "/" + ("/".join(has[index:]) if rest else "".join(has[index : index + 1]))
        result.append((f"segment {index + 1}", _wants(segment, rest), own))
    return tuple((name, _clean(wants), _clean(own)) for name, wants, own in result)


def _wants(segment: str, rest: bool) -> str:
    if segment == "{$}":
        return "the end"
    if rest:
        return f"{segment} the rest" if segment else "the rest"
    return f"{segment} one segment" if segment.startswith("{") else f"/{segment}"


def _clean(text: str) -> str:
    return clean_line(text, _LONGEST)
