"""Drawings held to real runs: at every event of every bundled scenario, at each size of a picture that a screen has.

The other tests draw chosen moments; here a drawing must keep what its event's sentence says: the slot, the number, the
goroutine or the byte count that it is about is in the picture of its own stage, and something in it is marked.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Any, Final
from unicodedata import category

import pytest

from journey_tui.playback import Timeline
from journey_tui.scenario import bundled
from journey_tui.scenario.loader import load, load_text
from journey_tui.simulation.engine import simulate
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.surface import Role, Surface

SIZES: Final = [(58, 5), (70, 11), (78, 10), (78, 14), (118, 24)]
LARGE: Final = [(78, 10), (118, 24)]
CARDS: Final = [(18, 3), (14, 3)]
BUSY: Final = """\
journey: 1
title: Six clients on four queues of 64 descriptors
machine: {cpus: 4, nic: {queues: 4, rx_ring: 64, tx_ring: 64, rx_usecs: 20us, rx_frames: 4}}
server:
  routes:
    - {pattern: "GET /hello", handler: {name: helloHandler, cpu: 20us, body: "hello\\n"}}
clients:
  - {name: alice, count: 6, at: 0ms, requests: [{method: GET, target: /hello}, {method: GET, target: /nope}]}
"""
LOOPBACK: Final = """\
journey: 1
title: Client and server on one host
server:
  routes:
    - {pattern: "GET /hello", handler: {name: helloHandler, cpu: 20us, body: "hello\\n"}}
network: {loopback: true}
clients:
  - {name: alice, at: 0ms, requests: [{method: GET, target: /hello}]}
