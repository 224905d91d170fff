"""What went wrong, in words that a terminal may be given."""

from journey_tui.text import clean


def told(error: BaseException | None) -> str:
    """The error's own text, cleaned; its type where it has none."""
    return clean(str(error)) or type(error).__name__
