"""Names in a drawing that can be opened."""

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.names import link_files, link_goroutines
from journey_tui.tui.surface import Surface
from journey_tui.tui.target import Look
from journey_tui.world import empty_world
from journey_tui.world.state import FdEntry, Goroutine
from tests.samples import sample_header


def scene() -> Scene:
    world = empty_world(sample_header())
    world.goroutines[7] = Goroutine(id=7, function="main.main")
    world.fds[4] = FdEntry(fd=4, object_kind="epoll", description="")
    world.fds[6] = FdEntry(fd=6, object_kind="connection", description="", connection=2)
    return Scene(sample_header(), world)


def test_a_goroutine_that_there_is_can_be_opened_where_it_stands_behind_wide_characters() -> None:
    surface = Surface(30, 2)
    surface.put(1, 1, "网络 G7 G8 xG7 G77")
    link_goroutines(scene(), surface)
    assert [(link.x, link.y, link.width, link.target) for link in surface.links()] == [
        (6, 1, 2, Look("goroutine", 7))
    ]


def test_a_file_opens_its_connection_and_no_other_file_opens_anything() -> None:
    surface = Surface(30, 1)
    surface.put(0, 0, "fd 4 fd 6 fd 9")
    link_files(scene(), surface)
    assert [(link.x, link.target) for link in surface.links()] == [(5, Look("connection", 2))]
