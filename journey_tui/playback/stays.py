"""Where a request is, and what it does there: its way in marks of nine bytes, each the beginning of a stay.

What is done for it elsewhere, while it is itself on its way or waits, is marked too, as aside: such marks belong to no
stay. The stays of a request follow one another without a gap, so that their sum is its duration.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from sys import getsizeof
from typing import Final, TypeAlias

from journey_tui.playback.doing import DOING, TOLD_BESIDE, WAITS, Doing, Stay
from journey_tui.playback.rested import positions_of, steps_of
from journey_tui.stages import STAGES
from journey_tui.trace import Event

_NUMBER: Final = {stage.id: number for number, stage in enumerate(STAGES)}
_DOING_SHIFT: Final = 4
_ASIDE: Final = 0x80
_STAGE_BITS: Final = 0x0F
_NONE: Final = 0x100
"""A code that no mark has."""
_DOING_MASK: Final = 0x70
_DOING_BITS: Final = {kind: doing << _DOING_SHIFT for kind, doing in DOING.items()}
_WAITS_BITS: Final = frozenset(doing << _DOING_SHIFT for doing in WAITS)
_LONGEST_STEP_NS: Final = 2**32 - 1
"""What an array of four bytes each can hold; longer steps are kept beside it."""
_DOINGS: Final = tuple(Doing)
StaysState: TypeAlias = tuple[list[int], bytes, list[int], dict[int, int] | None, int, int]


class Stays:
    """The marks of one thing's way, in the order of the trace."""

    __slots__ = ("_began_ns", "_codes", "_last_ns", "_long_steps", "_marks", "_steps_ns")

    def __init__(self) -> None:
        self._marks = array("I")
        """Positions."""
        self._codes = bytearray()
        self._steps_ns = array("I")
        """Time since the mark before."""
        self._long_steps: dict[int, int] | None = None
        self._began_ns = self._last_ns = 0

    def note(
        self, position: int, event: Event, stage: str, aside: bool = False, doing: Doing | None = None
    ) -> None:
        """The thing is at this stage now; what happens to it there the event says, or whoever knows better."""
        kind = type(event)
        bits = _DOING_BITS.get(kind, 0) if doing is None else doing << _DOING_SHIFT
        code = _NUMBER[stage] | bits | (_ASIDE if aside else 0)
        if self._codes:
            last = self._codes[-1]
            told_beside = kind in TOLD_BESIDE and getattr(event, "remembered", True)
            if code == last or (told_beside and last & _DOING_MASK in _WAITS_BITS):
                return
        if not self._marks:
            self._began_ns = self._last_ns = event.time_ns
        step = max(event.time_ns - self._last_ns, 0)
        if step > _LONGEST_STEP_NS:
            self._long_steps = self._long_steps or {}
            self._long_steps[len(self._marks)] = step
        self._marks.append(position)
        self._codes.append(code)
        self._steps_ns.append(min(step, _LONGEST_STEP_NS))
        self._last_ns = event.time_ns

    # ── at rest ──

    def state(self) -> "StaysState":
        """All that is known, in few and small numbers."""
        codes, steps_ns = bytes(self._codes), list(self._steps_ns)
        return steps_of(self._marks), codes, steps_ns, self._long_steps, self._began_ns, self._last_ns

    @classmethod
    def of_state(cls, state: "StaysState") -> "Stays":
        """What gave this state."""
        stays = cls()
        steps, codes, steps_ns, stays._long_steps, stays._began_ns, stays._last_ns = state
        stays._marks, stays._codes, stays._steps_ns = (
            positions_of(steps),
            bytearray(codes),
            array("I", steps_ns),
        )
        return stays

    def size_bytes(self) -> int:
        """Bytes of the marks."""
        return sum(map(getsizeof, (self._marks, self._codes, self._steps_ns)))

    # ── asking ──

    def __len__(self) -> int:
        """How many marks there are."""
        return len(self._marks)

    @property
    def first(self) -> int | None:
        """The position of the first mark."""
        return self._marks[0] if self._marks else None

    @property
    def began_ns(self) -> int:
        """The moment of the first mark."""
        return self._began_ns

    def marks(self, start: int = 0) -> Iterator[tuple[int, int, str, Doing, bool]]:
        """Position, moment in nanoseconds, stage, what happens, whether it is aside, from the mark `start` on."""
        now = self._began_ns + self._ns_until(start)
        rows = zip(self._marks, self._codes, self._steps_ns, strict=True)
        for place, (position, code, step) in enumerate(islice(rows, start, None), start):
            if place > start:
                now += self._step(place, step)
            stage, doing = STAGES[code & _STAGE_BITS].id, _DOINGS[code >> _DOING_SHIFT & 7]
            yield position, now, stage, doing, bool(code & _ASIDE)

    def _step(self, place: int, step: int) -> int:
        return self._long_steps[place] if step == _LONGEST_STEP_NS and self._long_steps else step

    def _ns_until(self, start: int) -> int:
        total = sum(self._steps_ns[: start + 1])
        for place, step in (self._long_steps or {}).items():
            total += step - _LONGEST_STEP_NS if place <= start else 0
        return total

    def way(self, end: int | None = None, end_ns: int | None = None) -> list[Stay]:
        """The stays, one after the other, up to where the thing ends; the last one lasts where no end is given."""
        result: list[Stay] = []
        opened: tuple[int, int, str, Doing] | None = None
        for position, time_ns, stage, doing, aside in self.marks():
            if end is not None and position >= end:
                break
            if aside or (opened is not None and opened[2:] == (stage, doing)):
                continue
            if opened is not None:
                result.append(Stay(*opened, time_ns - opened[1]))
            opened = (position, time_ns, stage, doing)
        if opened is not None:
            result.append(Stay(*opened, None if end_ns is None else end_ns - opened[1]))
        return result

    def longest_wait(self, since_ns: int, end: int | None = None, end_ns: int | None = None) -> Stay | None:
        """The longest of the stays of `way` that is a wait, from a moment on: the same in one quick pass."""
        best: tuple[int, int, int, int] | None = None
        opened, opened_ns, opened_at = _NONE, 0, 0
        for position, code, now in self._until(end, end_ns):
            if code & _ASIDE or code == opened:
                continue
            lasts = now - max(opened_ns, since_ns)
            if opened & _DOING_MASK in _WAITS_BITS and lasts >= 0 and (best is None or lasts > best[0]):
                best = lasts, opened_at, max(opened_ns, since_ns), opened
            opened, opened_ns, opened_at = code, now, position
        if best is None:
            return None
        lasts, position, begin, code = best
        return Stay(position, begin, STAGES[code & _STAGE_BITS].id, _DOINGS[code >> _DOING_SHIFT & 7], lasts)

    def _until(self, end: int | None, end_ns: int | None) -> Iterator[tuple[int, int, int]]:
        """Position, code and moment of each mark short of the end, and then the end itself, if there is one."""
        now = self._began_ns
        for place, (position, code, step) in enumerate(
            zip(self._marks, self._codes, self._steps_ns, strict=True)
        ):
            if end is not None and position >= end:
                break
            now += self._step(place, step)  # the first mark's is 0
            yield position, code, now
        if end is not None and end_ns is not None:
            yield end, _NONE, end_ns

    # ── where the stage changes ──

    @property
    def positions(self) -> list[int]:
        """The positions at which it enters another stage, those aside among them."""
        return [self._marks[place] for place in self._entries()]

    @property
    def aside(self) -> list[bool]:
        """For each of them, whether it is only work elsewhere."""
        return [bool(self._codes[place] & _ASIDE) for place in self._entries()]

    def after(self, position: int) -> int | None:
        """The first change of stage beyond a position."""
        place = bisect_right(self._marks, position)
        while place < len(self._marks) and not self._enters(place):
            place += 1
        return self._marks[place] if place < len(self._marks) else None

    def before(self, position: int) -> int | None:
        """The last change of stage short of a position."""
        place = bisect_right(self._marks, position - 1) - 1
        while place >= 0 and not self._enters(place):
            place -= 1
        return self._marks[place] if place >= 0 else None

    def _enters(self, place: int) -> bool:
        return not place or (self._codes[place] ^ self._codes[place - 1]) & _STAGE_BITS != 0

    def _entries(self) -> Iterator[int]:
        return (place for place in range(len(self._marks)) if self._enters(place))
