"""No descriptors left, against the recording of `ulimit -n 16`: back-off, system calls, segments.

The recorded process had two more files open than it would have by itself, one of them with number 10: numbers above
that are one less here.
"""

import json
from typing import Final

from journey_tui.trace.events.descriptors import SyscallReturned
from journey_tui.trace.events.http import ServerLogged
from journey_tui.views.strace import strace
from tests.truth import strace_normal
from tests.truth.test_queues_and_handshakes import HERE, result_of, trace_of

NAME: Final = "no_descriptors"
LEAKED_FD: Final = 10
WAITS: Final = ["5ms", "10ms", "20ms", "40ms", "80ms", "160ms", "320ms", "640ms", *["1s"] * 5]
"""Up to the first accept that succeeded, as the recorded server logged."""


def test_accept_is_tried_again_after_5_ms_doubled_up_to_a_second() -> None:
    logged = [event.message for event in trace_of(NAME) if isinstance(event, ServerLogged)]
    assert all("accept4: too many open files; retrying in " in message for message in logged)
    waits = [message.rpartition(" ")[2] for message in logged]
    assert waits[: len(WAITS) + 2] == [*WAITS, "5ms", "10ms"]


def test_system_calls_on_each_connection_are_those_recorded() -> None:
    trace = trace_of(NAME)
    recorded = json.loads((HERE / f"{NAME}.calls.json").read_text())
    simulated = strace_normal.connections("\n".join(strace(trace, len(trace))))
    # Which of the last two connections ends before the next is accepted is a race: their numbers are not compared.
    assert [calls[1:] for calls in simulated] == [[tuple(call) for call in calls[1:]] for calls in recorded]
    numbers = [int(calls[0][1]) for calls in recorded][:10]
    assert [int(calls[0][1]) for calls in simulated][:10] == [
        number - (number > LEAKED_FD) for number in numbers
    ]


def test_who_is_not_accepted_is_connected_and_gets_no_answer_until_descriptors_are_free() -> None:
    result = result_of(NAME)
    assert {connection.outcome for connection in result.connections} == {"established"}
    outcomes = [request.outcome for request in result.requests]
    assert outcomes == [*["ok"] * 7, "timeout", *["ok"] * 7, "timeout"]


def test_accept4_says_emfile_and_leaves_the_connection_in_the_queue() -> None:
    failed = [
        event
        for event in trace_of(NAME)
        if isinstance(event, SyscallReturned) and event.name == "accept4" and event.errno == "EMFILE"
    ]
    assert len(failed) > len(WAITS)
    accepted = [connection.accepted_ns for connection in result_of(NAME).connections]
    assert None not in accepted
