"""Each event says truly where its moment comes from."""

from journey_tui.scenario.loader import load_text
from journey_tui.simulation.engine import simulate
from journey_tui.trace.events.descriptors import SyscallReturned
from tests.simulation.runs import events_of, of_kind


def bases(kind: str, head: str = "") -> set[str]:
    return {event.basis for event in of_kind(events_of(head=head), kind)}


def test_what_follows_a_duration_that_nobody_measured_is_illustrative() -> None:
    for kind in ("HeaderParsed", "RouteMatched", "ResponseHeaderWritten", "DoorbellRung", "NetpollReturned"):
        assert bases(kind) == {"illustrative"}, kind


def test_what_follows_a_duration_of_the_scenario_or_a_measured_one_is_modelled() -> None:
    assert bases("RouteMatched", "machine: {costs: {mux_match: 2us}}") == {"modelled"}
    assert bases("RouteMatched", "machine: {costs: none}") == {"modelled"}
    assert bases("HandlerComputed") == bases("NapiScheduled") == {"modelled"}


def test_a_system_call_is_as_sure_as_what_it_costs() -> None:
    returned = [event for event in events_of() if isinstance(event, SyscallReturned)]
    found = {(event.name, event.basis) for event in returned}
    assert {("setsockopt", "modelled"), ("accept4", "modelled"), ("getsockname", "illustrative")} <= found
    assert ("read", "illustrative") not in found


def test_a_handler_whose_time_nobody_said_computes_an_illustrative_while() -> None:
    text = """
        journey: 1
        title: test
        server: {routes: [{pattern: GET /, handler: {name: home}}]}
        clients: [{requests: [{target: /}]}]
    """
    events = tuple(simulate(load_text(text, "test.yaml")))
    assert {event.basis for event in of_kind(events, "HandlerComputed")} == {"illustrative"}
