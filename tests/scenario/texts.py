"""Small scenario files, and what the loader says against them."""

from journey_tui.scenario.errors import Problem, ScenarioErrors
from journey_tui.scenario.loader import load_text
from journey_tui.scenario.model import Scenario
from journey_tui.simulation.go.mux import check_patterns

HEAD = "journey: 1\ntitle: t\n"


def scenario(text: str = "") -> Scenario:
    """The scenario of a text that follows the two obligatory lines."""
    return load_text(HEAD + text, "f.yaml", check_patterns)


def problems(text: str, head: str = HEAD) -> tuple[Problem, ...]:
    """What the loader says; nothing when it takes the text."""
    try:
        load_text(head + text, "f.yaml", check_patterns)
    except ScenarioErrors as errors:
        return errors.problems
    return ()


def only_problem(text: str, head: str = HEAD) -> Problem:
    """The one thing that the loader says."""
    found = problems(text, head)
    assert len(found) == 1, found
    return found[0]
