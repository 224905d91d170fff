"""`journey route`: the winner, the reasons, and one clear message for each mistake."""

import json
import shlex
import subprocess
import sys
from typing import Any

import pytest

from tests.cli.invoke import invoke

THREE = ("-p", "GET /hello", "-p", "/details/{id}", "-p", "/")


def asked(*arguments: str) -> dict[str, Any]:
    result = invoke("route", "--json", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_the_winner_and_the_reason_for_every_pattern_are_told() -> None:
    result = invoke("route", *THREE, "GET", "/details/42")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "GET /details/42\n"
        "host localhost, Go 1.27\n"
        "\n"
        "200    /details/{id}\n"
        '       id = "42"\n'
        "       the most specific of 2 that match\n"
        "\n"
        "no     GET /hello\n"
        "       segment 1 'details' is not 'hello'\n"
        "wins   /details/{id}\n"
        "       the most specific of 2 that match\n"
        "loses  /\n"
        "       less specific than /details/{id}: takes more paths\n"
    )


def test_the_same_as_json() -> None:
    assert asked(*THREE, "--go", "1.22", "GET", "/details/a%2Fb") == {
        "go": "1.22",
        "method": "GET",
        "target": "/details/a%2Fb",
        "host": "localhost",
        "status": 200,
        "pattern": "/details/{id}",
        "location": "",
        "allow": "",
        "values": {"id": "a/b"},
        "reason": "the most specific of 2 that match",
        "patterns": [
            {"pattern": "GET /hello", "outcome": "no", "reason": "segment 1 'details' is not 'hello'"},
            {
                "pattern": "/details/{id}",
                "outcome": "wins",
                "reason": "the most specific of 2 that match",
            },
            {
                "pattern": "/",
                "outcome": "loses",
                "reason": "less specific than /details/{id}: takes more paths",
            },
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("-p", "/t/", "GET", "/t?q=1"), "307    Temporary Redirect, Location: /t/?q=1"),
        (("-p", "/t/", "--go", "1.25", "GET", "/t"), "301    Moved Permanently, Location: /t/"),
        (("-p", "GET /t", "POST", "/t"), "405    Method Not Allowed, Allow: GET, HEAD"),
        (("-p", "/t", "GET", "/x"), "404    Not Found"),
        (("-p", "/t", "GET", "t"), "400    Bad Request"),
        (("-p", "/t", "OPTIONS", "*"), "200    OK"),
    ],
)
def test_an_answer_of_serve_mux_s_own_is_told_with_its_header(arguments: tuple[str, ...], line: str) -> None:
    assert line in invoke("route", *arguments).stdout.splitlines()


def test_the_host_is_the_url_s_or_the_one_that_is_given() -> None:
    patterns = ("-p", "example.com/", "-p", "/a")
    assert asked(*patterns, "GET", "/a")["pattern"] == "/a"
    assert asked(*patterns, "--host", "example.com:80", "GET", "/a")["pattern"] == "example.com/"
    assert asked(*patterns, "--host", "x", "GET", "http://example.com:80/a")["pattern"] == "example.com/"
    told = invoke("route", *patterns, "GET", "http://example.com:80/a").stdout
    assert "host example.com:80 (of the URL), Go 1.27" in told


def test_a_bad_pattern_is_refused_in_go_s_words_at_its_place_with_advice() -> None:
    result = invoke("route", "-p", "/ok", "-p", "GET /a/{id", "GET", "/")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "Go refuses the pattern 'GET /a/{id':",
        "  parsing \"GET /a/{id\": at offset 7: bad wildcard segment (must end with '}')",
        "    GET /a/{id",
        "           ^",
        "What to do: a wildcard is a whole segment: '/{name}', not '/b_{name}' or",
        "'/{name}.html'.",
    ]


