"""The garbage collector: it goes through a run no more once it is wholly read, and again when the next one comes."""

import gc

from journey_tui.tui import collecting
from tests.tui.test_app import app, opened


async def test_a_run_that_is_wholly_read_is_left_alone_until_the_next_is_opened() -> None:
    gc.unfreeze()
    async with (running := app()).run_test(size=(80, 24)) as pilot:
        await opened(pilot, running)
        await pilot.pause()
        assert gc.get_freeze_count() > 1000
        running.open("another")
        assert gc.get_freeze_count() == 0
        await opened(pilot, running)


def test_what_a_large_simulation_leaves_is_collected_before() -> None:
    class Cycle:
        pass

    gone: list[int] = []
    for length in (1, 1_000_000):
        gc.collect()
        one = Cycle()
        one.__dict__["itself"] = one
        one.__dict__["told"] = type("Told", (), {"__del__": lambda self: gone.append(1)})()
        del one
        collecting.settle(length)
        assert gone == [1] * (length > 1), length
        collecting.begin()
        gc.collect()
        gone.clear()
