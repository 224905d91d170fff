"""Moments of real runs at which a drawing must not claim what is not so, or contradict its own sentence."""

from collections.abc import Iterator
from functools import cache

import pytest

from journey_tui.content import sentence
from journey_tui.playback import Timeline
from journey_tui.scenario import bundled
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace.events.descriptors import FdInstalled, SyscallEntered, SyscallReturned
from journey_tui.trace.events.http import HandlerWaiting
from journey_tui.trace.events.outside import PacketQueuedAtHop, RequestFinished
from journey_tui.trace.events.runtime import GoroutineParked, GoroutineStarted
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.stages.parts import here
from journey_tui.world.state import freeze, thaw
from tests.tui.stages.scenes import card, picture, row_with

SIZES = [(58, 6), (78, 10), (118, 24)]


@cache
def _timeline(name: str) -> Timeline:
    timeline = Timeline(simulate(load(bundled.path(name))))
    while timeline.pull(4096):
        assert timeline.length < 100_000
    return timeline


def _scenes(name: str = "hello") -> Iterator[Scene]:
    timeline = _timeline(name)
    for position in range(1, timeline.length + 1):
        world = thaw(freeze(timeline.world_at(position)))  # the timeline goes on with its own
        yield Scene(timeline.header, world, timeline.event_at(position))


def _text(stage: str, scene: Scene, width: int = 78, height: int = 10) -> str:
    return "\n".join(picture(stage, scene, width, height))


def _before_the_socket() -> list[Scene]:
    """From connect() to the moment before the final ACK is here."""
    found: list[Scene] = []
    for scene in _scenes():
        if scene.connection is not None and not scene.connection.closed_ns:
            if scene.connection.server_state == "ESTABLISHED" or scene.world.listener.accept_queue:
                return found
            found.append(scene)
    return found


def test_before_the_final_ack_the_server_has_neither_buffers_nor_window() -> None:
    scenes = _before_the_socket()
    assert {scene.connection.server_state for scene in scenes if scene.connection} == {"CLOSED", "SYN_RECV"}
    for scene in scenes:
        for stage in ("receive_buffer", "send_buffer"):
            shown = _text(stage, scene) + "\n".join(card(stage, scene)) + DRAWINGS[stage].line(scene)
            assert "NO SOCKET YET" in shown
            assert not any(word in shown.lower() for word in ("window", "cwnd", "65,"))


def test_the_first_window_is_the_one_that_the_syn_ack_offers() -> None:
    scene = next(scene for scene in _scenes() if scene.world.listener.accept_queue)
    assert scene.connection is not None
    offered = next(packet.window for packet in scene.world.packets.values() if packet.label == "SYN-ACK")
    assert scene.connection.receive_window == offered
    assert f"{offered:,} B" in _text("receive_buffer", scene)


def test_until_the_syn_is_there_the_servers_end_is_its_listener() -> None:
    for scene in _before_the_socket():
        if scene.connection is not None and scene.connection.server_state == "CLOSED":
            assert "◄──► LISTEN server" in _text("kernel", scene)
            assert "server LISTEN" in "\n".join(card("kernel", scene, 18))


def test_a_socket_that_is_only_bound_is_no_listener() -> None:
    bound = [scene for scene in _scenes("boot") if scene.world.listener.state == "bound"]
    assert any(isinstance(scene.event, FdInstalled) for scene in bound)
    for scene in bound:
        assert "listener" not in _text("fd", scene) + "\n".join(card("fd", scene))
        assert "bound to" in _text("fd", scene)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_picture_of_a_read_that_found_data_says_that_it_failed(width: int, height: int) -> None:
    for scene in _scenes():
        if isinstance(scene.event, SyscallReturned) and scene.event.name == "read" and scene.event.result > 0:
            assert "read() = EAGAIN" not in _text("receive_buffer", scene, width, height)


@pytest.mark.parametrize("name", ["hello", "two-clients"])
def test_a_picture_of_the_path_counts_what_its_sentence_counts(name: str) -> None:
    several = 0
    for scene in _scenes(name):
        if isinstance(scene.event, PacketQueuedAtHop):
            hop = scene.world.hops[scene.event.hop_index]
            held = hop.to_server if scene.event.direction == "to_server" else hop.to_client
            several += len(held) > 1
            assert (f" +{len(held) - 1}" in _text("network", scene)) == (len(held) > 1)
            said = sentence(scene.event, scene.world, scene.header)
            assert f"{len(held) - scene.event.queue_length} on the link" in said or len(held) == 1
    assert several


def test_at_60_columns_a_short_request_on_a_link_keeps_its_whole_name() -> None:
    scene = next(scene for scene in _scenes() if len(scene.world.hops[0].to_server) > 1)
    assert "● GET /hello +1►" in row_with(picture("network", scene, 58, 6), "CLIENT")


