"""What went wrong, in words that a terminal may be given."""

from journey_tui.content.ui import _n
from journey_tui.text import clean, clean_line


def told(error: BaseException | None) -> str:
    """The error's own text, cleaned; its type where it has none."""
    return clean(str(error)) or type(error).__name__


def first(text: str, source: str) -> str:
    """The first of several mistakes, one a line, and how to see the others."""
    head, *others = text.splitlines() or [text]
    if not others:
        return head
    more = _n(
        "and {count} more mistake: journey check {source}",
        "and {count} more mistakes: journey check {source}",
        len(others),
    )
    return f"{head}\n{more.format(count=len(others), source=clean_line(source, 200))}"
