"""URL paths as ServeMux sees them: cleaning, and splitting into segments.

Both work on the escaped path, so that an escaped slash (`%2F`) never separates and an escaped dot never climbs.
"""

from journey_tui.simulation.go.url import EscapeError, unescape


def clean_path(path: str) -> str:
    """The canonical form of a path: no `//`, `.` or `..`; a trailing slash stays (`cleanPath`, net/http/server.go)."""
    kept: list[str] = []
    for piece in path.split("/"):
        if piece == "..":
            del kept[-1:]
        elif piece not in {"", "."}:
            kept.append(piece)
    cleaned = "/" + "/".join(kept)
    return cleaned + "/" if path.endswith("/") and kept else cleaned


def first_segment(path: str) -> tuple[str, str]:
    """Split `/a/b` into `a`, unescaped, and `/b`; a lone `/` is a segment of its own (`firstSegment`).

    A segment whose escapes are wrong stays as it is.
    """
    if path == "/":
        return "/", ""
    end = path.find("/", 1)
    if end < 0:
        end = len(path)
    return unescape_leniently(path[1:end]), path[end:]


def unescape_leniently(text: str) -> str:
    """Unescape, or return the text as it stands where its escapes are wrong (`pathUnescape`)."""
    try:
        return unescape(text)
    except EscapeError:
        return text