"""
SHORT: Final = 600
"""Events of a run that is drawn as a whole."""
MOST_OF_A_KIND: Final = 4
RUNS: Final = [*bundled.names(), "busy", "loopback"]


@cache
def _timeline(name: str) -> Timeline:
    made = {"busy": BUSY, "loopback": LOOPBACK}
    scenario = load_text(made[name], f"{name}.yaml") if name in made else load(bundled.path(name))
    timeline = Timeline(simulate(scenario))
    while timeline.pull(4096):
        assert timeline.length < 100_000
    return timeline


@cache
def _positions(name: str) -> list[int]:
    """All of a short run; of a long one the first few events of each kind at each stage."""
    timeline, seen = _timeline(name), Counter[tuple[str, str]]()
    if timeline.length <= SHORT:
        return list(range(timeline.length + 1))
    found = [0]
    for position in range(1, timeline.length + 1):
        event = timeline.event_at(position)
        if event is not None:
            seen[event.kind, event.stage] += 1
            if seen[event.kind, event.stage] <= MOST_OF_A_KIND:
                found.append(position)
    return found


def _scenes(name: str) -> Iterator[Scene]:
    timeline = _timeline(name)
    for position in _positions(name):
        yield Scene(timeline.header, timeline.world_at(position), timeline.event_at(position))


def _stage(scene: Scene) -> str:
    return scene.event.stage if scene.event is not None else scene.world.stage


def _drawn(scene: Scene, width: int, height: int) -> Surface:
    surface = Surface(width, height)
    DRAWINGS[_stage(scene)].picture(scene, surface)
    return surface


@pytest.mark.no_cover  # many runs of what other tests reach
@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_picture_stays_inside_and_holds_no_control_character(name: str, width: int, height: int) -> None:
    characters: set[str] = set()
    edge = ("#", Role.TEXT)
    across = (edge,) * (width + 2)
    for scene in _scenes(name):
        whole = Surface(width + 2, height + 2)
        whole.fill(0, 0, width + 2, height + 2, "#")
        whole.fill(1, 1, width, height)
        DRAWINGS[_stage(scene)].picture(scene, whole.area(1, 1, width, height))
        rows = [whole.row(y) for y in range(height + 2)]
        assert rows[0] == rows[-1] == across, scene.event
        assert all(row[0] == row[-1] == edge for row in rows), scene.event
        inside = "".join(whole.area(1, 1, width, height).text_row(y) for y in range(height))
        assert inside.strip(), scene.event
        characters.update(inside)
    assert not {category(character) for character in characters} & {"Cc", "Cf", "Cs"}


@pytest.mark.parametrize("name", RUNS)
def test_every_card_says_something_at_every_moment(name: str) -> None:
    for scene in islice(_scenes(name), 0, None, 5):
        for stage, drawing in DRAWINGS.items():
            for width, height in CARDS:
                surface = Surface(width, height)
                drawing.card(scene, surface)
                assert surface.to_text().strip(), (stage, scene.event)


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize(("width", "height"), SIZES[::2])
def test_something_is_marked_at_every_event(name: str, width: int, height: int) -> None:
    """What has just happened is filled or focused, or is the system call in the last row."""
    for scene in _scenes(name):
        if scene.event is None:
            continue
        surface = _drawn(scene, width, height)
        roles = {role for y in range(height) for _, role in surface.row(y)}
        marked = bool(roles & {Role.PACKET, Role.FOCUS}) or "SYSTEM CALL" in surface.to_text()
        assert marked, (scene.event, surface.to_text())


def _goroutines(event: Any) -> list[str]:
    return [f"G{event.goroutine}"]


def _thread(event: Any) -> list[str]:
    return [] if event.thread is None else ["@thread"]


NAMED: Final[dict[str, Callable[[Any], list[str]]]] = {
    "FrameArrived": lambda event: [
        f"{event.rss_hash:08x}",
        f"rx-{event.queue}",
        f"{event.length_bytes:,} bytes",
    ],
    "DmaWritten": lambda event: [f" {event.slot} ", "NIC writes"],
    "DescriptorFilled": lambda event: [f" {event.slot} ", f"NIC writes {event.write_pointer}"],
    "DescriptorCleaned": lambda event: [f"slot {event.slot} ", f"driver reads {event.read_pointer}"],
    "DescriptorsPosted": lambda event: [f"tail {event.tail}"],
    "InterruptDelayed": lambda event: [f"{event.frames_waiting} frame"],
    "InterruptRaised": lambda event: [f"rx-{event.queue}", str(event.vector), f"CPU {event.cpu}", "1 RAISED"],
    "CpuInterrupted": lambda event: [f"► CPU {event.cpu}", "HARD INTERRUPT"],
    "TxDescriptorFilled": lambda event: [f" {event.slot} ", "NIC not told of"],
    "DoorbellRung": lambda event: [f"tail = {event.tail}", "DOORBELL RUNG"],
    "TxCompleted": lambda event: [f"cleaned up to {event.read_pointer}"],
    "NapiPolled": lambda event: [f"of weight {event.weight}"],
    "BacklogQueued": lambda event: [f"backlog of CPU {event.cpu}"],
    "SynReceived": lambda event: [f"{event.syn_queue_length} of "],
    "HandshakeCompleted": lambda event: [f"{event.accept_queue_length} of "],
    "ConnectionAccepted": lambda event: ["► accept4", f"{event.accept_queue_length} of "],
    "ListenStarted": lambda event: ["LISTEN", event.address, f"{event.backlog:,}"],
    "DataQueued": lambda event: [f"{event.queued_bytes:,} of {event.capacity_bytes:,} bytes"],
    "DataRead": lambda event: [f"{event.length_bytes:,} B", f"G{event.goroutine}"],
    "DataWritten": lambda event: [f"{event.queued_bytes:,} of {event.capacity_bytes:,} bytes"],
    "DataAcknowledged": lambda event: [f"{event.queued_bytes:,} of ", f"{event.congestion_window} segments"],
    "FdInstalled": lambda event: [f"► {event.fd} "],
    "FdClosed": lambda event: [f"fd {event.fd} IS FREE"],
    "EpollInterestAdded": lambda event: [f"► {event.fd} "],
    "EpollInterestRemoved": lambda event: [f"fd {event.fd} NOT WATCHED"],
    "EpollEventQueued": lambda event: [f"► {event.fd} ", f"fd {event.fd}"],
    "EpollEventsDelivered": lambda event: [f"fd {fd}" for fd in event.fds[:1]],
    "NetpollCalled": _thread,
    "NetpollReturned": lambda event: [f"G{number}" for number in event.goroutines[:1]],
    "PollDescriptorArmed": lambda event: [f"G{event.goroutine} waits", f"► {event.fd} "],
    "PollDescriptorReady": lambda event: [
        f"► {event.fd} ",
        *([] if event.remembered else _goroutines(event)),
    ],
    "GoroutineCreated": _goroutines,
    "GoroutineReadied": _goroutines,
    "GoroutineStarted": lambda event: [*_goroutines(event), f"P{event.processor}"],
    "GoroutineParked": lambda event: [*_goroutines(event), "RUNNING ━━► WAITING", event.reason],
    "GoroutineEnded": _goroutines,
    "ThreadWoken": _thread,
    "ThreadBlocked": _thread,
    "ThreadScheduled": lambda event: [*_thread(event), f"CPU {event.cpu}"],
    "HeaderParsed": lambda event: [event.name],
    "RequestLineParsed": lambda event: [event.method, event.target],
    "ResponseBuffered": lambda event: [f"{event.used_bytes:,} of {event.capacity_bytes}"],
    "ResponseHeaderWritten": lambda event: [str(event.status)],
    "RoutePatternTried": lambda event: [f"/{event.pattern.rpartition('/')[2]}"],
    "RouteMatched": lambda event: [f"/{event.pattern.rpartition('/')[2]}", event.handler],
    "RouteNotMatched": lambda event: [str(event.status)],
    "HandlerStarted": lambda event: [event.handler],
    "HandlerWrote": lambda event: ["wrote"],
    "ResponseDataReceived": lambda event: [f"{event.total_bytes:,}"],
    "RequestFinished": lambda event: [event.client],
}
"""What the picture of an event's own stage must name, where it is large enough."""


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize(("width", "height"), LARGE)
def test_a_large_picture_names_what_its_event_is_about(name: str, width: int, height: int) -> None:
    for scene in _scenes(name):
        event = scene.event
        if event is None or event.kind not in NAMED:
            continue
        text = _drawn(scene, width, height).to_text()
        for wanted in NAMED[event.kind](event):
            if wanted == "@thread":
                assert event.thread is not None
                wanted = scene.world.threads[event.thread].name
            assert wanted in text, (wanted, event, text)


def test_the_runs_hold_every_kind_that_is_asked_for() -> None:
    """A kind that no run has would be a check that cannot fail."""
    seen = {scene.event.kind for name in RUNS for scene in _scenes(name) if scene.event is not None}
    assert set(NAMED) <= seen
