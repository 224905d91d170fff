"""The base of every event: when it happened, where, and the ids that let a viewer follow one thing.

Events are frozen `msgspec` structs: as cheap to make as tuples, and their JSON and msgpack codecs come with
them. `seq` and `time_ns` are stamped by the recorder when an event is emitted, so that the code which models a
thing says only what happened. Their defaults are values that no stamped event has, which keeps both in every
encoded event although defaults are left out.
"""

from typing import ClassVar, Literal

import msgspec

UNSTAMPED_SEQ = -1
UNSTAMPED_TIME_NS = -(2**62)

Basis = Literal["measured", "modelled", "illustrative"]
"""Where an event's moment comes from: a recording, a rule with measured costs, or a duration nobody measured."""

Direction = Literal["to_server", "to_client"]
Host = Literal["client", "server"]


class Event(
    msgspec.Struct, frozen=True, gc=False, kw_only=True, tag=True, tag_field="kind", omit_defaults=True
):
    """Something that happened at one moment, at one stage."""

    at_stage: ClassVar[str] = ""

    seq: int = UNSTAMPED_SEQ
    """Place in the trace, counted from 0."""
    time_ns: int = UNSTAMPED_TIME_NS
    """Nanoseconds since the accept loop first parked; boot is negative."""
    basis: Basis = "modelled"
    request: int | None = None
    connection: int | None = None
    packet: int | None = None
    goroutine: int | None = None
    thread: int | None = None
    cpu: int | None = None
    fd: int | None = None

    @property
    def kind(self) -> str:
        """The event's name in traces: its class name."""
        return type(self).__name__

    @property
    def stage(self) -> str:
        """Id of the stage where it happened (see `journey_tui.stages`)."""
        return self.at_stage
