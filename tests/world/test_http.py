"""A request in net/http's hands: parsed, routed, handled, answered."""

import pytest

from journey_tui.trace import Event
from journey_tui.trace.events.http import (
    BackgroundReadStarted,
    BackgroundReadStopped,
    ConnStateChanged,
    HandlerResumed,
    HandlerReturned,
    HandlerStarted,
    HandlerWaiting,
    HandlerWrote,
    HeaderParsed,
    RequestLineParsed,
    RequestParsed,
    RequestRejected,
    ResponseBuffered,
    ResponseFinished,
    ResponseHeaderWritten,
    RouteMatched,
    RouteNotMatched,
    RoutePatternTried,
    ServerListening,
)
from journey_tui.trace.events.kernel import DataWritten
from journey_tui.trace.events.outside import RequestFinished
from journey_tui.trace.events.runtime import GoroutineCreated
from journey_tui.world import apply, freeze, thaw
from journey_tui.world.lookup import LARGEST
from journey_tui.world.state import Request
from tests.world.worlds import connecting, request_sent, world_after

LINE = RequestLineParsed(method="GET", target="/hello", protocol="HTTP/1.1", request=1, goroutine=18)
HOST = HeaderParsed(name="Host", value="localhost:3000", request=1)
PARSED = RequestParsed(header_count=1, consumed_bytes=60, buffered_bytes=0, request=1)
TRIED = RoutePatternTried(pattern="GET /hello", matched=True, reason="the same path", request=1)
MATCHED = RouteMatched(pattern="GET /{name}", handler="hello", values=(("name", "hello"),), request=1)
STARTED = HandlerStarted(handler="hello", request=1)
WAITING = HandlerWaiting(handler="hello", duration_ns=300_000, request=1)
RESUMED = HandlerResumed(handler="hello", request=1)
WROTE = HandlerWrote(handler="hello", length_bytes=6, request=1)
RETURNED = HandlerReturned(handler="hello", duration_ns=320_000, request=1)
HEADER = ResponseHeaderWritten(status=200, header_bytes=116, content_length=6, request=1)
FINISHED = ResponseFinished(status=200, keep_alive=True, request=1)


def request_after(*events: Event) -> Request:
    return world_after(connecting(), request_sent(), *events).requests[1]


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ((), "sent"),
        ((LINE,), "parsing"),
        ((LINE, MATCHED), "routed"),
        ((LINE, MATCHED, STARTED), "handling"),
        ((LINE, MATCHED, STARTED, WAITING), "waiting"),
        ((LINE, MATCHED, STARTED, WAITING, RESUMED), "handling"),
        ((LINE, MATCHED, STARTED, RETURNED), "responding"),
        ((LINE, RequestRejected(status=400, reason="?", request=1)), "responding"),
    ],
)
def test_a_requests_state_follows_the_server(events: tuple[Event, ...], state: str) -> None:
    assert request_after(*events).state == state


def test_what_the_client_is_done_with_keeps_its_last_word() -> None:
    gave_up = RequestFinished(client="alice", outcome="gave_up", request=1)
    request = request_after(LINE, MATCHED, STARTED, gave_up, RETURNED)
    assert (request.state, request.handler_returned) == ("failed", True)


def test_the_parser_fills_in_the_request() -> None:
    request = request_after(LINE, HOST, PARSED)
    assert (request.method_parsed, request.target_parsed, request.protocol) == ("GET", "/hello", "HTTP/1.1")
    assert request.headers == [("Host", "localhost:3000")]
    assert (request.header_complete, request.consumed_bytes) == (True, 60)


def test_text_from_the_wire_is_clean_and_cut() -> None:
    wire = RequestLineParsed(method="\x1b[2J", target="/\u202e" + "a" * 5000, protocol="", request=1)
    field = HeaderParsed(name="X\x07", value="b\nc" * 1000, request=1)
    request = request_after(wire, field)
    texts = (request.method_parsed, request.target_parsed, *request.headers[0])
    assert all(text.isprintable() and len(text) <= 200 for text in texts)


def test_headers_beyond_gos_own_limit_are_not_kept() -> None:
    assert len(request_after(*[HOST] * 600).headers) == 500


