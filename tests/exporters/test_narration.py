"""The narration: one event a line, and in words whatever a screen would show of it."""

import re
import unicodedata
from collections import Counter, defaultdict

import pytest

from journey_tui.exporters.narration import Narration, Telling, narration_lines
from journey_tui.playback.measures import MEASURES
from journey_tui.playback.timeline import Timeline
from journey_tui.trace import Trace
from journey_tui.units import format_time
from tests.samples import sample_events, sample_header


def sample_timeline() -> Timeline:
    return Timeline(Trace(sample_header(), sample_events()))


def events_of(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("Event ")]


def test_every_event_has_one_line_of_plain_text() -> None:
    lines = list(narration_lines(sample_timeline()))
    assert [int(line.split()[1].rstrip(",")) for line in events_of(lines)] == list(
        range(1, len(sample_events()) + 1)
    )
    for character in "".join(lines):
        assert unicodedata.category(character) not in {"Cc", "Cf"}
        assert not 0x2500 <= ord(character) <= 0x259F, "a box is drawn"


def test_a_line_says_when_where_what_why_and_whose() -> None:
    line = next(line for line in narration_lines(sample_timeline()) if "Network card: " in line)
    assert re.match(r"Event \d+, [\d.]+ (µs|ms), Network card: .+ Why: .+ Source: .+\. ", line)
    assert re.search(r"About: .*packet \d+", line)


def test_a_sentence_ends_with_a_full_stop_before_the_next_one_begins() -> None:
    for line in events_of(list(narration_lines(sample_timeline()))):
        assert re.search(r"[.!?:] (Why|Source|State|About|It took)", line), line


def test_whatever_can_be_measured_can_be_read_off_the_lines() -> None:
    timeline = sample_timeline()
    narration = Narration(timeline, Telling(why=False))
    told: dict[str, int] = {}
    while (line := narration.next()) is not None:
        world = timeline.world_at(narration.position)
        for measure in MEASURES:
            own = f" of connection {world.connection}:" if measure.of_connection else ""
            found = re.findall(rf"[:;] {measure.words}{own} (-?\d+)", line)
            key = measure.words + own
            told[key] = int(found[-1]) if found else told.get(key, 0)
            assert told[key] == measure.read(world)[1], (measure.words, line)


def test_every_counter_of_the_host_can_be_read_off_the_lines() -> None:
    timeline = sample_timeline()
    told: dict[str, int] = {}
    for line in narration_lines(timeline, Telling(why=False)):
        told |= {name: int(count) for name, count in re.findall(r"[:;] ([A-Za-z_]\w+) (\d+)(?=[;.])", line)}
    counters = timeline.world_at(timeline.length).counters
    assert {name: count for name, count in counters.items() if count}.items() <= told.items()


def test_state_and_reasons_can_be_left_out() -> None:
    lines = events_of(list(narration_lines(sample_timeline(), Telling(why=False, state=False))))
    assert not any(word in line for line in lines for word in (" Why: ", " Source: ", " State: "))


def test_it_begins_and_ends_where_it_is_told_to_and_then_says_how_things_stand() -> None:
    whole = list(narration_lines(sample_timeline()))
    part = list(narration_lines(sample_timeline(), start=100, stop=110))
    assert events_of(part) == events_of(whole)[100:110]
    assert sum(line.startswith("State: ") for line in part) == 1
    assert not any(line.startswith("State: ") for line in whole)


def test_where_it_begins_it_speaks_only_of_what_is_there() -> None:
    timeline = sample_timeline()
    narration = Narration(timeline, Telling(), len(sample_events()))
    state = next(line for line in narration.opening() if line.startswith("State: "))
    world = timeline.world_at(narration.position)
    named = {int(number) for number in re.findall(r"G(\d+) (?:waits|is)", state)}
    assert named
    assert named <= set(world.goroutines)


def test_what_has_been_told_of_is_told_again_where_a_narration_begins_in_the_middle() -> None:
    timeline = sample_timeline()
    narration = Narration(timeline, Telling(), len(sample_events()))
    state = next(line for line in narration.opening() if line.startswith("State: "))
    world = timeline.world_at(narration.position)
    ring = world.rx_rings[0]
    assert f"RX ring 0: write pointer {ring.write_pointer}, read pointer {ring.read_pointer}" in state
    assert all(f"fd {fd} {entry.description}" in state for fd, entry in world.fds.items())


def test_before_the_first_event_it_says_which_machine_server_way_and_clients_there_are() -> None:
    header = sample_header()
    opening = " ".join(Narration(sample_timeline(), Telling()).opening())
    ring = sample_timeline().world_at(0).rx_rings[0]
    assert f"CPUs {header.machine.cpus}; network card {header.machine.nic}" in opening
    assert f"RX ring 0 of {ring.size} descriptors, {ring.size - 1} of them with the address" in opening
    assert all(f"{route.pattern} → {route.handler}" in opening for route in header.server.routes)
    assert all(hop.name in opening for hop in header.hops)
    assert all(client.name in opening for client in header.clients)


def test_a_run_that_has_been_told_to_its_end_is_summed_up_and_a_part_of_it_is_not() -> None:
    timeline = sample_timeline()
    whole, part = list(narration_lines(timeline)), list(narration_lines(timeline, stop=100))
    assert any(line.startswith(f"The end, after event {timeline.length}, ") for line in whole)
    assert "Requests: 3. How they ended: ok 2, reset 1." in whole
    assert any(line.startswith("Those that were answered took: p50 ") for line in whole)
    assert not any(line.startswith(("The end", "Requests: ")) for line in part)


def test_segments_say_which_options_they_carry_and_connections_what_is_in_flight() -> None:
    told = " ".join(narration_lines(sample_timeline(), Telling(why=False)))
    assert re.search(r"options of packet \d+: MSS 1460", told)
    assert re.search(r"server of connection 1: segments in flight 1, of them SACKed 0", told)


def test_the_end_of_a_goroutine_tells_how_long_it_did_what() -> None:
    timeline = sample_timeline()
    lines = events_of(list(narration_lines(timeline, Telling(why=False))))
    sums: defaultdict[int, Counter[str]] = defaultdict(Counter)
    told = 0
    for position, line in enumerate(lines, 1):
        lasted = timeline.time_at(position) - timeline.time_at(max(position - 1, 1))
        for number, goroutine in timeline.world_at(position - 1).goroutines.items():
            sums[number][goroutine.state] += lasted
        for number, said in re.findall(r"G(\d+) in all: ([^;]+?)(?:;|\. )", line):
            told += 1
            wanted = {
                f"{state} {format_time(time_ns)}" for state, time_ns in sums[int(number)].items() if time_ns
            }
            assert set(said.split(", ")) == wanted
    assert told


def test_the_end_of_a_request_tells_where_its_time_went() -> None:
    line = next(line for line in narration_lines(sample_timeline()) if "Spent on: " in line)
    assert re.search(
        r"It took [\d.]+ ms\. Spent on: .+\. Longest wait: .+ at .+\. Its stays: .+, Client ", line
    )


@pytest.mark.parametrize("start", [0, 50])
def test_the_same_run_is_told_in_the_same_words(start: int) -> None:
    assert list(narration_lines(sample_timeline(), start=start)) == list(
        narration_lines(sample_timeline(), start=start)
    )
