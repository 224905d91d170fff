"""One queue's interrupt line: an MSI-X vector, moderated, and masked while the queue is polled."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import simpy

from journey_tui.scenario.machine import Nic as CardPlan
from journey_tui.simulation.recorder import Recorder
from journey_tui.trace.events import hardware

FIRST_VECTOR: Final = 24
"""Illustrative: the first MSI-X vector that Linux gave the card."""


def core_of(queue: int, cpus: int) -> int:
    """The core that a queue's interrupt goes to: one after the other (`group_cpus_evenly`, Linux 6.12)."""
    return queue % cpus


@dataclass(frozen=True, slots=True)
class Card:
    """What all parts of the card share."""

    env: simpy.Environment
    recorder: Recorder
    costs: dict[str, int]
    plan: CardPlan
    cpus: int

    def after(self, delay_ns: int, action: Callable[[], None]) -> None:
        """Do something later."""
        self.env.timeout(delay_ns).callbacks.append(lambda _: action())


class InterruptLine:
    """One MSI-X vector, and the core that it goes to."""

    def __init__(self, card: Card, queue: int, deliver: Callable[[int], None]) -> None:
        self.masked = False
        """From the message until NAPI has emptied the queue."""
        self.cpu = core_of(queue, card.cpus)
        self._card = card
        self._queue = queue
        self._deliver = deliver
        self._waiting = 0
        self._deadline: int | None = None

    def want(self, cause: dict[str, Any] | None = None, count: int = 1) -> None:
        """There is work: interrupt now, or after moderation; not while the queue is polled anyway."""
        if self.masked:
            return
        plan = self._card.plan
        self._waiting += count
        if plan.rx_usecs == 0 or (plan.rx_frames and self._waiting >= plan.rx_frames):
            self._raise(cause)
        else:
            self._delay(cause)

    def unmask(self, cpu: int | None) -> None:
        """The queue is empty: the next frame may interrupt again."""
        self.masked = False
        self._card.recorder.emit(hardware.InterruptEnabled(queue=self._queue, cpu=cpu))

    def _delay(self, cause: dict[str, Any] | None) -> None:
        """Wait for more frames (rx-frames), at most until the first has waited for rx-usecs."""
        card = self._card
        if self._deadline is None:
            deadline = self._deadline = card.recorder.now + card.plan.rx_usecs
            card.after(card.plan.rx_usecs, lambda: self._expire(deadline, cause))
        card.recorder.emit(
            hardware.InterruptDelayed(
                queue=self._queue,
                frames_waiting=self._waiting,
                until_ns=self._deadline,
                cpu=self.cpu,
                **(cause or {}),
            )
        )

    def _expire(self, deadline: int, cause: dict[str, Any] | None) -> None:
        if self._deadline == deadline:
            self._raise(cause)

    def _raise(self, cause: dict[str, Any] | None) -> None:
        """Send the MSI-X message; the vector masks itself with it (EIAM, `igb_configure_msix`)."""
        self._waiting, self._deadline, self.masked = 0, None, True
        card = self._card
        card.recorder.emit(
            hardware.InterruptRaised(
                queue=self._queue, vector=FIRST_VECTOR + self._queue, cpu=self.cpu, **(cause or {})
            )
        )
        card.after(card.costs["interrupt_delivery"], lambda: self._deliver(self.cpu))
