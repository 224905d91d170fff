"""What is told of many mistakes: the first hundred, how many more there are, and no more work than that."""

import pytest

from journey_tui.scenario import telling
from journey_tui.scenario.costs import COSTS
from journey_tui.scenario.suggestions import MOST_COMPARED, closest, did_you_mean
from journey_tui.scenario.telling import MOST_TOLD
from tests.scenario.texts import problems

CLIENTS = "clients:\n" + "".join(f"  - name: client{number}\n" for number in range(600))
FAULTS = "faults:\n" + "".join(f"  - {{drop: SYN, client: clint{number}}}\n" for number in range(600))

MANY = {
    "unknown keys": "".join(f"key{number}: 1\n" for number in range(4_000)),
    "unknown costs": "machine: {costs: {" + ",".join(f"hardir{n}: 1us" for n in range(4_000)) + "}}\n",
    "unknown clients": CLIENTS + FAULTS,
    "wrong items": "goals: [" + ",".join("1" for _ in range(9_000)) + "]\n",
    "wrong words": "clients: [" + ",".join("{handshake: ful}" for _ in range(3_000)) + "]\n",
    "repeated keys": "key: 1\n" * 4_000,
    "same names": "clients: [" + ",".join("{name: a}" for _ in range(3_000)) + "]\n",
    "same patterns": "server: {routes: [" + ",".join("{pattern: /a}" for _ in range(500)) + "]}\n",
    "too short": "clients: [" + ",".join("{segments: {sizes: []}}" for _ in range(1_500)) + "]\n",
}


@pytest.mark.parametrize("text", MANY.values(), ids=MANY)
def test_of_many_mistakes_the_first_are_told_and_the_rest_is_counted(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    def counted(word: str, allowed: tuple[str, ...]) -> str:
        nonlocal asked
        asked += 1
        return did_you_mean(word, allowed)

    monkeypatch.setattr(telling, "did_you_mean", counted)
    *told, last = problems(text)
    assert len(told) == MOST_TOLD
    assert all(problem.line for problem in told)
    assert last.line == 0
    assert last.message.startswith("and ")
    assert last.message.endswith(" more mistakes; mend these first")
    assert sum(len(str(problem)) for problem in told) < 30_000
    assert asked <= MOST_TOLD


def test_the_rest_is_counted_exactly() -> None:
    def last(count: int) -> str:
        return problems("".join(f"key{number}: 1\n" for number in range(count)))[-1].message

    assert last(MOST_TOLD).startswith("unknown key")
    assert last(MOST_TOLD + 1) == "and 1 more mistake; mend these first"
    assert last(MOST_TOLD + 4_200) == "and 4,200 more mistakes; mend these first"


def test_a_long_list_of_what_is_allowed_is_told_once() -> None:
    first, second, third = problems("machine: {costs: {hardirk: 1us, wakup: 1us, x: 1us}}\n")
    assert f"; allowed: {', '.join(COSTS)}; did you mean 'hardirq'?" in first.message
    assert second.message == "unknown cost 'wakup'; allowed: as said above; did you mean 'wakeup'?"
    assert third.message == "unknown cost 'x'; allowed: as said above"


def test_a_word_is_compared_with_a_few_of_very_many() -> None:
    few = [f"client{number}" for number in range(MOST_COMPARED)]
    many = [f"someone-quite-different-{number}" for number in range(10_000)]
    assert closest("clint7", few) == "client7"
    assert closest("clint7", [*many, *few]) == "client7"
    assert closest("clint7", many) is None


def test_what_two_values_cannot_be_at_once_is_told_with_both_lines() -> None:
    routes = "server:\n  routes:\n    - pattern: GET /\n    - pattern: /a\n    - pattern: /index.html\n"
    (conflict,) = (problem for problem in problems(routes) if "index" in problem.message)
    assert (conflict.line, conflict.path) == (7, "server.routes[2].pattern")
    assert conflict.message.endswith("; server.routes[0].pattern stands in line 5")
    clients = "clients:\n  - name: a\n  - name: b\n  - name: a\n"
    (same,) = problems(clients)
    assert (same.line, same.message) == (
        6,
        "'a' is another client's name already; names must differ; clients[0].name stands in line 4",
    )


def test_a_conflict_of_patterns_with_quotes_in_them_is_told_all_the_same() -> None:
    (conflict,) = problems("server: {routes: [{pattern: '/\"'}, {pattern: '/\"'}]}\n")
    assert "conflicts with" in conflict.message
