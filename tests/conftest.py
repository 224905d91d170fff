"""What every test shares: deterministic laws and an environment that is nobody's own.

Hypothesis draws the same examples on every run, so that a change is judged by what it changed;
`HYPOTHESIS_PROFILE=explore` draws new and more of them.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

PERSONAL_VARIABLES = ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "LINES")
"""What a terminal or its owner may have set and textual, rich or click would obey."""
LANGUAGE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""By which a system asks for a language; the program would speak it."""

settings.register_profile(
    "deterministic",
    derandomize=True,
    database=None,
    deadline=None,  # no test depends on how fast a machine is
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", deadline=None, max_examples=1_000)


def pytest_configure(config: pytest.Config) -> None:
    """Forget the terminal before any test module imports textual, which reads the environment once."""
    for name in list(os.environ):
        if name in PERSONAL_VARIABLES or name.startswith("TEXTUAL"):
            del os.environ[name]
    for name in LANGUAGE_VARIABLES:
        if os.environ.get(name, "").startswith("bn"):
            os.environ[name] = "C.UTF-8"
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "deterministic"))


@pytest.fixture(autouse=True, scope="session")
def _nobody_at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep what the program may write for its user out of the home of whoever runs the tests."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
            patch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
        yield home


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """The language and the width of Bengali are the process's: what one test chose is not the next one's."""
    yield
    if "journey_tui.content.ui" in sys.modules:
        from journey_tui.content.ui import speak

        speak("en")
    if "journey_tui.tui.widths" in sys.modules:
        from rich.cells import cell_len

        from journey_tui.tui.widths import Model, use

        if cell_len("কা") != 1:
            use(Model.MC0)