def test_a_request_and_its_goroutine_know_each_other() -> None:
    created = GoroutineCreated(function="serve", creator=1, processor=0, goroutine=18)
    world = world_after(connecting(), request_sent(), created, LINE)
    assert (world.requests[1].goroutine, world.goroutines[18].request) == (18, 1)


def test_every_tried_pattern_is_kept_in_order() -> None:
    other = RoutePatternTried(pattern="POST /hello", matched=False, reason="another method", request=1)
    tried = request_after(other, TRIED).tried
    assert [(one.pattern, one.matched) for one in tried] == [("POST /hello", False), ("GET /hello", True)]


def test_the_winning_route_gives_handler_and_values() -> None:
    request = request_after(MATCHED)
    assert (request.pattern, request.handler, request.values) == ("GET /{name}", "hello", {"name": "hello"})


def test_a_request_without_a_route_has_its_status() -> None:
    request = request_after(RouteNotMatched(status=405, allow="GET", request=1))
    assert (request.status, request.pattern, request.state) == (405, "", "routed")


def test_a_waiting_handler_knows_until_when() -> None:
    world = world_after(connecting(), request_sent(), STARTED, WAITING)
    assert world.requests[1].handler_wait_until_ns == world.time_ns + 300_000
    assert request_after(STARTED, WAITING, RESUMED).handler_wait_until_ns is None


@pytest.mark.parametrize("absurd", [-(2**63), LARGEST])
def test_a_wait_beyond_all_time_still_fits_a_snapshot(absurd: int) -> None:
    world = world_after(connecting(), request_sent())
    apply(world, HandlerWaiting(handler="h", duration_ns=absurd, time_ns=absurd, request=1))
    assert thaw(freeze(world)) == world


def test_the_background_read_is_on_until_it_is_stopped() -> None:
    begun = BackgroundReadStarted(request=1, goroutine=19)
    assert request_after(begun).background_read
    assert not request_after(begun, BackgroundReadStopped(outcome="aborted", request=1)).background_read


def test_the_background_readers_goroutine_does_not_serve_the_request() -> None:
    assert request_after(LINE, BackgroundReadStarted(request=1, goroutine=19)).goroutine == 18


def buffered(buffer: str, used: int) -> Event:
    return ResponseBuffered(buffer=buffer, length_bytes=used, used_bytes=used, capacity_bytes=4096, request=1)


def test_an_answer_passes_from_buffer_to_buffer_to_the_socket() -> None:
    events = (
        WROTE,
        buffered("response", 6),
        HEADER,
        buffered("connection", 122),
        DataWritten(length_bytes=122, queued_bytes=122, capacity_bytes=16_384, request=1, connection=1),
    )
    seen = [request_after(*events[:count]) for count in (2, 4, 5)]
    assert [(one.response_buffered, one.connection_buffered) for one in seen] == [(6, 0), (0, 122), (0, 0)]
    assert seen[-1].body_written == 6


def test_the_body_that_net_http_writes_by_itself_is_counted_as_written() -> None:
    request = request_after(LINE, RouteNotMatched(status=404, request=1), buffered("response", 19))
    assert request.body_written == 19
    assert not request.header_written


def test_the_way_a_body_ends_is_known_with_the_header() -> None:
    assert not request_after(LINE, MATCHED, STARTED, WROTE).header_written
    assert request_after(LINE, MATCHED, STARTED, WROTE, HEADER).header_written
    assert request_after(LINE, RequestRejected(status=400, reason="?", request=1)).header_written


def test_an_answer_has_its_status_and_framing() -> None:
    request = request_after(HEADER, FINISHED)
    assert (request.status, request.content_length, request.chunked) == (200, 6, False)
    assert request.keep_alive is True


def test_a_connections_http_state_is_the_last_one() -> None:
    world = world_after(connecting(), *(ConnStateChanged(state=s, connection=1) for s in ("new", "active")))
    assert world.connections[1].conn_state == "active"


def test_a_listener_whose_bind_was_not_seen_gets_its_address_from_the_server() -> None:
    assert world_after(ServerListening(address="0.0.0.0:3000")).listener.address == "0.0.0.0:3000"


def test_events_about_an_unknown_request_change_nothing_of_it() -> None:
    world = world_after(LINE, HOST, PARSED, TRIED, MATCHED, STARTED, WROTE, HEADER, FINISHED)
    assert world.requests == {}
