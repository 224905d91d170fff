"""The receiving side of a connection: the queue, the window, and when to acknowledge."""

from typing import Final

DELAYED_ACK_NS: Final = 40_000_000  # TCP_DELACK_MIN, HZ/25, include/net/tcp.h, Linux 6.12


class Receiver:
    """Bytes that came, in order and out of it, until the program reads them."""

    def __init__(self, start: int, capacity_bytes: int, window_bytes: int) -> None:
        self.next = start
        """The sequence number that is expected."""
        self.capacity_bytes = capacity_bytes
        self._window_bytes = min(window_bytes, capacity_bytes // 2)
        """Half of the buffer is for the kernel's own use (tcp_adv_win_scale 1)."""
        self.queue = bytearray()
        self.finished = False
        """The peer's FIN is in order."""
        self.ack_now = False
        self.ack_due_ns: int | None = None
        self.interactive = False
        """The program answers quickly: ACKs can ride on its answers (`inet_csk_in_pingpong_mode`)."""
        self.last_data_ns = -DELAYED_ACK_NS
        self._early: dict[int, bytes] = {}
        self._told_window = self.window

    @property
    def window(self) -> int:
        """Bytes that may still come."""
        return max(self._window_bytes - len(self.queue), 0)

    def take(self, sequence: int, payload: bytes, fin: bool, now: int) -> tuple[int, bool]:
        """Bytes from the network; answers how many joined the queue, and whether they came too early."""
        end = sequence + len(payload)
        if end + fin <= self.next:
            self.ack_now = True
            return 0, False
        if sequence > self.next:
            self._early[sequence] = payload
            self.ack_now = True
            return 0, bool(payload)
        before = len(self.queue)
        self._append(payload[self.next - sequence :])
        while self.next in self._early:
            self._append(self._early.pop(self.next))
        if fin and end == self.next:
            self.next += 1
            self.finished = True
            self.ack_now = True
        added = len(self.queue) - before
        if added:
            self._data_came(now)
        return added, False

    def _append(self, data: bytes) -> None:
        self.queue += data
        self.next += len(data)

    def _data_came(self, now: int) -> None:
        self.last_data_ns = now
        if not self.interactive or self.ack_due_ns is not None or self._early:
            self.ack_now = True
        else:
            self.ack_due_ns = now + DELAYED_ACK_NS

    def read(self, size: int) -> bytes:
        """Copy out what a program reads; a window that was closed and is open again must be told."""
        data = bytes(self.queue[:size])
        del self.queue[:size]
        if self._told_window < self._window_bytes // 4 <= self.window:
            self.ack_now = True
        return data

    def answered(self, now: int) -> None:
        """The program sends data: an answer soon after the question makes the connection interactive."""
        if now - self.last_data_ns < DELAYED_ACK_NS:
            self.interactive = True

    def told(self) -> None:
        """A segment with the current ACK and window goes out."""
        self.ack_now = False
        self.ack_due_ns = None
        self._told_window = self.window
