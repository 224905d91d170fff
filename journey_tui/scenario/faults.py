"""What goes wrong, and when."""

from typing import Annotated, Literal

from journey_tui.scenario.base import Model
from journey_tui.scenario.quantity import PositiveTime, Time
from journey_tui.scenario.values import Choice, Flag, Name, Whole


class Fault(Model):
    """One fault: exactly one of drop, stall_softirq, close_listener and limit_nofile."""

    at: Time = 0
    """When; at equal times faults go before clients."""
    drop: Annotated[Literal["SYN", "SYN-ACK", "ACK", "DATA", "FIN", "any"], Choice()] | None = None
    """The next packet of this kind is lost."""
    client: Name | None = None
    """Whose packets: everybody's unless it is said."""
    count: Annotated[int, Whole(1, 1_000_000)] = 1
    """So many of them."""
    stall_softirq: PositiveTime | None = None
    """No softirq runs for so long."""
    close_listener: Flag = False
    """The listening socket is closed."""
    limit_nofile: Annotated[int, Whole(0, 1_048_576)] | None = None
    """RLIMIT_NOFILE from then on."""
