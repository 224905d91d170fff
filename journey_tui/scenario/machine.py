"""The server machine: its processors, its network card, its kernel's settings and what its work costs.

Defaults are those of Linux 6.12 and, for the card, of the virtio and Intel drivers that were looked at.
"""

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from journey_tui.scenario.base import Model
from journey_tui.scenario.costs import DEFAULT_COSTS, Costs
from journey_tui.scenario.errors import Refusal, shown
from journey_tui.scenario.quantity import PositiveSize, Time
from journey_tui.scenario.values import Choice, Flag, Name, Whole

MOST_CPUS: Final = 256
"""More cannot be told apart on any screen; the kernel's own limit is 8192 (arch/x86/Kconfig, NR_CPUS)."""

FEWEST_FILES: Final = 10
"""A Go 1.27 server that waits has 0 to 5, 7 and 8 open, and its first connection takes 6; with fewer it cannot boot."""

LARGEST_INT: Final = 2**31 - 1
"""Upper end of a sysctl that the kernel keeps in an int."""


def _interface_name(name: str) -> str:
    # net/core/dev.c:dev_valid_name, IFNAMSIZ 16 with its final NUL; ASCII alone, as every tool prints it.
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,15}", name) or name in {".", ".."}:
        raise Refusal(
            f"{shown(name)} is no interface name; 1 to 15 letters, digits, dots, hyphens and underscores"
        )
    return name


def _ascending(sizes: tuple[int, int, int]) -> tuple[int, int, int]:
    if list(sizes) != sorted(sizes):
        raise Refusal("the three sizes must rise: minimum, default, maximum")
    return sizes


Cpus = Annotated[int, Whole(1, MOST_CPUS)]
BufferSizes = Annotated[tuple[PositiveSize, PositiveSize, PositiveSize], AfterValidator(_ascending)]
"""Minimum, default and maximum of a TCP buffer, in bytes."""


class Nic(Model):
    """The network card. Ring sizes as `ethtool -g` prints them, moderation as `ethtool -c`."""

    name: Annotated[Name, AfterValidator(_interface_name)] = "eth0"
    """Interface name."""
    rx_ring: Annotated[int, Whole(1, 32_768)] = 256
    """Receive descriptors of each queue. Most cards allow powers of two only; any number is taken here."""
    tx_ring: Annotated[int, Whole(1, 32_768)] = 256
    """Transmit descriptors of each queue."""
    queues: Annotated[int, Whole(1, 64)] = 1
    """Receive queues, each with its own interrupt; RSS spreads the flows over them."""
    mtu: Annotated[int, Whole(68, 65_535)] = 1500
    """Largest IP packet, in bytes. Least: ETH_MIN_MTU, most: ETH_MAX_MTU (include/uapi/linux/if_ether.h)."""
    rx_usecs: Time = 0
    """Interrupt moderation: at the latest so long after a frame."""
    rx_frames: Annotated[int, Whole(0, 1_024)] = 1
    """Interrupt moderation: at the latest after so many frames; 0 leaves it to rx_usecs."""


class Kernel(Model):
    """The kernel's settings, under the names that sysctl gives them."""

    somaxconn: Annotated[int, Whole(0, LARGEST_INT)] = 4096
    """Upper limit of every listen() backlog (net.core.somaxconn)."""
    tcp_max_syn_backlog: Annotated[int, Whole(1, LARGEST_INT)] = 2048
    """Matters only without SYN cookies: the last quarter of it is kept for proven peers."""
    tcp_syncookies: Flag = True
    """Answer with cookies when the SYN queue is full."""
    tcp_abort_on_overflow: Flag = False
    """Answer the handshake's last ACK with RST when the accept queue is full."""
    tcp_rmem: BufferSizes = (4 * 2**10, 128 * 2**10, 6 * 2**20)
    """Receive buffer: minimum, default, maximum."""
    tcp_wmem: BufferSizes = (4 * 2**10, 16 * 2**10, 4 * 2**20)
    """Send buffer: minimum, default, maximum."""
    netdev_budget: Annotated[int, Whole(1, LARGEST_INT)] = 300
    """Packets that one NET_RX softirq handles at most."""
    napi_weight: Annotated[int, Whole(1, 1_024)] = 64
    """Packets that one poll of a device handles at most."""
    tcp_syn_retries: Annotated[int, Whole(1, 127)] = 6
    """How often a client repeats its SYN. Most: MAX_TCP_SYNCNT (include/net/tcp.h)."""
    tcp_synack_retries: Annotated[int, Whole(0, 255)] = 5
    """How often the server repeats its SYN-ACK."""
    hz: Annotated[Literal[100, 250, 300, 1000], Choice()] = 250
    """Timer interrupts per second (kernel/Kconfig.hz, CONFIG_HZ)."""


class Machine(Model):
    """The machine that the server runs on."""

    cpus: Cpus = 2
    """Processors."""
    nic: Nic = Nic()
    """Network card; idle with `network: {loopback: true}`."""
    kernel: Kernel = Kernel()
    """Kernel settings."""
    nofile: Annotated[int, Whole(FEWEST_FILES, 1_048_576)] = 1_048_576
    """Hard limit of open file descriptors, RLIMIT_NOFILE; at most fs.nr_open. Go raises its soft one to it."""
    costs: Costs = Field(default_factory=lambda: DEFAULT_COSTS)
    """How long things take, by name; what is not named keeps its default. `none`: all overhead takes no time."""
