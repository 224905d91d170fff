"""A large world is not gone through by Python's garbage collector, however often it is made anew."""

import gc
from collections.abc import Iterator

import pytest

from journey_tui.world import World, empty_world, freeze, thaw
from journey_tui.world.state.kernel import Connection
from journey_tui.world.state.world import LARGE_BYTES
from tests.samples import sample_header


def crowded(connections: int) -> bytes:
    world: World = empty_world(sample_header())
    for number in range(connections):
        world.connections[number] = Connection(
            id=number,
            client="crowd",
            local="198.18.0.1:40000",
            remote="198.18.0.2:3000",
            receive_requests=[number],
        )
    return freeze(world)


@pytest.fixture(autouse=True)
def freed() -> Iterator[None]:
    gc.collect()
    yield
    gc.unfreeze()


def test_a_large_world_is_left_alone() -> None:
    snapshot = crowded(8_000)
    assert len(snapshot) > LARGE_BYTES
    world = thaw(snapshot)
    assert gc.isenabled()
    assert gc.get_freeze_count() > 8_000
    assert not any(one is world.connections[7].receive_requests for one in gc.get_objects())


def test_a_small_one_is_as_any_other() -> None:
    before = gc.get_freeze_count()
    world = thaw(crowded(10))
    assert gc.get_freeze_count() == before
    assert any(one is world.connections[7].receive_requests for one in gc.get_objects())
