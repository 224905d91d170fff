"""What is being looked for: the search for a breakpoint that the viewer waits for, and the look ahead for the bar."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Seeking:
    """The state of both; `breaks` moves it."""

    texts: list[str] = field(default_factory=list)
    """The breakpoints that the next run that is opened begins with."""
    number: int = 0
    """Of the latest search; one with another number is over."""
    told: bool = False
    """Whether a search goes on, and is told of."""
    ahead: bool = False
    """Whether somebody looks ahead already."""
