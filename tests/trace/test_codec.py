"""Events survive both encodings; a line says what kind it is and where it happened."""

import json

import msgspec
import pytest
from hypothesis import given

from journey_tui.trace import EVENT_KINDS, Event
from journey_tui.trace.codec import event_from_json, event_to_json, pack_events, unpack_events
from tests.arbitrary import any_events
from tests.samples import sample_events


def test_the_sample_holds_every_kind_of_event() -> None:
    assert {event.kind for event in sample_events()} == EVENT_KINDS.keys()


@pytest.mark.parametrize("event", sample_events(), ids=lambda event: f"{event.seq}-{event.kind}")
def test_an_event_survives_json(event: Event) -> None:
    assert event_from_json(event_to_json(event)) == event


def test_events_survive_packing() -> None:
    assert unpack_events(pack_events(sample_events())) == sample_events()


@given(any_events())
def test_any_event_survives_both_encodings(events: list[Event]) -> None:
    assert [event_from_json(event_to_json(event)) for event in events] == events
    assert unpack_events(pack_events(events)) == events


def test_a_line_names_seq_time_kind_and_stage() -> None:
    for event in sample_events():
        line = json.loads(event_to_json(event))
        assert (line["seq"], line["time_ns"]) == (event.seq, event.time_ns)
        assert (line["kind"], line["stage"]) == (event.kind, event.stage)


def test_a_line_leaves_out_ids_that_do_not_apply() -> None:
    boot = json.loads(event_to_json(sample_events()[0]))
    assert "request" not in boot
    assert boot["thread"] == 1000


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b'{"kind":"Nothing","seq":0,"time_ns":0}',
        b'{"kind":"HandlerStarted","seq":0,"time_ns":0}',
        b'{"kind":"HandlerStarted","handler":7,"seq":0,"time_ns":0}',
        b'{"kind":"HandlerStarted","handler":"h","seq":0.5,"time_ns":0}',
    ],
)
def test_a_line_of_another_shape_is_refused(line: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        event_from_json(line)
