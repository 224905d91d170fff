"""What to do about text that is no YAML: the reader's own sentences say what it met, and seldom what was meant."""

import re
from typing import Any, Final

_QUOTES: Final = "put the whole text in quotes"
_ADVICE: Final = (
    (r"mapping values are not allowed", "a text with ': ' in it needs quotes; else the line is set in too far"),
    (r"found character '\\t'", "set lines in with blanks, not with tabs"),
    (r"found character '(.)' that cannot start", r"a text that begins with \1 needs quotes"),
    (r"<block end>, but found '<(scalar|flow)", f"something follows a closing quote, bracket or brace: {_QUOTES}"),
    (r"<block end>, but found", "the keys of one mapping, and the - of one list, stand in one column"),
    (r"unexpected end of stream", "a quote is never closed"),
    (r"expected ',' or '[}\]]'", "inside braces and brackets a comma parts what is in them, and a text with , : { } [ ] in it needs quotes; or a quote above is never closed"),
    (r"could not find expected ':'", "a key is followed by ': ' and its value"),
    (r"unexpected ':'|expected the node content", f"a value is missing, or {_QUOTES}"),
)  # fmt: skip
_PATTERNS: Final = tuple((re.compile(pattern), advice) for pattern, advice in _ADVICE)


def advice_on(problem: str) -> str:
    """The end of a message: what to do, where it is known."""
    for pattern, advice in _PATTERNS:
        found = pattern.search(problem)
        if found is not None:
            return f"; {found.expand(advice)}"
    return ""


def begun(error: Any) -> str:
    """Where the quote, list or mapping begins that the library's error is about, if that is another line."""
    start, end = error.context_mark, error.problem_mark
    if start is None or end is None or start.line == end.line:
        return ""
    return f" (it begins in line {start.line + 1})"
