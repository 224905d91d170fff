"""What the loader says against a file: everything at once, each thing at its place, with what is allowed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.scenario.errors import ScenarioErrors
from journey_tui.scenario.loader import load_text
from journey_tui.scenario.model import Scenario
from tests.scenario.texts import HEAD, only_problem, problems

MANY_MISTAKES = """\
journey: 2
titel: x
level: begginer
machine:
  cpus: 0
  nic: {rx_rng: 3, rx_usecs: 5}
  kernel: {tcp_rmem: [4KiB, 2KiB, 1MiB]}
  costs: {hardirqq: 2us}
server:
  gomaxprocs: 0
  listen: ":3000"
  routes:
    - pattern: GET /a/{x}
      handler: {status: 99, wait: {exponental: 2us}, body: "h\\u00e9", body_size: 5KB}
    - pattern: GET /a/{y}
      handler: {chunks: 5*1KiB, read_body: al, headers: {"Bad Name": x, Ok: "a\\r\\nb"}}
    - pattern: "GET {"
network:
  loopback: true
  path: [{latency: 10 ms, loss: 120%}]
clients:
  - name: alice
    at: 20
    pipelined: true
    requests:
      - {target: hello, headers: {Accept: 5}}
      - {raw: "x", target: /}
    segments: {sizes: [7, 0]}
    gives_up: {how: rst}
  - name: alice
    count: 2000000
    requests: {target: /}
faults:
  - {at: 3ms, drop: SYNACK, client: alise}
  - {drop: SYN, stall_softirq: 5ms}
  - {}
