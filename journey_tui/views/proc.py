"""Two files of /proc that tell how packets come in: the cores' interrupts and their softirqs (Linux 6.12 and 6.18).

Of /proc/interrupts only the card's lines are there: timers, other devices and interprocessor interrupts are not
modelled. Vectors and the card's place on the PCI bus are illustrative.
"""

from collections.abc import Iterator
from typing import Final

from journey_tui.text import clean_line
from journey_tui.views.moment import Moment
from journey_tui.world.state import Softirq

FIRST_VECTOR: Final = 24
"""Illustrative: of a queue that has not interrupted yet."""
_CHIP: Final = "PCI-MSIX-0000:00:03.0"
_BACKLOG: Final = -1
"""The polled queue's number while a core handles its backlog."""


def interrupts(moment: Moment) -> Iterator[str]:
    """`cat /proc/interrupts`: how often each queue's vector interrupted each core (`show_interrupts`)."""
    world = moment.world
    yield " " * 11 + "".join(f"CPU{cpu.id:<8}" for cpu in world.cpus)
    name = clean_line(moment.header.machine.nic, 15)  # IFNAMSIZ - 1
    for line in world.interrupts:
        vector = line.vector or FIRST_VECTOR + line.queue
        shares = "".join(f"{line.raised_on.get(cpu.id, 0):>10} " for cpu in world.cpus)
        yield f"{vector:>3}: {shares}{_CHIP} {line.queue + 1:>3}-{'edge':<8}  {name}-TxRx-{line.queue}"


def softnet(moment: Moment) -> Iterator[str]:
    """`cat /proc/net/softnet_stat`: a line for each core (`softnet_seq_show`).

    Columns, in hexadecimal: processed, dropped, time_squeeze, five and one that are always 0, received_rps and
    flow_limit_count (both off), the backlog's length, the core, and the two queues that the backlog consists of.
    """
    for softirq in moment.world.softirqs:
        waiting, in_process = _backlog(softirq)
        columns = [softirq.processed, softirq.dropped, softirq.time_squeeze, *[0] * 8]
        columns += [waiting + in_process, softirq.cpu, waiting, in_process]
        yield " ".join(f"{min(column, 0xFFFFFFFF):08x}" for column in columns)


def _backlog(softirq: Softirq) -> tuple[int, int]:
    """Packets in input_pkt_queue, and in process_queue, which `process_backlog` empties."""
    length = len(softirq.backlog)
    return (0, length) if softirq.queue == _BACKLOG else (length, 0)
