"""While a class is asked, a drawing shows what there is and keeps what it would say about it to itself."""

from dataclasses import replace

import pytest

from tests.tui.stages.scenes import after, picture

SENTENCES = (
    ("dma", "DescriptorFilled", "The ring holds descriptors"),
    ("interrupt", "SoftirqFinished", "the next frame may interrupt"),
    ("socket", "ConnectionAccepted", "accept4 makes no connection"),
    ("receive_buffer", "DataQueued", "acknowledges before the process reads"),
    ("receive_buffer", "DataRead", "One CPU copy"),
    ("goroutine", "GoroutineParked", "A goroutine that waits holds no thread"),
    ("mux", "RouteMatched", "the most specific pattern wins"),
    ("handler", "HandlerStarted", "It runs in the connection's goroutine"),
    ("network", "PacketForwarded", "lowers its TTL"),
    ("send_buffer", "DataWritten", "it copies, and TCP sends at once"),
    ("send_buffer", "ResponseDataReceived", "the client may have nothing yet"),
    ("transmit", "TxDescriptorFilled", "Sent is not acknowledged"),
)


@pytest.mark.parametrize(("stage", "kind", "sentence"), SENTENCES)
def test_the_sentence_below_a_drawing_is_not_for_one_who_is_asked(
    stage: str, kind: str, sentence: str
) -> None:
    scene = after(kind)
    told = "\n".join(picture(stage, scene, 78, 16))
    asked = "\n".join(picture(stage, replace(scene, asked=True), 78, 16))
    assert sentence in told
    assert sentence not in asked
    assert len(asked.split()) > 10


def test_the_steps_of_an_interrupt_that_are_to_come_are_not_named() -> None:
    scene = replace(after("CpuInterrupted"), asked=True)
    for size in ((58, 6), (78, 12), (118, 22)):
        rows = " ".join(picture("interrupt", scene, *size))
        assert "HANDLER" in rows
        assert "SOFTIRQ" not in rows
        assert "UNMASKED" not in rows
        assert " ? " in rows
