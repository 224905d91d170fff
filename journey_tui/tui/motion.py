"""Motion: for a quarter of a second what moves is seen on its way; then all stands where it belongs.

It delays nothing: a key paints its moment at once, and the next key ends what still moves. Who steps quickly sees no
motion at all, and neither does a run that plays too fast for it. Nothing blinks: what moves only ever comes nearer.
"""

from typing import Final

LENGTH_S: Final = 0.25
_APART_S: Final = 0.4
"""Between two steps by hand, so that the second one is seen to move too."""
_LONG_ENOUGH_S: Final = 0.5
"""How long a moment stands while it plays, so that motion leaves time to look."""


class Motion:
    """How far the present moment has come in being shown; it is told the time, in seconds of any clock."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted
        self._began_s = 0.0
        self._last_step_s = float("-inf")
        self.running = False
        """Whether something is still on its way."""

    def step(self, now_s: float) -> None:
        """The viewer has gone one event on."""
        apart_s, self._last_step_s = now_s - self._last_step_s, now_s
        self._begin(now_s, apart_s > _APART_S)

    def play(self, now_s: float, stands_s: float) -> None:
        """Time has gone one event on, and the moment will stand for so long."""
        self._begin(now_s, stands_s >= _LONG_ENOUGH_S)

    def _begin(self, now_s: float, slow: bool) -> None:
        self._began_s, self.running = now_s, self._wanted and slow

    def end(self) -> None:
        """At once where it belongs."""
        self.running = False

    def progress(self, now_s: float) -> float:
        """From 0, where it was, to 1, where it belongs; 1 also ends it."""
        if not self.running:
            return 1.0
        progress = max((now_s - self._began_s) / LENGTH_S, 0.0)
        self.running = progress < 1
        return min(progress, 1.0)


def between(start: int, stop: int, progress: float) -> int:
    """A whole number on the way from one to another."""
    return start + round((stop - start) * progress)
