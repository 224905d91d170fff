"""Random keys, clicks, wheels, drags and sizes do no harm; `hammer` does many more of them by hand."""

import random

import msgspec
import pytest

from journey_tui.trace import Trace
from tests.samples import sample_events, sample_header
from tests.tui.hammer import HOSTILE, Hammered, hammer, leaves


def _hostile(_source: str) -> Trace:
    return Trace(msgspec.structs.replace(sample_header(), title=HOSTILE, summary=HOSTILE), sample_events())


@pytest.mark.no_cover  # many runs of what other tests reach
async def test_random_keys_clicks_and_sizes_do_no_harm() -> None:
    running = Hammered(_hostile, "hello", lambda: [("hello", HOSTILE), ("boot", "Nothing but boot")])
    async with running.run_test(size=(80, 24)):
        await hammer(running, 800, random.Random(7))
        assert await leaves(running)
