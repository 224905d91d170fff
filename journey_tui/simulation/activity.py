"""What is still under way, counted: the run is over when nothing is.

A count and no search, because it is asked for after every step of the clock. Whoever makes something that will have
consequences (a packet, a running thread, an armed timer, a client) begins it here and ends it when they are over. What
must not keep a run going, such as TIME_WAIT, is not counted.
"""


class Activity:
    """How many things are under way."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def begin(self) -> None:
        """One more."""
        self.count += 1

    def end(self) -> None:
        """One less."""
        self.count -= 1
        assert self.count >= 0, "something ended twice"
