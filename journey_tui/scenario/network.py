"""The way between the clients and the server."""

from typing import Annotated

from pydantic import Field

from journey_tui.scenario.base import Model
from journey_tui.scenario.quantity import NS_PER_SECOND, BitRate, Share, Time
from journey_tui.scenario.values import Flag, Name


class Hop(Model):
    """One router or link, passed in both directions."""

    name: Name = "router"
    """Name."""
    latency: Time = NS_PER_SECOND // 1000
    """Time from one end to the other, one way. Default: 1ms, as in one building."""
    bandwidth: BitRate = 1_000_000_000
    """What goes through it per second."""
    loss: Share = 0.0
    """Share of packets that it drops."""
    jitter: Time = 0
    """Longest additional latency, drawn anew for each packet."""


class Network(Model):
    """The hops from client to server, or none of them: both on one host."""

    loopback: Flag = False
    """true: client and server on one host, no network card, no interrupt; MTU 65536, as on a real `lo`."""
    path: Annotated[tuple[Hop, ...], Field(min_length=1, max_length=62)] = (Hop(),)
    """Hops from client to server; the answer takes the same way back. Fewer than Linux's TTL of 64."""
