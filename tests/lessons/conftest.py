"""The bundled lessons, each simulated once for all tests."""

from collections.abc import Callable
from functools import cache

import pytest

from journey_tui.cli.lessons import OpenedLesson, open_lesson

Open = Callable[[str], OpenedLesson]


@pytest.fixture(scope="session")
def opened() -> Open:
    """Opens a bundled lesson by its name: its run to the end, and all its moments found."""
    return cache(open_lesson)