"""

PLACES = """\
1:1 title
1:10 journey
2:1 titel
3:8 level
5:9 machine.cpus
6:9 machine.nic.rx_rng
6:30 machine.nic.rx_usecs
7:12 machine.kernel.tcp_rmem
8:11 machine.costs.hardirqq
10:15 server.gomaxprocs
11:11 server.listen
14:25 server.routes[0].handler.status
14:36 server.routes[0].handler.wait.exponental
14:60 server.routes[0].handler.body
14:82 server.routes[0].handler.body_size
15:16 server.routes[1].pattern
16:25 server.routes[1].handler.chunks
16:44 server.routes[1].handler.read_body
16:58 server.routes[1].handler.headers.Bad Name
16:77 server.routes[1].handler.headers.Ok
17:16 server.routes[2].pattern
20:3 network.path
20:20 network.path[0].latency
20:33 network.path[0].loss
23:9 clients[0].at
26:18 clients[0].requests[0].target
26:43 clients[0].requests[0].headers.Accept
27:28 clients[0].requests[1].target
28:5 clients[0].segments
28:27 clients[0].segments.sizes[1]
29:21 clients[0].gives_up.how
30:11 clients[1].name
31:12 clients[1].count
32:5 clients[1].requests
34:21 faults[0].drop
34:37 faults[0].client
35:5 faults[1]
36:5 faults[2]
"""


def test_every_mistake_is_told_in_one_go_each_at_its_place() -> None:
    found = problems(MANY_MISTAKES, head="")
    told = [f"{problem.line}:{problem.column} {problem.path}" for problem in found]
    # What is not simulated yet is told besides; that table gets shorter with each release.
    missing = {
        f"{problem.line}:{problem.column} {problem.path}"
        for problem in found
        if "not simulated" in problem.message
    }
    assert [place for place in told if place not in missing] == [
        place for place in PLACES.splitlines() if place not in missing
    ]


def test_mistakes_are_told_from_top_to_bottom() -> None:
    places = [(problem.line, problem.column) for problem in problems(MANY_MISTAKES, head="")]
    assert places == sorted(places)


def test_each_mistake_is_file_line_column_path_and_sentence() -> None:
    line = str(only_problem("machine: {cpu: 2}\n"))
    assert line.startswith("f.yaml:3:11: machine.cpu: unknown key 'cpu'; allowed: cpus, nic, ")
    assert line.endswith("did you mean 'cpus'?")


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("seeed: 1\n", "seeed", "did you mean 'seed'"),
        ("level: Beginer\n", "level", "did you mean 'beginner'"),
        ("seed: '7'\n", "seed", "write 7, without quotes"),
        ("seed: 1.0\n", "seed", "whole number"),
        ("seed: true\n", "seed", "whole number"),
        ("seed: -1\n", "seed", "out of range"),
        ("until: 20\n", "until", "write 20ms, not 20"),
        ("summary: 5\n", "summary", 'put it in quotes, "5"'),
        ("goals: see\n", "goals", "must be a list"),
        ("machine: 2\n", "machine", "must be a mapping"),
        ("clients: {name: a}\n", "clients", "must be a list"),
        ("clients:\n", "clients", "has no value"),
        ("until: ~\n", "until", "has no value"),
        ("goals: [a, ]\nsummary: null\n", "summary", "has no value"),
        ("goals: [~]\n", "goals[0]", "has no value"),
        ("server: {go: 1.27}\n", "server.go", 'put it in quotes, "1.27"'),
        ('server: {go: "1.21"}\n', "server.go", "1.22"),
        ("server: {listen: 'localhost:80'}\n", "server.listen", "did you mean '127.0.0.1:80'"),
        ("server: {listen: '0.0.0.0:70000'}\n", "server.listen", "port from 1 to 65535"),
        ("server: {listen: '1.2.3.4.5:80'}\n", "server.listen", "not an IPv4 address"),
        ("server: {listen: '255.255.255.255:1'}\n", "server.listen", "no host's address"),
        ("server: {listen: '224.0.0.1:80'}\n", "server.listen", "no host's address"),
        ("server: {listen: '0.0.0.1:80'}\n", "server.listen", "no host's address"),
        ("server: {routes: [{pattern: /" + "a" * 2_000 + "}]}\n", "server.routes[0].pattern", "2,000"),
        ("until: 1e400\n", "until", "'1e400' is not a time"),
        ("until: -5\n", "until", "-5 is negative; a time is"),
        ("until: 1e-7\n", "until", "1e-7 is a bare number, without a unit; a time is"),
        ("until: 0\n", "until", "0 is a bare number, without a unit; a time is"),
        ("until: 1.50\n", "until", "write 1.50ms, not 1.50"),
        ("until: 99999999999\n", "until", "99999999999 is a bare number, without a unit; a time is"),
        ("server: {go: 1.20}\n", "server.go", "not 1.20"),
        ("server: {go: 1.2}\n", "server.go", "not 1.2"),
        ('server: {go: "1.27.3"}\n', "server.go", "did you mean '1.27'?"),
        ('server: {go: "go1.26"}\n', "server.go", "did you mean '1.26'?"),
        ("server: {accepts: 5}\n", "server.accepts", "true, false, or a time"),
        ("machine: {kernel: {hz: 200}}\n", "machine.kernel.hz", "100, 250, 300, 1000"),
        ("machine: {kernel: {tcp_rmem: [2KiB, 1KiB, 3KiB]}}\n", "machine.kernel.tcp_rmem", "must rise"),
        ("machine: {kernel: {tcp_rmem: [2KiB, 4KiB]}}\n", "machine.kernel.tcp_rmem[2]", "missing"),
        ("machine: {nic: {name: a/b}}\n", "machine.nic.name", "no interface name"),
        ("machine: {nic: {rx_frames: 0}}\n", "machine.nic.rx_frames", "no interrupt is ever raised"),
        ("machine: {costs: nne}\n", "machine.costs", "must be none"),
        ("clients: [{count: 0}]\n", "clients[0].count", "from 1 to 1,000,000"),
        ("clients: [{count: 1000001}]\n", "clients[0].count", "from 1 to 1,000,000"),
        ("clients: [{name: a}, {name: a}]\n", "clients[1].name", "names must differ"),
        (
            "clients: [{requests: [{target: /, raw: x}]}]\n",
            "clients[0].requests[0].target",
            "contradicts raw",
        ),
        ("network: {path: []}\n", "network.path", "at least 1"),
        ("network: {loopback: true, path: [{}]}\n", "network.path", "leave one of the two out"),
        ("server: {listen: '127.0.0.1:3000'}\n", "server.listen", "nobody can reach"),
        ("server: {routes: [{handler: {cpu: {}}}]}\n", "server.routes[0].handler.cpu", "exponential"),
        (
            "server: {routes: [{handler: {cpu: {uniform: [3ms, 1ms]}}}]}\n",
            "server.routes[0].handler.cpu.uniform",
            "the shorter time comes first",
        ),
        (
            "server: {routes: [{handler: {body: a, body_size: 1B}}]}\n",
            "server.routes[0].handler.body_size",
            "contradicts body",
        ),
        ("server: {routes: [{pattern: GET}]}\n", "server.routes[0].pattern", "host/path missing /"),
        ("server: {routes: [{pattern: '/{'}]}\n", "server.routes[0].pattern", "bad wildcard segment"),
    ],
)
def test_a_mistake_is_told_with_what_is_allowed(text: str, path: str, said: str) -> None:
    told = [problem for problem in problems(text) if "not simulated" not in problem.message]
    assert [problem.path for problem in told] == [path]
    assert said in told[0].message


def test_a_version_that_is_not_modelled_is_no_misspelt_one() -> None:
    assert "did you mean" not in only_problem('server: {go: "1.30"}\n').message


def test_patterns_that_conflict_are_refused_as_go_refuses_them() -> None:
    problem = only_problem("server:\n  routes:\n    - pattern: GET /\n    - pattern: /index.html\n")
    assert (problem.line, problem.path) == (6, "server.routes[1].pattern")
    assert "conflicts with" in problem.message


def test_without_the_rules_of_go_patterns_are_left_alone() -> None:
    assert (
        load_text(HEAD + "server: {routes: [{pattern: GET}]}\n", "f.yaml").server.routes[0].pattern == "GET"
    )


def test_a_key_that_stands_twice_is_told_with_both_lines() -> None:
    problem = only_problem("seed: 1\nlevel: beginner\nseed: 2\n")
    assert (problem.line, problem.column, problem.path) == (5, 1, "seed")
    assert "first in line 3" in problem.message


def test_missing_keys_are_told_where_their_mapping_begins() -> None:
    assert [(problem.line, problem.column, problem.path) for problem in problems("seed: 1\n", head="\n")] == [
        (2, 1, "journey"),
        (2, 1, "title"),
    ]


def test_an_obligatory_key_without_a_value_is_told_once() -> None:
    assert only_problem("", head="journey: 1\ntitle:\n").message.startswith("has no value")


def test_another_format_version_is_told_as_such() -> None:
    assert "format version" in only_problem("", head="journey: 2\ntitle: t\n").message


def test_what_follows_from_a_refused_value_is_not_told_as_well() -> None:
    assert len(problems("clients: [{requests: [{method: 'CONN ECT', target: 'a:80'}]}]\n")) == 1
    faulty = "clients: [{name: []}]\nfaults: [{drop: SYN, client: bob}]\n"
    assert [problem.path for problem in problems(faulty)] == ["clients[0].name"]


def test_two_mistakes_in_one_client_do_not_hide_each_other() -> None:
    found = problems("clients: [{at: 5, requests: [{target: hello}, {target: /, cloze: true}]}]\n")
    assert [problem.path for problem in found] == [
        "clients[0].at",
        "clients[0].requests[0].target",
        "clients[0].requests[1].cloze",
    ]


def test_crlf_and_a_byte_order_mark_change_nothing() -> None:
    text = HEAD + "seed: 3\n"
    assert load_text("\ufeff" + text.replace("\n", "\r\n"), "f.yaml") == load_text(text, "f.yaml")


def test_an_alias_stands_for_what_it_names_and_its_mistakes_are_told_there() -> None:
    text = "clients:\n  - requests: &asked [{target: /}]\n  - requests: *asked\n"
    assert not problems(text)
    found = problems(text.replace("/}", "nowhere}"))
    assert [(problem.line, problem.path) for problem in found] == [
        (4, "clients[0].requests[0].target"),
        (4, "clients[1].requests[0].target"),
    ]


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.just("5ms"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from([*Scenario.model_fields, "nonsense"])


@given(st.dictionaries(KEYS, PLAIN, max_size=6))
def test_whatever_stands_in_a_file_it_is_read_or_refused_line_by_line(data: dict[str, object]) -> None:
    import json

    text = json.dumps(data, ensure_ascii=True)
    try:
        load_text(text, "f.yaml")
    except ScenarioErrors as errors:
        for problem in errors.problems:
            assert re.match(r"f\.yaml:[1-9][0-9]*:[1-9][0-9]*: .", str(problem))
            assert "\n" not in str(problem)


@given(st.text(st.sampled_from("ab:-{}[]&*!|>'\"#%@`?, \n\t~\\x0")))
def test_whatever_is_no_yaml_is_refused_and_nothing_else_happens(text: str) -> None:
    with pytest.raises(ScenarioErrors):
        load_text(text, "f.yaml")


def test_a_wrong_value_is_shown_short_and_harmless() -> None:
    problem = only_problem('level: "\\e]0;owned\\a' + "x" * 500 + '"\n')
    assert "\x1b" not in str(problem)
    assert len(str(problem)) < 300
