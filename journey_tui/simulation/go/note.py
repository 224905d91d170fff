"""A note: one thread sleeps until another tells it once (runtime/lock_futex.go, Go 1.27).

The flag is set before the sleeper is woken, so that a note written while its reader is still on the way to bed is
found without sleeping.
"""

from journey_tui.simulation.go.operating_system import Process, Syscalls, Thread


class Note:
    """One note, in one word of memory."""

    def __init__(self, word: int, syscalls: Syscalls) -> None:
        self.word = word
        """Which word of memory the futex is."""
        self._syscalls = syscalls
        self._written = False

    def sleep(self, thread: Thread, timeout_ns: int | None = None) -> Process[bool]:
        """Sleep until the note is written, and clear it; False when the time was up first (`notetsleep`)."""
        while not self._written:
            yield from self._syscalls.futex_wait(thread, self.word, lambda: self._written, timeout_ns)
            if timeout_ns is not None:
                break
        written, self._written = self._written, False
        return written

    def wake(self, thread: Thread) -> Process[None]:
        """Write the note; `thread` makes the system call (`notewakeup`)."""
        self._written = True
        yield from self._syscalls.futex_wake(thread, self.word)