def test_what_the_client_waited_for_is_told_with_its_beginning() -> None:
    scene = next(scene for scene in _scenes() if isinstance(scene.event, RequestFinished))
    assert "after its write()" in _text("client", scene, 58, 6)
    assert "after the request was due" in sentence(scene.event, scene.world, scene.header)  # type: ignore[arg-type]


def test_a_handler_that_has_not_parked_yet_is_not_said_to_hold_no_thread() -> None:
    scene = next(scene for scene in _scenes("slow-handler") if isinstance(scene.event, HandlerWaiting))
    assert "letting M0 go" in _text("handler", scene)
    later = next(one for one in _scenes("slow-handler") if "holds no thread" in _text("handler", one, 58, 6))
    assert later.world.position > scene.world.position


def test_the_answer_that_net_http_gives_by_itself_has_its_length_and_its_body() -> None:
    texts = [_text("http", scene) for scene in _scenes("not-found") if scene.request is not None]
    settled = next(index for index, text in enumerate(texts) if "Content-Length: 19" in text)
    assert not any("no Content-Length" in text for text in texts)
    assert "body written 19 bytes" in texts[settled]


def test_a_p_keeps_its_row_in_the_card() -> None:
    for scene in _scenes():
        rows = [row for row in card("goroutine", scene, 40, 4) if row.startswith("P")]
        assert rows == sorted(rows, key=lambda row: int(row[1 : row.index(" ")]))


@pytest.mark.parametrize(("width", "height"), [(58, 5), (58, 6), (78, 10)])
def test_an_interrupt_line_never_stands_without_its_titles(width: int, height: int) -> None:
    for scene in _scenes():
        text = _text("interrupt", scene, width, height)
        assert "QUEUE" in text
        assert "GOES TO" in text


def test_moderation_that_is_off_is_said_to_be_off() -> None:
    scene = next(_scenes())
    assert scene.header.machine.rx_usecs_ns == 0
    assert row_with(picture("interrupt", scene), "rx-0").rstrip().endswith("off")


@pytest.mark.parametrize("width", [58, 78, 118])
def test_files_that_differ_at_the_end_of_their_path_look_different(width: int) -> None:
    scene = list(_scenes("boot"))[-1]
    rows = picture("fd", scene, width, 14)
    assert "quota_us" in row_with(rows, " 3   file")
    assert "period_us" in row_with(rows, " 4   file")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_of_a_system_call_the_result_is_never_cut(width: int, height: int) -> None:
    for scene in _scenes("keepalive"):
        event = scene.event
        if isinstance(event, SyscallEntered | SyscallReturned):
            row = row_with(picture(event.stage, scene, width, height), "SYSTEM CALL").rstrip()
            ending = ")" if isinstance(event, SyscallEntered) else f"= {event.result} {event.errno}".rstrip()
            assert row.endswith(ending)


@pytest.mark.parametrize(
    ("stage", "kind", "face"),
    [
        ("dma", "DescriptorCleaned", "↑ just taken"),
        ("dma", "DescriptorFilled", "✓ just filled"),
        ("transmit", "TxCompleted", "↑ just freed"),
    ],
)
def test_a_face_that_a_ring_has_for_a_moment_is_in_its_legend(stage: str, kind: str, face: str) -> None:
    scene = next(scene for scene in _scenes() if scene.event is not None and scene.event.kind == kind)
    assert face in _text(stage, scene)


def test_one_of_something_is_told_in_the_singular() -> None:
    for scene in _scenes():
        cards = "\n".join("\n".join(card(stage, scene, 40)) for stage in DRAWINGS)
        assert not any(f" {text}" in f" {cards}" for text in ("1 packets", "1 headers", "1 goroutines"))


def test_an_answer_on_its_way_is_where_its_segment_is_and_not_where_its_goroutine_parks() -> None:
    parked = next(
        scene
        for scene in _scenes()
        if isinstance(scene.event, GoroutineParked) and scene.event.request and here(scene, "transmit")
    )
    assert here(parked, "goroutine") == ""
    assert here(parked, "transmit") == "200 OK"
    assert "● 200 OK" in "\n".join(card("transmit", parked))
    assert "200 OK" not in _text("goroutine", parked)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_request_stands_beside_its_goroutine_and_never_before_the_threads_without_a_p(
    width: int, height: int
) -> None:
    seen = 0
    for scene in _scenes("crowd-2p"):
        if isinstance(scene.event, GoroutineStarted) and here(scene, "goroutine") and seen < 5:
            seen += 1
            rows = picture("goroutine", scene, width, height)
            row = row_with(rows, "● GET /work")
            assert "  for  ● GET" in row or row.index("●") > row.index("NO P: ") + len("NO P: ")
    assert seen == 5