def test_a_conflict_names_both_patterns_and_what_to_do() -> None:
    result = invoke("route", "-p", "GET /", "-p", "/index.html", "GET", "/")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "Go refuses the pattern '/index.html':",
        '  pattern "/index.html" conflicts with pattern "GET /":',
        "  /index.html matches more methods than GET /, but has a more specific path pattern",
        "What to do: give the more specific path the other's method: 'GET /index.html'.",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-p", "/", "/hello"), "METHOD is missing; say which, such as GET /hello"),
        (("-p", "/", "GET"), "TARGET is missing; say what is asked for, such as GET /hello"),
        (("-p", "/"), "METHOD and TARGET are missing: journey route -p 'GET /hello' GET /hello"),
        (("-p", "GET", "/hello", "GET", "/hello"), "A pattern with a space in it needs quotes"),
        (("GET", "/"), "no pattern is given; give each with -p, such as -p 'GET /hello'"),
        (("-p", "", "GET", "/"), "http: invalid pattern"),
        (("-p", "/", "--go", "1.21", "GET", "/"), "1.22"),
        (("-p", "/", "--hots", "x", "GET", "/"), "--host"),
    ],
)
def test_a_mistake_is_one_clear_message(arguments: tuple[str, ...], said: str) -> None:
    result = invoke("route", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


HOSTILE = "a\x1b[2J\x9b31m\u202e[bold]\r\nb"


def test_hostile_text_is_shown_and_not_obeyed() -> None:
    told = [
        invoke("route", "-p", f"/{HOSTILE}", "-p", "/{x}", "GET", "/%1b[2Jx", "--host", "h").stdout,
        invoke("route", "-p", "/{x}", HOSTILE, HOSTILE, "--host", HOSTILE).stdout,
        invoke("route", "--json", "-p", f"/{HOSTILE}", HOSTILE, HOSTILE, "--host", HOSTILE).stdout,
        invoke("route", "-p", f"/{{{HOSTILE}", "GET", "/").stderr,
        invoke("route", "-p", f"/{HOSTILE}", "-p", f"/{HOSTILE}", "GET", "/").stderr,
        invoke("route", "-p", "/", HOSTILE).stderr,
    ]
    for text in told:
        assert text
        assert all(line.isprintable() for line in text.split("\n"))
        assert "\u202e" not in text
    assert r"/a\x1b[2J\u009b31m\u202e[bold]\r\nb" in told[0]


def test_bytes_that_are_no_utf_8_are_told() -> None:
    result = invoke("route", "-p", "/\udcff", "GET", "/%ff")
    assert (result.exit_code, r"/\xff" in result.stdout) == (0, True)
    assert asked("-p", "/\udcff", "GET", "/%ff")["pattern"] == "/\N{REPLACEMENT CHARACTER}"


def test_everything_fits_into_eighty_columns() -> None:
    long = "/".join(["segment"] * 40)
    patterns = ("-p", f"/{long}", "-p", "/{x...}", "-p", "/" + "x" * 200)
    for result in (
        invoke("route", *patterns, "GET", f"/{long}"),
        invoke("route", *patterns, "GET", f"/{long}/y"),
        invoke("route", *patterns, "GET", f"//{long}"),
        invoke("route", "--help"),
    ):
        assert result.exit_code == 0
        assert max(map(len, result.stdout.splitlines())) <= 80


def test_the_help_has_examples_that_work() -> None:
    examples = [line for line in invoke("route", "--help").stdout.splitlines() if " -p " in line]
    examples = [line.strip() for line in examples if line.strip().startswith("journey route")]
    assert len(examples) >= 3
    for example in examples:
        assert invoke(*shlex.split(example)[1:]).exit_code == 0, example


def test_neither_the_screen_nor_the_simulation_s_clock_is_loaded() -> None:
    code = (
        "import sys; sys.argv = ['journey', 'route', '-p', '/', 'GET', '/']\n"
        "from journey_tui.cli import main\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code\n"
        "print(sorted({'simpy', 'textual', 'rich', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
